#!/usr/bin/env python3
"""Write the files that lm-eval itself leaves behind, for small tasks of our own and two models that are formulas.

usage: python lm_eval_results.py core/src/test/resources/dev/ballast/task core/src/test/resources/dev/ballast/lm_eval
pinned: lm_eval==0.4.13
Folders before and after get results_*.json and samples_*.jsonl of a group of two tasks, as EvaluationTracker writes
them; what tells of the machine (pretty_env_info and the like) is taken out, and the date is fixed.
"""
import json, os, shutil, sys, tempfile
import lm_eval
from importlib.metadata import version
from lm_eval.api.model import LM
from lm_eval.loggers import EvaluationTracker
from lm_eval.tasks import TaskManager

assert version("lm_eval") == "0.4.13", version("lm_eval")
ANSWERS = ["So 3 and 9 make 12.\n#### 12", "#### 1,200", "It costs $7.50 in all.", "no idea", "4 and then 5", "Kettle!"]
GROUP = {"group": "pair", "task": ["choices", "examples_first"],
         "aggregate_metric_list": [{"metric": "acc", "weight_by_size": True}], "metadata": {"version": 1.0}}
MACHINE = ["pretty_env_info", "git_hash", "upper_git_hash", "total_evaluation_time_seconds", "start_time", "end_time"]


class Formula(LM):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def number(self, text):
        value = 7
        for c in text:
            value = (value * self.factor + ord(c)) % 1_000_003
        return value

    def loglikelihood(self, requests):
        return [(-self.number("".join(r.args)) / 10_000, False) for r in requests]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        return [ANSWERS[self.number(r.args[0]) % len(ANSWERS)] for r in requests]


target = os.path.abspath(sys.argv[2])
os.chdir(sys.argv[1])
group = tempfile.mkdtemp()
with open(os.path.join(group, "pair.yaml"), "w") as f:
    json.dump(GROUP, f)
for name, factor in [("before", 31), ("after", 37)]:
    folder = os.path.join(target, name)
    shutil.rmtree(folder, ignore_errors=True)
    found = lm_eval.simple_evaluate(
        model=Formula(factor), tasks=["pair"], bootstrap_iters=0, random_seed=0,
        task_manager=TaskManager(include_path=[".", group], include_defaults=False))
    samples = found.pop("samples")
    for key in MACHINE:
        found.pop(key, None)
    found["date"] = 0
    tracker = EvaluationTracker(output_path=folder)
    tracker.general_config_tracker.model_source = "formula"
    tracker.general_config_tracker.model_name = name
    tracker.general_config_tracker.model_name_sanitized = name
    tracker.save_results_aggregated(results=found, samples=samples)
    for task, rows in samples.items():
        tracker.save_results_samples(task_name=task, samples=rows)
    written = os.path.join(folder, name)
    for file in sorted(os.listdir(written)):
        path = os.path.join(folder, file.replace(tracker.date_id, "2026-01-01T00-00-00.000000"))
        os.rename(os.path.join(written, file), path)
        if file.endswith(".json"):
            with open(path, encoding="utf-8") as f:
                tree = json.load(f)
            for key in MACHINE:
                tree.pop(key, None)
            with open(path, "w", encoding="utf-8") as f:
                json.dump(tree, f, indent=1, ensure_ascii=False)
                f.write("\n")
    os.rmdir(written)
