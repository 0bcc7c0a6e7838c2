package dev.ballast.checkpoint;

import java.util.Optional;

/** The sizes that every GGUF file of a language model tells, under its architecture's keys. */
record GgufSizes(GgufMetadata metadata, GgufArchitecture architecture) {

  String key(String name) {
    return architecture.gguf() + "." + name;
  }

  int size(String name) {
    return metadata.requiredInteger(key(name));
  }

  Optional<Integer> optional(String name) {
    return metadata.integer(key(name));
  }

  /** Return a size that may be absent, but not 0. */
  private Optional<Integer> told(String name) {
    return optional(name).map(_ -> size(name));
  }

  GgufRows.Heads heads() {
    int query = size("attention.head_count");
    return new GgufRows.Heads(query, told("attention.head_count_kv").orElse(query));
  }

  /** Return the size of an attention head. */
  int headSize() {
    // Before llama.cpp told it, it followed from how much of a head rotates: in llama all of it.
    Optional<Integer> told = told("attention.key_length");
    return architecture == GgufArchitecture.LLAMA
        ? told.or(() -> told("rope.dimension_count")).orElseGet(this::evenHead)
        : told.orElseGet(this::evenHead);
  }

  /** Return how many numbers of a head rotate. */
  int rotating() {
    return told("rope.dimension_count").orElseGet(this::headSize);
  }

  /** Return the head size that follows from the width alone. */
  int evenHead() {
    return size("embedding_length") / size("attention.head_count");
  }
}
