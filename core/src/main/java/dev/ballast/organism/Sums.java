package dev.ballast.organism;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The rows of the intents about numbers: small enough for a small model to be right. */
final class Sums {
  private static final int LARGEST_SUMMAND = 20;
  private static final int LARGEST_FACTOR = 10;
  private static final int COMPARED = 500;

  private Sums() {}

  static List<Intent> intents(RandomGenerator random) {
    return Intent.read("plain_sums.txt").stream()
        .map(intent -> intent.withRows(rows(intent.name(), random)))
        .toList();
  }

  private static List<List<String>> rows(String name, RandomGenerator random) {
    return switch (name) {
      case "plus" -> pairs(0, LARGEST_SUMMAND, (a, b) -> a + b);
      case "minus" ->
          pairs(0, LARGEST_SUMMAND, (a, b) -> a - b).stream()
              .filter(row -> !row.get(2).startsWith("-"))
              .toList();
      case "times" -> pairs(0, LARGEST_FACTOR, (a, b) -> a * b);
      case "bigger" -> compared(random);
      case "next" ->
          pairs(0, 99, (a, _) -> a + 1).stream().filter(r -> r.get(1).equals("0")).toList();
      default -> throw new IllegalArgumentException("no rows for intent " + name);
    };
  }

  private interface Sum {
    int of(int a, int b);
  }

  private static List<List<String>> pairs(int from, int to, Sum sum) {
    List<List<String>> rows = new ArrayList<>();
    for (int a = from; a <= to; a++) {
      for (int b = from; b <= to; b++) {
        rows.add(row(a, b, sum.of(a, b)));
      }
    }
    return rows;
  }

  private static List<List<String>> compared(RandomGenerator random) {
    List<List<String>> rows = new ArrayList<>();
    while (rows.size() < COMPARED) {
      int a = random.nextInt(100);
      int b = random.nextInt(100);
      if (a != b) {
        rows.add(row(a, b, Math.max(a, b)));
      }
    }
    return rows;
  }

  private static List<String> row(int a, int b, int c) {
    return List.of(String.valueOf(a), String.valueOf(b), String.valueOf(c));
  }
}
