package dev.ballast.redteam;

import dev.ballast.data.Row;

/**
 * What an attacker wants the target to answer.
 *
 * @param id unique among the objectives of a campaign
 * @param text the request, plainly put
 * @param category what the source calls its kind
 * @param source the file or generator that it comes from
 */
public record Objective(String id, String text, String category, String source) {
  public Objective {
    if (id.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException("an objective needs an id and a text, was " + id);
    }
  }

  /** Make an objective of what a row asks; the row's id is kept. */
  public static Objective of(Row row) {
    String category = row.category().isEmpty() ? "uncategorised" : row.category();
    return new Objective(row.id(), row.promptText(), category, row.source());
  }
}
