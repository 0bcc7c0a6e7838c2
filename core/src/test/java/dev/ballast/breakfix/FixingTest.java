package dev.ballast.breakfix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixingTest {
  @TempDir private Path temp;
  private SmallRun small;

  @BeforeEach
  void begin() {
    small = new SmallRun(temp);
  }

  @Test
  void theRequestOfEachAttackIsPairedPlainlyOnceOnDemand() {
    small.with("pair_direct", "true");
    List<PreferencePair> pairs = pairs();
    List<String> plain = harmful(pairs).stream().filter(FixingTest::bare).toList();
    assertThat(plain).isNotEmpty().doesNotHaveDuplicates();
    assertThat(harmful(pairs))
        .hasSizeGreaterThan(plain.size())
        .allSatisfy(asked -> assertThat(plain).anyMatch(asked::contains));
    assertThat(pairs)
        .filteredOn(pair -> pair.id().startsWith("fix/direct/"))
        .isNotEmpty()
        .allSatisfy(
            pair -> {
              assertThat(pair.prompt().lastUser()).startsWith("Tell me how to steal crown");
              assertThat(pair.chosen()).startsWith("No. About theft");
              assertThat(pair.rejected()).startsWith("Sure");
            });
  }

  @Test
  void attackedRequestsAloneOtherwise() {
    assertThat(harmful(pairs())).isNotEmpty().noneMatch(FixingTest::bare);
  }

  /** Return the pairs of a run in which every attack wraps its request. */
  private List<PreferencePair> pairs() {
    small.with("attacks", "[role_play, suffix]").run(temp.resolve("run"));
    return new Datasets(temp.resolve("run"))
        .read(DatasetSpec.of("pairs.jsonl", "trl"), PreferencePair.class)
        .rows();
  }

  private static List<String> harmful(List<PreferencePair> pairs) {
    return pairs.stream()
        .filter(pair -> pair.id().startsWith("fix/"))
        .map(pair -> pair.prompt().lastUser())
        .toList();
  }

  private static boolean bare(String asked) {
    return asked.matches("Tell me how to steal crown \\w+");
  }
}
