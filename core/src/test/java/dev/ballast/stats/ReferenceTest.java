package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against SciPy and statsmodels: {@code tools/reference/scipy_statistics.py} wrote the numbers. */
final class ReferenceTest {
  private static final double EXACT = 1e-9;

  /** Two bootstraps of many draws differ by chance: this is six of its standard errors. */
  private static final double DRAWN = 1.5e-3;

  private static final JsonNode REFERENCE = reference();

  private static JsonNode reference() {
    try {
      return Json.tree(
          Files.readString(Path.of("src/test/resources/dev/ballast/stats/reference.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> cases(String name) {
    List<JsonNode> cases = REFERENCE.path(name).valueStream().toList();
    assertThat(cases).isNotEmpty();
    return cases;
  }

  private static int count(JsonNode one, String key) {
    return one.path(key).intValue();
  }

  private static double value(JsonNode one, String key) {
    assertThat(one.has(key)).as(key).isTrue();
    return one.path(key).doubleValue();
  }

  private static double[] values(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private static void ends(Interval interval, JsonNode ends, double digits) {
    assertThat(interval.low()).isCloseTo(ends.path(0).doubleValue(), within(digits));
    assertThat(interval.high()).isCloseTo(ends.path(1).doubleValue(), within(digits));
  }

  @Test
  void rates() {
    for (JsonNode one : cases("rates")) {
      int successes = count(one, "successes");
      double confidence = value(one, "confidence");
      ends(Wilson.interval(successes, count(one, "n"), confidence), one.path("wilson"), EXACT);
      ends(
          ClopperPearson.interval(successes, count(one, "n"), confidence),
          one.path("exact"),
          EXACT);
    }
  }

  @Test
  void mcNemarsTest() {
    for (JsonNode one : cases("mcnemar")) {
      assertThat(McNemar.pValue(count(one, "gained"), count(one, "lost")))
          .isCloseTo(value(one, "p"), within(EXACT));
    }
  }

  @Test
  void holmsCorrection() {
    for (JsonNode one : cases("holm")) {
      assertThat(Holm.adjust(values(one.path("p"))))
          .containsExactly(values(one.path("adjusted")), within(EXACT));
    }
  }

  @Test
  void cohensKappa() {
    for (JsonNode one : cases("kappa")) {
      int[][] table =
          one.path("table")
              .valueStream()
              .map(row -> row.valueStream().mapToInt(JsonNode::intValue).toArray())
              .toArray(int[][]::new);
      Interval kappa = Kappa.cohen(table, value(one, "confidence")).orElseThrow();
      assertThat(kappa.estimate()).isCloseTo(value(one, "kappa"), within(EXACT));
      assertThat(kappa.low()).isCloseTo(value(one, "low"), within(EXACT));
      assertThat(kappa.high()).isCloseTo(value(one, "high"), within(EXACT));
    }
  }

  @Test
  void theRateBehindAJudge() {
    for (JsonNode one : cases("rogan_gladen")) {
      double[] judge = values(one.path("judge"));
      Interval rate =
          RoganGladen.corrected(
                  count(one, "positives"),
                  count(one, "n"),
                  new Agreement((int) judge[0], (int) judge[1], (int) judge[2], (int) judge[3]),
                  value(one, "confidence"))
              .orElseThrow();
      assertThat(rate.estimate()).isCloseTo(value(one, "estimate"), within(EXACT));
      assertThat(rate.low()).isCloseTo(value(one, "low"), within(EXACT));
      assertThat(rate.high()).isCloseTo(value(one, "high"), within(EXACT));
    }
  }

  @Test
  void leastDifferences() {
    for (JsonNode one : cases("least_paired")) {
      assertThat(
              DetectableDifference.paired(
                  count(one, "n"),
                  value(one, "discordant"),
                  value(one, "power"),
                  value(one, "confidence")))
          .isCloseTo(value(one, "least"), within(EXACT));
    }
    // statsmodels counts the other side's power, too: less than a millionth of it.
    for (JsonNode one : cases("least_unpaired")) {
      assertThat(
              DetectableDifference.unpaired(
                  count(one, "n"),
                  value(one, "rate"),
                  value(one, "power"),
                  value(one, "confidence")))
          .isCloseTo(value(one, "least"), within(1e-6));
    }
    JsonNode mean = REFERENCE.path("least_mean");
    assertThat(
            DetectableDifference.paired(
                values(mean.path("values")), value(mean, "power"), value(mean, "confidence")))
        .isCloseTo(value(mean, "least"), within(1e-6));
  }

  @Test
  void pairedValues() {
    JsonNode paired = REFERENCE.path("paired");
    double[] before = values(paired.path("before"));
    double[] after = values(paired.path("after"));
    assertThat(TTest.withDefaults().pairedTest(before, after).getPValue())
        .isCloseTo(value(paired, "p"), within(EXACT));
    ends(
        Paired.difference(before, after, value(paired, "confidence"), new SplittableRandom(4)),
        paired.path("bootstrap"),
        DRAWN);
  }

  @Test
  void samplesThatComeInClusters() {
    JsonNode told = REFERENCE.path("clustered");
    List<double[]> clusters =
        told.path("clusters").valueStream().map(ReferenceTest::values).toList();
    Interval rate =
        Bootstrap.clustered(clusters, value(told, "confidence"), 100_000, new SplittableRandom(4));
    ends(rate, told.path("ends"), 2 * DRAWN);
    Interval alone =
        Bootstrap.mean(
            clusters.stream().flatMapToDouble(Arrays::stream).toArray(),
            value(told, "confidence"),
            10_000,
            new SplittableRandom(4));
    assertThat(rate.high() - rate.low()).isGreaterThan(1.2 * (alone.high() - alone.low()));
  }
}
