package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a SentencePiece vocabulary with scores (Kudo and Richardson 2018) as byte-pair merges.
 *
 * <p>Neighbours whose union is a piece join, the best score first. So each way to part a piece into
 * two pieces is a merge, and merges are in the order of the scores of what they make.
 */
final class SentencePiece {
  static final String SPACE = "\u2581";

  /** No real piece is longer; parting one takes the square of its length. */
  private static final int LONGEST = 512;

  /** How much longer than all pieces together their merges may be; some 3 times is usual. */
  private static final long MOST_GROWTH = 32;

  /** A merge with what it is ordered by. */
  private record Merge(String left, String right, float score, int id) {}

  private SentencePiece() {}

  static Map<String, Object> json(GgufVocabulary vocabulary) {
    if (vocabulary.scores().size() != vocabulary.tokens().size()) {
      throw BadInput.of("a SentencePiece vocabulary needs a score for every token")
          .key("tokenizer.ggml.scores")
          .value(vocabulary.scores().size())
          .fix("convert the model to GGUF again with a current converter");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("normalizer", normalizer(vocabulary));
    json.put("decoder", decoder(vocabulary));
    json.put("model", model(vocabulary));
    return json;
  }

  private static Map<String, Object> normalizer(GgufVocabulary vocabulary) {
    Map<String, Object> spaces = TokenizerJson.replace(" ", SPACE);
    return vocabulary.edges().space()
        ? TokenizerJson.sequence("normalizers", List.of(TokenizerJson.prepend(SPACE), spaces))
        : spaces;
  }

  private static Map<String, Object> decoder(GgufVocabulary vocabulary) {
    List<Map<String, Object>> parts = new ArrayList<>();
    parts.add(TokenizerJson.replace(SPACE, " "));
    parts.add(TokenizerJson.part("ByteFallback"));
    parts.add(TokenizerJson.part("Fuse"));
    if (vocabulary.edges().space()) {
      parts.add(TokenizerJson.strip(" "));
    }
    return TokenizerJson.sequence("decoders", parts);
  }

  private static Map<String, Object> model(GgufVocabulary vocabulary) {
    Map<String, Object> model = TokenizerJson.part("BPE");
    unknown(vocabulary, model);
    model.put("fuse_unk", true);
    model.put("byte_fallback", vocabulary.types().contains(GgufVocabulary.BYTE));
    model.put("ignore_merges", false);
    Map<String, Integer> ids = GgufTokenizer.ids(vocabulary);
    model.put("vocab", ids);
    model.put("merges", merges(vocabulary, ids));
    return model;
  }

  private static void unknown(GgufVocabulary vocabulary, Map<String, Object> model) {
    int typed = vocabulary.types().indexOf(GgufVocabulary.UNKNOWN);
    int id = vocabulary.roles().unk().orElse(typed);
    if (id >= 0) {
      model.put("unk_token", vocabulary.tokens().get(id));
    }
  }

  private static List<List<String>> merges(GgufVocabulary vocabulary, Map<String, Integer> ids) {
    List<Merge> merges = new ArrayList<>();
    long room = 1 << 20;
    for (Map.Entry<String, Integer> token : ids.entrySet()) {
      if (normal(vocabulary, token.getValue())) {
        int before = merges.size();
        parts(token.getKey(), token.getValue(), vocabulary, ids, merges);
        room += token.getKey().length() * (MOST_GROWTH + before - merges.size());
        requireRoom(room, token.getKey());
      }
    }
    merges.sort(
        Comparator.comparingDouble((Merge merge) -> -merge.score())
            .thenComparingInt(Merge::id)
            .thenComparingInt(merge -> -merge.left().length()));
    return merges.stream().map(merge -> List.of(merge.left(), merge.right())).toList();
  }

  /** Pieces of which all parts are pieces too would take the square of their length. */
  private static void requireRoom(long room, String token) {
    if (room < 0) {
      throw BadInput.of("pieces that part in too many ways")
          .key("tokenizer.ggml.tokens")
          .value(token)
          .fix("convert the model to GGUF again with a current converter");
    }
  }

  private static void parts(
      String token,
      int id,
      GgufVocabulary vocabulary,
      Map<String, Integer> ids,
      List<Merge> merges) {
    if (token.length() > LONGEST) {
      throw BadInput.of("a piece of more than " + LONGEST + " characters")
          .key("tokenizer.ggml.tokens")
          .value(token)
          .fix("convert the model to GGUF again with a current converter");
    }
    int end = token.offsetByCodePoints(0, 1);
    for (; end < token.length(); end = token.offsetByCodePoints(end, 1)) {
      String left = token.substring(0, end);
      String right = token.substring(end);
      if (normal(vocabulary, ids.getOrDefault(left, -1))
          && normal(vocabulary, ids.getOrDefault(right, -1))) {
        merges.add(new Merge(left, right, vocabulary.scores().get(id), id));
      }
    }
  }

  private static boolean normal(GgufVocabulary vocabulary, int id) {
    return id >= 0 && vocabulary.types().get(id) == GgufVocabulary.NORMAL;
  }
}
