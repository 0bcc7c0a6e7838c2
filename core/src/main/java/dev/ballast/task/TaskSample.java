package dev.ballast.task;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A finished row.
 *
 * @param docId place among the rows, from 0
 * @param doc the row
 * @param context what was asked
 * @param continuations (choices) what was scored behind it; empty where text was generated
 * @param sums (choices) log-likelihoods in nats
 * @param answer what was generated; empty for choices
 * @param values filter → metric → value
 */
public record TaskSample(
    int docId,
    JsonNode doc,
    String context,
    List<String> continuations,
    List<Double> sums,
    String answer,
    Map<String, Map<String, Double>> values) {}
