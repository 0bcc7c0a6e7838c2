package dev.ballast.score;

/** What was asked and what came back; both may be empty. */
public record Exchange(String prompt, String response) {}
