package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.Extras;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.SftRow;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
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
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** A model that is about to be trained, with what turns rows into its tokens. */
record Trainee(Decoder decoder, ModelFiles files, Tokenizer tokenizer, RowEncoder encoder)
    implements AutoCloseable {
  /** Open a folder or a GGUF file; the decoder is the caller's until this closes. */
  static Trainee open(Path model) {
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      return open(checkpoint, Families.read(checkpoint));
    }
  }

  /** Take a decoder over, such as one with random weights. */
  static Trainee open(Checkpoint checkpoint, Decoder decoder) {
    Tokenizer tokenizer = Tokenizer.of(checkpoint);
    Extras extras = Extras.of(checkpoint);
    if (checkpoint.ggufVocabulary().isPresent()) {
      extras = extras.with("tokenizer.json", TokenizerFiles.of(checkpoint).tokenizer());
    }
    return new Trainee(
        decoder,
        new ModelFiles(checkpoint.config(), extras),
        tokenizer,
        new RowEncoder(PromptEncoder.of(checkpoint, tokenizer)));
  }

  List<EncodedRow> rows(List<SftRow> rows, SftRun keys, Terminal terminal) {
    List<EncodedRow> encoded = keys.shortened(rows, encoder.rows(rows));
    return told(keys.train().admitRows(encoded), keys.train(), terminal).rows();
  }

  List<EncodedPair> pairs(List<PreferencePair> pairs, TrainConfig config, Terminal terminal) {
    return told(config.admitPairs(encoder.pairs(pairs)), config, terminal).rows();
  }

  private static <R> Admitted<R> told(Admitted<R> admitted, TrainConfig config, Terminal terminal) {
    admitted.told().forEach(terminal::say);
    return admitted.require(config.maxDropped().map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
