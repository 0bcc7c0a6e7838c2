package dev.ballast.cli;

import dev.ballast.config.Config;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.train.TrainEvent;
import dev.ballast.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Full DPO steps as the peer does them: batch 4, file order, constant rate. */
final class TrainingBench {
  private TrainingBench() {}

  /** Return pairs a second over the steps after the first. */
  static double round(BenchVerb.Keys keys, Terminal terminal) {
    DatasetSpec spec = DatasetSpec.of(keys.pairsFile(), "hh");
    List<PreferencePair> pairs =
        new Datasets(keys.run().dataRoot())
            .read(spec, PreferencePair.class)
            .rows()
            .subList(0, keys.pairs());
    Path folder = temporary();
    List<Long> times = new ArrayList<>();
    DpoKeys settings = settings();
    try (Trainee trainee = Trainee.open(ModelKeys.of(keys.model()), Adapting.of(settings.pair()))) {
      Trainer.Job job = new Steps(trainee, terminal).dpo(settings, pairs);
      var _ =
          new Trainer(
                  job,
                  trainee.files(),
                  folder,
                  event -> {
                    if (event instanceof TrainEvent.Logged) {
                      times.add(System.nanoTime());
                    }
                  })
              .run();
    } finally {
      delete(folder);
    }
    return 4.0 * (times.size() - 1) / ((times.getLast() - times.getFirst()) / 1e9);
  }

  private static DpoKeys settings() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("learning_rate", "1e-6");
    keys.put("lr_scheduler_type", "constant");
    keys.put("num_train_epochs", "1");
    keys.put("per_device_train_batch_size", "4");
    keys.put("max_length", "512");
    keys.put("shuffle", "false");
    keys.put("logging_steps", "1");
    keys.put("save_strategy", "no");
    return Config.decode(DpoKeys.class, Optional.empty(), keys).value();
  }

  /** Return the most memory that this process ever held. */
  static long peakRssMib() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /proc/self/status", e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("ballast-bench");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
