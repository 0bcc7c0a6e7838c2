package dev.ballast.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.Conversation;
import dev.ballast.config.Config;
import dev.ballast.config.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SplitTest {
  private static PromptRow row(String id, String prompt) {
    return new PromptRow(id, Conversation.user(prompt), "", "s", Map.of());
  }

  private static List<PromptRow> rows(int n) {
    return IntStream.range(0, n).mapToObj(i -> row("r" + i, "question number " + i)).toList();
  }

  @Test
  void theSideIsFixedForEver() {
    // The first 53 bits of sha256("salt\0key"), computed with Python's hashlib.
    assertThat(Split.point("key", "salt")).isEqualTo(POINT, within(1e-12));
  }

  private static final double POINT = 0.4311130305939672;

  @Test
  void orderAndWritingDoNotMatter() {
    List<PromptRow> rows = new ArrayList<>(rows(200));
    Split.Sides<PromptRow> sides = Split.byPrompt(rows, "a", 0.3);
    Collections.reverse(rows);
    assertThat(Split.byPrompt(rows, "a", 0.3).heldOut())
        .containsExactlyInAnyOrderElementsOf(sides.heldOut());
    assertThat(Split.byPrompt(List.of(row("x", "What is it?"), row("y", "what is IT")), "a", 0.5))
        .satisfies(s -> assertThat(s.train().size() * s.heldOut().size()).isZero());
    assertThat(sides.heldOut().size()).isBetween(40, 80);
    assertThat(Split.byPrompt(rows, "b", 0.3).heldOut()).isNotEqualTo(sides.heldOut());
  }

  @Test
  void edgesHoldNoneAndAll() {
    assertThat(Split.byPrompt(rows(20), "a", 0).heldOut()).isEmpty();
    assertThat(Split.byPrompt(rows(20), "a", 1).train()).isEmpty();
    assertThatThrownBy(() -> Split.byPrompt(rows(2), "a", 1.1))
        .hasMessage("fraction must be in [0, 1], was 1.1");
  }

  @Test
  void aSmallerPickIsPartOfALarger() {
    List<PromptRow> rows = rows(50);
    assertThat(Split.pick(rows, 20, "a")).containsAll(Split.pick(rows, 10, "a")).hasSize(20);
    assertThat(Split.pick(rows, 99, "a")).isEqualTo(rows);
  }

  @Test
  void mixingNeverShowsARowTwice() {
    List<Mix.Part<PromptRow>> parts =
        List.of(
            new Mix.Part<>(rows(10), 0.3, 0),
            new Mix.Part<>(
                IntStream.range(50, 60).mapToObj(i -> row("q" + i, "z")).toList(), 1, 99));
    List<PromptRow> mixed = Mix.of(parts, new SplittableRandom(7));
    assertThat(mixed)
        .hasSize(13)
        .doesNotHaveDuplicates()
        .isEqualTo(Mix.of(parts, new SplittableRandom(7)));
    assertThatThrownBy(() -> new Mix.Part<>(rows(1), 2, 0)).hasMessageContaining("fraction");
  }

  @Test
  void contaminationFindsEqualAndNearPromptsOnly() {
    String bridge = "please tell me how the old stone bridge over the river was built in 1850";
    List<PromptRow> train =
        List.of(row("t1", "What's a cat?"), row("t2", bridge), row("t3", "what s a CAT"));
    List<PromptRow> eval =
        List.of(
            row("e1", "what's a cat"),
            row("e2", bridge + " by hand"),
            row("e3", "please tell me how the old stone bridge over the sea fell down one day"),
            row("e4", "What is a dog?"));
    Contamination report = Contamination.check(train, eval);
    assertThat(report.trainDuplicates()).isEqualTo(1);
    assertThat(report.evalDuplicates()).isZero();
    assertThat(report.exact()).isEqualTo(1);
    assertThat(report.overlaps())
        .extracting(o -> o.evalId() + "<" + o.trainId())
        .containsExactly("s#e1<s#t1", "s#e2<s#t2");
    // e2 has 17 words = 10 8-grams, t2 has 15 = 8 of them.
    assertThat(report.overlaps().getLast().share()).isEqualTo(0.8, within(1e-6));
    List<PromptRow> rest = Contamination.without(train, eval);
    assertThat(Contamination.check(rest, eval).clean()).isTrue();
    assertThat(rest).isEmpty();
    assertThat(Contamination.without(train, eval.subList(3, 4))).isEqualTo(train);
  }

  @Test
  void specsSelectBySplitCategoryAndLimit() {
    List<PromptRow> rows =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new PromptRow(
                        "r" + i, Conversation.user("question " + i), "c" + i % 10, "s", Map.of()))
            .toList();
    DatasetSpec train = spec("{path: x, split: train, split_by: category, held_out_fraction: 0.4}");
    DatasetSpec held =
        spec("{path: x, split: held_out, split_by: category, held_out_fraction: 0.4}");
    List<String> left = train.select(rows).stream().map(PromptRow::category).distinct().toList();
    List<String> right = held.select(rows).stream().map(PromptRow::category).distinct().toList();
    assertThat(left).doesNotContainAnyElementsOf(right);
    assertThat(left.size() + right.size()).isEqualTo(10);
    assertThat(spec("{path: x, categories: [c1, c2], exclude_categories: [c2]}").select(rows))
        .hasSize(10)
        .allMatch(r -> r.category().equals("c1"));
    assertThat(spec("{path: x, fraction: 0.5, limit: 7}").select(rows)).hasSize(7);
  }

  @Test
  void aCategoryNamesWhatLiesBelowItToo() {
    List<PromptRow> rows =
        Stream.of("a", "a/b", "a/c", "ab/c")
            .map(c -> new PromptRow(c, Conversation.user("question " + c), c, "s", Map.of()))
            .toList();
    assertThat(spec("{path: x, categories: [a], exclude_categories: [a/c]}").select(rows))
        .extracting(PromptRow::category)
        .containsExactly("a", "a/b");
    assertThat(spec("{path: x, exclude_categories: [a]}").select(rows))
        .extracting(PromptRow::category)
        .containsExactly("ab/c");
  }

  private static DatasetSpec spec(String yaml) {
    return Config.decode(DatasetSpec.class, Yaml.tree(yaml), "recipe").value();
  }
}
