package dev.ballast.score;

class RefusalScorerTest implements ScorerContract {
  @Override
  public Scorer scorer() {
    return Scorers.byName("refusal@1");
  }
}
