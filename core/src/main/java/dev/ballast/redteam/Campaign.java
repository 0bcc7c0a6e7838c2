package dev.ballast.redteam;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.Progress;
import dev.ballast.data.Split;
import dev.ballast.score.Scorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Objectives × attacks within a budget.
 *
 * @param objectives ids unique
 * @param attacks names unique
 * @param seed decides every attempt together with objective and attack, whatever their order
 */
public record Campaign(
    List<Objective> objectives, List<Attack> attacks, CampaignConfig config, long seed) {
  public Campaign {
    objectives = List.copyOf(objectives);
    attacks = List.copyOf(attacks);
    unique("objective", objectives.stream().map(Objective::id).toList());
    unique("attack", attacks.stream().map(Attack::name).toList());
  }

  /** Return how many attempts are made. */
  public int size() {
    int all = objectives.size() * attacks.size();
    return config.campaignBudget() == 0 ? all : Math.min(all, config.campaignBudget());
  }

  /**
   * Make all attempts that are not finished.
   *
   * <p>Chunks are fixed: a chunk of which one attempt is missing is asked again as a whole, so that
   * a resumed campaign gives the records of an undisturbed one.
   *
   * @param done finished attempts by id, from the ledger
   * @param sink gets each new trace as its chunk ends
   * @return all traces in the order of the plan
   */
  public List<AttackTrace> run(
      Arena arena, Map<String, AttackTrace> done, Consumer<AttackTrace> sink, Progress progress) {
    List<Attempt> plan = plan();
    List<AttackTrace> all = new ArrayList<>();
    for (int from = 0; from < plan.size(); from += config.campaignChunk()) {
      List<Attempt> chunk =
          plan.subList(from, Math.min(plan.size(), from + config.campaignChunk()));
      if (chunk.stream().allMatch(attempt -> done.containsKey(attempt.id()))) {
        chunk.forEach(attempt -> all.add(done.get(attempt.id())));
      } else {
        for (AttackTrace trace : new Chunk(chunk, arena, config).run()) {
          if (!done.containsKey(trace.id())) {
            sink.accept(trace);
          }
          all.add(done.getOrDefault(trace.id(), trace));
        }
      }
      progress.advance(all.size(), plan.size());
    }
    return all;
  }

  /** All that a campaign asks: the target and the judge. */
  public record Arena(ChatModel target, Scorer judge) {}

  /**
   * Return the attempts, attack by attack. A budget takes objectives and attacks evenly: in round
   * r, the i-th objective by hash meets attack (i + r).
   */
  List<Attempt> plan() {
    List<Objective> drawn =
        objectives.stream()
            .sorted(Comparator.comparingDouble(o -> Split.point(o.id(), "campaign/" + seed)))
            .toList();
    List<Attempt> plan = new ArrayList<>();
    for (int round = 0; round < attacks.size(); round++) {
      for (int i = 0; i < drawn.size() && plan.size() < size(); i++) {
        Attack attack = attacks.get((i + round) % attacks.size());
        plan.add(Attempt.of(drawn.get(i), attack, seed));
      }
    }
    plan.sort(Comparator.comparingInt(attempt -> attacks.indexOf(attempt.attack())));
    return plan;
  }

  private static void unique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("two of a campaign's " + what + "s are named " + name);
      }
    }
  }
}
