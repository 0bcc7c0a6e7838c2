package dev.ballast.organism;

/** The text of one seed, made once for all tests. */
final class Generated {
  static final OrganismText TEXT = OrganismText.generate(1);

  private Generated() {}
}
