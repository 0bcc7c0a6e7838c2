package dev.ballast.openai;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.Stop;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A model behind an OpenAI-compatible server: conversations through {@code /chat/completions}, raw
 * text through {@code /completions}. A call is made once; a caller that wants it repeated repeats
 * it.
 */
public final class RemoteChatModel implements ChatModel {
  private static final int AT_ONCE = 8;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final URI url;
  private final String model;
  private final Optional<String> key;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * @param url up to and with {@code /v1}
   * @param model the name that the server knows it by
   * @param key sent as a bearer token, never shown
   */
  public RemoteChatModel(URI url, String model, Optional<String> key) {
    this.url = url;
    this.model = model;
    this.key = key.filter(text -> !text.isBlank());
  }

  @Override
  public String id() {
    return model;
  }

  /**
   * {@inheritDoc}
   *
   * @throws OutsideMissing when a call fails: no connection, no answer in five minutes, an error of
   *     the server, or an answer that is none
   * @throws BadInput when the server knows neither key nor model (401, 403, 404)
   */
  @Override
  public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
    List<Completion> completions = new ArrayList<>();
    try (ExecutorService calls =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<List<Completion>>> answers =
          requests.stream().map(request -> calls.submit(() -> ask(request))).toList();
      try {
        for (int i = 0; i < answers.size(); i++) {
          completions.addAll(answers.get(i).get());
          progress.advance(i + 1, answers.size());
        }
      } catch (ExecutionException e) {
        calls.shutdownNow();
        throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
      } catch (InterruptedException e) {
        calls.shutdownNow();
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
    return completions;
  }

  /** Answer in one piece: the whole text is given to the listener at once. */
  @Override
  public Completion stream(ChatRequest request, Predicate<String> listener) {
    Completion whole = complete(List.of(request), Progress.none()).getFirst();
    boolean wanted = listener.test(whole.text());
    return wanted
        ? whole
        : new Completion(request.id(), 0, whole.text(), List.of(), 0, new Stop.Cancelled());
  }

  private List<Completion> ask(ChatRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    String path =
        switch (request.prompt()) {
          case Prompt.Chat chat -> {
            body.put("messages", chat.conversation().messages());
            yield "/chat/completions";
          }
          case Prompt.Raw raw -> {
            body.put("prompt", raw.text());
            yield "/completions";
          }
        };
    Sampling sampling = request.sampling();
    body.put("temperature", sampling.temperature());
    body.put("top_p", sampling.topP());
    body.put("max_tokens", sampling.maxNewTokens());
    body.put("seed", sampling.seed());
    body.put("n", sampling.n());
    if (!sampling.stop().isEmpty()) {
      body.put("stop", sampling.stop());
    }
    JsonNode choices = post(path, body).path("choices");
    if (choices.size() != sampling.n()) {
      throw failed("it gave " + choices.size() + " answers where " + sampling.n() + " were asked");
    }
    List<Completion> completions = new ArrayList<>();
    for (JsonNode choice : choices) {
      completions.add(completion(request.id(), completions.size(), choice));
    }
    return completions;
  }

  private Completion completion(String id, int index, JsonNode choice) {
    JsonNode text = choice.has("message") ? choice.at("/message/content") : choice.path("text");
    if (!text.isString()) {
      throw failed("its answer has no text");
    }
    boolean cut = choice.path("finish_reason").asString("").equals("length");
    Stop stop = cut ? new Stop.Length() : new Stop.EndToken(0);
    return new Completion(id, index, text.asString(), List.of(), 0, stop);
  }

  private JsonNode post(String path, Map<String, Object> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.encode(body)));
    key.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 200 -> tree(answer.body());
        case 401, 403, 404 ->
            throw BadInput.of("the server refuses: HTTP " + answer.statusCode())
                .value(url + "#" + model)
                .fix("check address and model name, and the key in OPENAI_API_KEY");
        default -> throw failed("HTTP " + answer.statusCode());
      };
    } catch (IOException e) {
      throw failed(e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private JsonNode tree(String body) {
    try {
      return Json.tree(body);
    } catch (BadInput _) {
      throw failed("its answer is not JSON");
    }
  }

  private String base() {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private OutsideMissing failed(String why) {
    return new OutsideMissing(
        "no answer from " + url + ": " + why, "check that the server runs, then start again");
  }

  @Override
  public void close() {
    http.close();
  }
}
