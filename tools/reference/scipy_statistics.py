#!/usr/bin/env python3
"""Write what SciPy and statsmodels say of small counts and values, for the statistics of dev.ballast.stats.

usage: python scipy_statistics.py core/src/test/resources/dev/ballast/stats/reference.json
pinned: scipy==1.16.3 statsmodels==0.14.5 numpy==2.3.4
Rogan and Gladen's rate with Lang and Reiczigel's limits (Prev. Vet. Med. 113:13-22, 2014) and the least difference
that McNemar's test finds (Connor, Biometrics 43:207-211, 1987) are in neither: they are written down here a second
time from the papers, the latter as a root that SciPy finds.
"""
import json, sys, warnings
from importlib.metadata import version
import numpy as np
from scipy import optimize, stats
from statsmodels.stats import power, proportion
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

for pin in ["scipy==1.16.3", "statsmodels==0.14.5", "numpy==2.3.4"]:
    name, wanted = pin.split("==")
    assert version(name) == wanted, (name, version(name))
warnings.simplefilter("ignore")
RESAMPLES = 200_000


def rate(k, n, confidence):
    wilson = proportion.proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    exact = proportion.proportion_confint(k, n, alpha=1 - confidence, method="beta")
    return {"successes": k, "n": n, "confidence": confidence, "wilson": list(wilson), "exact": list(exact)}


def changed(gained, lost):
    return {"gained": gained, "lost": lost, "p": mcnemar([[7, gained], [lost, 9]], exact=True).pvalue}


def corrected(positives, n, tp, fp, tn, fn, confidence):
    z = stats.norm.ppf((1 + confidence) / 2)
    p, se, sp = positives / n, tp / (tp + fn), tn / (tn + fp)
    uncut = (p + sp - 1) / (se + sp - 1)
    estimate = min(1, max(0, uncut))
    na, ma, wa = n + z**2, tp + fn + 2, tn + fp + 2
    pa, sea, spa = (positives + z**2 / 2) / na, (tp + 1) / ma, (tn + 1) / wa
    prevalence = (pa + spa - 1) / (sea + spa - 1)
    shift = 2 * z**2 * (prevalence * sea * (1 - sea) / ma - (1 - prevalence) * spa * (1 - spa) / wa)
    spread = np.sqrt(pa * (1 - pa) / na + prevalence**2 * sea * (1 - sea) / ma
                     + (1 - prevalence) ** 2 * spa * (1 - spa) / wa) / (sea + spa - 1)
    ends = [min(1, max(0, prevalence + shift + side * z * spread)) for side in (-1, 1)]
    wilson = proportion.proportion_confint(positives, n, alpha=1 - confidence, method="wilson")
    return {"positives": positives, "n": n, "judge": [tp, fp, tn, fn], "confidence": confidence, "estimate": estimate,
            "low": min(ends[0], wilson[0] if uncut > 1 else estimate),
            "high": max(ends[1], wilson[1] if uncut < 0 else estimate)}


def least_paired(n, discordant, pow_, confidence):
    a, b = stats.norm.ppf((1 + confidence) / 2), stats.norm.ppf(pow_)
    def lacks(d):
        return (a * np.sqrt(discordant) + b * np.sqrt(discordant - d * d)) ** 2 / d**2 - n
    return {"n": n, "discordant": discordant, "power": pow_, "confidence": confidence,
            "least": optimize.brentq(lacks, 1e-9, discordant, xtol=1e-14)}


def least_unpaired(n, p, pow_, confidence):
    effect = power.NormalIndPower().solve_power(nobs1=n, alpha=1 - confidence, power=pow_, ratio=1)
    return {"n": n, "rate": p, "power": pow_, "confidence": confidence, "least": effect * np.sqrt(p * (1 - p))}


def least_mean(values, pow_, confidence):
    effect = power.NormalIndPower(ddof=0).solve_power(nobs1=len(values), alpha=1 - confidence, power=pow_, ratio=0)
    return {"values": values, "power": pow_, "confidence": confidence, "least": effect * np.std(values, ddof=1)}


def bootstrap(values, confidence):
    ends = stats.bootstrap((values,), np.mean, n_resamples=RESAMPLES, confidence_level=confidence, method="percentile",
                           batch=10_000, rng=np.random.default_rng(1)).confidence_interval
    return [ends.low, ends.high]


def clustered(clusters, confidence):
    rng = np.random.default_rng(2)
    sums, sizes = np.array([sum(c) for c in clusters]), np.array([len(c) for c in clusters])
    drawn = rng.integers(len(clusters), size=(RESAMPLES, len(clusters)))
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    tail = (1 - confidence) / 2
    return {"clusters": clusters, "confidence": confidence, "ends": list(np.quantile(means, [tail, 1 - tail]))}


def main(out):
    rng = np.random.default_rng(20)
    before = [round(float(x), 3) for x in rng.random(40)]
    after = [round(float(min(1, max(0, x + d))), 3) for x, d in zip(before, rng.normal(0.06, 0.1, 40))]
    groups = [[int(x) for x in rng.random(int(rng.integers(1, 9))) < p] for p in rng.beta(0.6, 1.2, 50)]
    p_values = [[0.01, 0.04, 0.03, 0.005], [0.2, 0.2, 0.001, 1.0, 0.049], [0.7]]
    tables = [[[20, 5], [10, 15]], [[75, 1, 4], [5, 4, 1], [0, 0, 10]], [[40, 9], [6, 45]]]
    moved = [round(b - a, 3) for a, b in zip(before, after)]
    document = {
        "written_by": "tools/reference/scipy_statistics.py",
        "rates": [rate(*c) for c in [(0, 10, 0.95), (1, 10, 0.95), (15, 148, 0.95), (81, 263, 0.95), (20, 20, 0.9),
                                     (5, 56, 0.99), (500, 1000, 0.95)]],
        "mcnemar": [changed(*c) for c in [(0, 0), (1, 0), (2, 1), (3, 9), (12, 3), (86, 150), (5, 5)]],
        "holm": [{"p": p, "adjusted": list(multipletests(p, method="holm")[1])} for p in p_values],
        "kappa": [{"table": t, "confidence": 0.95, "kappa": k.kappa, "low": k.kappa_low, "high": k.kappa_upp}
                  for t in tables for k in [cohens_kappa(np.array(t))]],
        "rogan_gladen": [corrected(*c) for c in [(30, 100, 90, 20, 80, 10, 0.95), (3, 200, 120, 9, 141, 30, 0.95),
                                                 (640, 1000, 480, 25, 700, 20, 0.9), (0, 50, 45, 5, 45, 5, 0.95),
                                                 (16, 16, 69, 15, 85, 31, 0.95)]],
        "least_paired": [least_paired(*c) for c in [(155, 0.2, 0.8, 0.95), (400, 0.3, 0.9, 0.95), (60, 0.5, 0.8, 0.9)]],
        "least_unpaired": [least_unpaired(*c) for c in [(200, 0.5, 0.8, 0.95), (1000, 0.1, 0.9, 0.95)]],
        "least_mean": least_mean(moved, 0.8, 0.95),
        "paired": {"before": before, "after": after, "p": stats.ttest_rel(after, before).pvalue, "confidence": 0.95,
                   "bootstrap": bootstrap(moved, 0.95)},
        "clustered": clustered(groups, 0.95),
    }
    with open(out, "w") as file:
        lines = [f" {json.dumps(key)}: {json.dumps(value, default=float)}" for key, value in document.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
