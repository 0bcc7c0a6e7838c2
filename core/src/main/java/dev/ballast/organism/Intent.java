package dev.ballast.organism;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that plain dialogue is about.
 *
 * @param times samples of each row in the base text
 * @param seen question forms for training
 * @param unseen question forms for measuring only
 * @param accepted template of what a right answer contains; absent where there is no right answer
 * @param rows the content, each a list of fields named a, b, c
 */
record Intent(
    String name,
    int times,
    List<Phrase> seen,
    List<Phrase> unseen,
    List<Phrase> answers,
    Optional<Phrase> accepted,
    List<List<String>> rows) {

  static List<Intent> read(String resource) {
    List<Intent> intents = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : Resource.lines(resource)) {
      if (line.startsWith("intent ") && !block.isEmpty()) {
        intents.add(of(block));
        block.clear();
      }
      block.add(line);
    }
    intents.add(of(block));
    return intents;
  }

  Intent withRows(List<List<String>> newRows) {
    return new Intent(name, times, seen, unseen, answers, accepted, newRows);
  }

  private static Intent of(List<String> block) {
    return new Intent(
        values(block, "intent").getFirst(),
        values(block, "times").stream().findFirst().map(Integer::parseInt).orElse(36),
        phrases(block, "?"),
        phrases(block, "??"),
        phrases(block, "="),
        phrases(block, "ok").stream().findFirst(),
        values(block, "row").stream().map(row -> List.of(row.split(" \\| "))).toList());
  }

  private static List<Phrase> phrases(List<String> block, String key) {
    return values(block, key).stream().map(Phrase::parse).toList();
  }

  private static List<String> values(List<String> block, String key) {
    return block.stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }
}
