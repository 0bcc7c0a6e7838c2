package dev.ballast.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How the values of rows become one; names and rules are lm-eval's. */
enum Aggregation {
  /** The mean, with the standard error of a mean. */
  MEAN {
    @Override
    double of(List<Weighted> rows) {
      return sum(rows) / rows.size();
    }

    @Override
    double error(List<Weighted> rows) {
      double mean = of(rows);
      double squares = rows.stream().mapToDouble(row -> square(row.value - mean)).sum();
      return rows.size() < 2
          ? Double.NaN
          : Math.sqrt(squares / (rows.size() - 1)) / Math.sqrt(rows.size());
    }
  },
  /** The exponential of the mean loss of a row; its error is a bootstrap's. */
  PERPLEXITY {
    @Override
    double of(List<Weighted> rows) {
      return Math.exp(-sum(rows) / rows.size());
    }

    @Override
    double error(List<Weighted> rows) {
      double[] values = rows.stream().mapToDouble(Weighted::value).toArray();
      double[] all =
          IntStream.range(0, CHUNKS)
              .parallel()
              .mapToObj(chunk -> redrawn(values, chunk))
              .flatMapToDouble(Arrays::stream)
              .toArray();
      double mean = Arrays.stream(all).average().orElseThrow();
      double squares = Arrays.stream(all).map(value -> square(value - mean)).sum();
      return Math.sqrt(squares / (all.length - 1));
    }
  },
  /** The exponential of the loss a word or byte over all rows; lm-eval gives no error. */
  WEIGHTED_PERPLEXITY {
    @Override
    double of(List<Weighted> rows) {
      return Math.exp(-sum(rows) / weight(rows));
    }
  },
  /** The loss a byte over all rows, in bits; lm-eval gives no error. */
  BITS_PER_BYTE {
    @Override
    double of(List<Weighted> rows) {
      return -sum(rows) / weight(rows) / Math.log(2);
    }
  };

  /** lm-eval's 100,000 draws: 100 streams by the seeds 0 to 99. */
  private static final int CHUNKS = 100;

  private static final int DRAWS = 1000;

  /**
   * A row's value.
   *
   * @param weight what the sum of values is divided by
   */
  record Weighted(double value, double weight) {}

  abstract double of(List<Weighted> rows);

  /** Return the standard error; NaN where there is none. */
  double error(List<Weighted> rows) {
    return Double.NaN;
  }

  /** Return the name that YAML has. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static double sum(List<Weighted> rows) {
    return rows.stream().mapToDouble(Weighted::value).sum();
  }

  private static double weight(List<Weighted> rows) {
    return rows.stream().mapToDouble(Weighted::weight).sum();
  }

  private static double square(double x) {
    return x * x;
  }

  /** Return perplexities of rows drawn with replacement. */
  private static double[] redrawn(double[] values, int seed) {
    PythonRandom random = new PythonRandom(seed);
    double[] found = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[(int) (random.uniform() * values.length)];
      }
      found[draw] = Math.exp(-sum / values.length);
    }
    return found;
  }
}
