package dev.ballast.judge;

import dev.ballast.json.BadInput;
import dev.ballast.score.Score;
import dev.ballast.score.Verdict;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One verdict from several judges' of the same exchange. */
public enum Ensemble {
  /**
   * The verdict of more than half of all judges; a judge without one counts among all. Score: the
   * share of given verdicts that are positive.
   */
  MAJORITY {
    @Override
    Score decide(List<Score.Scored> given, int judges, Scale scale) {
      Map<Verdict, Integer> votes = new EnumMap<>(Verdict.class);
      given.forEach(s -> votes.merge(s.verdict(), 1, Integer::sum));
      Optional<Verdict> winner =
          votes.entrySet().stream()
              .filter(v -> 2 * v.getValue() > judges)
              .map(Map.Entry::getKey)
              .findFirst();
      double share = (double) votes.getOrDefault(scale.positive(), 0) / given.size();
      return winner
          .<Score>map(verdict -> new Score.Scored(verdict, share, votes + " of " + judges))
          .orElseGet(() -> new Score.Unscored("no majority"));
    }
  },
  /**
   * The mean score: positive from 0.5 on, else the negative verdict that most judges gave. Every
   * judge must have one.
   */
  MEAN {
    @Override
    Score decide(List<Score.Scored> given, int judges, Scale scale) {
      if (given.size() < judges) {
        return new Score.Unscored("a judge gave no verdict");
      }
      double mean = given.stream().mapToDouble(Score.Scored::score).average().orElseThrow();
      Verdict verdict = mean >= 0.5 ? scale.positive() : negative(given, scale);
      return new Score.Scored(verdict, mean, "mean of " + judges);
    }
  },
  /** The verdict that every judge gave; score: their mean. */
  UNANIMOUS {
    @Override
    Score decide(List<Score.Scored> given, int judges, Scale scale) {
      if (given.size() < judges) {
        return new Score.Unscored("a judge gave no verdict");
      }
      Set<Verdict> verdicts = given.stream().map(Score.Scored::verdict).collect(Collectors.toSet());
      if (verdicts.size() > 1) {
        return new Score.Unscored("the judges disagree");
      }
      double mean = given.stream().mapToDouble(Score.Scored::score).average().orElseThrow();
      return new Score.Scored(given.getFirst().verdict(), mean, "all of " + judges);
    }
  };

  abstract Score decide(List<Score.Scored> given, int judges, Scale scale);

  /**
   * Combine the judges' scores of one exchange.
   *
   * @param scores one a judge, at least one
   * @throws BadInput when the judges tell different things apart
   */
  public Score combine(List<Score> scores) {
    List<Score.Scored> given =
        scores.stream()
            .filter(Score.Scored.class::isInstance)
            .map(Score.Scored.class::cast)
            .toList();
    if (given.isEmpty()) {
      return new Score.Unscored("no judge gave a verdict");
    }
    List<Scale> scales = given.stream().map(s -> Scale.of(s.verdict())).distinct().toList();
    if (scales.size() > 1) {
      throw BadInput.of("these judges do not tell the same thing apart: " + scales)
          .key("judge")
          .fix("put judges of one kind together, such as harm,llama-guard-3");
    }
    return decide(given, scores.size(), scales.getFirst());
  }

  /** Return the id of this rule over judges. */
  public String id(List<String> judges) {
    return name().toLowerCase(Locale.ROOT) + "(" + String.join(",", judges) + ")";
  }

  private static Verdict negative(List<Score.Scored> given, Scale scale) {
    Map<Verdict, Integer> votes = new EnumMap<>(Verdict.class);
    given.stream()
        .map(Score.Scored::verdict)
        .filter(verdict -> verdict != scale.positive())
        .forEach(verdict -> votes.merge(verdict, 1, Integer::sum));
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .orElse(scale.verdicts().getFirst());
  }
}
