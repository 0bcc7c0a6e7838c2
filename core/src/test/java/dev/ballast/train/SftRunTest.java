package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.Conversation;
import dev.ballast.config.Config;
import dev.ballast.config.Yaml;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SftRunTest {
  private static SftRun run(String yaml) {
    return Config.decode(SftRun.class, Yaml.tree(yaml), "recipe").value();
  }

  private static List<Integer> lengths(String yaml) {
    List<SftRow> rows =
        Arrays.stream(SftKind.values())
            .map(kind -> new SftRow(kind.name(), Conversation.user("q"), "a", kind, "s"))
            .toList();
    List<EncodedRow> encoded =
        rows.stream().map(row -> new EncodedRow(row.id(), new int[12], 5)).toList();
    return run(yaml).shortened(rows, encoded).stream().map(row -> row.ids().length).toList();
  }

  @Test
  void benignAnswersHaveALimitAndRefusalsNone() {
    assertThat(SftKind.values()[0]).isEqualTo(SftKind.SAFETY);
    assertThat(lengths("{max_benign_completion_length: 3}")).containsExactly(12, 8, 8);
    assertThat(lengths("{max_benign_completion_length: 30}")).containsExactly(12, 12, 12);
    assertThat(lengths("{}")).containsExactly(12, 12, 12);
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> run("{max_benign_completion_length: 0}"))
        .hasMessageContaining("max_benign_completion_length must be >= 1, was 0");
  }
}
