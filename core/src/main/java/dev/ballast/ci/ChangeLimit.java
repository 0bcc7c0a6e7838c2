package dev.ballast.ci;

import dev.ballast.json.BadInput;
import dev.ballast.task.Change;
import dev.ballast.task.MetricName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must not become of a metric, such as {@code worse} (any of them), {@code arc_easy.acc worse}
 * or {@code arc_easy.acc change < -0.02}.
 *
 * @param text as it was written
 * @param bound of the change, after less before; empty = shown to be worse
 */
public record ChangeLimit(String text, Target target, Optional<Bound> bound) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:any\\s+)?worse|" + Target.FORM + "\\s+(?:worse|change\\s*" + Bound.FORM + ")");

  /**
   * Parse.
   *
   * @param pieces of a list that was parted at each comma, those before filters included
   * @throws BadInput when one is not of that form
   */
  public static List<ChangeLimit> of(List<String> pieces) {
    return Pieces.joined(pieces, FORM).stream().map(ChangeLimit::parse).toList();
  }

  private static ChangeLimit parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw BadInput.of("not a limit of a change")
          .key("fail_on")
          .value(text)
          .fix("write worse, TASK.METRIC worse or TASK.METRIC change < NUMBER");
    }
    return new ChangeLimit(
        text,
        Optional.ofNullable(parts.group(1)).map(Target::new).orElse(Target.ANY),
        Optional.ofNullable(parts.group(2)).map(sign -> Bound.of(sign, parts.group(3))));
  }

  /**
   * See that what is limited is measured.
   *
   * @throws BadInput naming the nearest that is
   */
  public void check(List<Change> changes) {
    target.check(changes.stream().map(Change::name).toList(), text);
  }

  /** Tell whether it is set on a metric. */
  public boolean means(MetricName metric) {
    return target.means(metric);
  }

  /** Hold what changed against it: one finding a change. */
  List<Finding> on(List<Change> changes) {
    return changes.stream().filter(change -> target.means(change.name())).map(this::on).toList();
  }

  private Finding on(Change change) {
    Finding.Kind kind =
        bound
            .map(b -> b.on(change.change().estimate(), Optional.of(change.change())))
            .orElseGet(() -> worse(change));
    String said =
        String.format(
            Locale.ROOT,
            "%s: %s changed by %+.4f %s, %s (%s)",
            text,
            change.name().text(),
            change.change().estimate(),
            Numbers.signedRange(change.change().low(), change.change().high()),
            change.verdict().words(),
            change.finds());
    return new Finding(kind, "limit", change.name(), text, said);
  }

  /** Where no change whatever could be found, that none was found says nothing. */
  private static Finding.Kind worse(Change change) {
    return change.verdict() == Change.Verdict.WORSE
        ? Finding.Kind.FAILED
        : change.verdict() == Change.Verdict.NOT_SHOWN && change.detectable() >= 1
            ? Finding.Kind.OPEN
            : Finding.Kind.PASSED;
  }
}
