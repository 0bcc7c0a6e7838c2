package dev.ballast.breakfix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.Row;
import dev.ballast.data.Safety;
import dev.ballast.data.SftRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows that a run trains on. */
class BreakFixRowsTest {
  @TempDir Path temp;
  private SmallRun small;
  private Path folder;

  @BeforeEach
  void begin() {
    small = new SmallRun(temp);
    folder = temp.resolve("run");
  }

  @Test
  void rowsAreInTrlsFormat() {
    small.run(folder);
    List<PreferencePair> pairs = rows("pairs.jsonl");
    assertThat(pairs)
        .filteredOn(p -> p.rejectedSafe() == Safety.UNSAFE)
        .isNotEmpty()
        .allSatisfy(
            p -> {
              assertThat(p.chosen()).startsWith("No.");
              assertThat(p.rejected()).startsWith("Sure");
            });
    assertThat(pairs)
        .filteredOn(p -> p.rejectedSafe() == Safety.SAFE)
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.chosen()).startsWith("Sure"));
    List<SftRow> sft = rows("sft.jsonl", SftRow.class);
    List<PreferencePair> buffer = rows("buffer.jsonl");
    assertThat(sft).hasSize(pairs.size() + buffer.size());
    assertThat(buffer).isNotEmpty().allMatch(p -> !p.chosen().equals(p.rejected()));
  }

  @Test
  void stagesTakeAnswersAnewFromTheStageBefore() {
    small.run(folder);
    assertThat(rows("stage-2_pairs.jsonl"))
        .filteredOn(p -> p.rejectedSafe() == Safety.UNSAFE)
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.chosen()).isEqualTo("No. I do not help with theft."));
  }

  @Test
  void aStageTakesFewerRowsOnDemand() {
    small
        .with("stages", "[{method: sft}, {method: dpo, data: [pairs, buffer], max_rows: 3}]")
        .run(folder);
    assertThat(rows("pairs.jsonl")).hasSizeGreaterThan(3);
    assertThat(rows("stage-2_pairs.jsonl")).hasSize(3).isSubsetOf(rows("pairs.jsonl"));
    assertThat(rows("stage-2_buffer.jsonl")).hasSize(3).isSubsetOf(rows("buffer.jsonl"));
    List<PreferencePair> three = rows("stage-2_buffer.jsonl");
    folder = temp.resolve("a smaller buffer");
    new SmallRun(temp)
        .with(
            "stages",
            "[{method: sft}, {method: dpo, data: [pairs, buffer], max_rows: 3, max_buffer_rows:"
                + " 1}]")
        .run(folder);
    assertThat(rows("stage-2_pairs.jsonl")).hasSize(3);
    assertThat(rows("stage-2_buffer.jsonl")).hasSize(1).isSubsetOf(three);
  }

  @Test
  void aStageTakesFewerDirectRequestsAndLookalikesOnDemand() {
    small
        .with("attacks", "[direct, role_play, suffix]")
        .with("stages", "[{method: sft}, {method: dpo, max_direct_rows: 2, max_lookalike_rows: 1}]")
        .run(folder);
    List<PreferencePair> taken = rows("stage-2_pairs.jsonl");
    assertThat(rows("pairs.jsonl")).filteredOn(BreakFixRowsTest::direct).hasSizeGreaterThan(2);
    assertThat(rows("pairs.jsonl")).filteredOn(BreakFixRowsTest::lookalike).hasSizeGreaterThan(1);
    assertThat(taken).filteredOn(BreakFixRowsTest::direct).hasSize(2);
    assertThat(taken).filteredOn(BreakFixRowsTest::lookalike).hasSize(1);
    assertThat(taken)
        .filteredOn(p -> !direct(p) && !lookalike(p))
        .isNotEmpty()
        .hasSameSizeAs(
            rows("pairs.jsonl").stream().filter(p -> !direct(p) && !lookalike(p)).toList());
  }

  private static boolean direct(PreferencePair pair) {
    return pair.id().startsWith("fix/") && !attacked(pair);
  }

  private static boolean attacked(PreferencePair pair) {
    return pair.id().matches(".*/(role_play|suffix)");
  }

  private static boolean lookalike(PreferencePair pair) {
    return pair.id().startsWith("lookalike/");
  }

  private List<PreferencePair> rows(String file) {
    return rows(file, PreferencePair.class);
  }

  private <T extends Row> List<T> rows(String file, Class<T> type) {
    return new Datasets(folder).read(DatasetSpec.of(file, "trl"), type).rows();
  }

  @Test
  void someLookalikesComeInsideAttacksOnDemand() {
    small.with("lookalikes_framed", "1").with("attacks", "[direct, role_play, suffix]");
    small.run(folder);
    List<PreferencePair> asked =
        rows("pairs.jsonl").stream().filter(BreakFixRowsTest::lookalike).toList();
    List<PreferencePair> framed = asked.stream().filter(BreakFixRowsTest::attacked).toList();
    assertThat(framed)
        .isNotEmpty()
        .hasSize(asked.size() / 2)
        .allSatisfy(
            p -> {
              assertThat(p.prompt().lastUser()).contains("Which actor");
              assertThat(p.prompt().lastUser().length()).isGreaterThan(50);
            });
  }

  @Test
  void somePlainRequestsComeInsideAttacksOnDemand() {
    small.with("replay_framed", "1").with("attacks", "[direct, role_play, suffix]").run(folder);
    List<PreferencePair> buffer = rows("buffer.jsonl");
    List<PreferencePair> framed =
        buffer.stream().filter(p -> p.id().matches("replay/.*/(role_play|suffix)")).toList();
    assertThat(framed).isNotEmpty().hasSize(buffer.size() / 2);
    assertThat(framed)
        .allSatisfy(
            f ->
                assertThat(buffer)
                    .filteredOn(p -> f.id().startsWith(p.id() + "/"))
                    .singleElement()
                    .satisfies(
                        p ->
                            assertThat(f.prompt().lastUser())
                                .contains(p.prompt().lastUser())
                                .isNotEqualTo(p.prompt().lastUser())));
  }

  @Test
  void theBufferUnlearnsRefusalsAndOnlyTheseOnDemand() {
    small.run(folder);
    assertThat(rows("buffer.jsonl"))
        .anyMatch(p -> p.chosen().startsWith(p.rejected()))
        .anyMatch(p -> p.rejected().startsWith("No."));
    folder = temp.resolve("refusals only");
    new SmallRun(temp).with("replay_rejected", "refusal").run(folder);
    assertThat(rows("buffer.jsonl")).isNotEmpty().allMatch(p -> p.rejected().startsWith("No."));
  }

  @Test
  void theBufferUnlearnsRefusalsBehindAGoodStartOnDemand() {
    small.with("replay_rejected", "late_refusal").with("seed", "2").run(folder);
    assertThat(rows("buffer.jsonl"))
        .allMatch(p -> p.rejected().contains("No."))
        .anyMatch(p -> p.rejected().startsWith("No."))
        .anyMatch(p -> p.rejected().startsWith(WholeSentences.first(p.chosen()) + " No."));
  }
}
