package dev.ballast.train;

import dev.ballast.config.Config;
import dev.ballast.json.BadInput;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Hashes;
import dev.ballast.model.Decoder;
import dev.ballast.tensor.FusedAdamW;
import dev.ballast.tensor.Gradients;
import dev.ballast.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one training loop. It knows steps, not losses; the same job gives the same weights bit for
 * bit on the same machine, also when it was killed and started again.
 */
public final class Trainer {
  /**
   * What is trained, on what, how.
   *
   * @param learningRate the schedule's peak
   */
  public record Job(Decoder model, Step step, double learningRate, TrainConfig config) {}

  private final Job job;
  private final BatchPlan plan;
  private final long total;
  private final Checkpoints checkpoints;
  private final Consumer<TrainEvent> events;

  /**
   * Set a run up.
   *
   * @param files what surrounds the weights in every saved folder
   * @param output the run's folder; checkpoints of an equal run in it are gone on from
   */
  public Trainer(Job job, ModelFiles files, Path output, Consumer<TrainEvent> events) {
    this.job = job;
    this.plan = job.config().plan(job.step().rows());
    this.total = job.config().totalSteps(plan);
    this.checkpoints = new Checkpoints(output, files);
    this.events = events;
  }

  /**
   * Train to the end and write the model.
   *
   * @throws BadInput when the loss is not finite, when an alarm is to stop the run, or when the
   *     folder holds another run
   */
  public TrainReport run() {
    if (Files.exists(checkpoints.output().resolve("model"))) {
      throw BadInput.of("this run is finished already")
          .file(checkpoints.output())
          .fix("name another output_dir, or delete this one");
    }
    List<String> trained = job.model().trainable(job.config().trainable());
    String fingerprint = fingerprint();
    Optional<Path> resumed = checkpoints.newestWhole(events);
    prepare();
    try (FusedAdamW optimiser = optimiser(trained)) {
      TrainState state =
          resumed
              .map(folder -> checkpoints.restore(folder, fingerprint, job.model(), optimiser))
              .orElseGet(() -> TrainState.start(fingerprint));
      events.accept(started(state, trained));
      while (state.step() < total) {
        state = step(state, optimiser);
        if (job.config().saves(state.step(), plan)) {
          save(state, optimiser);
        }
      }
      return finish(state);
    }
  }

  private void prepare() {
    ReferenceUse use = job.step().prepare(job.config().perDeviceTrainBatchSize(), events);
    if (use.rows() > 0) {
      events.accept(new TrainEvent.ReferenceRead(use));
    }
  }

  private TrainState step(TrainState before, FusedAdamW optimiser) {
    BatchPlan.Step step = plan.step(before.step());
    List<MicroBatch> parts = job.step().accumulate(step);
    double norm = clip();
    double rate = job.learningRate() * job.config().rateFactor(before.step(), total);
    TrainState state = before.stepped(step.epoch(), parts);
    requireFinite(state.step(), parts, norm);
    optimiser.step(rate);
    return state.step() % job.config().loggingSteps() == 0 ? log(state, norm, rate) : state;
  }

  private double clip() {
    Collection<Tensor> weights = job.model().parameters().values();
    double limit = job.config().maxGradNorm();
    return limit > 0 ? Gradients.clip(weights, limit) : Gradients.norm(weights);
  }

  private TrainState log(TrainState state, double norm, double rate) {
    Map<String, Double> averages = state.window().averages();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", averages.getOrDefault("loss", 0.0));
    values.put("grad_norm", norm);
    values.put("learning_rate", rate);
    averages.forEach(values::putIfAbsent);
    values.put("num_tokens", (double) state.tokens());
    StepMetrics entry = new StepMetrics(state.step(), state.epoch(), values);
    events.accept(new TrainEvent.Logged(entry));
    alarms(entry);
    return state.logged(entry);
  }

  private void alarms(StepMetrics entry) {
    job.config()
        .alarmBelow()
        .forEach(
            (metric, bound) -> {
              double value = entry.value(metric);
              if (value < bound) {
                events.accept(new TrainEvent.Alarm(entry.step(), metric, value, bound));
                stopOnAlarm(metric + " fell to " + value + " at step " + entry.step());
              }
            });
  }

  private void stopOnAlarm(String what) {
    switch (job.config().stopOn()) {
      case NOTHING -> {}
      case ALARM ->
          throw BadInput.of(what)
              .key("alarm_below")
              .fix("lower learning_rate, or change the bound; the last checkpoint is kept");
    }
  }

  private void requireFinite(long step, List<MicroBatch> parts, double norm) {
    double loss = parts.stream().mapToDouble(MicroBatch::loss).sum();
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw BadInput.of(
              "training diverged at step " + step + ": loss " + loss + ", grad_norm " + norm)
          .key("learning_rate")
          .value(job.learningRate())
          .fix("lower it or max_grad_norm; the weights of the last checkpoint are sound");
    }
  }

  private void save(TrainState state, FusedAdamW optimiser) {
    String trainerState = TrainerState.json(state, job.config(), plan);
    Path folder = checkpoints.save(state, trainerState, job.model(), optimiser);
    job.config().saveTotalLimit().ifPresent(checkpoints::keep);
    events.accept(new TrainEvent.Saved(state.step(), folder));
  }

  private TrainReport finish(TrainState state) {
    AtomicFile.write(
        checkpoints.output().resolve("trainer_state.json"),
        TrainerState.json(state, job.config(), plan));
    Path model = checkpoints.saveModel(job.model());
    TrainReport report =
        new TrainReport(
            state.step(),
            state.epoch(),
            state.tokens(),
            state.lossSum() / state.step(),
            state.log(),
            model);
    events.accept(new TrainEvent.Finished(report));
    return report;
  }

  private FusedAdamW optimiser(List<String> trained) {
    Map<String, Tensor> decaying = new LinkedHashMap<>();
    Map<String, Tensor> spared = new LinkedHashMap<>();
    for (String name : trained) {
      Tensor weight = weight(name);
      (WeightDecayRule.decays(name) ? decaying : spared).put(name, weight);
    }
    return new FusedAdamW(
        List.of(
            new FusedAdamW.Group(decaying, job.config().weightDecay()),
            new FusedAdamW.Group(spared, 0)),
        job.config().adam());
  }

  private Tensor weight(String name) {
    return Objects.requireNonNull(job.model().parameters().get(name), name);
  }

  private TrainEvent.Started started(TrainState state, List<String> trained) {
    long numbers = trained.stream().mapToLong(name -> weight(name).numel()).sum();
    return new TrainEvent.Started(state.step(), total, plan.rows(), trained, numbers);
  }

  private String fingerprint() {
    return Hashes.of(
        Config.fingerprint(job.config())
            + " "
            + job.learningRate()
            + " "
            + job.step().fingerprint()
            + " "
            + job.model().config()
            + checkpoints.files().dropout());
  }
}
