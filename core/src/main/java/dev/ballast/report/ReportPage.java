package dev.ballast.report;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The page of a run. */
public final class ReportPage {
  /** The page's name in a run's folder. */
  public static final String FILE = "report.html";

  /** The name of the same figures for machines. */
  public static final String FIGURES = "report.json";

  private ReportPage() {}

  /**
   * Write {@code report.html} and, with the same figures, {@code report.json} into a run's folder;
   * the same folder gives the same bytes.
   *
   * @return the page
   * @throws BadInput when the folder is not there, no run's, or a file in it is damaged
   * @throws OutsideMissing when the folder cannot be written
   */
  public static Path write(Path runFolder) {
    if (Stream.of("manifest.json", Events.FILE).noneMatch(f -> Files.exists(runFolder.resolve(f)))
        && Files.isDirectory(runFolder)) {
      throw BadInput.of("neither a run nor results_*.json in this folder")
          .file(runFolder)
          .fix("name a folder that a verb of Ballast or lm-eval wrote");
    }
    Figures figures = FiguresReader.read(runFolder);
    AtomicFile.write(runFolder.resolve(FIGURES), Json.pretty(figures) + "\n");
    Path page = runFolder.resolve(FILE);
    AtomicFile.write(page, new Page(figures).markup());
    return page;
  }
}
