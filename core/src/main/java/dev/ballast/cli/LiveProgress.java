package dev.ballast.cli;

import dev.ballast.breakfix.BreakFixEvent;
import dev.ballast.breakfix.BreakFixListener;
import dev.ballast.chat.Progress;
import dev.ballast.eval.MetricValue;
import dev.ballast.stats.Interval;
import java.util.Locale;

/** Shows a break-fix run while it goes: a bar for each phase, a line for each result. */
final class LiveProgress implements BreakFixListener {
  private final Terminal terminal;
  private String phase = "";
  private Progress bar = Progress.none();

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void advance(String newPhase, int done, int total) {
    if (!newPhase.equals(phase)) {
      phase = newPhase;
      bar = terminal.bar(newPhase);
    }
    bar.advance(done, total);
  }

  @Override
  public void recorded(BreakFixEvent event) {
    switch (event) {
      case BreakFixEvent.BenchmarkDone done ->
          done.metrics().forEach((name, value) -> say(done, name, value));
      case BreakFixEvent.CampaignDone done -> say(done, done.summary().overall().asr());
      case BreakFixEvent.PairsBuilt built -> {
        terminal.say(
            String.format(
                Locale.ROOT,
                "fix: %d failures, %d look-alikes, %d plain rows; %.0f %% of the refusals are"
                    + " distinct",
                built.failures(),
                built.lookalikes(),
                built.buffer(),
                100 * built.distinctRefusals()));
        if (!built.alarm().isEmpty()) {
          terminal.say("alarm: " + built.alarm());
        }
      }
      case BreakFixEvent.Gated gated -> terminal.say("gate: " + gated.decision());
      case BreakFixEvent.Plan _,
          BreakFixEvent.Split _,
          BreakFixEvent.Probed _,
          BreakFixEvent.Sampled _,
          BreakFixEvent.Attempted _,
          BreakFixEvent.Clustered _,
          BreakFixEvent.Answered _,
          BreakFixEvent.StageStarted _,
          BreakFixEvent.StageDone _,
          BreakFixEvent.Finished _ -> {}
    }
  }

  private void say(BreakFixEvent.CampaignDone done, Interval asr) {
    terminal.say(
        String.format(
            Locale.ROOT,
            "%s: attacks (%s) succeed in %.1f %% (%.1f to %.1f, n %d)",
            done.phase(),
            done.campaign().replace('_', '-'),
            100 * asr.estimate(),
            100 * asr.low(),
            100 * asr.high(),
            asr.n()));
  }

  private void say(BreakFixEvent.BenchmarkDone done, String name, MetricValue value) {
    terminal.say(
        String.format(
            Locale.ROOT,
            "%s: %s %s %.1f %% (%.1f to %.1f, n %d)",
            done.phase(),
            done.benchmark(),
            name.replace('_', ' '),
            100 * value.interval().estimate(),
            100 * value.interval().low(),
            100 * value.interval().high(),
            value.n()));
  }
}
