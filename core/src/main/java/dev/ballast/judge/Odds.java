package dev.ballast.judge;

import dev.ballast.chat.OpeningModel;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.score.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Weighs the words that an answer may be by the model's own probabilities: nothing is sampled.
 *
 * <p>A word's probability is that of all its tokens, summed over its leads; two leads that come out
 * as the same tokens count once. Score: P(positive) / P(all words). Words that hold less than half
 * of the probability decide nothing: the model would rather say something else.
 */
final class Odds {
  private static final double MOST = 0.5;

  private final OpeningModel model;
  private final Options options;

  Odds(OpeningModel model, Options options) {
    this.model = model;
    this.options = options;
  }

  /**
   * What is weighed.
   *
   * @param begun what the model has written before the word, possibly nothing
   */
  record Place(Prompt prompt, String begun) {}

  /** Weigh each place; a positive reading names the category of its likeliest word that has one. */
  List<Reading> weigh(List<Place> places, Progress progress) {
    List<ScoredText> rows = new ArrayList<>();
    for (Place place : places) {
      if (!place.begun().isEmpty()) {
        rows.add(new ScoredText("begun", place.prompt(), place.begun()));
      }
      for (Options.Option option : options.options()) {
        for (String lead : options.leads()) {
          rows.add(new ScoredText("word", place.prompt(), place.begun() + lead + option.word()));
        }
      }
    }
    Progress ofPlaces =
        (done, total) ->
            progress.advance((int) ((long) done * places.size() / total), places.size());
    List<TokenLogProbs> scored = rows.isEmpty() ? List.of() : model.openings(rows, ofPlaces);
    int words = options.options().size() * options.leads().size();
    List<Reading> readings = new ArrayList<>();
    int at = 0;
    for (Place place : places) {
      double begun = place.begun().isEmpty() ? 0 : scored.get(at++).sum();
      readings.add(reading(scored.subList(at, at + words), begun));
      at += words;
    }
    return readings;
  }

  private Reading reading(List<TokenLogProbs> words, double begun) {
    Map<Verdict, Double> chances = new EnumMap<>(Verdict.class);
    Map<String, Double> categories = new LinkedHashMap<>();
    Set<List<Integer>> seen = new HashSet<>();
    double positive = 0;
    double all = 0;
    for (int i = 0; i < words.size(); i++) {
      TokenLogProbs word = words.get(i);
      if (seen.add(Arrays.stream(word.tokenIds()).boxed().toList())) {
        Options.Option option = options.options().get(i / options.leads().size());
        double chance = Math.exp(word.sum() - begun);
        chances.merge(option.verdict(), chance, Double::sum);
        option.category().ifPresent(name -> categories.merge(name, chance, Double::sum));
        positive += option.positive() ? chance : 0;
        all += chance;
      }
    }
    if (!(all >= MOST)) {
      return new Reading.Undecided(
          String.format(
              Locale.ROOT, "the words of the protocol have a probability of %.3f only", all));
    }
    Verdict likeliest =
        chances.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    double score = Math.clamp(positive / all, 0, 1);
    List<String> category =
        score < 0.5
            ? List.of()
            : categories.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .stream()
                .toList();
    return new Reading.Decided(
        likeliest, score, category, String.format(Locale.ROOT, "probability %.4f", score));
  }
}
