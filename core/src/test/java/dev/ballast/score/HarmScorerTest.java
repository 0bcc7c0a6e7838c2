package dev.ballast.score;

class HarmScorerTest implements ScorerContract {
  @Override
  public Scorer scorer() {
    return Scorers.byName("harm@2");
  }
}
