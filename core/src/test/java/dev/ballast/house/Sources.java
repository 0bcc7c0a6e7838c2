package dev.ballast.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/** Reads the project's own sources with the compiler's parser. */
final class Sources {
  /**
   * A method as it stands in the source.
   *
   * @param lines from its first to its last line
   * @param exposed public, or a member of an interface
   */
  record Method(String name, int lines, int parameters, boolean takesBoolean, boolean exposed) {}

  private Sources() {}

  static List<Path> main() {
    return under(Path.of("src/main/java"));
  }

  static List<Path> all() {
    List<Path> files = new ArrayList<>(main());
    files.addAll(under(Path.of("src/test/java")));
    return files;
  }

  static List<Path> under(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Method> methods(List<Path> files) {
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler");
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<Method> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new Collector(unit, positions, found).scan(unit, null);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Collector extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Method> found;
    private final Deque<ClassTree> around = new ArrayDeque<>();

    Collector(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      around.push(tree);
      super.visitClass(tree, null);
      around.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      long start = positions.getStartPosition(unit, tree);
      long end = positions.getEndPosition(unit, tree);
      if (start >= 0 && end >= 0) {
        found.add(method(tree, line(end) - line(start) + 1));
      }
      return super.visitMethod(tree, null);
    }

    private Method method(MethodTree tree, int lines) {
      ClassTree owner = Objects.requireNonNull(around.peek());
      boolean constructorOfRecord =
          owner.getKind() == Tree.Kind.RECORD && tree.getName().contentEquals("<init>");
      boolean exposed =
          owner.getKind() == Tree.Kind.INTERFACE
              || tree.getModifiers().getFlags().contains(Modifier.PUBLIC);
      return new Method(
          unit.getSourceFile().getName() + "#" + owner.getSimpleName() + "." + tree.getName(),
          lines,
          constructorOfRecord ? 0 : tree.getParameters().size(),
          !constructorOfRecord
              && tree.getParameters().stream()
                  .anyMatch(p -> String.valueOf(p.getType()).equals("boolean")),
          exposed);
    }

    private int line(long position) {
      return (int) unit.getLineMap().getLineNumber(position);
    }
  }
}
