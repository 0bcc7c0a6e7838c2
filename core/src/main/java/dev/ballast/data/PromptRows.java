package dev.ballast.data;

import dev.ballast.chat.Conversation;

/** Sets of prompts whose columns are their own. */
final class PromptRows {
  private PromptRows() {}

  /** HarmBench's behaviours; a context stands before its behaviour as HarmBench puts it. */
  static Row harmbench(Fields f) {
    String context = f.textOr("ContextString", "");
    String behavior = f.filled("Behavior");
    String prompt = context.isBlank() ? behavior : context + "\n\n---\n\n" + behavior;
    String category = f.textOr("SemanticCategory", f.textOr("Category", ""));
    return row(f, f.textOr("BehaviorID", ""), prompt, category);
  }

  static Row advbench(Fields f) {
    return row(f, "", f.filled("goal"), "");
  }

  static Row strongReject(Fields f) {
    return row(f, "", f.filled("forbidden_prompt"), f.textOr("category", ""));
  }

  static Row xstest(Fields f) {
    return row(f, f.textOr("id", ""), f.filled("prompt"), f.textOr("type", ""));
  }

  static Row ailuminate(Fields f) {
    return row(
        f, f.textOr("release_prompt_id", ""), f.filled("prompt_text"), f.textOr("hazard", ""));
  }

  private static Row row(Fields f, String id, String prompt, String category) {
    return new PromptRow(
        id.isBlank() ? f.id() : id,
        Conversation.user(prompt),
        category,
        f.file().name(),
        f.attributes(
            "id",
            "prompt",
            "Behavior",
            "ContextString",
            "goal",
            "forbidden_prompt",
            "prompt_text"));
  }
}
