package dev.ballast.tokenizer;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Tells a {@code tokenizer.json} in the words of a GGUF file. */
final class HfVocabulary {
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");
  private static final String FOLDER = "write a Hugging Face folder";

  /** Texts in which tokenizers differ: case, digits, spaces, lines, marks, scripts, emoji. */
  private static final List<String> PROBES =
      List.of(
          "Hello, world! They've said it's 12345.678 o'clock; DON'T wait   for   me.",
          "a\n\n\n\tb\r\n  c d  \n",
          "def f(x): return {x+1: [\"y\", 'z']} // <tag> $5 #1 ~`^|",
          "camelCaseHTTPServer snake_case under-score /path/to\n/file",
          "Ångström naïve Straße Добрый вечер 今日は暑い 안녕 شكرا 😀👩\u200d💻 1 22 333 4444 ½²");

  private final TokenizerFiles files;
  private final JsonNode json;
  private final JsonNode model;
  private final boolean pieces;
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  private HfVocabulary(TokenizerFiles files) {
    this.files = files;
    this.json = Json.tree(files.tokenizer());
    this.model = json.path("model");
    this.pieces = model.path("byte_fallback").asBoolean(false);
    require("model", List.of("BPE", ""));
    require("post_processor", List.of("", "TemplateProcessing", "ByteLevel", "Sequence"));
    if (pieces) {
      require("normalizer", List.of("", "Prepend", "Replace", "Sequence"));
      require("pre_tokenizer", List.of("", "Metaspace", "Split"));
    }
  }

  private void require(String part, List<String> types) {
    String type = json.path(part).path("type").asString("");
    if (!types.contains(type)) {
      throw BadInput.of("a tokenizer that GGUF has no words for")
          .key(part + ".type")
          .value(type)
          .fix(FOLDER);
    }
  }

  /**
   * Give the equivalent vocabulary, and prove on some texts that it gives the same tokens.
   *
   * @throws BadInput when llama.cpp has no word for the tokenizer
   */
  static GgufVocabulary of(TokenizerFiles files) {
    HfVocabulary read = new HfVocabulary(files);
    GgufVocabulary vocabulary = read.vocabulary();
    try (Tokenizer told = Tokenizer.of(vocabulary);
        Tokenizer own = Tokenizer.of(files)) {
      for (String text : read.probes()) {
        if (!Arrays.equals(told.encode(text), own.encode(text))) {
          throw BadInput.of("the tokenizer would give other tokens in a GGUF file")
              .value(text)
              .fix(FOLDER);
        }
      }
    }
    return vocabulary;
  }

  /** Return the texts to try: the fixed ones, and each special token among letters and spaces. */
  private List<String> probes() {
    // After a special token Metaspace leaves a space as it is, and llama.cpp adds one: let that be.
    boolean adds = json.path("pre_tokenizer").path("type").asString("").equals("Metaspace");
    List<String> probes = new ArrayList<>(PROBES);
    for (JsonNode added : json.path("added_tokens")) {
      if (added.path("special").asBoolean(false)) {
        String token = added.path("content").asString("");
        probes.add("a " + token + "b" + token + (adds ? "c" : " c"));
      }
    }
    return probes;
  }

  private GgufVocabulary vocabulary() {
    for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
      boolean raw = pieces && BYTE.matcher(entry.getKey()).matches();
      put(entry.getValue(), entry.getKey(), raw ? GgufVocabulary.BYTE : GgufVocabulary.NORMAL);
    }
    for (JsonNode added : json.path("added_tokens")) {
      boolean special = added.path("special").asBoolean(false);
      String content = added.path("content").asString("");
      // llama.cpp looks for user-defined tokens in the text as it is, before spaces are marked.
      String plain = pieces && !special ? content.replace(SentencePiece.SPACE, " ") : content;
      put(added.path("id"), plain, special ? GgufVocabulary.CONTROL : GgufVocabulary.USER_DEFINED);
    }
    Roles roles = roles();
    roles.unk().ifPresent(this::markUnknown);
    List<List<String>> merges = merges();
    return new GgufVocabulary(
        pieces ? GgufVocabulary.SENTENCEPIECE : GgufVocabulary.BPE,
        pieces ? "default" : PreTokenizer.of(json).ggufName(),
        tokens,
        types,
        pieces ? scores(merges) : List.of(),
        pieces ? List.of() : merges.stream().map(HfVocabulary::joined).toList(),
        roles,
        edges(roles));
  }

  /** Set a token; a gap below it is filled. */
  private void put(JsonNode id, String token, int type) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() > 1 << 22) {
      throw BadInput.of("a token without a usable id").key("vocab").value(token).fix(FOLDER);
    }
    while (tokens.size() <= id.intValue()) {
      tokens.add(GgufVocabulary.filling(tokens.size()));
      types.add(GgufVocabulary.UNUSED);
    }
    // A byte may have its character as a second name: the one that llama.cpp knows stays.
    if (types.get(id.intValue()) != GgufVocabulary.BYTE) {
      tokens.set(id.intValue(), token);
      types.set(id.intValue(), type);
    }
  }

  private void markUnknown(int id) {
    if (pieces) {
      types.set(id, GgufVocabulary.UNKNOWN);
    }
  }

  private Roles roles() {
    SpecialTokens special = SpecialTokens.of(files, Vocabulary.of(json));
    OptionalInt eos = role(special, "eos_token");
    OptionalInt unk = role(special, "unk_token");
    return new Roles(
        role(special, "bos_token"),
        eos,
        turnEnd(special, eos),
        role(special, "pad_token"),
        unk.isPresent() ? unk : id(model.path("unk_token").asString("")));
  }

  /** Find the id of a role, by the tokenizer or else by the model's configuration. */
  private OptionalInt role(SpecialTokens special, String role) {
    OptionalInt named = id(special.named().getOrDefault(role, ""));
    JsonNode told = files.config().path(role + "_id");
    boolean usable = told.isInt() && told.intValue() >= 0 && told.intValue() < tokens.size();
    return named.isEmpty() && usable ? OptionalInt.of(told.intValue()) : named;
  }

  /** Find the token that ends a turn, where it is not that which ends a text. */
  private OptionalInt turnEnd(SpecialTokens special, OptionalInt eos) {
    return special.end().stream()
        .mapToInt(Integer::intValue)
        .filter(id -> id != eos.orElse(-1) && id < tokens.size())
        .filter(id -> GgufVocabulary.TURN_ENDS.contains(tokens.get(id)))
        .findFirst();
  }

  private OptionalInt id(String token) {
    int id = token.isEmpty() ? -1 : tokens.indexOf(token);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Merges stand as pairs, or in older files as {@code "left right"}. */
  private List<List<String>> merges() {
    List<List<String>> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      String text = merge.asString("");
      int space = text.indexOf(' ', 1);
      merges.add(
          merge.isArray()
              ? List.of(merge.path(0).asString(""), merge.path(1).asString(""))
              : List.of(text.substring(0, Math.max(space, 0)), text.substring(space + 1)));
    }
    return merges;
  }

  private static String joined(List<String> merge) {
    if (merge.stream().anyMatch(part -> part.isEmpty() || part.contains(" "))) {
      throw BadInput.of("a merge that GGUF cannot spell").key("merges").value(merge).fix(FOLDER);
    }
    return String.join(" ", merge);
  }

  /**
   * Score what a merge makes by the place of the first that makes it: then the best-scored
   * neighbours are those of the first merge.
   */
  private List<Float> scores(List<List<String>> merges) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < merges.size(); place++) {
      places.putIfAbsent(String.join("", merges.get(place)), place);
    }
    Set<String> normal = new HashSet<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == GgufVocabulary.NORMAL) {
        normal.add(tokens.get(id));
      }
    }
    List<Float> scores = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (!places.containsKey(token) && normal.contains(token) && parts(token, normal)) {
        throw BadInput.of("a token that no merge makes, which llama.cpp would join from its parts")
            .key("model.vocab")
            .value(token)
            .fix(FOLDER);
      }
      scores.add(-1f - places.getOrDefault(token, merges.size()));
    }
    return scores;
  }

  private static boolean parts(String token, Set<String> normal) {
    for (int end = 1; end < token.length(); end++) {
      if (normal.contains(token.substring(0, end)) && normal.contains(token.substring(end))) {
        return true;
      }
    }
    return false;
  }

  private Edges edges(Roles roles) {
    JsonNode template = template(json.path("post_processor"));
    JsonNode single = template.path("single");
    boolean bos = begins(single.path(0), roles.bos(), "bos_token");
    boolean eos = begins(single.path(single.size() - 1), roles.eos(), "eos_token");
    if (single.size() > (bos ? 1 : 0) + (eos ? 1 : 0) + 1) {
      throw BadInput.of("more is added around a text than its first and last token")
          .key("post_processor")
          .value(single)
          .fix(FOLDER);
    }
    return new Edges(bos, eos, pieces && space(), strips());
  }

  private static JsonNode template(JsonNode processor) {
    for (JsonNode part : processor.path("processors")) {
      if (part.has("single")) {
        return part;
      }
    }
    return processor;
  }

  private boolean begins(JsonNode item, OptionalInt role, String name) {
    String token = item.path("SpecialToken").path("id").asString("");
    if (token.isEmpty()) {
      return false;
    }
    if (!id(token).equals(role)) {
      throw BadInput.of("texts begin or end with a token that is not the " + name)
          .key("post_processor")
          .value(token)
          .fix("name it as " + name + " in tokenizer_config.json");
    }
    return true;
  }

  /** Tell whether text gets a space in front, by either of the ways that there are. */
  private boolean space() {
    JsonNode normalizer = json.path("normalizer");
    for (JsonNode part : normalizer.path("normalizers")) {
      if (part.path("type").asString("").equals("Prepend")) {
        return true;
      }
    }
    JsonNode cut = json.path("pre_tokenizer");
    boolean metaspace = cut.path("type").asString("").equals("Metaspace");
    return normalizer.path("type").asString("").equals("Prepend")
        || (metaspace && !cut.path("prepend_scheme").asString("always").equals("never"));
  }

  private boolean strips() {
    for (JsonNode added : json.path("added_tokens")) {
      if (added.path("rstrip").asBoolean(false) && added.path("special").asBoolean(false)) {
        return true;
      }
    }
    return false;
  }
}
