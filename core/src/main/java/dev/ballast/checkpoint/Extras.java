package dev.ballast.checkpoint;

import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint carries beside configuration and weights.
 *
 * @param copies file name → file to copy byte for byte
 * @param texts file name → text to write
 */
public record Extras(Map<String, Path> copies, Map<String, String> texts) {
  public Extras {
    copies = Map.copyOf(copies);
    texts = Map.copyOf(texts);
  }

  public static Extras none() {
    return new Extras(Map.of(), Map.of());
  }

  /**
   * Carry over the tokenizer, chat template and generation settings of a model. A GGUF has no
   * tokenizer.json: add one by {@link #with}.
   */
  public static Extras of(Checkpoint checkpoint) {
    return switch (checkpoint) {
      case HfCheckpoint folder -> ofFolder(folder.source());
      case GgufCheckpoint gguf -> ofGguf(gguf);
      case AdaptedCheckpoint adapted -> of(adapted.base()).under(adapted.beside());
    };
  }

  /** Add a text file, or replace one. */
  public Extras with(String name, String text) {
    Map<String, Path> otherCopies = new LinkedHashMap<>(copies);
    otherCopies.remove(name);
    Map<String, String> moreTexts = new LinkedHashMap<>(texts);
    moreTexts.put(name, text);
    return new Extras(otherCopies, moreTexts);
  }

  /** Write the files into an existing folder. */
  void writeInto(Path folder) throws IOException {
    for (Map.Entry<String, Path> copy : copies.entrySet()) {
      Files.copy(copy.getValue(), folder.resolve(copy.getKey()));
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
  }

  /** Let the files of a folder win; a template of its own leaves no other beside it. */
  private Extras under(HfCheckpoint folder) {
    Map<String, Path> own = ofFolder(folder.source()).copies();
    Map<String, Path> allCopies = new LinkedHashMap<>(copies);
    Map<String, String> otherTexts = new LinkedHashMap<>(texts);
    otherTexts.keySet().removeAll(own.keySet());
    if (folder.chatTemplate().isPresent()) {
      allCopies.remove(HfCheckpoint.TEMPLATE);
      otherTexts.remove(HfCheckpoint.TEMPLATE);
    }
    allCopies.putAll(own);
    return new Extras(allCopies, otherTexts);
  }

  private static Extras ofFolder(Path folder) {
    Map<String, Path> copies = new LinkedHashMap<>();
    for (String name : HfCheckpoint.COMPANIONS) {
      if (Files.exists(folder.resolve(name))) {
        copies.put(name, folder.resolve(name));
      }
    }
    return new Extras(copies, Map.of());
  }

  private static Extras ofGguf(GgufCheckpoint gguf) {
    Map<String, String> texts = new LinkedHashMap<>();
    gguf.chatTemplate().ifPresent(t -> texts.put(HfCheckpoint.TEMPLATE, t));
    gguf.tokenizerConfig()
        .ifPresent(c -> texts.put(HfCheckpoint.TOKENIZER_CONFIG, Json.pretty(c) + "\n"));
    gguf.generationConfig()
        .ifPresent(c -> texts.put(HfCheckpoint.GENERATION, Json.pretty(c) + "\n"));
    return new Extras(Map.of(), texts);
  }
}
