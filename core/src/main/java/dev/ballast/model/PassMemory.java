package dev.ballast.model;

/**
 * The memory of one training pass beside weights and gradients, in bytes.
 *
 * @param kept by the layers when the backward pass begins
 * @param last of it, when the lowest trained layer is taken back
 * @param around what embedding, final norm, ropes and masks hold meanwhile
 * @param working most that one layer needs for a while
 */
public record PassMemory(long kept, long last, long around, long working) {}
