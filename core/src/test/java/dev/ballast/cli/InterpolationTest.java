package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.Extras;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpolationTest {
  @TempDir Path folder;

  private Path model(String name, float... values) {
    Path model = folder.resolve(name);
    try (Scope _ = Scope.open()) {
      CheckpointWriter.write(
          model,
          Json.tree("{\"model_type\":\"llama\"}"),
          Map.of("w", Tensors.ofFloats(values, values.length)),
          Extras.none().with("tokenizer.json", "{\"of\":\"" + name + "\"}"));
    }
    return model;
  }

  @Test
  void writesWeightsBetweenWithTheTunedModelsFiles() {
    Path output = folder.resolve("stage/model");
    new Interpolation(0.75).write(model("base", 0, 8), model("tuned", 4, 0), output);
    assertThat(output.resolve("tokenizer.json")).hasContent("{\"of\":\"tuned\"}");
    try (Scope _ = Scope.open();
        Checkpoint between = Checkpoint.open(output)) {
      assertThat(between.weights().read("w").toFloats()).containsExactly(3, 2);
    }
  }

  @Test
  void leavesNothingWhereTheModelsDoNotFit() {
    Path output = folder.resolve("stage/model");
    assertThatThrownBy(
            () -> new Interpolation(0.5).write(model("base", 1, 2, 3), model("tuned", 1), output))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("two shapes");
    assertThat(Files.exists(output)).isFalse();
  }
}
