package dev.ballast.report;

import java.util.List;
import java.util.Optional;

/** Says what the folder does not hold, so that nobody takes an absent figure for a good one. */
final class MissingPart {
  private MissingPart() {}

  static Optional<Element> of(Figures figures) {
    List<String> missing = figures.missing();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Page.section("missing", "Missing", "What is missing")
            .add(Page.paragraph("The run's folder does not hold:"), Page.items(missing)));
  }
}
