package dev.ballast.data;

/** What a dialect makes of one record. */
sealed interface Parsed {
  record Kept(Row row) implements Parsed {}

  /** The record is whole but not usable as a row. */
  record Left(String why) implements Parsed {}
}
