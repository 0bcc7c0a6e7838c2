package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** Puts a vocabulary and a chat template into the metadata of a GGUF file. */
final class GgufTokenPairs {
  private static final String PHI3 = "phi-3";

  private static final float FILLER_SCORE = -10000;

  private GgufTokenPairs() {}

  static String name(GgufExport model) {
    boolean silent = model.vocabulary().edges().strips() && !strips(model.name());
    return silent ? PHI3 + " " + model.name() : model.name();
  }

  /** Tell whether by a model's name llama.cpp lets its special tokens take the spaces after. */
  static boolean strips(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.contains(PHI3) || small.contains("phi3");
  }

  /**
   * Put the vocabulary, filled up to the rows of the embedding as llama.cpp demands.
   *
   * @throws BadInput when llama.cpp would not load it
   */
  static void put(GgufExport model, GgufArchitecture architecture, int rows, GgufPairs pairs) {
    GgufVocabulary vocabulary = model.vocabulary();
    boolean pieces = vocabulary.kind().equals(GgufVocabulary.SENTENCEPIECE);
    check(vocabulary, architecture, rows);
    if (pieces && vocabulary.scores().size() != vocabulary.tokens().size()) {
      throw BadInput.of("a SentencePiece vocabulary needs a score for every token")
          .key(GgufTokens.SCORES)
          .value(vocabulary.scores().size())
          .fix("use the Hugging Face folder of this model");
    }
    List<String> tokens = filled(vocabulary, rows);
    pairs.text(GgufTokens.MODEL, vocabulary.kind());
    pairs.text(GgufTokens.PRE, pieces ? "default" : vocabulary.pre());
    pairs.texts(GgufTokens.TOKENS, tokens);
    pairs.integers(GgufTokens.TYPES, filled(vocabulary.types(), GgufVocabulary.UNUSED, rows));
    if (pieces) {
      pairs.numbers(GgufTokens.SCORES, filled(vocabulary.scores(), FILLER_SCORE, rows));
      pairs.flag(GgufTokens.ADD_SPACE, vocabulary.edges().space());
    } else {
      pairs.texts(GgufTokens.MERGES, vocabulary.merges());
    }
    roles(vocabulary.roles(), pairs);
    pairs.flag(GgufTokens.ADD_BOS, vocabulary.edges().bos());
    pairs.flag(GgufTokens.ADD_EOS, vocabulary.edges().eos());
    model.chatTemplate().ifPresent(text -> pairs.text(GgufTokens.TEMPLATE, text));
  }

  private static void roles(Roles roles, GgufPairs pairs) {
    role(GgufTokens.BOS, roles.bos(), pairs);
    role(GgufTokens.EOS, roles.eos(), pairs);
    role(GgufTokens.EOT, roles.eot(), pairs);
    role(GgufTokens.UNK, roles.unk(), pairs);
    role(GgufTokens.PAD, roles.pad(), pairs);
  }

  private static void role(String key, OptionalInt id, GgufPairs pairs) {
    id.ifPresent(known -> pairs.integer(key, known));
  }

  private static void check(GgufVocabulary vocabulary, GgufArchitecture architecture, int rows) {
    int size = vocabulary.tokens().size();
    Edges edges = vocabulary.edges();
    if (size > rows) {
      throw BadInput.of("the tokenizer has " + size + " tokens, the embedding only " + rows)
          .key("vocab_size")
          .fix("use the tokenizer of this model");
    }
    if (edges.strips() && architecture != GgufArchitecture.PHI3) {
      throw BadInput.of("special tokens take the spaces after them, which llama.cpp lets Phi-3's")
          .key("rstrip")
          .fix("set rstrip to false in tokenizer.json");
    }
    if (edges.bos() && vocabulary.roles().bos().isEmpty()) {
      throw BadInput.of("texts begin with a token that is not named")
          .key("bos_token")
          .fix("name it in tokenizer_config.json");
    }
  }

  private static List<String> filled(GgufVocabulary vocabulary, int rows) {
    List<String> tokens = new ArrayList<>(vocabulary.tokens());
    while (tokens.size() < rows) {
      tokens.add(GgufVocabulary.filling(tokens.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String token : tokens) {
      if (!seen.add(token)) {
        throw BadInput.of("a token stands twice in the vocabulary")
            .value(token)
            .fix("rename or remove one of them in tokenizer.json");
      }
    }
    return tokens;
  }

  private static <T> List<T> filled(List<T> values, T filler, int rows) {
    List<T> all = new ArrayList<>(values);
    while (all.size() < rows) {
      all.add(filler);
    }
    return all;
  }
}
