package dev.ballast.data;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Optional;

/** All dialects by name: the one place to add a line for a new one. */
public final class Dialects {
  private static final List<Dialect> ALL =
      List.of(
          Dialect.of("trl", TrlRows::row),
          new Dialect("hh", Optional.of(Container.JSONL), HhRows::row),
          Dialect.of("lines", Container.LINES, TrlRows::row),
          Dialect.of("categories", Container.CATEGORIES, TrlRows::row),
          Dialect.of("alpaca", AlpacaRows::row),
          Dialect.of("sharegpt", ShareGptRows::row),
          Dialect.of("self_instruct", AlpacaRows::selfInstruct),
          Dialect.of("coconot", PairRows::coconot),
          Dialect.of("pku_safe_rlhf", PairRows::pku),
          Dialect.of("chatml.intel", PairRows::intel),
          Dialect.of("argilla", PairRows::argilla),
          Dialect.of("harmbench", Container.CSV, PromptRows::harmbench),
          Dialect.of("advbench", Container.CSV, PromptRows::advbench),
          Dialect.of("strongreject", Container.CSV, PromptRows::strongReject),
          Dialect.of("xstest", Container.CSV, PromptRows::xstest),
          Dialect.of("ailuminate", Container.CSV, PromptRows::ailuminate),
          Dialect.of("arc", Container.BARE_CSV, TaskRows::arc),
          Dialect.of("gsm8k", TaskRows::gsm8k),
          Dialect.of("truthfulqa_mc1", Container.JSON, TaskRows::truthfulQa));

  private Dialects() {}

  /** Return the names that a recipe's {@code format} may say. */
  public static List<String> names() {
    return ALL.stream().map(Dialect::name).toList();
  }

  /**
   * Find a dialect.
   *
   * @throws BadInput naming all dialects when there is none of that name
   */
  static Dialect byName(String name) {
    return ALL.stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.of("unknown format")
                    .key("format")
                    .value(name)
                    .fix("use one of " + String.join(", ", names())));
  }
}
