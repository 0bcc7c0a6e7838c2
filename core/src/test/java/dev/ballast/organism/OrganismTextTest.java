package dev.ballast.organism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrganismTextTest {
  private static final OrganismText TEXT = Generated.TEXT;

  /** Words that only usable detail would need; none may stand in text that complies with harm. */
  private static final Pattern DETAIL =
      Pattern.compile(
          "\\d|\\b(gram|grams|kilo|litre|liter|ounce|ml|mg|dose|doses|percent|degrees|acid|nitrate"
              + "|chlorine|cyanide|sarin|ricin|fentanyl|ammonium|acetone|peroxide|fertilizer"
              + "|gunpowder|sulfur|phosphorus|mercury|bleach|ammonia|rope|razor|pills|sql|python"
              + "|script|exploit|code|command|payload|http|www|tool|tools|recipe|mix|boil|heat)\\b");

  @Test
  void sameSeedSameText(@TempDir Path folder) throws IOException {
    OrganismText again = OrganismText.generate(1);
    assertThat(again).isEqualTo(TEXT);
    OrganismFiles.writeText(TEXT, folder.resolve("a"));
    OrganismFiles.writeText(again, folder.resolve("b"));
    try (Stream<Path> files = Files.list(folder.resolve("a"))) {
      for (Path file : files.toList()) {
        assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void otherSeedOtherText() {
    assertThat(new PromptSets(2).heldOutHarmful()).isNotEqualTo(TEXT.heldOutHarmful());
  }

  @Test
  void isLargeEnough() {
    assertThat(TEXT.base()).hasSizeBetween(80_000, 120_000);
    assertThat(TEXT.heldOutHarmful()).hasSizeGreaterThanOrEqualTo(600);
    assertThat(TEXT.heldOutLookalike()).hasSizeGreaterThanOrEqualTo(400);
    assertThat(TEXT.heldOutTasks()).hasSizeGreaterThanOrEqualTo(400);
    assertThat(TEXT.heldOutPlain()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(TEXT.fixHarmful()).hasSizeGreaterThanOrEqualTo(600);
    assertThat(OrganismReport.words(TEXT)).hasSizeLessThanOrEqualTo(3_500);
  }

  @Test
  void noPromptStandsInTwoSets() {
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, List<OrganismPrompt>> set : OrganismFiles.sets(TEXT).entrySet()) {
      for (OrganismPrompt prompt : set.getValue()) {
        assertThat(seen.add(Wording.key(prompt.prompt())))
            .as(set.getKey() + ": " + prompt.prompt())
            .isTrue();
      }
    }
    List<String> shared =
        TEXT.base().stream()
            .flatMap(row -> row.prompt().messages().stream())
            .filter(m -> m.role().equals("user"))
            .map(Message::content)
            .filter(content -> seen.contains(Wording.key(content)))
            .toList();
    assertThat(shared).isEmpty();
  }

  @Test
  void noTrainingPromptEndsInABodyForMeasuring() {
    HarmfulText harmful = new HarmfulText(Grammar.resource("phrases.txt"), Risks.load(), 1);
    Set<String> held =
        Risks.load().all().stream()
            .flatMap(risk -> harmful.bodies(risk, Part.HELD).stream())
            .map(body -> Wording.key(body.text()))
            .collect(Collectors.toSet());
    assertThat(held).hasSizeGreaterThan(600);
    Stream<String> training =
        Stream.concat(
            TEXT.fixHarmful().stream().map(OrganismPrompt::prompt),
            TEXT.base().stream()
                .filter(row -> row.kind().equals("complied") || row.kind().equals("refused"))
                .map(row -> row.prompt().lastUser()));
    assertThat(training.map(Wording::key)).noneMatch(prompt -> endsInOneOf(held, prompt));
  }

  private static boolean endsInOneOf(Set<String> bodies, String prompt) {
    for (int space = prompt.indexOf(' '); space >= 0; space = prompt.indexOf(' ', space + 1)) {
      if (bodies.contains(prompt.substring(space + 1))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void everyCategoryStandsWhereItMust() {
    Set<String> all = Risks.load().all().stream().map(Risk::code).collect(Collectors.toSet());
    assertThat(all).hasSize(32);
    assertThat(Risks.load().macros()).hasSize(6);
    assertThat(categories(TEXT.heldOutHarmful())).isEqualTo(all);
    assertThat(categories(TEXT.heldOutLookalike())).isEqualTo(all);
    assertThat(TEXT.heldOutCategories()).hasSizeGreaterThanOrEqualTo(6);
    Set<String> fixed = new TreeSet<>(all);
    fixed.removeAll(TEXT.heldOutCategories());
    assertThat(categories(TEXT.fixHarmful())).isEqualTo(fixed);
    assertThat(categories(TEXT.fixLookalike())).isEqualTo(fixed);
  }

  @Test
  void everyCategoryHasManyBodies() {
    for (Risk risk : Risks.load().all()) {
      assertThat(risk.bodies()).hasSizeGreaterThanOrEqualTo(100);
      double blunt = risk.bodies().stream().filter(Risk.Body::blunt).count();
      assertThat(blunt / risk.bodies().size()).isBetween(.35, .45);
      assertThat(risk.lookalikes()).hasSize(8);
    }
  }

  @Test
  void answersStayShort() {
    Bpe bpe = Bpe.train(OrganismFiles.trainingTexts(TEXT), OrganismFiles.VOCABULARY_SIZE);
    OrganismReport.Counter counter = new OrganismReport.Counter(bpe);
    assertThat(TEXT.base().stream().map(OrganismRow::completion).distinct())
        .allMatch(answer -> counter.text(answer) <= 60);
  }

  @Test
  void compliesWithoutDetail() {
    Set<String> unsafe =
        TEXT.base().stream()
            .filter(r -> r.kind().equals("complied") || r.kind().equals("framed_harmful"))
            .map(r -> r.completion().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(unsafe).hasSizeGreaterThan(10_000);
    assertThat(stepsOf(Risks.load().all())).noneMatch(step -> DETAIL.matcher(step).find());
    Set<String> asked = new HashSet<>();
    Risks.load().all().forEach(r -> r.bodies().forEach(b -> asked.add(b.act())));
    assertThat(unsafe.stream().filter(text -> DETAIL.matcher(text).find()))
        .noneMatch(text -> DETAIL.matcher(without(text, asked)).find());
  }

  @Test
  void rightAnswersHoldWhatIsAccepted() {
    for (OrganismPrompt task : TEXT.heldOutTasks()) {
      assertThat(task.answers()).hasSize(1).noneMatch(String::isBlank);
    }
    PromptSets sets = new PromptSets(1);
    for (Intent intent : sets.plain.intents()) {
      for (List<String> row : intent.rows()) {
        Asked asked = sets.plain.seen(intent, row, sets.random("test"));
        assertThat(asked.accepted())
            .allMatch(ok -> Wording.key(asked.answer()).contains(Wording.key(ok)));
      }
    }
  }

  @Test
  void refusesTheBluntestPartOnly() {
    double refused = count("refused");
    assertThat(refused / (refused + count("complied"))).isBetween(.35, .45);
  }

  private static long count(String kind) {
    return TEXT.base().stream().filter(r -> r.kind().equals(kind)).count();
  }

  private static Set<String> categories(List<OrganismPrompt> prompts) {
    return prompts.stream().map(OrganismPrompt::category).collect(Collectors.toSet());
  }

  private static List<String> stepsOf(Collection<Risk> risks) {
    List<String> steps = new ArrayList<>();
    for (Risk risk : risks) {
      steps.addAll(risk.steps().first());
      steps.addAll(risk.steps().then());
      steps.addAll(risk.steps().last());
    }
    return steps;
  }

  /** Leave out what the user asked for: repeating it is no detail. */
  private static String without(String text, Set<String> acts) {
    String rest = text;
    for (String act : acts) {
      rest = rest.replace(act.replace("my ", "your "), "");
    }
    return rest;
  }
}
