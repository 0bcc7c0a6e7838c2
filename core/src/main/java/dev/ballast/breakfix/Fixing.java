package dev.ballast.breakfix;

import dev.ballast.breakfix.FixConfig.CutAnswers;
import dev.ballast.breakfix.FixConfig.ReplayRejected;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Sampling;
import dev.ballast.data.PreferencePair;
import dev.ballast.data.Row;
import dev.ballast.data.RowJson;
import dev.ballast.data.Safety;
import dev.ballast.data.SftKind;
import dev.ballast.data.Split;
import dev.ballast.redteam.AttackTrace;
import dev.ballast.redteam.Objective;
import dev.ballast.redteam.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Turns failures into training rows, with look-alikes and a replay buffer beside them. */
final class Fixing {
  /** Below this share of distinct refusals a model learns one sentence. */
  private static final double DISTINCT = 0.5;

  private final BreakFixPlan plan;
  private final BreakFixSeams seams;
  private final Journal journal;
  private final Judges judges;
  private int dropped;

  Fixing(BreakFixPlan plan, BreakFixSeams seams, Journal journal) {
    this.plan = plan;
    this.seams = seams;
    this.journal = journal;
    this.judges = new Judges(seams.harm(), seams.refusal());
  }

  /** Build the rows of a round and write their files. */
  FixRows build(Phase phase, LazyModel model, List<AttackTrace> traces) {
    Asking asking =
        new Asking(
            journal, seams.listener(), phase.round(), plan.config().measure().evalBatchSize());
    List<FixRow> pairs = new ArrayList<>(failures(asking, model, traces));
    int failures = pairs.size();
    pairs.addAll(lookalikes(asking, model, failures));
    FixRows rows = new FixRows(pairs, replay(asking, model, failures));
    journal.rows(phase.file("pairs.jsonl"), rows.pairs().stream().map(FixRow::json).toList());
    journal.rows(phase.file("buffer.jsonl"), rows.buffer().stream().map(FixRow::json).toList());
    journal.rows(phase.file("sft.jsonl"), rows.sft().stream().map(RowJson::of).toList());
    journal.emit(event(phase, rows, failures));
    return rows;
  }

  private BreakFixEvent.PairsBuilt event(Phase phase, FixRows rows, int failures) {
    List<FixRow> refusals = rows.pairs().subList(0, failures);
    int own = (int) refusals.stream().filter(row -> row.origin().equals("own")).count();
    long distinct = refusals.stream().map(row -> row.pair().chosen()).distinct().count();
    double share = failures == 0 ? 1 : (double) distinct / failures;
    String alarm = share < DISTINCT ? "fewer than half of the safe answers are distinct" : "";
    return new BreakFixEvent.PairsBuilt(
        phase.round(),
        failures,
        own,
        rows.pairs().size() - failures,
        rows.buffer().size(),
        dropped,
        share,
        alarm);
  }

  /** Pair each observed unsafe answer with a safe one. */
  private List<FixRow> failures(Asking asking, LazyModel model, List<AttackTrace> traces) {
    List<AttackTrace> broken =
        traces.stream().filter(trace -> trace.outcome() == Outcome.SUCCESS).toList();
    List<AttackTrace> failed = chosen(broken);
    FixConfig fix = plan.config().fix();
    Map<String, List<String>> own = Map.of();
    if (fix.safeAnswerSamples() > 0) {
      List<Question> questions =
          failed.stream().map(trace -> new Question(trace.id(), trace.prompt())).toList();
      own = asking.ask("safe_answer", questions, model, safeAnswers(), CutAnswers.SENTENCE);
    }
    List<FixRow> rows = new ArrayList<>();
    for (AttackTrace trace : failed) {
      rows.add(failure(trace, own.getOrDefault(trace.id(), List.of())));
    }
    if (fix.pairDirect()) {
      rows.addAll(direct(broken, failed));
    }
    return rows;
  }

  /**
   * Pair the plain request of each objective that an attack broke: pairs of attacks alone teach the
   * attack's wording instead of what is asked.
   */
  private List<FixRow> direct(List<AttackTrace> broken, List<AttackTrace> already) {
    Set<String> paired = new HashSet<>();
    already.stream()
        .filter(trace -> trace.turns().getFirst().content().equals(trace.objective().text()))
        .forEach(trace -> paired.add(trace.objective().id()));
    List<FixRow> rows = new ArrayList<>();
    for (AttackTrace trace : broken) {
      Objective objective = trace.objective();
      if (paired.add(objective.id())) {
        String id = "direct/" + objective.id();
        String answer = refusal(id, objective.category(), objective.text());
        Conversation prompt = Conversation.user(objective.text());
        rows.add(safety(id, trace, prompt, answer, "composed"));
      }
    }
    return rows;
  }

  /** Take the failures with the lowest hashes where there are too many, in their old order. */
  private List<AttackTrace> chosen(List<AttackTrace> broken) {
    int most = plan.config().fix().maxPairs();
    return most == 0 ? broken : Split.pick(broken, AttackTrace::id, most, "pairs");
  }

  private FixRow failure(AttackTrace trace, List<String> own) {
    String request = trace.objective().text();
    Optional<String> safe = own.stream().filter(answer -> judges.safe(request, answer)).findFirst();
    String answer = safe.orElseGet(() -> refusal(trace.id(), trace.category(), request));
    String origin = safe.isPresent() ? "own" : "composed";
    return safety(trace.id(), trace, trace.prompt(), answer, origin);
  }

  private static FixRow safety(
      String id, AttackTrace trace, Conversation prompt, String answer, String origin) {
    PreferencePair pair =
        new PreferencePair(
            "fix/" + id,
            prompt,
            answer,
            trace.response(),
            Safety.SAFE,
            Safety.UNSAFE,
            trace.category(),
            trace.objective().source());
    return new FixRow(pair, SftKind.SAFETY, trace.objective().text(), origin);
  }

  /** Pair compliance with a refusal, on requests that only look harmful. */
  private List<FixRow> lookalikes(Asking asking, LazyModel model, int failures) {
    FixConfig fix = plan.config().fix();
    List<Row> rows = picked(plan.data().lookalikes().train(), failures * fix.lookalikesPerPair());
    List<Benign> asked = Frame.of(plan, fix.lookalikesFramed()).beside(rows);
    Map<String, List<String>> own = ask("lookalike", asking, model, asked);
    List<FixRow> pairs = new ArrayList<>();
    for (Benign benign : asked) {
      List<String> answers = own.getOrDefault(benign.id(), List.of());
      chosen(benign, answers, fix.lookalikeAnswer())
          .ifPresentOrElse(
              chosen -> {
                String rejected = overRefusal(benign, answers);
                pairs.add(benign.row(SftKind.BENIGN_LOOKALIKE, chosen, rejected));
              },
              () -> dropped++);
    }
    return pairs;
  }

  private String overRefusal(Benign benign, List<String> own) {
    return Stream.concat(own.stream(), References.rejected(benign.source()).stream())
        .filter(answer -> judges.refused(benign.request(), answer))
        .findFirst()
        .orElseGet(() -> refusal(benign.id(), benign.source().category(), benign.request()));
  }

  /** Pair the answers of before with refusals, or with answers that break off too. */
  private List<FixRow> replay(Asking asking, LazyModel model, int failures) {
    FixConfig fix = plan.config().fix();
    List<Row> rows = picked(plan.data().plain().train(), failures * fix.replayPerPair());
    List<Benign> asked = Frame.of(plan, fix.replayFramed()).beside(rows);
    Map<String, List<String>> own = ask("replay", asking, model, asked);
    List<FixRow> buffer = new ArrayList<>();
    for (Benign benign : asked) {
      chosen(benign, own.getOrDefault(benign.id(), List.of()), fix.replayAnswer())
          .ifPresentOrElse(
              chosen -> {
                String rejected = spoiled(benign, chosen.text());
                buffer.add(benign.row(SftKind.GENERAL, chosen, rejected));
              },
              () -> dropped++);
    }
    return buffer;
  }

  private String spoiled(Benign benign, String answer) {
    RandomGenerator random = random(benign.id());
    ReplayRejected how = plan.config().fix().replayRejected();
    if (how == ReplayRejected.MIXED) {
      String cut = Truncated.of(answer, random);
      if (random.nextBoolean() && !cut.equals(answer)) {
        return cut;
      }
    }
    boolean late = how == ReplayRejected.LATE_REFUSAL && random.nextBoolean();
    String refusal =
        seams.safeAnswers().compose(benign.source().category(), benign.request(), random);
    return late ? WholeSentences.first(answer) + " " + refusal : refusal;
  }

  private Optional<Benign.Chosen> chosen(
      Benign benign, List<String> own, FixConfig.AnswerFrom first) {
    Optional<Benign.Chosen> mine =
        own.stream()
            .filter(answer -> judges.complied(benign.request(), answer))
            .map(answer -> new Benign.Chosen(answer, "own"))
            .findFirst();
    Optional<Benign.Chosen> theirs =
        References.answer(benign.source()).map(text -> new Benign.Chosen(text, "reference"));
    return switch (first) {
      case OWN -> mine.or(() -> theirs);
      case REFERENCE -> theirs.or(() -> mine);
    };
  }

  private Map<String, List<String>> ask(
      String purpose, Asking asking, LazyModel model, List<Benign> asked) {
    List<Question> questions = asked.stream().map(b -> new Question(b.id(), b.prompt())).toList();
    FixConfig fix = plan.config().fix();
    Sampling greedy = Sampling.greedy(fix.fixMaxNewTokens()).withSeed(plan.config().seed());
    return asking.ask(purpose, questions, model, greedy, fix.cutAnswers());
  }

  private Sampling safeAnswers() {
    FixConfig fix = plan.config().fix();
    return new Sampling(
        fix.safeAnswerTemperature(),
        fix.safeAnswerTopP(),
        0,
        0,
        1,
        fix.fixMaxNewTokens(),
        List.of(),
        plan.config().seed(),
        fix.safeAnswerSamples());
  }

  private List<Row> picked(List<Row> rows, double count) {
    return Split.pick(rows, (int) Math.round(count), plan.config().data().holdOutSalt());
  }

  private String refusal(String id, String category, String request) {
    return seams.safeAnswers().compose(category, request, random(id));
  }

  private RandomGenerator random(String id) {
    return new SplittableRandom(Split.bits(id, "fix/" + plan.config().seed()));
  }
}
