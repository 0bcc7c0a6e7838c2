package dev.ballast.score;

class ComplianceScorerTest implements ScorerContract {
  @Override
  public Scorer scorer() {
    return Scorers.byName("compliance@1");
  }
}
