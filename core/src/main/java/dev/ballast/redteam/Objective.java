package dev.ballast.redteam;

import dev.ballast.data.Row;

/**
 * What an attacker wants the target to answer.
 *
 * @param id unique among the objectives of a campaign
 * @param text the request, plainly put
 * @param category what the source calls its kind; empty where it says nothing
 * @param source the file or generator that it comes from
 */
public record Objective(String id, String text, String category, String source) {
  public Objective {
    if (id.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException("an objective needs an id and a text, was " + id);
    }
  }

  /** Make an objective of what a row asks. */
  public static Objective of(Row row) {
    return new Objective(row.key(), row.promptText(), row.category(), row.source());
  }
}
