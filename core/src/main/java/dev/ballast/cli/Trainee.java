package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.Extras;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.model.AdaptedDecoder;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.Use;
import dev.ballast.tensor.Placement;
import dev.ballast.tokenizer.PromptEncoder;
import dev.ballast.tokenizer.Tokenizer;
import dev.ballast.tokenizer.TokenizerFiles;
import dev.ballast.train.Admitted;
import dev.ballast.train.EncodedPair;
import dev.ballast.train.EncodedRow;
import dev.ballast.train.ModelFiles;
import dev.ballast.train.RowEncoder;
import dev.ballast.train.SftRun;
import dev.ballast.train.TrainConfig;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** A model that is about to be trained, with what turns rows into its tokens. */
record Trainee(Decoder decoder, ModelFiles files, Tokenizer tokenizer, RowEncoder encoder)
    implements AutoCloseable {
  /**
   * Open a model, with adapters of its own folded in, and put the adapter to train over it; the
   * decoder is the caller's until this closes.
   */
  static Trainee open(ModelKeys model, ComputeKeys compute, Adapting adapting) {
    Placement placement = compute.placement();
    try (Checkpoint checkpoint = model.checkpoint()) {
      if (adapting.lora().isEmpty()) {
        return open(checkpoint, Families.merged(checkpoint, placement, Use.TRAINED));
      }
      model.requireOwnBase();
      Decoder whole = Families.merged(checkpoint, placement, Use.FROZEN);
      AdaptedDecoder adapted = AdaptedDecoder.fresh(whole, adapting.lora().get(), adapting.seed());
      Trainee trainee = open(checkpoint, adapted);
      return trainee.saving(model.adapterConfig(adapted.adapter().config()));
    }
  }

  /** Take a decoder over, such as one with random weights. */
  static Trainee open(Checkpoint checkpoint, Decoder decoder) {
    Tokenizer tokenizer = Tokenizer.of(checkpoint);
    return new Trainee(
        decoder,
        new ModelFiles(checkpoint.config(), extras(checkpoint)),
        tokenizer,
        new RowEncoder(PromptEncoder.of(checkpoint, tokenizer)));
  }

  /** Return what goes beside the weights of a folder that is made of a checkpoint. */
  static Extras extras(Checkpoint checkpoint) {
    Extras extras = Extras.of(checkpoint);
    return checkpoint.ggufVocabulary().isPresent()
        ? extras.with("tokenizer.json", TokenizerFiles.of(checkpoint).tokenizer())
        : extras;
  }

  private Trainee saving(JsonNode adapterConfig) {
    return new Trainee(decoder, files.with(adapterConfig), tokenizer, encoder);
  }

  List<EncodedRow> rows(List<SftRow> rows, SftRun keys, Terminal terminal) {
    List<EncodedRow> encoded = keys.shortened(rows, encoder.rows(rows));
    return told(keys.train().admitRows(encoded), keys.train(), terminal).rows();
  }

  List<EncodedPair> pairs(List<PreferencePair> pairs, TrainConfig config, Terminal terminal) {
    return told(config.admitPairs(encoder.pairs(pairs)), config, terminal).rows();
  }

  /** Tell what the limits did to rows, and refuse more dropped ones than are allowed. */
  static <R> Admitted<R> told(Admitted<R> admitted, TrainConfig config, Terminal terminal) {
    admitted.told().forEach(terminal::say);
    return admitted.require(config.maxDropped().map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
