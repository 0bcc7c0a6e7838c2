package dev.ballast.ci;

import dev.ballast.json.BadInput;
import dev.ballast.task.Figure;
import dev.ballast.task.MetricName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measured value must not be, such as {@code arc_easy.acc < 0.4} or {@code
 * gsm8k.exact_match,strict-match <= 0.1}.
 *
 * @param text as it was written
 */
public record Limit(String text, Target target, Bound bound) {
  private static final double MOST_UNSCORED = 0.02;
  private static final Pattern FORM = Pattern.compile(Target.FORM + "\\s*" + Bound.FORM);

  /**
   * Parse.
   *
   * @param pieces of a list that was parted at each comma, those before filters included
   * @throws BadInput when one is not of that form
   */
  public static List<Limit> of(List<String> pieces) {
    return Pieces.joined(pieces, FORM).stream().map(Limit::parse).toList();
  }

  private static Limit parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw BadInput.of("not a limit")
          .key("fail_on")
          .value(text)
          .fix("write TASK.METRIC < NUMBER, such as arc_easy.acc < 0.4");
    }
    return new Limit(text, new Target(parts.group(1)), Bound.of(parts.group(2), parts.group(3)));
  }

  /**
   * See that what is limited is measured.
   *
   * @throws BadInput naming the nearest that is
   */
  public void check(Collection<MetricName> measured) {
    target.check(measured, text);
  }

  /** Tell whether it is set on a metric. */
  public boolean means(MetricName metric) {
    return target.means(metric);
  }

  /**
   * Hold what was measured against it: one finding a value. It fails where nothing was graded, and
   * where more than 2 % of the answers were not: what is not graded may be anything.
   */
  List<Finding> on(List<Figure> figures) {
    List<Finding> findings =
        figures.stream().filter(figure -> target.means(figure.name())).map(this::on).toList();
    return findings.isEmpty()
        ? List.of(
            new Finding(
                Finding.Kind.FAILED, "limit", target.metric(), text, text + ": no row was graded"))
        : findings;
  }

  private Finding on(Figure figure) {
    boolean ungraded = figure.unscored() > MOST_UNSCORED * (figure.n() + figure.unscored());
    Finding.Kind kind =
        ungraded ? Finding.Kind.FAILED : bound.on(figure.value(), figure.interval());
    String why =
        ungraded
            ? ", " + figure.unscored() + " answers were not graded"
            : kind == Finding.Kind.OPEN
                ? figure
                    .interval()
                    .map(
                        i ->
                            "; not shown: the 95 % interval is " + Numbers.range(i.low(), i.high()))
                    .orElseThrow()
                : "";
    String said =
        String.format(
            Locale.ROOT,
            "%s: %s is %.4f (n %d)%s",
            text,
            figure.name().text(),
            figure.value(),
            figure.n(),
            why);
    return new Finding(kind, "limit", figure.name(), text, said);
  }
}
