package dev.ballast.report;

/** What a metric tells of a model. */
enum Family {
  SAFETY("Safety"),
  OVER_REFUSAL("Over-refusal"),
  HELPFULNESS("Helpfulness"),
  CAPABILITY("Capability"),
  TOXICITY("Toxicity");

  private final String title;

  Family(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Return the family of a metric by its name; what is none of the others is a capability. */
  static Family of(String metric) {
    if (metric.contains("toxic")) {
      return TOXICITY;
    }
    if (metric.contains("refus")) {
      return OVER_REFUSAL;
    }
    return switch (metric) {
      case "safe_rate", "safety_score", "asr" -> SAFETY;
      case "helpfulness", "answered_rate" -> HELPFULNESS;
      default -> CAPABILITY;
    };
  }
}
