package dev.ballast.cli;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Extras;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.hub.ModelReference;
import dev.ballast.task.MadeFrom;
import dev.ballast.task.Seen;
import dev.ballast.task.TrainedOn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for what a model was trained on among the rows that it is measured by. */
final class Lineage {
  private Lineage() {}

  /** Return, by task, how many rows training has seen, as far as manifests tell. */
  static Map<String, Seen> seen(ModelKeys model, List<? extends LmEvalTask> tasks) {
    List<String> references = new ArrayList<>(List.of(model.model()));
    model.base().ifPresent(references::add);
    TrainedOn trained = TrainedOn.of(references, Lineage::place, Models::datasets);
    Map<String, Seen> seen = new LinkedHashMap<>();
    tasks.forEach(task -> seen.put(task.name(), trained.seen(task)));
    return seen;
  }

  /** Put the models that a folder is made from, without training, beside its weights. */
  static Extras beside(Extras extras, ModelKeys model, List<AdapterFolder> adapters) {
    List<String> models = new ArrayList<>();
    adapters.forEach(adapter -> models.add(lasting(adapter.source().toString())));
    if (adapters.isEmpty()) {
      models.add(lasting(model.model()));
    } else {
      // Adapters stand from the innermost on.
      String named = adapters.getFirst().base();
      models.add(lasting(adapters.size() == 1 ? model.base().orElse(named) : named));
    }
    return extras.with(MadeFrom.FILE, MadeFrom.text(models));
  }

  /** Return a reference that means the same from every folder. */
  private static String lasting(String reference) {
    return place(reference)
        .map(path -> path.toAbsolutePath().normalize().toString())
        .orElse(reference);
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
