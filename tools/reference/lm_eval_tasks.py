#!/usr/bin/env python3
"""Write what lm-eval asks and how it grades, for small tasks of our own and a model that is a formula.

usage: python lm_eval_tasks.py core/src/test/resources/dev/ballast/task
pinned: lm_eval==0.4.13
The folder has the tasks' YAML and rows already; expected.json gets for each task lm-eval's results, and for each
row its arguments, answers and metrics. The formula is in Formula below and in LmEvalParityTest.
"""
import json, os, sys
import lm_eval
from importlib.metadata import version
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager

assert version("lm_eval") == "0.4.13", version("lm_eval")
TASKS = ["choices", "choices_included", "examples_drawn", "examples_own", "examples_first", "quotes", "quotes_first", "accepted"]
ANSWERS = ["So 3 and 9 make 12.\n#### 12", "#### 1,200", "It costs $7.50 in all.", "no idea", "4 and then 5", "Kettle!"]


def number(text):
    """A number that every character and its place decide."""
    value = 7
    for c in text:
        value = (value * 31 + ord(c)) % 1_000_003
    return value


class Formula(LM):
    def loglikelihood(self, requests):
        return [(-number(context + continuation) / 10_000, False) for context, continuation in (r.args for r in requests)]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        return [ANSWERS[number(r.args[0]) % len(ANSWERS)] for r in requests]


os.chdir(sys.argv[1])
found = lm_eval.simple_evaluate(
    model=Formula(), tasks=TASKS, task_manager=TaskManager(include_path=".", include_defaults=False), bootstrap_iters=100)
expected = {}
for task in TASKS:
    rows = {}
    for sample in found["samples"][task]:
        row = rows.setdefault(sample["doc_id"], {"metrics": {}})
        arguments = [list(a[:1] if isinstance(a[1], dict) else a[:2]) for a in sample["arguments"]]
        row["arguments"] = arguments
        row["metrics"][sample["filter"]] = {m: float(sample[m]) for m in sample["metrics"]}
    results = {k: v for k, v in found["results"][task].items() if "," in k}
    expected[task] = {
        "version": str(found["versions"][task]), "results": results, "rows": [rows[i] for i in sorted(rows)]}
with open("expected.json", "w") as f:
    json.dump(expected, f, indent=1, ensure_ascii=False, sort_keys=True)
    f.write("\n")
