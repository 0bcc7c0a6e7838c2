package dev.ballast.breakfix;

import dev.ballast.data.Row;
import dev.ballast.data.Split;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.Objective;
import dev.ballast.redteam.attack.Attacks;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Asks some benign requests again inside training attacks, so that the attack's wording alone is
 * not what a model learns to refuse.
 *
 * @param share of the requests, 0 … 1, by hash
 */
record Frame(List<Attack> attacks, double share, long seed) {
  static Frame of(BreakFixPlan plan, double share) {
    List<Attack> attacks =
        plan.trainingAttacks().stream().map(Attacks::byName).filter(Attacks::frames).toList();
    return new Frame(attacks, share, plan.config().seed());
  }

  /**
   * Return each request as it stands, and behind it its copy inside an attack where it gets one.
   */
  List<Benign> beside(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> Stream.concat(Stream.of(Benign.plain(row)), around(row).stream()))
        .toList();
  }

  private Optional<Benign> around(Row row) {
    if (attacks.isEmpty() || Split.point(row.key(), "framed/" + seed) >= share) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(Split.bits(row.key(), "frame/" + seed));
    Attack attack = attacks.get(random.nextInt(attacks.size()));
    Objective asked = new Objective(row.key(), row.promptText(), row.category(), row.source());
    return attack
        .next(asked, List.of(), random)
        .map(prompt -> new Benign(row.key() + "/" + attack.name(), row, prompt));
  }
}
