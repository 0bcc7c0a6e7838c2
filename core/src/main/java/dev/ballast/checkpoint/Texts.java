package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.json.Utf8Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the small text files of a checkpoint. */
final class Texts {
  private Texts() {}

  /** Decode; empty when the bytes are not UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static String read(Path file) {
    Utf8Text.requireSmall(file);
    try {
      return utf8(Files.readAllBytes(file))
          .orElseThrow(
              () -> BadInput.of("not valid UTF-8").file(file).fix("save the file as UTF-8"));
    } catch (NoSuchFileException e) {
      throw BadInput.of("no such file").file(file).fix("check the path").because(e);
    } catch (IOException e) {
      throw new OutsideMissing(
          "cannot read " + file + ": " + e.getMessage(), "check the rights of the file", e);
    }
  }

  static JsonNode object(Path file) {
    String text = read(file);
    JsonNode tree;
    try {
      tree = Json.tree(text);
    } catch (BadInput e) {
      throw e.file(file).fix("correct the JSON");
    }
    if (!tree.isObject()) {
      throw BadInput.of("not a JSON object").file(file).fix("correct the JSON");
    }
    return tree;
  }
}
