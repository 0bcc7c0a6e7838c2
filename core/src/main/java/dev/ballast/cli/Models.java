package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.data.Datasets;
import dev.ballast.generate.BatchLimits;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.generate.Precision;
import dev.ballast.hub.HubCache;
import dev.ballast.hub.ModelReference;
import dev.ballast.json.BadInput;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.KernelChooser;
import dev.ballast.tensor.Machine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the files behind a model reference. */
final class Models {
  private Models() {}

  /** Return a checkpoint folder, an adapter's folder or a GGUF file. */
  static Path path(String reference) {
    return switch (ModelReference.parse(reference)) {
      case ModelReference.Embedded _ -> EmbeddedModel.folder(cacheFolder());
      case ModelReference.Folder folder -> folder.path();
      case ModelReference.GgufFile file -> file.path();
      case ModelReference.HubId id -> hubCache().model(id);
      case ModelReference.Endpoint endpoint ->
          throw BadInput.of("this verb needs weights, and an endpoint has none to give")
              .value(endpoint.url())
              .fix("name a checkpoint folder, a .gguf file or a hub id (`ballast pull` first)");
    };
  }

  /** Open a model in fp32 for generation; the caller closes it. */
  static LocalChatModel open(ModelKeys keys, int batchSize, Terminal terminal) {
    return open(keys, batchSize, Precision.FP32, terminal);
  }

  /**
   * Open a model for generation and tell what is wrong with it and what its precision costs; the
   * caller closes it.
   */
  static LocalChatModel open(
      ModelKeys keys, int batchSize, Precision precision, Terminal terminal) {
    LocalChatModel model = open(keys, batchSize, precision);
    try {
      warn(model.decoder(), terminal);
      model.precisionLoss().ifPresent(loss -> terminal.say("int8 " + loss));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Make sure that 8 bits can be multiplied here.
   *
   * @throws BadInput where not
   */
  static void requireInt8() {
    if (!Machine.isX86()) {
      throw BadInput.of("int8 runs on x86 processors only")
          .key("precision")
          .value("int8")
          .fix("use fp32");
    }
  }

  private static LocalChatModel open(ModelKeys model, int batchSize, Precision precision) {
    if (precision == Precision.INT8) {
      requireInt8();
    }
    KernelChooser kernels = KernelChooser.remembered(cacheFolder().resolve("kernels.json"));
    BatchLimits limits = new BatchLimits(batchSize, BatchLimits.standard().tokenBudget());
    try (Checkpoint checkpoint = model.checkpoint()) {
      return LocalChatModel.open(checkpoint, new LocalChatModel.Tuning(kernels, limits, precision));
    }
  }

  /** Name the weights that are no numbers: what the model computes with them is worth nothing. */
  static void warn(Decoder decoder, Terminal terminal) {
    for (String name : decoder.broken()) {
      terminal.say("warning: tensor " + name + " holds NaN or infinity");
    }
  }

  /** Return the data sets below a folder and in the hub's cache. */
  static Datasets datasets(Path dataRoot) {
    return new Datasets(dataRoot, Optional.empty(), Optional.of(hubCache().root()));
  }

  private static HubCache hubCache() {
    return HubCache.of(environment(), home());
  }

  /** Return the folder for what can be made again: {@code $XDG_CACHE_HOME/ballast}. */
  static Path cacheFolder() {
    return Optional.ofNullable(environment().get("XDG_CACHE_HOME"))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElseGet(() -> home().resolve(".cache"))
        .resolve("ballast");
  }

  /** Return the folder of the log-probs of frozen references. */
  static Path referenceFolder() {
    return cacheFolder().resolve("reference");
  }

  static Map<String, String> environment() {
    return System.getenv();
  }

  static Path home() {
    return Path.of(System.getProperty("user.home"));
  }
}
