package dev.ballast.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RemoteChatModelTest {
  private HttpServer server;
  private RemoteChatModel model;
  private final ConcurrentLinkedQueue<JsonNode> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private volatile String broken = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          JsonNode body =
              Json.tree(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          asked.add(body);
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          String last = body.path("messages").path(0).path("content").asString("");
          String answer =
              exchange.getRequestURI().getPath().equals("/v1/chat/completions")
                  ? "{\"choices\":[{\"message\":{\"content\":\"to %s\"},\"finish_reason\":\"stop\"}]}"
                      .formatted(last)
                  : "{\"choices\":[{\"text\":\"raw\",\"finish_reason\":\"length\"}]}";
          byte[] bytes = (broken.isEmpty() ? answer : broken).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    model = model(server.getAddress().getPort());
  }

  private static RemoteChatModel model(int port) {
    URI url = URI.create("http://127.0.0.1:" + port + "/v1");
    return new RemoteChatModel(url, "judge-7b", Optional.of("a-secret"));
  }

  @AfterEach
  void stop() {
    model.close();
    server.stop(0);
  }

  private List<Completion> ask(Prompt prompt) {
    return model.complete(
        List.of(new ChatRequest("r", prompt, Sampling.greedy(9))), Progress.none());
  }

  @Test
  void manyConversationsComeBackInOrder() {
    List<ChatRequest> requests =
        IntStream.range(0, 30)
            .mapToObj(i -> new ChatRequest("r" + i, Prompt.user("q" + i), Sampling.greedy(9)))
            .toList();
    assertThat(model.complete(requests, Progress.none()))
        .extracting(c -> c.requestId() + " " + c.text() + " " + c.stop().finishReason())
        .containsExactlyElementsOf(
            IntStream.range(0, 30).mapToObj(i -> "r" + i + " to q" + i + " stop").toList());
    assertThat(keys).containsOnly("Bearer a-secret");
  }

  @Test
  void theRequestIsWhatOpenAiNames() {
    Conversation talk = new Conversation(List.of(Message.system("s"), Message.user("u")));
    ask(new Prompt.Chat(talk));
    assertThat(asked.element())
        .isEqualTo(
            Json.tree(
                """
                {"model":"judge-7b","messages":[{"role":"system","content":"s"},
                 {"role":"user","content":"u"}],"temperature":0.0,"top_p":1.0,"max_tokens":9,
                 "seed":0,"n":1}
                """));
  }

  @Test
  void rawTextGoesToCompletionsAndACutAnswerSaysSo() {
    Completion completion = ask(new Prompt.Raw("text")).getFirst();
    assertThat(completion.text()).isEqualTo("raw");
    assertThat(completion.stop().finishReason()).isEqualTo("length");
    assertThat(asked.element().path("prompt").asString()).isEqualTo("text");
  }

  @Test
  void failuresAreToldWithoutTheKey() {
    status = 503;
    failed("HTTP 503");
    status = 200;
    broken = "<html>";
    failed("not JSON");
    broken = "{\"choices\":[]}";
    failed("0 answers where 1");
    broken = "{\"choices\":[{\"message\":{\"content\":null}}]}";
    failed("no text");
    server.stop(0);
    failed("ConnectException");
  }

  private void failed(String why) {
    assertThatThrownBy(() -> ask(Prompt.user("q")))
        .isInstanceOf(OutsideMissing.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("a-secret");
  }

  @Test
  void anUnknownModelOrKeyIsTheUsers() {
    for (int refused : new int[] {401, 403, 404}) {
      status = refused;
      assertThatThrownBy(() -> ask(Prompt.user("q")))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("HTTP " + refused)
          .hasMessageContaining("judge-7b");
    }
  }
}
