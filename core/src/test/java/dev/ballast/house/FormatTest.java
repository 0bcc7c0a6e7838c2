package dev.ballast.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every source is as google-java-format writes it.
 *
 * <p>A test and not a Maven plugin, because the formatter has to run on a JDK that knows the syntax
 * of {@code release 25}, and Maven itself may run on 17. {@code -Dballast.format=apply} rewrites
 * the files.
 */
class FormatTest {
  @Test
  void sourcesAreFormatted() throws IOException, FormatterException {
    boolean apply = "apply".equals(System.getProperty("ballast.format"));
    List<Path> unformatted = new ArrayList<>();
    for (Path file : Sources.all()) {
      String text = Sources.text(file);
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        unformatted.add(file);
        if (apply) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(unformatted)
        .as("run mvn test -Dtest=FormatTest -Dballast.format=apply")
        .matches(files -> files.isEmpty() || apply);
  }

  @Test
  void noImportIsUnused() throws FormatterException {
    for (Path file : Sources.all()) {
      String text = Sources.text(file);
      assertThat(RemoveUnusedImports.removeUnusedImports(text)).as(file.toString()).isEqualTo(text);
    }
  }
}
