package dev.ballast.cli;

import dev.ballast.eval.LmEvalTask;
import dev.ballast.hub.ModelReference;
import dev.ballast.task.Seen;
import dev.ballast.task.TrainedOn;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for what a model was trained on among the rows that it is measured by. */
final class Lineage {
  private Lineage() {}

  /** Return, by task, how many rows training has seen, as far as manifests tell. */
  static Map<String, Seen> seen(ModelKeys model, List<? extends LmEvalTask> tasks) {
    TrainedOn trained = TrainedOn.of(model.model(), Lineage::place, Models::datasets);
    Map<String, Seen> seen = new LinkedHashMap<>();
    tasks.forEach(task -> seen.put(task.name(), trained.seen(task)));
    return seen;
  }

  private static Optional<Path> place(String reference) {
    return switch (ModelReference.parse(reference)) {
      case ModelReference.Folder folder -> Optional.of(folder.path());
      case ModelReference.GgufFile file -> Optional.of(file.path());
      case ModelReference.Embedded _, ModelReference.HubId _, ModelReference.Endpoint _ ->
          Optional.empty();
    };
  }
}
