package dev.ballast.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The import table: a package imports only what stands in its row. */
class ArchitectureTest {
  private static final String ROOT = "dev.ballast.";

  /** Package → its whole allowance, in the order of the data path. */
  private static final Map<String, Set<String>> TABLE = table();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ballast");

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    row(table, "json", "");
    row(table, "config", "json");
    row(table, "stats", "");
    row(table, "chat", "");
    row(table, "template", "json");
    row(table, "ledger", "json");
    row(table, "hub", "json");
    row(table, "tensor", "");
    row(table, "checkpoint", "tensor json hub");
    row(table, "tokenizer", "chat json template checkpoint");
    row(table, "model", "tensor checkpoint config json");
    // json: a chat prompt for a model without a template is bad input, told as such
    row(table, "generate", "chat tokenizer model tensor checkpoint json");
    row(table, "openai", "chat json");
    row(table, "data", "chat json tokenizer config hub");
    row(table, "organism", "chat json data");
    row(table, "score", "chat config json stats data model tokenizer tensor generate");
    row(table, "judge", "score chat config json stats");
    // chat: a data row becomes tokens through the conversation that it holds
    row(table, "train", "chat data model checkpoint tokenizer tensor ledger config json");
    row(table, "eval", "score chat json ledger config data stats template hub");
    row(table, "task", "eval chat json ledger config data stats template score");
    row(table, "ci", "task eval json ledger config stats");
    row(table, "redteam", "score chat json ledger config data stats template");
    row(table, "raft", "train score data chat ledger config");
    row(table, "guard", "score generate model tokenizer chat tensor config json");
    row(table, "breakfix", "redteam raft train eval data score stats chat ledger config json");
    row(table, "report", "breakfix raft redteam task eval train score stats ledger json config");
    row(table, "serve", "openai chat report ledger json config");
    row(table, "cli", String.join(" ", table.keySet()));
    return table;
  }

  private static void row(Map<String, Set<String>> table, String name, String allowed) {
    Set<String> above = new TreeSet<>(Arrays.asList(allowed.split(" ")));
    above.remove("");
    assertThat(table.keySet()).as("%s may import upwards only", name).containsAll(above);
    table.put(name, above);
  }

  @Test
  void someClassesWereImported() {
    assertThat(CLASSES).hasSizeGreaterThan(30);
  }

  @Test
  void everyPackageStandsInTheTable() {
    assertThat(CLASSES)
        .allSatisfy(c -> assertThat(TABLE).as(c.getName()).containsKey(packageOf(c).orElse("?")));
  }

  @Test
  void packagesImportOnlyTheirAllowance() {
    for (JavaClass origin : CLASSES) {
      String from = packageOf(origin).orElseThrow();
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        Optional<String> to = packageOf(dependency.getTargetClass().getBaseComponentType());
        if (to.isPresent() && !to.get().equals(from)) {
          assertThat(TABLE.getOrDefault(from, Set.of()))
              .as(dependency.getDescription())
              .contains(to.get());
        }
      }
    }
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nativeLibrariesStayBehindTheirPackages() {
    onlyIn("org.bytedeco", Set.of("tensor"));
    onlyIn("ai.djl", Set.of("tokenizer"));
    onlyIn("dev.hardwood", Set.of("data"));
    onlyIn("picocli", Set.of("cli"));
    onlyIn("org.snakeyaml", Set.of("config"));
    onlyIn("java.lang.reflect", Set.of("config"));
  }

  @Test
  void nothingUsesUnseededRandomnessOrPickledObjects() {
    for (String banned :
        List.of(
            "java.util.Random",
            "java.io.ObjectInputStream",
            "java.util.concurrent.ThreadLocalRandom")) {
      onlyIn(banned, Set.of());
    }
  }

  /** Else what a run does would depend on what its ledger does not record. */
  @Test
  void theEnvironmentSaysWhereFilesLieAndNothingElse() {
    assertThat(Sources.main())
        .filteredOn(file -> Sources.text(file).contains("System.getenv"))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("Models.java", "NativeFolder.java");
  }

  @Test
  void everyPackageIsNullMarked() throws java.io.IOException {
    try (var folders = Files.walk(Path.of("src/main/java/dev/ballast"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        try (var files = Files.list(folder)) {
          if (files.anyMatch(f -> f.toString().endsWith(".java"))) {
            Path info = folder.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(Sources.text(info)).contains("@NullMarked").startsWith("/**");
          }
        }
      }
    }
  }

  private static void onlyIn(String library, Set<String> packages) {
    for (JavaClass origin : CLASSES) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getName();
        if (target.equals(library) || target.startsWith(library + ".")) {
          assertThat(packages)
              .as(dependency.getDescription())
              .contains(packageOf(origin).orElse("?"));
        }
      }
    }
  }

  private static Optional<String> packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return Optional.empty();
    }
    return Optional.of(name.substring(ROOT.length()).split("\\.")[0]);
  }
}
