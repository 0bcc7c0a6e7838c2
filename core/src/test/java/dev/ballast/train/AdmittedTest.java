package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.data.Safety;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmittedTest {
  private static EncodedRow row(String id, int length, int prompt) {
    return new EncodedRow(id, new int[length], prompt);
  }

  private static EncodedPair pair(String id, int prompt, int chosen, int rejected) {
    return new EncodedPair(
        id, new int[prompt], new int[chosen], new int[rejected], Safety.SAFE, Safety.UNSAFE);
  }

  @Test
  void longRowsKeepTheirStart() {
    var admitted = Admitted.rows(List.of(row("a", 8, 3), row("b", 12, 3)), Lengths.of(8));
    assertThat(admitted.rows()).extracting(r -> r.ids().length).containsExactly(8, 8);
    assertThat(admitted.truncated()).extracting(Admitted.Loss::id).containsExactly("b");
    assertThat(admitted.dropped()).isEmpty();
  }

  @Test
  void completionsHaveALimitOfTheirOwn() {
    Lengths lengths = new Lengths(9, 2);
    var rows = Admitted.rows(List.of(row("a", 8, 3), row("b", 12, 8), row("c", 4, 3)), lengths);
    assertThat(rows.rows()).extracting(r -> r.ids().length).containsExactly(5, 9, 4);
    var pairs = Admitted.pairs(List.of(pair("a", 5, 9, 1)), lengths).rows();
    assertThat(pairs.getFirst().chosen()).hasSize(2);
    assertThat(pairs.getFirst().rejected()).hasSize(1);
  }

  @Test
  void rowsWithoutATokenToLearnAreDroppedAndNamed() {
    var admitted =
        Admitted.rows(
            List.of(row("full", 12, 8), row("bare", 4, 4), row("a", 2, 0)), Lengths.of(8));
    assertThat(admitted.rows()).extracting(EncodedRow::id).containsExactly("a");
    assertThat(admitted.dropped()).extracting(Admitted.Loss::id).containsExactly("full", "bare");
    assertThat(admitted.dropped().getFirst().reason()).contains("prompt of 8 tokens");
  }

  @Test
  void eachCompletionIsCutBehindItsPrompt() {
    var admitted = Admitted.pairs(List.of(pair("a", 5, 9, 2), pair("b", 5, 3, 3)), Lengths.of(8));
    assertThat(admitted.rows().getFirst().chosen()).hasSize(3);
    assertThat(admitted.rows().getFirst().rejected()).hasSize(2);
    assertThat(admitted.truncated()).extracting(Admitted.Loss::id).containsExactly("a");
  }

  @Test
  void pairsThatCannotTeachAreDropped() {
    var pairs = List.of(pair("full", 8, 1, 1), pair("none", 0, 1, 1), pair("empty", 3, 0, 1));
    assertThat(Admitted.pairs(pairs, Lengths.of(8)).dropped()).hasSize(3);
  }

  @Test
  void namesTheFirstDroppedRowsAndCountsTheOthers() {
    var rows = new ArrayList<>(List.of(row("a", 12, 3), row("b", 10, 3)));
    IntStream.range(0, 8).forEach(i -> rows.add(row("full-" + i, 12, 9)));
    assertThat(Admitted.rows(rows, Lengths.of(8)).told())
        .hasSize(7)
        .startsWith("dropped full-0: its prompt of 9 tokens fills max_length")
        .endsWith("dropped 3 more rows of 10", "2 rows of 10 were too long, their ends were cut");
  }

  @Test
  void limitsHowManyMayBeDropped() {
    var admitted =
        Admitted.pairs(List.of(pair("full", 8, 1, 1), pair("a", 2, 1, 1)), Lengths.of(8));
    assertThat(admitted.require(OptionalInt.of(1))).isSameAs(admitted);
    assertThat(admitted.require(OptionalInt.empty())).isSameAs(admitted);
    assertThatThrownBy(() -> admitted.require(OptionalInt.of(0)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("1 rows were dropped")
        .hasMessageContaining("max_dropped")
        .hasMessageContaining("full (its prompt of 8 tokens fills max_length)");
  }

  @Test
  void nothingLeftIsAnError() {
    assertThatThrownBy(
            () ->
                Admitted.pairs(List.of(pair("x", 9, 1, 1)), Lengths.of(8))
                    .require(OptionalInt.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("max_length");
  }
}
