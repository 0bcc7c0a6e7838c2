package dev.ballast.redteam.attack;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The wordings of one family, each with slots such as {@code {objective}}.
 *
 * @param texts at least one
 */
record Frames(List<String> texts) {
  Frames {
    texts = List.copyOf(texts);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a family needs at least one frame");
    }
  }

  /** Read {@code <name>.txt} beside this class: frames parted by lines of three dashes. */
  static Frames read(String name) {
    return new Frames(Arrays.stream(text(name).split("\n---\n")).map(String::strip).toList());
  }

  /** Read the lines of {@code <name>.txt} beside this class, blank ones left out. */
  static List<String> lines(String name) {
    return text(name).lines().filter(line -> !line.isBlank()).toList();
  }

  /** Draw a frame. */
  String draw(RandomGenerator random) {
    return texts.get(random.nextInt(texts.size()));
  }

  /** Return the only turn of an attack that has one. */
  static Optional<Conversation> once(List<Message> soFar, String content) {
    return soFar.isEmpty() ? Optional.of(Conversation.user(content)) : Optional.empty();
  }

  private static String text(String name) {
    try (InputStream in = Frames.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no frames of " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the frames of " + name, e);
    }
  }
}
