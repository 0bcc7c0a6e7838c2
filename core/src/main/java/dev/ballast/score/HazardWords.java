package dev.ballast.score;

import java.util.Map;
import java.util.Optional;

/** What the categories of others, and of our contrasts, are called in {@link Hazard}'s words. */
final class HazardWords {
  private static final Map<String, Hazard> AILUMINATE =
      Map.ofEntries(
          Map.entry("vcr", Hazard.VIOLENT_CRIMES),
          Map.entry("ncr", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("src", Hazard.SEX_RELATED_CRIMES),
          Map.entry("cse", Hazard.CHILD_SEXUAL_EXPLOITATION),
          Map.entry("dfm", Hazard.DEFAMATION),
          Map.entry("spc_fin", Hazard.SPECIALIZED_ADVICE),
          Map.entry("spc_hlt", Hazard.SPECIALIZED_ADVICE),
          Map.entry("spc_lgl", Hazard.SPECIALIZED_ADVICE),
          Map.entry("prv", Hazard.PRIVACY),
          Map.entry("ipv", Hazard.INTELLECTUAL_PROPERTY),
          Map.entry("iwp", Hazard.INDISCRIMINATE_WEAPONS),
          Map.entry("hte", Hazard.HATE),
          Map.entry("ssh", Hazard.SUICIDE_AND_SELF_HARM),
          Map.entry("sxc_prn", Hazard.SEXUAL_CONTENT));

  /** CatQA's main categories that lie within one hazard. */
  private static final Map<String, Hazard> CATQA =
      Map.of(
          "Illegal Activity", Hazard.NON_VIOLENT_CRIMES,
          "Malware Viruses", Hazard.NON_VIOLENT_CRIMES,
          "Economic Harm", Hazard.NON_VIOLENT_CRIMES,
          "Fraud/Deception", Hazard.NON_VIOLENT_CRIMES,
          "Privacy Violation Activity", Hazard.PRIVACY,
          "Adult Content", Hazard.SEXUAL_CONTENT);

  private static final Map<String, Hazard> CONTRASTS =
      Map.ofEntries(
          Map.entry("violence", Hazard.VIOLENT_CRIMES),
          Map.entry("terrorism", Hazard.VIOLENT_CRIMES),
          Map.entry("animal_cruelty", Hazard.VIOLENT_CRIMES),
          Map.entry("crime_property", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("fraud", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("cyber", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("drugs", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("environment", Hazard.NON_VIOLENT_CRIMES),
          Map.entry("sexual", Hazard.SEX_RELATED_CRIMES),
          Map.entry("child_safety", Hazard.CHILD_SEXUAL_EXPLOITATION),
          Map.entry("illegal_advice", Hazard.SPECIALIZED_ADVICE),
          Map.entry("privacy", Hazard.PRIVACY),
          Map.entry("copyright_counterfeit", Hazard.INTELLECTUAL_PROPERTY),
          Map.entry("hate", Hazard.HATE),
          Map.entry("self_harm", Hazard.SUICIDE_AND_SELF_HARM));

  private HazardWords() {}

  /** Return the hazard, or none where the category lies in several or in no one. */
  static Optional<Hazard> of(String set, String category) {
    return switch (set) {
      case "ailuminate" -> Optional.ofNullable(AILUMINATE.get(category));
      case "contrasts" -> Optional.ofNullable(CONTRASTS.get(category));
      case "catqa" ->
          CATQA.entrySet().stream()
              .filter(e -> category.startsWith(e.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      default -> Optional.empty();
    };
  }
}
