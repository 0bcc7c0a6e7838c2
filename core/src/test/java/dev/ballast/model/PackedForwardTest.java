package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packing changes the cost, never the numbers. */
class PackedForwardTest {
  private final long before = Live.count();
  private final int[] prompt = TinyLlama.row(1, 9);
  private final int[] chosen = TinyLlama.row(2, 7);
  private final int[] rejected = TinyLlama.row(3, 5);

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void packedRowsEqualSingleRows() {
    List<int[]> rows = List.of(TinyLlama.row(4, 1), TinyLlama.row(5, 17), TinyLlama.row(6, 8));
    try (Decoder decoder = TinyLlama.decoder(7, "");
        Scope _ = Scope.open()) {
      float[] packed = decoder.hidden(PackedTokens.rows(rows)).toFloats();
      List<Tensor> single =
          rows.stream().map(row -> decoder.hidden(PackedTokens.rows(List.of(row)))).toList();
      close(packed, Tensors.cat(single, 0).toFloats(), 1e-5);
    }
  }

  @Test
  void sharedPrefixEqualsTwoRowsInValuesAndGradients() {
    try (Decoder decoder = TinyLlama.decoder(7, ", \"tie_word_embeddings\": true")) {
      assertThat(decoder.trainable(List.of("*"))).hasSize(20);
      Map<String, float[]> shared =
          gradients(
              decoder,
              PackedTokens.pairs(List.of(new PackedTokens.Pair(prompt, chosen, rejected))));
      Map<String, float[]> separate =
          gradients(
              decoder,
              PackedTokens.rows(
                  List.of(TinyLlama.concat(prompt, chosen), TinyLlama.concat(prompt, rejected))));
      assertThat(shared.keySet()).isEqualTo(separate.keySet());
      shared.forEach((name, gradient) -> close(gradient, separate.get(name), 1e-5));
    }
  }

  /** Two questions of which each has choices, and a row that has nothing in common with either. */
  @Test
  void neighboursThatBeginAlikeAreComputedOnceWithTheScoresOfSeparateRows() {
    int[] one = TinyLlama.row(11, 20);
    int[] two = TinyLlama.concat(Arrays.copyOf(one, 18), TinyLlama.row(12, 25));
    List<int[]> rows =
        List.of(
            TinyLlama.concat(one, chosen),
            TinyLlama.concat(one, rejected),
            TinyLlama.row(13, 30),
            TinyLlama.concat(two, chosen),
            TinyLlama.concat(two, rejected),
            two);
    PackedTokens tokens = PackedTokens.neighbours(rows);
    int repeated = 20 + 43 + 42;
    assertThat(tokens.size()).isEqualTo(rows.stream().mapToInt(r -> r.length).sum() - repeated);
    try (Decoder decoder = TinyLlama.decoder(7, "")) {
      double[] scores = TokenScores.logProbs(decoder, tokens);
      for (int i = 0; i < rows.size(); i++) {
        double[] alone = TokenScores.logProbs(decoder, PackedTokens.rows(List.of(rows.get(i))));
        assertThat(tokens.spans().get(i).gather(scores)).containsExactly(alone, within(1e-5));
      }
    }
  }

  /** As transformers' embeddings have it (padding_idx): the row of pad_token_id stays as it is. */
  @Test
  void lookingUpThePadTokenGivesItsRowNoGradient() {
    int pad = prompt[4];
    Map<String, float[]> plain = embeddingGradients("");
    Map<String, float[]> padded = embeddingGradients(", \"pad_token_id\": " + pad);
    assertThat(padded.get("value")).isEqualTo(plain.get("value"));
    float[] with = padded.get("model.embed_tokens.weight");
    float[] without = plain.get("model.embed_tokens.weight");
    assertThat(Arrays.copyOfRange(without, pad * 32, pad * 32 + 32)).doesNotContain(0);
    Arrays.fill(without, pad * 32, pad * 32 + 32, 0);
    close(with, without, 1e-6);
  }

  private Map<String, float[]> embeddingGradients(String more) {
    try (Decoder decoder = TinyLlama.decoder(7, more)) {
      assertThat(decoder.trainable(List.of("*"))).isNotEmpty();
      return gradients(
          decoder, PackedTokens.pairs(List.of(new PackedTokens.Pair(prompt, chosen, rejected))));
    }
  }

  @Test
  void aLaterTokenChangesNoEarlierState() {
    int[] other = prompt.clone();
    other[6] = 3 + (other[6] + 1) % 60;
    try (Decoder decoder = TinyLlama.decoder(7, "");
        Scope _ = Scope.open()) {
      float[] a = decoder.hidden(PackedTokens.rows(List.of(prompt))).toFloats();
      float[] b = decoder.hidden(PackedTokens.rows(List.of(other))).toFloats();
      close(Arrays.copyOf(a, 6 * 32), Arrays.copyOf(b, 6 * 32), 1e-6);
      assertThat(Arrays.equals(a, b)).isFalse();
    }
  }

  @Test
  void logProbsAreThoseOfTheFullSoftmax() {
    try (Decoder decoder = TinyLlama.decoder(7, "");
        Scope _ = Scope.open()) {
      PackedTokens tokens = PackedTokens.rows(List.of(prompt, chosen));
      double[] scores = TokenScores.logProbs(decoder, tokens);
      Tensor all = Nn.logSoftmax(decoder.head().logits(decoder.hidden(tokens)), -1);
      float[] table = all.toFloats();
      assertThat(scores[0]).isNaN();
      assertThat(scores[9]).isNaN();
      for (int i : new int[] {1, 5, 8, 10, 15}) {
        assertThat(scores[i]).isEqualTo(table[(i - 1) * 64 + tokens.ids()[i]], within(1e-5));
      }
    }
  }

  /** The gradient of Σ log p(rejected) - 2 Σ log p(chosen), with its value under "value". */
  private Map<String, float[]> gradients(Decoder decoder, PackedTokens tokens) {
    Map<String, float[]> result = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      Tensor hidden = decoder.hidden(tokens);
      List<Tensor> terms = new ArrayList<>();
      terms.add(sum(decoder, hidden, tokens, chosen).mul(-2));
      terms.add(sum(decoder, hidden, tokens, rejected));
      Tensor value = Tensors.stack(terms, 0).sum();
      value.backward();
      result.put("value", value.detach().toFloats());
      decoder
          .parameters()
          .forEach(
              (name, tensor) -> {
                result.put(name, tensor.grad().toFloats());
                tensor.dropGrad();
              });
    }
    return result;
  }

  private static Tensor sum(Decoder decoder, Tensor hidden, PackedTokens tokens, int[] completion) {
    int span = completion.length == 7 ? 0 : 1;
    int[] predictors = tokens.predictors(tokens.spans().get(span));
    long[] rows =
        Arrays.stream(predictors)
            .skip(predictors.length - completion.length)
            .asLongStream()
            .toArray();
    long[] targets = Arrays.stream(completion).asLongStream().toArray();
    Tensor logits =
        decoder.head().logits(hidden.indexSelect(0, Tensors.ofLongs(rows, rows.length)));
    return Nn.crossEntropy(logits, Tensors.ofLongs(targets, targets.length)).sum().neg();
  }

  private static void close(float[] a, float[] b, double tolerance) {
    assertThat(a).hasSameSizeAs(b);
    float largest = 1;
    for (float value : b) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isEqualTo(b[i], within((float) (tolerance * largest)));
    }
  }
}
