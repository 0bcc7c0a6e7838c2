package dev.ballast.cli;

import dev.ballast.chat.ChatModel;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.data.Datasets;
import dev.ballast.generate.BatchLimits;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.generate.Precision;
import dev.ballast.hub.HubCache;
import dev.ballast.hub.ModelReference;
import dev.ballast.json.BadInput;
import dev.ballast.model.Decoder;
import dev.ballast.openai.RemoteChatModel;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Machine;
import dev.ballast.tensor.Placement;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the files behind a model reference. */
final class Models {
  private Models() {}

  /** Return a checkpoint folder, an adapter's folder or a GGUF file. */
  static Path path(String reference) {
    return switch (ModelReference.parse(reference)) {
      case ModelReference.Embedded _ -> Unpacked.EMBEDDED.folder(cacheFolder());
      case ModelReference.Folder folder -> folder.path();
      case ModelReference.GgufFile file -> file.path();
      case ModelReference.HubId id -> hubCache().model(id);
      case ModelReference.Endpoint endpoint ->
          throw BadInput.of("this verb needs weights, and an endpoint has none to give")
              .value(endpoint.url())
              .fix("name a checkpoint folder, a .gguf file or a hub id (`ballast pull` first)");
    };
  }

  /** How a model is opened for generation. */
  record Opening(GenerationKeys keys, int batchSize, Precision precision) {
    /** Nothing is rounded beyond the dtype. */
    static Opening exact(GenerationKeys keys, int batchSize) {
      return new Opening(keys, batchSize, Precision.FP32);
    }

    Placement placement() {
      return keys.placement(precision);
    }

    LocalChatModel.Tuning tuning() {
      BatchLimits limits = new BatchLimits(batchSize, BatchLimits.standard().tokenBudget());
      return new LocalChatModel.Tuning(keys.chooser(), limits, precision);
    }
  }

  /**
   * Open a model for generation and tell what is wrong with it and what its precision costs; the
   * caller closes it.
   */
  static LocalChatModel open(ModelKeys keys, Opening how, Terminal terminal) {
    try (Checkpoint checkpoint = keys.checkpoint()) {
      return open(checkpoint, how, terminal);
    }
  }

  /** As {@link #open}, with the hash of its weights; the files are opened once. */
  static Opened<LocalChatModel> opened(ModelKeys keys, Opening how, Terminal terminal) {
    try (Checkpoint checkpoint = keys.checkpoint()) {
      String hash = checkpoint.hash();
      return new Opened<>(open(checkpoint, how, terminal), hash);
    }
  }

  private static LocalChatModel open(Checkpoint checkpoint, Opening how, Terminal terminal) {
    LocalChatModel model = open(checkpoint, how);
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
   * A model that is open, and what names its weights.
   *
   * @param hash of the weights; empty where they are not at hand
   */
  record Opened<M extends ChatModel>(M model, String hash) implements AutoCloseable {
    @Override
    public void close() {
      model.close();
    }
  }

  /** Open a model that only has to answer, which may stand behind an endpoint. */
  static Opened<? extends ChatModel> answering(String reference, Opening how, Terminal terminal) {
    return switch (ModelReference.parse(reference)) {
      case ModelReference.Endpoint(URI url, String model) ->
          new Opened<>(
              new RemoteChatModel(
                  url, model, Optional.ofNullable(environment().get("OPENAI_API_KEY"))),
              "");
      case ModelReference.Embedded _,
          ModelReference.Folder _,
          ModelReference.GgufFile _,
          ModelReference.HubId _ ->
          opened(ModelKeys.of(reference), how, terminal);
    };
  }

  /** Return the id that a model is going to have when it is open. */
  static String id(String reference) {
    return switch (ModelReference.parse(reference)) {
      case ModelReference.Endpoint(_, String model) -> model;
      case ModelReference.Embedded _,
          ModelReference.Folder _,
          ModelReference.GgufFile _,
          ModelReference.HubId _ -> {
        try (Checkpoint checkpoint = ModelKeys.of(reference).checkpoint()) {
          yield LocalChatModel.id(checkpoint);
        }
      }
    };
  }

  /**
   * Open the small language model that was taught to judge; its id begins with the base's hash.
   *
   * @param base the model that the adapter goes over
   */
  static Opened<LocalChatModel> taught(String base, Path adapter, Opening how) {
    try (Checkpoint checkpoint = Checkpoint.over(path(base), adapter, Models::path)) {
      String id = taughtId(base);
      return new Opened<>(taught(checkpoint, how, id, base), checkpoint.hash());
    }
  }

  private static LocalChatModel taught(Checkpoint checkpoint, Opening how, String id, String base) {
    try {
      return LocalChatModel.open(checkpoint, how.tuning(), how.placement(), id);
    } catch (BadInput e) {
      throw BadInput.of("the small language model's adapter does not go over this model")
          .key("judge_model")
          .value(base)
          .fix("name SmolLM2-135M-Instruct, which it was trained over")
          .because(e);
    }
  }

  /** Return what names the base of the small language model: the first digits of its hash. */
  static String taughtId(String base) {
    return baseHash(base).substring(0, 12);
  }

  /** Return the SHA-256 of a model's files, in hex. */
  static String baseHash(String reference) {
    try (Checkpoint base = Checkpoint.open(path(reference), Models::path)) {
      return base.hash();
    }
  }

  private static LocalChatModel open(Checkpoint checkpoint, Opening how) {
    return LocalChatModel.open(checkpoint, how.tuning(), how.placement());
  }

  /**
   * Name the weights that are no numbers: what the model computes with them is worth nothing. Tell
   * of numbers that this machine is slow with.
   */
  static void warn(Decoder decoder, Terminal terminal) {
    if (decoder.placement().equals(new Placement(Device.CPU, Dtype.BF16))) {
      double gain = Machine.bf16Gain();
      if (gain < 1) {
        terminal.say(
            String.format(
                Locale.ROOT,
                "note: bfloat16 is slow on this CPU, %.2f times the speed of float32",
                gain));
      }
    }
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
