package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class YamlTest {
  @Test
  void readsTheCoreSchemaOfYaml12() {
    assertThat(Yaml.tree("[no, off, yes, 1e-4, 0x1F, 0o17, ~, True, .inf, 012, 1_0]"))
        .hasToString("[\"no\",\"off\",\"yes\",1.0E-4,31,15,null,true,\"Infinity\",12,\"1_0\"]");
    assertThat(Yaml.tree("").isNull()).isTrue();
  }

  @Test
  void duplicateKeysNameTheRow() {
    assertThatThrownBy(() -> Yaml.tree("a: 1\nb: 2\na: 3\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("row 3")
        .hasMessageContaining("key a");
  }

  @Test
  void brokenTextTagsBombsAndRingsAreErrors() {
    assertThatThrownBy(() -> Yaml.tree("a: 1\nb: [1, 2\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not valid YAML")
        .hasMessageContaining("row");
    assertThatThrownBy(() -> Yaml.tree("a: !!java.net.URL [x]")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> Yaml.tree("a: !own x"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("tags are not allowed");
    assertThatThrownBy(() -> Yaml.tree("a: 1\n---\nb: 2\n")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> Yaml.tree("&a [*a]")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> Yaml.tree(bomb(25))).isInstanceOf(BadInput.class);
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> Yaml.tree(Path.of("no-such.yaml")))
        .isInstanceOf(BadInput.class)
        .hasMessage("no such file (file no-such.yaml). Fix: check the path");
  }

  private static String bomb(int levels) {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= levels; i++) {
      text.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
    }
    return text.toString();
  }
}
