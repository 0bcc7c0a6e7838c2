package dev.ballast.model;

import dev.ballast.json.Json;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** What transformers computed for one row; written by tools/reference. */
@SuppressWarnings("ArrayRecordComponent")
record Reference(int[] ids, double[] logprobs, Optional<Integer> prompt, int[] greedy) {
  static List<Reference> read(String resource) {
    try (InputStream in = Reference.class.getResourceAsStream(resource)) {
      Objects.requireNonNull(in, resource);
      InputStream plain = resource.endsWith(".gz") ? new GZIPInputStream(in) : in;
      String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(Json.decode(text, Reference[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int[] start() {
    return Arrays.copyOf(ids, prompt.orElse(ids.length));
  }

  /** Return the largest difference of a token's log-prob to the reference. */
  double worst(double[] scores) {
    return IntStream.range(0, logprobs.length)
        .mapToDouble(i -> Math.abs(scores[i + 1] - logprobs[i]))
        .max()
        .orElse(0);
  }

  /** Continue prompts greedily, all in one batch. */
  static List<int[]> greedy(Inference inference, List<int[]> prompts, int tokens) {
    List<int[]> answers = prompts.stream().map(_ -> new int[tokens]).toList();
    try (Scope _ = Scope.open()) {
      int[] rows = IntStream.range(0, prompts.size()).toArray();
      Inference.Start start = inference.start(new ArrayList<>(prompts), rows);
      try (KvCache cache = start.cache()) {
        Tensor logits = start.logits();
        for (int t = 0; t < tokens; t++) {
          int step = t;
          long[] next = logits.argmax(-1).toLongs();
          Arrays.stream(rows).forEach(row -> answers.get(row)[step] = (int) next[row]);
          logits = inference.step(cache, Arrays.stream(next).mapToInt(id -> (int) id).toArray());
        }
      }
    }
    return answers;
  }
}
