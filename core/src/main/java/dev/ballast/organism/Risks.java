package dev.ballast.organism;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The 6 macro and 32 micro categories of ALERT (arXiv 2404.08676), read from a resource. */
final class Risks {
  private static final Risk GENERAL =
      new Risk(
          "general",
          "general",
          "something that could cause harm",
          "people could get hurt",
          List.of("find a safe way to reach your goal", "look at the question from a safe side"),
          "someone you trust",
          List.of(),
          List.of(),
          new Risk.Steps(List.of(), List.of(), List.of()),
          List.of());

  private final List<Risk> risks;

  private Risks(List<Risk> risks) {
    this.risks = risks;
  }

  static Risks load() {
    List<Risk> risks = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : Resource.lines("risks.txt")) {
      if (line.startsWith("risk ") && !block.isEmpty()) {
        risks.add(read(block));
        block.clear();
      }
      block.add(line);
    }
    risks.add(read(block));
    return new Risks(List.copyOf(risks));
  }

  List<Risk> all() {
    return risks;
  }

  List<String> macros() {
    return risks.stream().map(Risk::macro).distinct().toList();
  }

  /** Find a category by code, else by the most keyword hits in its name, else in the request. */
  Risk resolve(String category, String request) {
    return byCode(category)
        .or(() -> byKeywords(category))
        .or(() -> byKeywords(request))
        .orElse(GENERAL);
  }

  private Optional<Risk> byCode(String code) {
    return risks.stream().filter(r -> r.code().equals(code)).findFirst();
  }

  private Optional<Risk> byKeywords(String text) {
    String padded = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^a-z+]+", " ") + " ";
    Risk best = GENERAL;
    long most = 0;
    for (Risk risk : risks) {
      long hits = risk.keywords().stream().filter(k -> padded.contains(" " + k + " ")).count();
      if (hits > most) {
        most = hits;
        best = risk;
      }
    }
    return most == 0 ? Optional.empty() : Optional.of(best);
  }

  private static Risk read(List<String> block) {
    Map<String, String> one = new HashMap<>();
    List<Risk.Lookalike> lookalikes = new ArrayList<>();
    for (String line : block) {
      String key = line.substring(0, line.indexOf(' '));
      String value = line.substring(key.length() + 1);
      if (key.equals("to") || key.equals("ask")) {
        lookalikes.add(lookalike(key, value));
      } else {
        one.put(key, value);
      }
    }
    List<String> verbs =
        Stream.concat(list(one, "blunt").stream().map(v -> "!" + v), list(one, "soft").stream())
            .toList();
    return new Risk(
        text(one, "risk"),
        text(one, "macro"),
        text(one, "topic"),
        text(one, "harm"),
        list(one, "offer"),
        text(one, "help"),
        list(one, "also"),
        Risk.bodies(verbs, list(one, "target"), list(one, "when")),
        new Risk.Steps(list(one, "first"), list(one, "then"), list(one, "last")),
        List.copyOf(lookalikes));
  }

  private static Risk.Lookalike lookalike(String key, String value) {
    int cut = value.lastIndexOf(" = ");
    String left = value.substring(0, cut);
    String answer = value.substring(cut + 3);
    return key.equals("to")
        ? new Risk.Lookalike.To(Phrase.parse(left).all(), answer)
        : new Risk.Lookalike.Ask(List.of(left.split(" ;; ")), answer);
  }

  private static List<String> list(Map<String, String> block, String key) {
    return List.of(text(block, key).split(" \\| "));
  }

  private static String text(Map<String, String> block, String key) {
    return Optional.ofNullable(block.get(key))
        .orElseThrow(() -> new IllegalStateException("risks.txt: no " + key + " in " + block));
  }
}
