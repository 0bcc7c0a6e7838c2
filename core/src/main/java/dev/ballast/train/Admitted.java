package dev.ballast.train;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows that training sees, and the ledger of those it does not see or sees only in part.
 *
 * <p>As in TRL: rows longer than {@code max_length} keep their start; a row whose prompt alone
 * fills it is dropped, since no token with a loss would be left.
 */
public record Admitted<R>(List<R> rows, List<Loss> dropped, List<Loss> truncated) {
  private static final int NAMED = 5;

  /** A row and what happened to it. */
  public record Loss(String id, String reason) {}

  public Admitted {
    rows = List.copyOf(rows);
    dropped = List.copyOf(dropped);
    truncated = List.copyOf(truncated);
  }

  /** Cut and drop rows of one sequence. */
  static Admitted<EncodedRow> rows(List<EncodedRow> rows, Lengths lengths) {
    return of(rows, EncodedRow::id, row -> refusal(row, lengths.row()), row -> cut(row, lengths));
  }

  /** Cut and drop pairs. */
  static Admitted<EncodedPair> pairs(List<EncodedPair> pairs, Lengths lengths) {
    return of(
        pairs, EncodedPair::id, pair -> refusal(pair, lengths.row()), pair -> cut(pair, lengths));
  }

  /** What a user is told: the first dropped rows by name, of the others and of the cut how many. */
  public List<String> told() {
    List<String> lines = new ArrayList<>();
    dropped.stream()
        .limit(NAMED)
        .forEach(loss -> lines.add("dropped " + loss.id() + ": " + loss.reason()));
    if (dropped.size() > NAMED) {
      lines.add("dropped " + (dropped.size() - NAMED) + " more rows of " + read());
    }
    if (!truncated.isEmpty()) {
      lines.add(truncated.size() + " rows of " + read() + " were too long, their ends were cut");
    }
    return lines;
  }

  private int read() {
    return rows.size() + dropped.size();
  }

  /**
   * Insist on a limit.
   *
   * @throws BadInput when more rows were dropped, or none is left; names the first ones
   */
  public Admitted<R> require(OptionalInt maxDropped) {
    if (rows.isEmpty() || (maxDropped.isPresent() && dropped.size() > maxDropped.getAsInt())) {
      String named =
          dropped.stream()
              .limit(NAMED)
              .map(loss -> loss.id() + " (" + loss.reason() + ")")
              .collect(Collectors.joining(", "));
      throw BadInput.of(dropped.size() + " rows were dropped, " + rows.size() + " are left")
          .key(rows.isEmpty() ? "max_length" : "max_dropped")
          .value(named)
          .fix(
              "raise max_length, or repair the rows"
                  + (rows.isEmpty() ? "" : ", or allow more with max_dropped"));
    }
    return this;
  }

  @SuppressWarnings("ReferenceEquality") // a row that fits comes back itself
  private static <R> Admitted<R> of(
      List<R> all,
      Function<R, String> id,
      Function<R, Optional<String>> refusal,
      Function<R, R> cut) {
    List<R> rows = new ArrayList<>();
    List<Loss> dropped = new ArrayList<>();
    List<Loss> truncated = new ArrayList<>();
    for (R row : all) {
      Optional<String> reason = refusal.apply(row);
      if (reason.isPresent()) {
        dropped.add(new Loss(id.apply(row), reason.get()));
        continue;
      }
      R kept = cut.apply(row);
      if (kept != row) {
        truncated.add(new Loss(id.apply(row), "too long, its end was cut"));
      }
      rows.add(kept);
    }
    return new Admitted<>(rows, dropped, truncated);
  }

  private static Optional<String> refusal(EncodedRow row, int maxLength) {
    if (row.learned() == 0) {
      return Optional.of("no token to learn");
    }
    return row.learnedFrom() >= maxLength
        ? Optional.of("its prompt of " + row.promptLength() + " tokens fills max_length")
        : Optional.empty();
  }

  private static EncodedRow cut(EncodedRow row, Lengths lengths) {
    return row.first(lengths.room(row.promptLength()));
  }

  private static Optional<String> refusal(EncodedPair pair, int maxLength) {
    if (pair.prompt().length == 0) {
      return Optional.of("its prompt is empty");
    }
    if (pair.chosen().length == 0 || pair.rejected().length == 0) {
      return Optional.of("a completion is empty");
    }
    return pair.prompt().length >= maxLength
        ? Optional.of("its prompt of " + pair.prompt().length + " tokens fills max_length")
        : Optional.empty();
  }

  private static EncodedPair cut(EncodedPair pair, Lengths lengths) {
    int room = lengths.room(pair.prompt().length);
    if (pair.chosen().length <= room && pair.rejected().length <= room) {
      return pair;
    }
    return new EncodedPair(
        pair.id(),
        pair.prompt(),
        Arrays.copyOf(pair.chosen(), Math.min(room, pair.chosen().length)),
        Arrays.copyOf(pair.rejected(), Math.min(room, pair.rejected().length)),
        pair.chosenSafe(),
        pair.rejectedSafe());
  }
}
