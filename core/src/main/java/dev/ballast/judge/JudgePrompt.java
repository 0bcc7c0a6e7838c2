package dev.ballast.judge;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.json.BadInput;
import dev.ballast.json.Digests;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import dev.ballast.score.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a judge is asked with.
 *
 * <p>A file holds text with the places {@code {prompt}}, {@code {response}} and, where there is a
 * policy, {@code {policy}}; or, as {@code .json}, a list of messages with such places. {@code
 * {{word}}} writes {@code {word}}. One line end at the file's end is the editor's and is dropped.
 */
final class JudgePrompt {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z_]+)\\}\\}|\\{([a-z_]+)\\}");

  /** Other names of the places, as published prompts have them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "prompt", "prompt",
          "forbidden_prompt", "prompt",
          "behavior", "prompt",
          "response", "response",
          "generation", "response",
          "policy", "policy");

  private final Protocol.Asks asks;
  private final List<Message> messages;
  private final Optional<String> policy;

  private JudgePrompt(Protocol.Asks asks, List<Message> messages, Optional<String> policy) {
    this.asks = asks;
    this.messages = List.copyOf(messages);
    this.policy = policy;
  }

  /**
   * Read what a protocol needs.
   *
   * @param file of the user's
   * @param policy a file whose text fills {@code {policy}}
   * @throws BadInput when the protocol needs a file and there is none, or the reverse, and when a
   *     place is missing or unknown
   */
  static JudgePrompt of(Protocol protocol, Optional<Path> file, Optional<Path> policy) {
    if (protocol.asks() == Protocol.Asks.TEMPLATE || protocol.taught()) {
      file.ifPresent(path -> refuse(protocol, "prompt_file", path));
      policy.ifPresent(path -> refuse(protocol, "policy", path));
      return new JudgePrompt(protocol.asks(), List.of(), Optional.empty());
    }
    Optional<String> words = policy.map(JudgePrompt::text);
    if (protocol.asks() == Protocol.Asks.OWN && file.isEmpty()) {
      policy.ifPresent(path -> refuse(protocol, "policy", path));
      return new JudgePrompt(protocol.asks(), List.of(Message.user(own(protocol))), words);
    }
    Path path =
        file.orElseThrow(
            () ->
                BadInput.of(protocol.name() + " needs its published prompt, which does not ship")
                    .key("prompt_file")
                    .fix("docs/judges.md says where it is published; save it and name the file"));
    try {
      List<Message> messages = read(protocol, path);
      check(messages, words.isPresent());
      return new JudgePrompt(protocol.asks(), messages, words);
    } catch (BadInput e) {
      throw e.file(path);
    }
  }

  private static void refuse(Protocol protocol, String key, Path value) {
    String why =
        protocol.taught()
            ? " is asked as it was taught"
            : protocol.asks() == Protocol.Asks.TEMPLATE
                ? " is asked through its model's chat template, which holds the policy"
                : "'s own prompt has no place for a policy";
    throw BadInput.of(protocol.name() + why).key(key).value(value).fix("leave --" + key + " out");
  }

  private static List<Message> read(Protocol protocol, Path path) {
    if (!path.toString().endsWith(".json")) {
      return List.of(Message.user(text(path)));
    }
    if (protocol.asks() == Protocol.Asks.RAW_FILE) {
      throw BadInput.of(protocol.name() + " is asked with text as it stands, not with messages")
          .fix("save the prompt as .txt");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode node : Json.tree(Utf8Text.read(path))) {
      try {
        messages.add(
            new Message(node.path("role").asString(""), node.path("content").asString("")));
      } catch (IllegalArgumentException e) {
        throw BadInput.of(String.valueOf(e.getMessage())).key("role").because(e);
      }
    }
    if (messages.isEmpty()) {
      throw BadInput.of("no message").fix("write [{\"role\": \"user\", \"content\": \"…\"}]");
    }
    return messages;
  }

  private static String text(Path path) {
    String text = Utf8Text.read(path).replace("\r\n", "\n");
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String own(Protocol protocol) {
    String file = protocol.name() + ".txt";
    try (InputStream in = JudgePrompt.class.getResourceAsStream(file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void check(List<Message> messages, boolean policy) {
    TreeSet<String> found = new TreeSet<>();
    for (Message message : messages) {
      Matcher places = PLACE.matcher(message.content());
      while (places.find()) {
        String name = places.group(2);
        if (name != null && !NAMES.containsKey(name)) {
          throw BadInput.of("a place that nothing fills")
              .key("prompt_file")
              .value("{" + name + "}")
              .fix("places are {prompt}, {response}, {policy}; write {{" + name + "}} for braces");
        }
        if (name != null) {
          found.add(Objects.requireNonNull(NAMES.get(name)));
        }
      }
    }
    TreeSet<String> wanted = new TreeSet<>(List.of("prompt", "response"));
    if (policy || found.contains("policy")) {
      wanted.add("policy");
    }
    for (String name : wanted) {
      if (!found.contains(name)) {
        throw BadInput.of("the prompt has no place for the " + name)
            .key("prompt_file")
            .fix("write {" + name + "} where it belongs");
      }
    }
    if (found.contains("policy") && !policy) {
      throw BadInput.of("the prompt has a place for a policy, and none is given")
          .key("policy")
          .fix("--policy FILE: the text of one guideline");
    }
  }

  /** Fill in an exchange; what stands in it is never filled in itself. */
  Prompt prompt(Exchange exchange) {
    if (asks == Protocol.Asks.TAUGHT_REQUEST) {
      return SmallLm.request(exchange);
    }
    if (asks == Protocol.Asks.TAUGHT_ANSWER) {
      return SmallLm.answer(exchange);
    }
    if (asks == Protocol.Asks.TEMPLATE) {
      return new Prompt.Chat(
          Conversation.user(exchange.prompt()).with(Message.assistant(exchange.response())));
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("prompt", exchange.prompt());
    values.put("response", exchange.response());
    values.put("policy", policy.orElse(""));
    if (asks == Protocol.Asks.RAW_FILE) {
      return new Prompt.Raw(filled(messages.getFirst().content(), values));
    }
    return new Prompt.Chat(
        new Conversation(
            messages.stream()
                .map(m -> new Message(m.role(), filled(m.content(), values)))
                .toList()));
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String literal = place.group(1);
              String value =
                  literal != null
                      ? "{" + literal + "}"
                      : Objects.requireNonNull(values.get(NAMES.get(place.group(2))));
              return Matcher.quoteReplacement(value);
            });
  }

  /** Return what tells this prompt from others: 8 hex digits; empty where the model holds it. */
  String hash() {
    if (messages.isEmpty()) {
      return "";
    }
    var digest = Digests.begin("SHA-256");
    for (Message message : messages) {
      digest.update(
          (message.role() + "\0" + message.content() + "\0").getBytes(StandardCharsets.UTF_8));
    }
    digest.update(policy.orElse("").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest()).substring(0, 8);
  }
}
