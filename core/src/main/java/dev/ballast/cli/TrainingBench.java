package dev.ballast.cli;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.Safety;
import dev.ballast.train.EncodedPair;
import dev.ballast.train.TrainEvent;
import dev.ballast.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Training steps as the peer does them: batch 4, file order, constant rate. */
final class TrainingBench {
  private static final int BATCH = 4;

  private TrainingBench() {}

  /**
   * One round's speed, over the steps after the first.
   *
   * @param pairs a second, with the reference's share of the time where the work has one: the peer
   *     scores it in every step, this program once before the first
   * @param flops six for each weight of the model and token of a step, a second
   */
  record Speed(double pairs, double flops) {}

  static Speed round(BenchVerb.Keys keys, Terminal terminal) {
    TrainingWork work = keys.mode();
    List<PreferencePair> pairs = pairs(keys);
    Path folder = temporary();
    List<Long> times = new ArrayList<>();
    List<Long> referenced = new ArrayList<>();
    Adapting adapting = Adapting.of(work.dpo().pair());
    long weights;
    long tokens;
    try (Trainee trainee = Trainee.open(ModelKeys.of(keys.model()), ComputeKeys.cpu(), adapting)) {
      weights = trainee.decoder().config().parameterCount();
      List<EncodedPair> encoded = trainee.encoder().pairs(pairs.subList(BATCH, pairs.size()));
      tokens = tokens(work.dpo().pair().train().admitPairs(encoded).rows());
      Trainer.Job job = job(new Steps(trainee, terminal), work, pairs);
      referenced.add(System.nanoTime());
      var _ =
          new Trainer(
                  job,
                  trainee.files(),
                  folder,
                  event -> {
                    switch (event) {
                      case TrainEvent.Started _ -> referenced.add(System.nanoTime());
                      case TrainEvent.Logged _ -> times.add(System.nanoTime());
                      default -> {}
                    }
                  })
              .run();
    } finally {
      delete(folder);
    }
    double reference = work.scoresReference() ? seconds(referenced) / pairs.size() : 0;
    double steps = seconds(times);
    double perPair = steps / ((double) BATCH * (times.size() - 1));
    return new Speed(1 / (reference + perPair), 6.0 * weights * tokens / steps);
  }

  private static Trainer.Job job(Steps steps, TrainingWork work, List<PreferencePair> pairs) {
    return work == TrainingWork.BFPO
        ? steps.bfpo(work.bfpo(), pairs, List.of())
        : steps.dpo(work.dpo(), pairs);
  }

  /** Read the pairs; that the chosen answer is the safe one is what the file is about. */
  private static List<PreferencePair> pairs(BenchVerb.Keys keys) {
    DatasetSpec spec = DatasetSpec.of(keys.pairsFile(), "hh");
    return new Datasets(keys.run().dataRoot())
        .read(spec, PreferencePair.class).rows().subList(0, keys.pairs()).stream()
            .map(
                pair ->
                    new PreferencePair(
                        pair.id(),
                        pair.prompt(),
                        pair.chosen(),
                        pair.rejected(),
                        Safety.SAFE,
                        Safety.UNSAFE,
                        pair.category(),
                        pair.source()))
            .toList();
  }

  /** Count the tokens that are computed: a prompt once for both answers. */
  private static long tokens(List<EncodedPair> pairs) {
    return pairs.stream()
        .mapToLong(pair -> pair.prompt().length + pair.chosen().length + pair.rejected().length)
        .sum();
  }

  /** Return what lies between the first and the last of some points in time. */
  private static double seconds(List<Long> times) {
    return (times.getLast() - times.getFirst()) / 1e9;
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
