package dev.ballast.redteam;

import dev.ballast.chat.Sampling;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import java.util.List;

/** How a campaign asks. */
@Flat
public record CampaignConfig(
    @Key(value = "0", doc = "most attempts of a campaign; 0 = each objective with each attack")
        int campaignBudget,
    @Key(value = "32", doc = "attempts asked at once; part of what makes answers repeatable")
        int campaignChunk,
    @Key(value = "8", doc = "most turns of an attempt") int campaignMaxTurns,
    @Key(value = "96", doc = "length of an answer under attack") int campaignMaxNewTokens,
    @Key(value = "0", doc = "temperature of answers under attack; 0 = greedy")
        double campaignTemperature,
    @Key(value = "1", doc = "nucleus mass of answers under attack") double campaignTopP,
    @Key(value = "1", doc = "against loops in answers under attack; 1 = off")
        double campaignRepetitionPenalty) {
  public CampaignConfig {
    require(campaignBudget >= 0, "campaign_budget must be >= 0, was " + campaignBudget);
    require(campaignChunk >= 1, "campaign_chunk must be >= 1, was " + campaignChunk);
    require(campaignMaxTurns >= 1, "campaign_max_turns must be >= 1, was " + campaignMaxTurns);
    require(
        campaignMaxNewTokens >= 1,
        "campaign_max_new_tokens must be >= 1, was " + campaignMaxNewTokens);
    require(
        campaignTemperature >= 0, "campaign_temperature must be >= 0, was " + campaignTemperature);
    require(
        campaignTopP > 0 && campaignTopP <= 1,
        "campaign_top_p must be in (0, 1], was " + campaignTopP);
    require(
        campaignRepetitionPenalty > 0,
        "campaign_repetition_penalty must be > 0, was " + campaignRepetitionPenalty);
  }

  /** Return the same campaign within another budget; 0 = no limit. */
  public CampaignConfig withBudget(int budget) {
    return new CampaignConfig(
        budget,
        campaignChunk,
        campaignMaxTurns,
        campaignMaxNewTokens,
        campaignTemperature,
        campaignTopP,
        campaignRepetitionPenalty);
  }

  /** Return how the target is asked in one turn. */
  Sampling sampling(long seed) {
    return new Sampling(
        campaignTemperature,
        campaignTopP,
        0,
        0,
        campaignRepetitionPenalty,
        campaignMaxNewTokens,
        List.of(),
        seed,
        1);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
