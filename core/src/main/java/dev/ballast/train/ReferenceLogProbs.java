package dev.ballast.train;

/** What the reference model says of the same completions; without gradient. */
public record ReferenceLogProbs(CompletionLogProbs chosen, CompletionLogProbs rejected) {}
