package dev.ballast.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Manifest;
import dev.ballast.ledger.Run;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror='a'> & \"]]> \u0000\u202e\ud800 secret"
          + " ";

  @TempDir Path folder;

  @Test
  void pageIsWellFormedWhateverTheTextsHold() throws Exception {
    new SampleRun(folder, true, HOSTILE).write();
    String page = Files.readString(ReportPage.write(folder));
    Document document = parse(page);
    assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(page).contains("&lt;/script&gt;").doesNotContain("\u202e");
  }

  @Test
  void pageLoadsNothing() throws Exception {
    new SampleRun(folder, true, "").write();
    String page = Files.readString(ReportPage.write(folder));
    assertThat(page)
        .doesNotContainPattern("https?://")
        .doesNotContainPattern("src=|<link|@import|url\\(")
        .contains("default-src 'none'");
  }

  @Test
  void harmfulTextsAreNotInThePageAsText() throws Exception {
    new SampleRun(folder, true, "").write();
    String page = Files.readString(ReportPage.write(folder));
    assertThat(page)
        .doesNotContain("request of the harmful kind")
        .doesNotContain("that is unsafe")
        .doesNotContain("Wrapped request")
        .doesNotContain("answer under attack")
        .contains("request of the lookalike kind");
    NodeList buttons = parse(page).getElementsByTagName("button");
    assertThat(buttons.getLength()).isGreaterThan(2);
  }

  @Test
  void sameFolderGivesSameBytes() throws Exception {
    new SampleRun(folder, false, HOSTILE).write();
    Path page = ReportPage.write(folder);
    byte[] first = Files.readAllBytes(page);
    byte[] figures = Files.readAllBytes(folder.resolve(ReportPage.FIGURES));
    ReportPage.write(folder);
    assertThat(Files.readAllBytes(page)).isEqualTo(first);
    assertThat(Files.readAllBytes(folder.resolve(ReportPage.FIGURES))).isEqualTo(figures);
  }

  @Test
  void headingsAreInOrder() throws Exception {
    new SampleRun(folder, true, "").write();
    String page = Files.readString(ReportPage.write(folder));
    List<Integer> levels = new ArrayList<>();
    NodeList all = parse(page).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i).getNodeName().matches("h[1-6]")) {
        levels.add(all.item(i).getNodeName().charAt(1) - '0');
      }
    }
    assertThat(levels.getFirst()).isEqualTo(1);
    assertThat(levels).filteredOn(level -> level == 1).hasSize(1);
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
    }
  }

  @Test
  void figuresAreThoseOfTheRun() {
    new SampleRun(folder, true, "").write();
    Figures figures = FiguresReader.read(folder);
    assertThat(figures.missing()).isEmpty();
    assertThat(figures.headline())
        .extracting(Comparison::metric)
        .containsExactly("safe_rate", "over_refusal_rate", "helpfulness", "asr");
    assertThat(figures.headline()).allMatch(Comparison::measured);
    assertThat(figures.attacks().getFirst().rows())
        .extracting(Comparison::label)
        .containsExactly("All families", "past tense", "prompt template");
    Value all = figures.attacks().getFirst().rows().getFirst().before().orElseThrow();
    assertThat(all.n()).isEqualTo(80);
    assertThat(all.unscored()).isEqualTo(2);
    assertThat(figures.stages()).extracting(Figures.Stage::method).containsExactly("sft", "bfpo");
    assertThat(figures.stages().getFirst().curves().getFirst().points()).hasSize(40);
    int changes = figures.samples().changes().stream().mapToInt(Figures.Change::count).sum();
    assertThat(changes).isEqualTo(3 * 120 + 7 * 40);
    assertThat(figures.cards().getFirst().rates())
        .hasEntrySatisfying("balanced accuracy", v -> assertThat(v.estimate()).isEqualTo(0.91));
  }

  @Test
  void rejectionNamesTheRulesThatFail() throws Exception {
    new SampleRun(folder, false, "").write();
    String page = Files.readString(ReportPage.write(folder));
    assertThat(page).contains("✕ Rejected", "1 of 4 rules of the gate does not hold");
  }

  @Test
  void laterRoundsAreComparedWithTheFirstMeasurement() {
    try (Run run = Run.open(folder, manifest("breakfix"))) {
      run.append("sample_scored", 1, sample(1, "before", 0));
      run.append("sample_scored", 1, sample(1, "after", 0));
      run.append("sample_scored", 1, sample(2, "after", 1));
    }
    Comparison safe = FiguresReader.read(folder).headline().getFirst();
    assertThat(safe.before().orElseThrow().estimate()).isZero();
    assertThat(safe.after().orElseThrow().estimate()).isEqualTo(1);
  }

  @Test
  void aFolderThatIsNoRunsIsRefusedAndStaysEmpty() throws Exception {
    assertThatThrownBy(() -> ReportPage.write(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("neither a run nor results_*.json in this folder");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aRunOfAManifestAloneSaysWhatIsMissing() throws Exception {
    Files.writeString(folder.resolve("manifest.json"), "{}");
    String page = Files.readString(ReportPage.write(folder));
    parse(page);
    assertThat(page).contains("What is missing", "events.jsonl");
  }

  @Test
  void unfinishedRunSaysWhatIsMissing() throws Exception {
    try (Run run = Run.open(folder, manifest("breakfix"))) {
      run.append("plan", 1, Map.of("model", "m", "attacks", List.of("direct")));
      run.append("sample_scored", 1, sample(1, "before", 1));
      run.append("stage_started", 1, Map.of("round", 1, "stage", "stage-1", "method", "sft"));
      run.append(
          "stage_started", 1, Map.of("round", 1, "stage", "stage-2", "method", "interpolate"));
    }
    String page = Files.readString(ReportPage.write(folder));
    parse(page);
    assertThat(page)
        .contains("the measurement after", "decision", "the training log of stage-1")
        .contains("not finished", "Nothing was trained")
        .doesNotContain("the training log of stage-2");
  }

  @Test
  void trainingRunHasItsCurves() throws Exception {
    try (Run run = Run.open(folder, manifest("dpo"))) {
      for (int step = 1; step <= 3; step++) {
        Map<String, Double> values = Map.of("loss", 0.7 - 0.1 * step, "learning_rate", 1e-5);
        run.append(
            "train.step", 1, Map.of("metrics", Map.of("step", step, "epoch", 0, "values", values)));
      }
    }
    String page = Files.readString(ReportPage.write(folder));
    parse(page);
    assertThat(page).contains("Training: DPO", "polyline", "Learning rate");
    assertThat(FiguresReader.read(folder).missing()).isEmpty();
  }

  @Test
  void damagedFileIsNamed() {
    AtomicFile.write(folder.resolve("manifest.json"), "{");
    assertThatThrownBy(() -> ReportPage.write(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("manifest.json");
    assertThatThrownBy(() -> ReportPage.write(folder.resolve("nowhere")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void jsonHoldsTheFigures() throws Exception {
    new SampleRun(folder, true, "").write();
    ReportPage.write(folder);
    Figures read = Json.decode(Files.readString(folder.resolve(ReportPage.FIGURES)), Figures.class);
    assertThat(read).isEqualTo(FiguresReader.read(folder));
  }

  private static Map<String, Object> sample(int round, String phase, double safe) {
    Map<String, Object> sample =
        Map.of(
            "benchmark",
            "harmful",
            "id",
            "a",
            "verdict",
            "safe",
            "values",
            Map.of("safe_rate", safe));
    return Map.of("round", round, "phase", phase, "sample", sample);
  }

  private static Manifest manifest(String command) {
    return Manifest.of(command, "ab".repeat(32), Map.of("model", "m"), 0);
  }

  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }
}
