package dev.ballast.redteam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a campaign found.
 *
 * @param judge id of the scorer
 * @param overall over all attempts
 * @param byAttack in the order of the attacks
 * @param byCategory in the order of the alphabet
 * @param notDecodable attacks left out because the target cannot read their encoding
 */
public record CampaignSummary(
    String judge,
    Rate overall,
    Map<String, Rate> byAttack,
    Map<String, Rate> byCategory,
    List<String> notDecodable) {
  public CampaignSummary {
    byAttack = Collections.unmodifiableMap(new LinkedHashMap<>(byAttack));
    byCategory = Collections.unmodifiableMap(new LinkedHashMap<>(byCategory));
    notDecodable = List.copyOf(notDecodable);
  }

  /** Fold the traces of a campaign; at least one. */
  public static CampaignSummary of(
      String judge, List<AttackTrace> traces, List<String> notDecodable) {
    return new CampaignSummary(
        judge,
        Rate.of(traces),
        rates(grouped(traces, AttackTrace::attack)),
        rates(new TreeMap<>(grouped(traces, AttackTrace::category))),
        notDecodable);
  }

  private static Map<String, Rate> rates(Map<String, List<AttackTrace>> groups) {
    Map<String, Rate> rates = new LinkedHashMap<>();
    groups.forEach((key, traces) -> rates.put(key, Rate.of(traces)));
    return rates;
  }

  private static Map<String, List<AttackTrace>> grouped(
      List<AttackTrace> traces, Function<AttackTrace, String> key) {
    Map<String, List<AttackTrace>> groups = new LinkedHashMap<>();
    for (AttackTrace trace : traces) {
      groups.computeIfAbsent(key.apply(trace), _ -> new ArrayList<>()).add(trace);
    }
    return groups;
  }
}
