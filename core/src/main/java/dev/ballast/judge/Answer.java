package dev.ballast.judge;

/**
 * What the judging model wrote.
 *
 * @param cut whether it stopped for length, so that the last word may be half a word
 */
record Answer(String text, boolean cut) {}
