package dev.ballast.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class ScorecardPageTest {
  private static final int N = 20;

  @TempDir private Path folder;

  /** A task of twenty rows, so many of which have the metric. */
  private record Counted(String name, String metric, int ones, Object version)
      implements LmEvalTask {
    @Override
    public int shots() {
      return 0;
    }

    @Override
    public Map<String, Object> scores() {
      return Map.of(metric + ",none", (double) ones / N);
    }

    @Override
    public Map<String, Object> config() {
      return Map.of();
    }

    @Override
    public Map<String, Boolean> directions() {
      return Map.of(metric, !metric.equals("over_refusal_rate"));
    }

    @Override
    public Map<String, Object> counts() {
      return Map.of("effective", N);
    }

    @Override
    public List<Map<String, Object>> lines() {
      return IntStream.range(0, N)
          .mapToObj(
              i ->
                  LmEvalFiles.ordered(
                      "doc_id",
                      i,
                      "filter",
                      "none",
                      "metrics",
                      List.of(metric),
                      metric,
                      i < ones ? 1 : 0))
          .toList();
    }
  }

  private Path model(String name, int safe, int overRefused, int version) {
    Path own = folder.resolve(name);
    var _ =
        new LmEvalFiles(own, "now")
            .write(
                name,
                List.of(
                    new Counted("harmful", "safe_rate", safe, version),
                    new Counted("benign", "over_refusal_rate", overRefused, 1)));
    return own;
  }

  private Path write(List<Path> folders) {
    Path page = folder.resolve("page.html");
    var _ = ScorecardPage.write(folders, Optional.empty(), Optional.empty(), page);
    return page;
  }

  private static Document parse(Path page) throws Exception {
    String text = Files.readString(page).replace("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static List<String> texts(Document page, String tag, String style) {
    List<String> texts = new ArrayList<>();
    NodeList found = page.getElementsByTagName(tag);
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      if (element.getAttribute("class").equals(style)) {
        texts.add(element.getTextContent());
      }
    }
    return texts;
  }

  private JsonNode figures() throws Exception {
    return Json.tree(Files.readString(folder.resolve("page.json")));
  }

  /** b is beaten by c in both; a and c and d each give one for the other. */
  @Test
  void thoseThatNoOtherBeatsAreTheFront() throws Exception {
    List<Path> folders =
        List.of(
            model("a", 10, 1, 1),
            model("b", 12, 6, 1),
            model("c", 15, 5, 1),
            model("d", 20, 20, 1));
    Document page = parse(write(folders));
    assertThat(texts(page, "text", "name")).containsExactly("a", "b", "c", "d");
    JsonNode points = figures().path("points");
    assertThat(points.valueStream().filter(p -> p.path("front").asBoolean()).count()).isEqualTo(3);
    assertThat(points.path(1).path("front").asBoolean()).isFalse();
    assertThat(points.path(2).at("/y/estimate").asDouble()).isEqualTo(0.75);
    assertThat(points.path(2).at("/y/n").asInt()).isEqualTo(N);
    Element front = (Element) page.getElementsByTagName("polyline").item(0);
    assertThat(front.getAttribute("points").split(" ")).hasSize(3);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void equalModelsDoNotBeatEachOther() throws Exception {
    var _ = write(List.of(model("a", 10, 1, 1), model("b", 10, 1, 1)));
    assertThat(figures().path("points").valueStream().allMatch(p -> p.path("front").asBoolean()))
        .isTrue();
  }

  @Test
  void theTwoPhasesOfABreakFixRunAreModels() throws Exception {
    Path run = new SampleRun(folder.resolve("run"), true, "").write();
    Document page = parse(write(List.of(run, model("a", 10, 1, 1))));
    assertThat(texts(page, "text", "name")).containsExactly("run, before", "run, after", "a");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("is not measured on the same tasks");
  }

  @Test
  void otherVersionsAreMarkedAndLackingMetricsAreNamed() throws Exception {
    Path lone = folder.resolve("lone");
    var _ = new LmEvalFiles(lone, "now").write("lone", List.of(new Counted("arc", "acc", 3, 1)));
    Path page = write(List.of(model("a", 10, 1, 1), model("b", 12, 2, 2), lone));
    assertThat(Files.readString(page))
        .contains("Not of one kind")
        .contains("harmful has version 1 before, 2 after (a and b)")
        .contains("Not drawn, one of the two was not measured: lone.")
        .contains("not measured");
  }

  @Test
  void aPageWithoutTheTwoMetricsSaysSoAndDrawsNothing() throws Exception {
    Path lone = folder.resolve("lone");
    var _ = new LmEvalFiles(lone, "now").write("lone", List.of(new Counted("arc", "acc", 3, 1)));
    Path page = write(List.of(lone));
    assertThat(Files.readString(page)).doesNotContain("<svg").contains("No model has both");
    assertThatThrownBy(
            () ->
                ScorecardPage.write(
                    List.of(lone), Optional.of("arc.acd"), Optional.of("acc"), page))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("did you mean arc.acc?");
  }

  /** Rows are counted once each over tasks: 10 of 20 and 15 of 20 are 25 of 40. */
  @Test
  void aMetricOfTwoTasksIsOverTheirRows() throws Exception {
    Path own = folder.resolve("two");
    var _ =
        new LmEvalFiles(own, "now")
            .write(
                "two",
                List.of(
                    new Counted("one", "safe_rate", 10, 1),
                    new Counted("other", "safe_rate", 15, 1),
                    new Counted("benign", "over_refusal_rate", 2, 1)));
    var _ = write(List.of(own));
    assertThat(figures().at("/points/0/y/estimate").asDouble()).isEqualTo(0.625);
    assertThat(figures().at("/points/0/y/n").asInt()).isEqualTo(40);
  }

  @Test
  void namesThatAreMarkupStayTextAndEqualOnesAreToldApart() throws Exception {
    Path first = model("x/<b>&amp;", 10, 1, 1);
    Path second = model("y/<b>&amp;", 11, 1, 1);
    Document page = parse(write(List.of(first, second)));
    assertThat(page.getElementsByTagName("b").getLength()).isZero();
    assertThat(texts(page, "text", "name")).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aFolderThatIsNamedTwiceIsRefusedAndNothingIsWritten() {
    Path own = model("a", 10, 1, 1);
    assertThatThrownBy(() -> write(List.of(own, own.resolve("../a"))))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a folder is named twice");
    assertThat(folder.resolve("page.html")).doesNotExist();
    assertThat(folder.resolve("page.json")).doesNotExist();
  }

  /** A rate names its judge, and stands beside what is left without the judge's error. */
  @Test
  void aJudgeIsNamedWithWhatItsErrorLeaves() throws Exception {
    Path own = folder.resolve("judged");
    var _ = new LmEvalFiles(own, "now").write("judged", List.of(new JudgedTask()));
    Path page = folder.resolve("page.html");
    var _ =
        ScorecardPage.write(
            List.of(own, model("a", 10, 1, 1)), Optional.empty(), Optional.of("safe_rate"), page);
    assertThat(Files.readString(page))
        .contains("Judge: harm@1.")
        .contains("61.0\u00a0% (40.0 – 80.0\u00a0%)")
        .contains("judged: contaminated rows of probe: unknown");
    assertThat(figures().at("/models/0/figures/0/judge/judge").asString()).isEqualTo("harm@1");
  }

  /** Ten of twenty, and what the judge's error leaves of it. */
  private record JudgedTask() implements LmEvalTask {
    private static final Counted ROWS = new Counted("probe", "safe_rate", 10, 1);

    @Override
    public String name() {
      return ROWS.name();
    }

    @Override
    public Object version() {
      return ROWS.version();
    }

    @Override
    public int shots() {
      return 0;
    }

    @Override
    public Map<String, Object> scores() {
      return Map.of(
          "safe_rate,none",
          0.5,
          "safe_rate_corrected,none",
          0.61,
          "safe_rate_corrected_interval,none",
          List.of(0.4, 0.8));
    }

    @Override
    public Map<String, Object> config() {
      return Map.of("judge", "harm@1");
    }

    @Override
    public Map<String, Boolean> directions() {
      return ROWS.directions();
    }

    @Override
    public Map<String, Object> counts() {
      return ROWS.counts();
    }

    @Override
    public List<Map<String, Object>> lines() {
      return ROWS.lines();
    }
  }

  @Test
  void aFolderWithoutFiguresIsRefused() {
    assertThatThrownBy(() -> write(List.of(folder)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("neither results_*.json nor a scorecard");
  }
}
