package dev.ballast.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of Llama Guard's hazard codes, as the model cards of each version list them. */
final class GuardCategories {
  private GuardCategories() {}

  static Map<String, String> llamaGuard1() {
    return numbered(
        "O",
        List.of(
            "Violence and Hate",
            "Sexual Content",
            "Criminal Planning",
            "Guns and Illegal Weapons",
            "Regulated or Controlled Substances",
            "Self-Harm"));
  }

  static Map<String, String> llamaGuard2() {
    return numbered(
        "S",
        List.of(
            "Violent Crimes",
            "Non-Violent Crimes",
            "Sex-Related Crimes",
            "Child Sexual Exploitation",
            "Specialized Advice",
            "Privacy",
            "Intellectual Property",
            "Indiscriminate Weapons",
            "Hate",
            "Suicide & Self-Harm",
            "Sexual Content"));
  }

  /** Llama Guard 3 (8B; the 1B and 11B know the first 13) and 4. */
  static Map<String, String> llamaGuard3() {
    return numbered(
        "S",
        List.of(
            "Violent Crimes",
            "Non-Violent Crimes",
            "Sex-Related Crimes",
            "Child Sexual Exploitation",
            "Defamation",
            "Specialized Advice",
            "Privacy",
            "Intellectual Property",
            "Indiscriminate Weapons",
            "Hate",
            "Suicide & Self-Harm",
            "Sexual Content",
            "Elections",
            "Code Interpreter Abuse"));
  }

  private static Map<String, String> numbered(String letter, List<String> names) {
    Map<String, String> numbered = new LinkedHashMap<>();
    names.forEach(name -> numbered.put(letter + (numbered.size() + 1), name));
    return numbered;
  }
}
