package dev.ballast.breakfix;

import static dev.ballast.breakfix.BreakFixConfig.require;

import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;
import java.util.List;

/** Which rows train and which measure; what measures is never trained on. */
public record DataConfig(
    @Key(doc = "harmful requests") List<DatasetSpec> objectives,
    @Key(doc = "benign requests that look harmful") List<DatasetSpec> lookalikes,
    @Key(doc = "plain instructions") List<DatasetSpec> plain,
    @Key(value = "[]", doc = "tasks that show helpfulness") List<HelpfulnessSet> helpfulness,
    @Key(value = "[]", doc = "harmful requests to measure on; none = a part of objectives")
        List<DatasetSpec> heldOutObjectives,
    @Key(value = "[]", doc = "look-alikes to measure on; none = a part of lookalikes")
        List<DatasetSpec> heldOutLookalikes,
    @Key(value = "[]", doc = "instructions to measure on; none = a part of plain")
        List<DatasetSpec> heldOutPlain,
    @Key(value = "0.4", doc = "share held out, by hash, of each set without one of its own")
        double heldOutFraction,
    @Key(value = "[]", doc = "categories of harmful requests and look-alikes never trained on")
        List<String> heldOutCategories,
    @Key(value = "0", doc = "share of the categories held out besides, by hash")
        double heldOutCategoryFraction,
    @Key(value = "ballast", doc = "names one split among all") String holdOutSalt) {
  public DataConfig {
    objectives = List.copyOf(objectives);
    lookalikes = List.copyOf(lookalikes);
    plain = List.copyOf(plain);
    helpfulness = List.copyOf(helpfulness);
    heldOutObjectives = List.copyOf(heldOutObjectives);
    heldOutLookalikes = List.copyOf(heldOutLookalikes);
    heldOutPlain = List.copyOf(heldOutPlain);
    heldOutCategories = List.copyOf(heldOutCategories);
    require(!objectives.isEmpty(), "objectives must name at least one data set");
    require(
        heldOutFraction >= 0 && heldOutFraction <= 1,
        "held_out_fraction must be in [0, 1], was " + heldOutFraction);
    require(
        heldOutCategoryFraction >= 0 && heldOutCategoryFraction <= 1,
        "held_out_category_fraction must be in [0, 1], was " + heldOutCategoryFraction);
  }
}
