package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.GgufExport;
import dev.ballast.checkpoint.GgufFormat;
import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufWriter;
import dev.ballast.checkpoint.TensorEntry;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Dtype;
import dev.ballast.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a model in the other format, or in another type. */
final class ExportVerb implements Verb {
  enum Format {
    HF,
    GGUF
  }

  record Keys(
      @Key(doc = "model reference") String model,
      @Key(doc = "a new folder, or a new .gguf file") Path output,
      @Key(doc = "a Hugging Face folder or a GGUF file; else as the name of output says")
          Optional<Format> format,
      @Key(doc = "type of the matrices, q8_0 and q4_0 in GGUF only; else as they are, unquantised")
          Optional<GgufFormat> dtype) {}

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String summary() {
    return "write a model as a Hugging Face folder (transformers) or a GGUF file (llama.cpp)";
  }

  @Override
  public String example() {
    return "ballast export embedded embedded.gguf --dtype q8_0";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model", "output");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    Format format = keys.format().orElseGet(() -> byName(keys.output()));
    check(keys, format);
    try (Checkpoint checkpoint = Checkpoint.open(Models.path(keys.model()))) {
      GgufFormat dtype = keys.dtype().orElseGet(() -> own(checkpoint.weights()));
      call.terminal().say("writing " + keys.output() + " in " + word(dtype));
      switch (format) {
        case HF -> writeFolder(checkpoint, keys, dtype);
        case GGUF -> writeGguf(checkpoint, keys, dtype);
      }
      long bytes = bytes(keys.output());
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("output", keys.output().toString());
      facts.put("format", word(format));
      facts.put("dtype", word(dtype));
      facts.put("bytes", bytes);
      call.result(facts, "wrote " + bytes + " bytes to " + keys.output());
    }
    return 0;
  }

  private static Format byName(Path output) {
    return output.toString().toLowerCase(Locale.ROOT).endsWith(".gguf") ? Format.GGUF : Format.HF;
  }

  private static void check(Keys keys, Format format) {
    if (format == Format.HF) {
      keys.dtype().ifPresent(ExportVerb::dtype);
      Places.folder(keys.output());
      return;
    }
    Places.file(keys.output());
    if (Files.exists(keys.output())) {
      throw BadInput.of("there is something at this path already")
          .file(keys.output())
          .key("--output")
          .fix("name another file, or delete this one");
    }
  }

  private static void writeFolder(Checkpoint checkpoint, Keys keys, GgufFormat dtype) {
    CheckpointWriter.write(
        keys.output(),
        checkpoint.config(),
        checkpoint.weights(),
        dtype(dtype),
        Lineage.beside(Trainee.extras(checkpoint), ModelKeys.of(keys.model()), List.of()));
  }

  private static void writeGguf(Checkpoint checkpoint, Keys keys, GgufFormat dtype) {
    try {
      GgufVocabulary vocabulary =
          checkpoint
              .ggufVocabulary()
              .orElseGet(() -> TokenizerFiles.of(checkpoint).ggufVocabulary());
      GgufWriter.write(
          keys.output(),
          new GgufExport(
              modelName(keys.model()),
              checkpoint.config(),
              checkpoint.weights(),
              vocabulary,
              checkpoint.chatTemplate()),
          dtype);
    } catch (BadInput e) {
      throw e.file(checkpoint.source());
    }
  }

  /** Return the last part of a reference. */
  private static String modelName(String reference) {
    String last = reference.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
    String name = last.replaceAll("(?i)\\.gguf$", "");
    return name.isBlank() || name.startsWith(".") ? "model" : name;
  }

  private static Dtype dtype(GgufFormat format) {
    return switch (format) {
      case F32 -> Dtype.F32;
      case F16 -> Dtype.F16;
      case BF16 -> Dtype.BF16;
      case Q8_0, Q4_0 ->
          throw BadInput.of("a Hugging Face folder holds f32, bf16 or f16")
              .key("--dtype")
              .value(word(format))
              .fix("name one of these, or write a .gguf file");
    };
  }

  /** Return the type that most weights have, where it is one of two bytes. */
  private static GgufFormat own(WeightSource weights) {
    Map<Dtype, Long> numbers = new EnumMap<>(Dtype.class);
    for (String name : weights.names()) {
      TensorEntry entry = weights.entry(name);
      numbers.merge(entry.dtype(), entry.numel(), Long::sum);
    }
    long half = numbers.values().stream().mapToLong(Long::longValue).sum() / 2;
    return numbers.getOrDefault(Dtype.BF16, 0L) > half
        ? GgufFormat.BF16
        : numbers.getOrDefault(Dtype.F16, 0L) > half ? GgufFormat.F16 : GgufFormat.F32;
  }

  private static long bytes(Path output) {
    try (Stream<Path> paths = Files.walk(output)) {
      return paths.filter(Files::isRegularFile).mapToLong(p -> p.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + output, e);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
