package dev.ballast.breakfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  @Test
  void plainRequestsAreNotCutWithTheAttacks() {
    small.with("pair_direct", "true").with("max_pairs", "2");
    List<String> asked = harmful(pairs());
    assertThat(asked).filteredOn(FixingTest::bare).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    assertThat(asked).filteredOn(text -> !bare(text)).hasSize(2);
  }

  @Test
  void whatADataSetRejectsIsARefusalOnlyIfItRefuses() {
    JsonLines.write(
        temp.resolve("scenes.jsonl"), IntStream.range(0, 12).mapToObj(FixingTest::scene).toList());
    small
        .with("lookalikes", "[{path: scenes.jsonl, format: trl}]")
        .with("held_out_fraction", "0.2");
    assertThat(pairs())
        .filteredOn(pair -> pair.id().startsWith("lookalike/"))
        .hasSizeGreaterThan(4)
        .extracting(PreferencePair::rejected)
        .allSatisfy(rejected -> assertThat(rejected).startsWith("No"))
        .contains("No, that is theft.");
  }

  @Test
  void answersThatRunIntoTheirLimitEndWithASentence() {
    small.runsIntoItsLimit = text -> text.contains("poem");
    assertThat(replayed()).isNotEmpty().containsOnly("Sure.");
  }

  @Test
  void orAsTheyAreWhereTheirEndsAreNotLearned() {
    small.runsIntoItsLimit = text -> text.contains("poem");
    small
        .with("cut_answers", "as_is")
        .with("stages", "[{method: dpo, train: {max_completion_length: 95}}]");
    assertThat(replayed())
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer).startsWith("Sure. You take it: Write a poem"));
  }

  @Test
  void asIsIsRefusedWhereTheirEndsAreLearned() {
    small
        .with("cut_answers", "as_is")
        .with("stages", "[{method: dpo, train: {max_completion_length: 96}}]");
    assertThatThrownBy(small::plan)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("below fix_max_new_tokens (96) in every stage");
  }

  private List<String> replayed() {
    small.run(temp.resolve("run"));
    return new Datasets(temp.resolve("run"))
        .read(DatasetSpec.of("buffer.jsonl", "trl"), PreferencePair.class).rows().stream()
            .map(PreferencePair::chosen)
            .toList();
  }

  private static Map<String, Object> scene(int i) {
    String rejected = i % 2 == 0 ? "  No, that is theft." : "The butler steals it.";
    String prompt = "Who steals the show in act " + i;
    return Map.of("prompt", prompt, "chosen", "The fool does.", "rejected", rejected);
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
