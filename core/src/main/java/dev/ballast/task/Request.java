package dev.ballast.task;

/**
 * What a model is asked about a row; lm-eval's arguments.
 *
 * @param context what stands before; empty where a whole text is scored
 * @param continuation what is scored behind it; empty where text is generated
 */
public record Request(String context, String continuation) {}
