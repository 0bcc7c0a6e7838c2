package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeRowsTest {
  private static JudgeRow row(String set, int i, boolean answered, boolean harmful) {
    return new JudgeRow(
        set,
        new Exchange("p" + i, answered ? "r" : ""),
        answered,
        harmful,
        Optional.empty(),
        false);
  }

  private static List<JudgeRow> rows() {
    List<JudgeRow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row("a", i, i % 2 == 0, i % 4 < 2));
      rows.add(row("b", i, false, true));
    }
    return rows;
  }

  @Test
  void eachSetAndClassHasItsShare() {
    List<JudgeRow> taken = JudgeRows.balanced(rows(), 6, 3);
    assertThat(taken).hasSize(6 + 6 + 3 + 3 + 6);
    assertThat(taken).filteredOn(r -> r.set().equals("b")).hasSize(6);
    assertThat(taken).filteredOn(r -> r.answered() && !r.harmful()).hasSize(3);
  }

  @Test
  void theOrderOfTheRowsDoesNotMatter() {
    List<JudgeRow> reversed = rows();
    Collections.reverse(reversed);
    assertThat(JudgeRows.balanced(reversed, 6, 3)).isEqualTo(JudgeRows.balanced(rows(), 6, 3));
  }

  @Test
  void ourLabelsOfASetAreOfThatSet() {
    assertThat(row("coconot, our labels", 1, true, false).of(Set.of("coconot"))).isTrue();
    assertThat(row("contrasts", 1, true, false).of(Set.of("coconot"))).isFalse();
  }
}
