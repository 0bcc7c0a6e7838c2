package dev.ballast.report;

import dev.ballast.config.Names;
import dev.ballast.json.BadInput;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import dev.ballast.task.Figure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an axis shows: {@code TASK.METRIC}, {@code TASK.METRIC,FILTER}, or {@code METRIC} over the
 * rows of all tasks that have it, each row counted once.
 */
record Measure(String key) {
  private static final double CONFIDENCE = 0.95;
  private static final double WHOLE = 1e-6;

  /** Return all keys that the models have. */
  static Set<String> keys(List<Candidate> models) {
    Set<String> keys = new TreeSet<>();
    for (Candidate model : models) {
      for (Figure figure : model.figures()) {
        keys.add(figure.name().metric());
        keys.add(figure.name().text());
      }
    }
    return keys;
  }

  /**
   * See that a model has it.
   *
   * @throws BadInput naming the nearest that one has, or the filters to choose from
   */
  void check(List<Candidate> models, String option) {
    if (!keys(models).contains(key)) {
      throw BadInput.of("no model measures that")
          .key(option)
          .value(key)
          .fix(Names.suggestion(key, keys(models)));
    }
    for (Candidate model : models) {
      List<Figure> own = figures(model);
      if (own.stream().map(f -> f.name().task()).distinct().count() < own.size()) {
        throw BadInput.of("a task has it under more than one filter")
            .key(option)
            .value(key)
            .fix("name one of " + own.stream().map(f -> f.name().text()).toList());
      }
    }
  }

  List<Figure> figures(Candidate model) {
    return model.figures().stream()
        .filter(f -> f.name().metric().equals(key) || f.name().text().equals(key))
        .toList();
  }

  /** Return a model's value where it has one. */
  Optional<Value> of(Candidate model) {
    List<Figure> own = figures(model);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    int n = own.stream().mapToInt(Figure::n).sum();
    int unscored = own.stream().mapToInt(Figure::unscored).sum();
    double sum = own.stream().mapToDouble(f -> f.value() * f.n()).sum();
    Interval interval =
        own.size() == 1
            ? own.getFirst().interval().orElse(point(sum / n, n))
            : Math.abs(sum - Math.rint(sum)) < WHOLE && sum >= 0 && sum <= n
                ? Wilson.interval((int) Math.rint(sum), n, CONFIDENCE)
                : point(sum / n, n);
    return Optional.of(Value.of(interval, unscored));
  }

  private static Interval point(double value, int n) {
    return new Interval(value, value, value, n);
  }

  boolean higherIsBetter(List<Candidate> models) {
    return models.stream()
        .flatMap(model -> figures(model).stream())
        .findFirst()
        .map(Figure::higherIsBetter)
        .orElse(true);
  }

  String title() {
    return Words.capital(Words.name(key));
  }
}
