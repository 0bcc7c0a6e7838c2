package dev.ballast.tokenizer;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tokenizer.NativeTokenizer.Specials;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Text to token ids and back, exactly as the model's own tokenizer does it. Thread-safe. */
public final class Tokenizer implements AutoCloseable {
  private final NativeTokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final SpecialTokens special;

  private Tokenizer(NativeTokenizer tokenizer, Vocabulary vocabulary, SpecialTokens special) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.special = special;
  }

  /**
   * Build for a checkpoint: from its {@code tokenizer.json}, or from its GGUF vocabulary.
   *
   * @throws BadInput when it has neither
   */
  public static Tokenizer of(Checkpoint checkpoint) {
    try {
      return of(TokenizerFiles.of(checkpoint));
    } catch (BadInput e) {
      throw e.file(checkpoint.source());
    }
  }

  /**
   * Build from the files of a checkpoint.
   *
   * @throws BadInput when they are not a tokenizer, or name a special token that it lacks
   */
  public static Tokenizer of(TokenizerFiles files) {
    JsonNode json = Json.tree(files.tokenizer());
    Vocabulary vocabulary = Vocabulary.of(json);
    new Soundness(vocabulary).check(json);
    SpecialTokens special = SpecialTokens.of(files, vocabulary);
    return new Tokenizer(NativeTokenizer.of(files.tokenizer()), vocabulary, special);
  }

  /**
   * Build from the vocabulary of a GGUF file.
   *
   * @throws BadInput naming a model or pre-tokenizer that is not known
   */
  public static Tokenizer of(GgufVocabulary vocabulary) {
    return of(GgufTokenizer.files(vocabulary));
  }

  /** Build from {@code tokenizer.json} and the roles in {@code tokenizer_config.json}. */
  public static Tokenizer fromJson(Path tokenizerJson, JsonNode tokenizerConfig) {
    try {
      return fromJson(TokenizerFiles.text(tokenizerJson), tokenizerConfig);
    } catch (BadInput e) {
      throw e.file(tokenizerJson);
    }
  }

  /** Build from the text of {@code tokenizer.json} and {@code tokenizer_config.json}. */
  public static Tokenizer fromJson(String tokenizerJson, JsonNode tokenizerConfig) {
    return of(TokenizerFiles.alone(tokenizerJson, tokenizerConfig));
  }

  /** Encode; strings of special tokens are recognised, none is added. */
  public int[] encode(String text) {
    return tokenizer.encode(text, Specials.WITHOUT);
  }

  /** Encode as the tokenizer starts a text by itself: with its first token where it has one. */
  public int[] encodeFromStart(String text) {
    boolean started = bos().filter(text::startsWith).isPresent();
    return tokenizer.encode(text, started ? Specials.WITHOUT : Specials.WITH);
  }

  /** Decode; special tokens are left out, broken UTF-8 becomes U+FFFD. */
  public String decode(int[] ids) {
    return tokenizer.decode(ids, Specials.WITHOUT);
  }

  /** Decode; special tokens are shown. */
  public String decodeWithSpecials(int[] ids) {
    return tokenizer.decode(ids, Specials.WITH);
  }

  /** Start decoding one token at a time. */
  public StreamDecoder streamDecoder() {
    return new StreamDecoder(this::decode);
  }

  /** Return the largest id plus one; a model's embedding may be larger. */
  public int vocabularySize() {
    return vocabulary.tokens().size();
  }

  /** Find the id of a token, written as the vocabulary writes it. */
  public OptionalInt id(String token) {
    Integer id = vocabulary.ids().get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Return a token as the vocabulary writes it; empty for an id that is not used. */
  public String token(int id) {
    return id >= 0 && id < vocabularySize() ? vocabulary.tokens().get(id) : "";
  }

  /** Tell whether an id is a special token. */
  public boolean special(int id) {
    return vocabulary.special().contains(id);
  }

  public Optional<String> bos() {
    return Optional.ofNullable(special.named().get("bos_token"));
  }

  public Optional<String> eos() {
    return Optional.ofNullable(special.named().get("eos_token"));
  }

  public Optional<String> pad() {
    return Optional.ofNullable(special.named().get("pad_token"));
  }

  /** Return the ids that end a generation, from the tokenizer and the generation config. */
  public int[] endTokens() {
    return special.end().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Special tokens by role, as templates see them. */
  Map<String, String> roles() {
    return special.named();
  }

  Set<Integer> specialIds() {
    return vocabulary.special();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
