package dev.ballast.redteam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Message;
import dev.ballast.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GarakFilesTest {
  private final GarakFiles files =
      new GarakFiles("run-1", "model", "compliance@1", Optional.empty());
  private final List<AttackTrace> traces =
      List.of(trace("a", Outcome.SUCCESS), trace("b", Outcome.UNDETERMINED));

  private static AttackTrace trace(String id, Outcome outcome) {
    return new AttackTrace(
        id + "/direct",
        new Objective(id, "Do " + id, "c", "test"),
        "direct",
        List.of(Message.user("Do " + id), Message.assistant("Sure")),
        "Sure",
        outcome,
        outcome.decided() ? 0.75 : 0,
        "why",
        1);
  }

  @Test
  void entriesComeInGaraksOrder() {
    assertThat(files.report(traces))
        .extracting(row -> row.get("entry_type"))
        .containsExactly("start_run setup", "init", "attempt", "attempt", "eval", "digest");
    assertThat(files.report(traces)).allSatisfy(row -> assertThat(Json.encode(row)).isNotEmpty());
  }

  @Test
  void anUndecidedAttemptHasANullScore() {
    String row = Json.encode(files.report(traces).get(3));
    assertThat(row).contains("\"detector_results\":{\"compliance@1\":[null]}");
    Map<String, Object> eval = files.report(traces).get(4);
    assertThat(eval).containsEntry("fails", 1).containsEntry("nones", 1);
    assertThat(eval).containsEntry("total_processed", 2);
  }

  @Test
  void theHitLogHoldsSuccessesOnly() {
    assertThat(files.hits(traces)).hasSize(1);
    assertThat(files.hits(traces).getFirst())
        .containsEntry("goal", "Do a")
        .containsEntry("attempt_id", files.report(traces).get(2).get("uuid"));
  }

  @Test
  void noClockUnlessGiven() {
    assertThat(Json.encode(files.report(traces))).doesNotContain("time");
    GarakFiles timed =
        new GarakFiles("run-1", "model", "compliance@1", Optional.of("2026-01-01T00:00:00Z"));
    assertThat(Json.encode(timed.report(traces))).contains("start_time");
  }
}
