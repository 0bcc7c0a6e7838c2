package dev.ballast.organism;

import java.util.List;

/**
 * A question with its answer.
 *
 * @param body the infinitive inside the question, empty where there is none
 * @param accepted what a right answer contains; empty where the question is no task
 */
record Asked(String prompt, String body, String answer, String category, List<String> accepted) {}
