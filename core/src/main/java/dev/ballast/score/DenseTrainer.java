package dev.ballast.score;

import java.util.List;

/** Fits a logistic model over traits by Newton's method with a ridge (no randomness). */
final class DenseTrainer {
  private static final double RIDGE = 1;
  private static final int STEPS = 25;

  /**
   * One exchange.
   *
   * @param target 0 … 1
   */
  record Sample(double[] traits, double target, double weight) {}

  private DenseTrainer() {}

  static DenseModel fit(List<Sample> samples) {
    int n = samples.getFirst().traits().length + 1;
    double[] w = new double[n];
    for (int step = 0; step < STEPS; step++) {
      double[][] hessian = new double[n][n + 1];
      for (int i = 0; i < n; i++) {
        hessian[i][i] = i == n - 1 ? 1e-6 : RIDGE;
        hessian[i][n] = i == n - 1 ? 0 : -RIDGE * w[i];
      }
      for (Sample sample : samples) {
        accumulate(hessian, sample, w);
      }
      double[] change = solve(hessian);
      for (int i = 0; i < n; i++) {
        w[i] += change[i];
      }
    }
    return new DenseModel(java.util.Arrays.copyOf(w, n - 1), w[n - 1]);
  }

  private static void accumulate(double[][] hessian, Sample sample, double[] w) {
    int n = w.length;
    double[] x = java.util.Arrays.copyOf(sample.traits(), n);
    x[n - 1] = 1;
    double logit = 0;
    for (int i = 0; i < n; i++) {
      logit += w[i] * x[i];
    }
    double p = 1 / (1 + Math.exp(-logit));
    double curvature = sample.weight() * Math.max(1e-4, p * (1 - p));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        hessian[i][j] += curvature * x[i] * x[j];
      }
      hessian[i][n] += sample.weight() * (sample.target() - p) * x[i];
    }
  }

  /** Solve by elimination; the ridge keeps the matrix positive definite. */
  private static double[] solve(double[][] m) {
    int n = m.length;
    for (int k = 0; k < n; k++) {
      for (int i = k + 1; i < n; i++) {
        double factor = m[i][k] / m[k][k];
        for (int j = k; j <= n; j++) {
          m[i][j] -= factor * m[k][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = m[i][n];
      for (int j = i + 1; j < n; j++) {
        sum -= m[i][j] * x[j];
      }
      x[i] = sum / m[i][i];
    }
    return x;
  }
}
