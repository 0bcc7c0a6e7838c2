package dev.ballast.train;

import dev.ballast.data.Safety;
import dev.ballast.json.BadInput;
import dev.ballast.model.Decoder;
import dev.ballast.model.ForwardPass;
import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairScores.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A preference loss on pairs. Two passes over the output layer keep memory small: log-probs without
 * a graph, the loss on those few numbers, then logits again, chunk by chunk, with the loss's
 * gradient as weights. The prompt of a pair is computed once.
 */
public final class PairStep implements Step {
  private final Decoder model;
  private final List<EncodedPair> pairs;
  private final PreferenceLoss loss;
  private final double anchor;
  private final PairPasses passes;
  private final ChunkedHead head;
  private Optional<ReferencePass> reference = Optional.empty();

  /** Train on pairs in {@linkplain PairPasses#standard() the standard way}. */
  public PairStep(Decoder model, List<EncodedPair> pairs, PreferenceLoss loss, double anchor) {
    this(model, pairs, loss, anchor, PairPasses.standard());
  }

  /**
   * Train on pairs.
   *
   * @param anchor weight of the chosen completions' mean-token negative log-likelihood beside the
   *     loss (RPO, Pang et al. 2024); 0 for none
   * @throws BadInput when the loss needs safety labels and a pair has none
   */
  public PairStep(
      Decoder model,
      List<EncodedPair> pairs,
      PreferenceLoss loss,
      double anchor,
      PairPasses passes) {
    this.model = model;
    this.pairs = List.copyOf(pairs);
    this.loss = loss;
    this.anchor = anchor;
    this.passes = passes;
    this.head = new ChunkedHead(model.head());
    if (loss.needsSafety()) {
      pairs.forEach(PairStep::requireLabels);
    }
  }

  private static void requireLabels(EncodedPair pair) {
    if (pair.chosenSafe() == Safety.UNKNOWN || pair.rejectedSafe() == Safety.UNKNOWN) {
      throw BadInput.of("this loss needs to know which completions are safe")
          .key(pair.chosenSafe() == Safety.UNKNOWN ? "chosen_safe" : "rejected_safe")
          .value("row " + pair.id())
          .fix("add chosen_safe and rejected_safe (true or false) to every row");
    }
  }

  @Override
  public int rows() {
    return pairs.size();
  }

  @Override
  public ReferenceUse prepare(int batch, Consumer<TrainEvent> events) {
    int size = passes.reference().batch().orElse(batch);
    reference =
        switch (loss) {
          case PreferenceLoss.WithReference _ ->
              Optional.of(ReferencePass.of(model, pairs, size, passes.reference().cache(), events));
          case PreferenceLoss.ReferenceFree _ -> Optional.empty();
        };
    return reference.map(ReferencePass::use).orElse(ReferenceUse.NONE);
  }

  @Override
  public String fingerprint() {
    RowHash hash = new RowHash();
    for (EncodedPair pair : pairs) {
      hash.add(pair.prompt()).add(pair.chosen()).add(pair.rejected());
      hash.add(pair.chosenSafe().ordinal(), pair.rejectedSafe().ordinal());
    }
    // Without a size of its own the reference has the micro-batches', which the run hashes.
    String own = passes.reference().batch().map(batch -> " " + batch).orElse("");
    return hash.hex() + " " + loss + " " + anchor + own;
  }

  @Override
  public List<MicroBatch> accumulate(BatchPlan.Step step) {
    double share = 1.0 / step.microBatches().size();
    List<MicroBatch> done = new ArrayList<>();
    for (int[] rows : step.microBatches()) {
      done.add(microBatch(rows, share, step.first() + done.size()));
    }
    return done;
  }

  /**
   * Add the gradient of {@code share} times the mean loss of some pairs.
   *
   * @param rows indices of pairs
   * @param draw names the pass for an adapter's dropout
   */
  MicroBatch microBatch(int[] rows, double share, long draw) {
    List<EncodedPair> batch = Arrays.stream(rows).mapToObj(pairs::get).toList();
    PairScores layout = new PairScores(batch);
    PackedTokens packed = EncodedPair.pack(batch, model.config());
    Positions positions = Positions.ofPairs(packed, batch);
    try (Scope _ = Scope.open()) {
      ForwardPass pass = model.pass(packed, draw, passes.activations());
      Tensor predictors = positions.select(pass.hidden());
      Tensor detached = predictors.detach();
      PairLogProbs policy = policy(head.score(detached, positions.targets()), layout);
      Optional<ReferenceLogProbs> start = reference.map(kept -> kept.of(rows, layout));
      Tensor mean = mean(policy, start);
      mean.backward();
      double[] weights = new double[positions.targets().length];
      layout.flatten(policy.chosen(), Side.CHOSEN, share, weights);
      layout.flatten(policy.rejected(), Side.REJECTED, share, weights);
      pass.backward(predictors, head.backward(detached, positions.targets(), weights));
      return new MicroBatch(
          mean.item() * share,
          metrics(policy, start),
          batch.stream().mapToLong(EncodedPair::tokens).sum());
    }
  }

  private static PairLogProbs policy(HeadScores scores, PairScores layout) {
    CompletionLogProbs chosen = layout.matrix(scores.logProbs(), Side.CHOSEN);
    CompletionLogProbs rejected = layout.matrix(scores.logProbs(), Side.REJECTED);
    chosen.perToken().requireGrad();
    rejected.perToken().requireGrad();
    return new PairLogProbs(
        chosen,
        rejected,
        layout.safe(Side.CHOSEN),
        layout.safe(Side.REJECTED),
        layout.statistics(scores, Side.CHOSEN),
        layout.statistics(scores, Side.REJECTED));
  }

  private Tensor mean(PairLogProbs policy, Optional<ReferenceLogProbs> start) {
    Tensor mean =
        switch (loss) {
          case PreferenceLoss.WithReference with ->
              with.perPair(policy, start.orElseThrow(PairStep::unprepared)).mean();
          case PreferenceLoss.ReferenceFree free -> free.perPair(policy).mean();
        };
    return anchor == 0 ? mean : mean.add(negativeLogLikelihood(policy).mul(anchor));
  }

  private static Tensor negativeLogLikelihood(PairLogProbs policy) {
    CompletionLogProbs chosen = policy.chosen();
    return chosen.perToken().sum().div(chosen.lengths().sum()).neg();
  }

  private Map<String, Double> metrics(PairLogProbs policy, Optional<ReferenceLogProbs> start) {
    Map<String, Double> metrics =
        PairMetrics.of(
            policy,
            rewards(policy.chosen(), start.map(ReferenceLogProbs::chosen)),
            rewards(policy.rejected(), start.map(ReferenceLogProbs::rejected)));
    metrics.putAll(
        switch (loss) {
          case PreferenceLoss.WithReference with ->
              with.metrics(policy, start.orElseThrow(PairStep::unprepared));
          case PreferenceLoss.ReferenceFree _ -> Map.of();
        });
    if (anchor != 0) {
      metrics.put("nll_loss", negativeLogLikelihood(policy).item());
    }
    return metrics;
  }

  private double[] rewards(CompletionLogProbs policy, Optional<CompletionLogProbs> start) {
    Tensor logRatio =
        start.map(completion -> policy.sum().sub(completion.sum())).orElseGet(policy::sum);
    return logRatio.detach().mul(loss.beta()).toDoubles();
  }

  private static IllegalStateException unprepared() {
    return new IllegalStateException("prepare() has to come first: it computes the reference");
  }
}
