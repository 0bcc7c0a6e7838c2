package dev.ballast.generate;

import dev.ballast.json.BadInput;
import dev.ballast.model.Inference;
import dev.ballast.model.KvCache;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Decodes rows of different lengths together. What a row gives does not depend on its neighbours,
 * up to the rounding of the kernels.
 */
final class Generator {
  private final Inference inference;

  Generator(Inference inference) {
    this.inference = inference;
  }

  /** Run rows to their end, each handed over as it finishes. */
  void run(List<Row> rows, Consumer<Row> finished) {
    Map<IntBuffer, Integer> prompts = new LinkedHashMap<>();
    int[] promptOfRow = rows.stream().mapToInt(row -> promptIndex(row, prompts)).toArray();
    List<int[]> unique = prompts.keySet().stream().map(IntBuffer::array).toList();
    List<Row> active;
    KvCache cache;
    try (Scope _ = Scope.open()) {
      Inference.Start start = inference.start(unique, promptOfRow);
      cache = start.cache();
      active = choose(rows, start.logits());
    }
    try (cache) {
      decode(active, cache, finished);
    }
  }

  private void decode(List<Row> first, KvCache cache, Consumer<Row> finished) {
    List<Row> active = first;
    while (true) {
      active.stream().filter(Row::finished).forEach(finished);
      List<Row> rows = active;
      int[] going = IntStream.range(0, rows.size()).filter(i -> !rows.get(i).finished()).toArray();
      if (going.length == 0) {
        return;
      }
      if (going.length < rows.size()) {
        cache.keep(going);
        active = Arrays.stream(going).mapToObj(rows::get).toList();
      }
      try (Scope _ = Scope.open()) {
        int[] ids = active.stream().mapToInt(Row::last).toArray();
        active = choose(active, inference.step(cache, ids));
      }
    }
  }

  /** Give each row its next token and return the rows. */
  private static List<Row> choose(List<Row> rows, Tensor logits) {
    boolean plain = rows.stream().allMatch(row -> row.sampler().plainGreedy());
    long[] largest = plain ? logits.argmax(-1).toLongs() : new long[0];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      row.take(plain ? (int) largest[i] : row.sampler().choose(logits.select(0, i).toFloats()));
    }
    return rows;
  }

  private int promptIndex(Row row, Map<IntBuffer, Integer> prompts) {
    int[] prompt = row.job().prompt();
    if (prompt.length == 0 || prompt.length >= inference.config().context()) {
      throw BadInput.of(
              "a prompt must have 1 to "
                  + (inference.config().context() - 1)
                  + " tokens for this model")
          .value(prompt.length + " tokens");
    }
    return prompts.computeIfAbsent(IntBuffer.wrap(prompt), _ -> prompts.size());
  }
}
