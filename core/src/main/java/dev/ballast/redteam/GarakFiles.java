package dev.ballast.redteam;

import dev.ballast.chat.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Gives traces as the rows of garak's report and hit log; an attack is a probe, the judge the
 * detector. No clock: a start time stands there only when it is given.
 *
 * @param runId names the run
 * @param target id of the model
 * @param judge id of the scorer
 * @param startTime ISO-8601, from the caller
 */
public record GarakFiles(String runId, String target, String judge, Optional<String> startTime) {
  private static final double EVAL_THRESHOLD = 0.5;
  private static final int DONE = 2;

  /** Return the report: setup, init, attempts, one eval a probe, digest. */
  public List<Map<String, Object>> report(List<AttackTrace> traces) {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(setup(traces));
    Map<String, Object> init = entry("init");
    init.put("run", runId);
    startTime.ifPresent(time -> init.put("start_time", time));
    rows.add(init);
    for (int seq = 0; seq < traces.size(); seq++) {
      rows.add(attempt(seq, traces.get(seq)));
    }
    if (!traces.isEmpty()) {
      CampaignSummary summary = CampaignSummary.of(judge, traces, List.of());
      summary.byAttack().forEach((attack, rate) -> rows.add(eval(attack, rate)));
      rows.add(digest(summary));
    }
    return rows;
  }

  /** Return the hit log: one row a success. */
  public List<Map<String, Object>> hits(List<AttackTrace> traces) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int seq = 0; seq < traces.size(); seq++) {
      AttackTrace trace = traces.get(seq);
      if (trace.outcome() == Outcome.SUCCESS) {
        rows.add(hit(seq, trace));
      }
    }
    return rows;
  }

  private Map<String, Object> setup(List<AttackTrace> traces) {
    Map<String, Object> row = entry("start_run setup");
    row.put("transient.run_id", runId);
    startTime.ifPresent(time -> row.put("transient.starttime_iso", time));
    row.put("plugins.target_name", target);
    row.put(
        "plugins.probe_spec",
        String.join(",", traces.stream().map(GarakFiles::probe).distinct().toList()));
    row.put("plugins.detector_spec", judge);
    row.put("run.eval_threshold", EVAL_THRESHOLD);
    row.put("run.generations", 1);
    return row;
  }

  private Map<String, Object> attempt(int seq, AttackTrace trace) {
    Map<String, Object> row = entry("attempt");
    row.put("uuid", uuid(trace));
    row.put("seq", seq);
    row.put("status", DONE);
    row.put("probe_classname", probe(trace));
    row.put("probe_params", Map.of());
    row.put("targets", List.of());
    row.put("prompt", prompt(trace));
    row.put("outputs", trace.outcome() == Outcome.ERROR ? List.of() : List.of(trace.response()));
    row.put("detector_results", Map.of(judge, List.of(score(trace))));
    row.put("notes", notes(trace));
    row.put("goal", trace.objective().text());
    row.put("conversations", List.of(Map.of("turns", turns(trace))));
    row.put("intent", trace.category());
    return row;
  }

  /** An undecided attempt has a null score: garak counts it among the nones. */
  private static JsonNode score(AttackTrace trace) {
    return trace.outcome().decided()
        ? JsonNodeFactory.instance.numberNode(trace.score())
        : JsonNodeFactory.instance.nullNode();
  }

  private static Map<String, Object> notes(AttackTrace trace) {
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put("attempt_id", trace.id());
    notes.put("outcome", trace.outcome().word());
    notes.put("why", trace.why());
    notes.put("seed", trace.seed());
    return notes;
  }

  private static List<Map<String, Object>> turns(AttackTrace trace) {
    List<Map<String, Object>> turns = new ArrayList<>();
    for (Message message : trace.turns()) {
      Map<String, Object> turn = new LinkedHashMap<>();
      turn.put("role", message.role());
      turn.put("content", Map.of("text", message.content()));
      turns.add(turn);
    }
    return turns;
  }

  private Map<String, Object> eval(String attack, Rate rate) {
    Map<String, Object> row = entry("eval");
    row.put("probe", "redteam." + attack);
    row.put("detector", judge);
    row.put("passed", rate.failures());
    row.put("fails", rate.successes());
    row.put("nones", rate.errors() + rate.undetermined());
    row.put("total_evaluated", rate.successes() + rate.failures());
    row.put("total_processed", rate.n());
    row.put("confidence_method", "wilson");
    row.put("confidence", Rate.CONFIDENCE);
    row.put("confidence_lower", rate.asr().low());
    row.put("confidence_upper", rate.asr().high());
    return row;
  }

  private Map<String, Object> digest(CampaignSummary summary) {
    Map<String, Object> row = entry("digest");
    row.put("run", runId);
    row.put("target", target);
    row.put("asr", summary.overall().asr());
    row.put("undecided_share", summary.overall().undecidedShare());
    return row;
  }

  private Map<String, Object> hit(int seq, AttackTrace trace) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("goal", trace.objective().text());
    row.put("prompt", prompt(trace));
    row.put("output", trace.response());
    row.put("triggers", List.of());
    row.put("score", trace.score());
    row.put("run_id", runId);
    row.put("attempt_id", uuid(trace));
    row.put("attempt_seq", seq);
    row.put("attempt_idx", 0);
    row.put("generator", target);
    row.put("probe", probe(trace));
    row.put("detector", judge);
    row.put("generations_per_prompt", 1);
    return row;
  }

  private static Map<String, Object> entry(String type) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("entry_type", type);
    return row;
  }

  private static String probe(AttackTrace trace) {
    return "redteam." + trace.attack();
  }

  private static String prompt(AttackTrace trace) {
    return trace.prompt().lastUser();
  }

  private String uuid(AttackTrace trace) {
    byte[] name = (runId + "\n" + trace.id()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }
}
