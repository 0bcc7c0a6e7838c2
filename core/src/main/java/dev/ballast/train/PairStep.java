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
  private final Packing packing;
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
    this.packing = Packing.pairs(pairs, model.config(), passes.size());
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
   * Add the gradient of {@code share} times the mean loss of some pairs, pass by pass.
   *
   * @param rows indices of pairs
   * @param draw names the micro-batch for an adapter's dropout
   */
  MicroBatch microBatch(int[] rows, double share, long draw) {
    List<EncodedPair> batch = pairs(rows);
    Whole whole =
        new Whole(rows.length, batch.stream().mapToLong(p -> p.chosen().length).sum(), share);
    HeadScores scores = new HeadScores(0);
    double loss = 0;
    int passed = 0;
    for (int[] part : packing.passes(rows)) {
      // The number of a pass stands where no count of micro-batches reaches.
      Pass pass = pass(part, whole, draw ^ (long) passed++ << Integer.SIZE);
      scores = scores.plus(pass.scores());
      loss += pass.loss();
    }
    try (Scope _ = Scope.open()) {
      PairScores layout = new PairScores(batch);
      Map<String, Double> metrics = metrics(policy(scores, layout), start(rows, layout));
      return new MicroBatch(loss, metrics, packing.tokens(rows));
    }
  }

  /**
   * The micro-batch that a pass is part of.
   *
   * @param chosenTokens of all its chosen completions
   */
  private record Whole(int pairs, long chosenTokens, double share) {}

  /** What a pass showed; its share of the micro-batch's loss. */
  private record Pass(HeadScores scores, double loss) {}

  private Pass pass(int[] rows, Whole whole, long draw) {
    List<EncodedPair> some = pairs(rows);
    PairScores layout = new PairScores(some);
    PackedTokens packed = packing.pack(rows);
    Positions positions = Positions.ofPairs(packed, some);
    try (Scope _ = Scope.open()) {
      ForwardPass pass = model.pass(packed, draw, passes.activations());
      Tensor predictors = positions.select(pass.hidden());
      Tensor detached = predictors.detach();
      HeadScores scores = head.score(detached, positions.targets());
      PairLogProbs policy = policy(scores, layout);
      policy.chosen().perToken().requireGrad();
      policy.rejected().perToken().requireGrad();
      Tensor loss = loss(policy, start(rows, layout), whole);
      loss.backward();
      double[] weights = new double[positions.targets().length];
      layout.flatten(policy.chosen(), Side.CHOSEN, whole.share(), weights);
      layout.flatten(policy.rejected(), Side.REJECTED, whole.share(), weights);
      pass.backward(predictors, head.backward(detached, positions.targets(), weights));
      return new Pass(scores, loss.item() * whole.share());
    }
  }

  private List<EncodedPair> pairs(int[] rows) {
    return Arrays.stream(rows).mapToObj(pairs::get).toList();
  }

  private Optional<ReferenceLogProbs> start(int[] rows, PairScores layout) {
    return reference.map(kept -> kept.of(rows, layout));
  }

  private static PairLogProbs policy(HeadScores scores, PairScores layout) {
    CompletionLogProbs chosen = layout.matrix(scores.logProbs(), Side.CHOSEN);
    CompletionLogProbs rejected = layout.matrix(scores.logProbs(), Side.REJECTED);
    return new PairLogProbs(
        chosen,
        rejected,
        layout.safe(Side.CHOSEN),
        layout.safe(Side.REJECTED),
        layout.statistics(scores, Side.CHOSEN),
        layout.statistics(scores, Side.REJECTED));
  }

  /** Return a pass's share of the micro-batch's loss. */
  private Tensor loss(PairLogProbs policy, Optional<ReferenceLogProbs> start, Whole whole) {
    Tensor perPair =
        switch (loss) {
          case PreferenceLoss.WithReference with ->
              with.perPair(policy, start.orElseThrow(PairStep::unprepared));
          case PreferenceLoss.ReferenceFree free -> free.perPair(policy);
        };
    Tensor mean = perPair.sum().div(whole.pairs());
    return anchor == 0
        ? mean
        : mean.sub(policy.chosen().perToken().sum().mul(anchor / whole.chosenTokens()));
  }

  private static double negativeLogLikelihood(CompletionLogProbs chosen) {
    return -chosen.perToken().sum().item() / chosen.lengths().sum().item();
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
      metrics.put("nll_loss", negativeLogLikelihood(policy.chosen()));
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
