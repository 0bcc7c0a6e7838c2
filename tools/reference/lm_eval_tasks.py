#!/usr/bin/env python3
"""Write what lm-eval asks and how it grades, for small tasks of our own and a model that is a formula.

usage: python lm_eval_tasks.py core/src/test/resources/dev/ballast/task
pinned: lm_eval==0.4.13
The folder has the tasks' YAML and rows already; expected.json gets for each task and style lm-eval's results, and
for each row its arguments, answers and metrics. The formula is in Formula below and in LmEvalParityTest. "pages"
has lm-eval's own detokenizer of WikiText and its counts. "bundled" has lm-eval's own task files, from where it is
installed, on the rows below bundled/: Ballast's of these names are compared with it.
"""
import json, os, sys, tempfile
import lm_eval
from importlib.metadata import version
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager
from lm_eval.tasks.wikitext import preprocess_wikitext

assert version("lm_eval") == "0.4.13", version("lm_eval")
TASKS = ["choices", "choices_included", "examples_drawn", "examples_own", "examples_first", "quotes", "quotes_first",
         "accepted", "words", "documents", "inputs", "begun", "begun_sums"]
CHATS = ["choices", "examples_drawn", "words", "inputs", "begun", "begun_sums"]
STYLES = {
    "text": (TASKS, {}),
    "system": (CHATS, dict(system_instruction="Be brief.", fewshot_as_multiturn=False)),
    "turns": (CHATS, dict(system_instruction="Be brief.", apply_chat_template=True, fewshot_as_multiturn=True)),
    "one_message": (CHATS, dict(apply_chat_template=True, fewshot_as_multiturn=False)),
}
BUNDLED = {
    "hellaswag": "hellaswag/hellaswag.yaml", "piqa": "piqa/piqa.yaml", "boolq": "super_glue/boolq/default.yaml",
    "openbookqa": "openbookqa/openbookqa.yaml", "winogrande": "winogrande/default.yaml",
    "mmlu": "mmlu/default/mmlu_astronomy.yaml"}
ANSWERS = ["So 3 and 9 make 12.\n#### 12", "#### 1,200", "It costs $7.50 in all.", "no idea", "4 and then 5", "Kettle!"]


def number(text):
    """A number that every character and its place decide."""
    value = 7
    for c in text:
        value = (value * 31 + ord(c)) % 1_000_003
    return value


def score(text):
    return -number(text) / 10_000


class Formula(LM):
    tokenizer_name = "formula"

    def loglikelihood(self, requests):
        texts = [context + continuation for context, continuation in (r.args for r in requests)]
        return [(score(text), number(text) % 2 == 0) for text in texts]

    def loglikelihood_rolling(self, requests):
        return [score(r.args[0]) for r in requests]

    def generate_until(self, requests):
        return [ANSWERS[number(r.args[0]) % len(ANSWERS)] for r in requests]

    def chat_template(self, chat_template=False):
        return "formula"

    def apply_chat_template(self, chat_history, add_generation_prompt=True):
        text = "".join(f"[{m['role']}]{m['content']}[end]\n" for m in chat_history)
        return text + "[assistant]" if add_generation_prompt else text[:-len("[end]\n")]


def value(measured):
    return [float(v) for v in measured] if isinstance(measured, tuple) else float(measured)


def installed(folder):
    """Write tasks that take lm-eval's over with the rows below bundled/; training rows where there are some."""
    for name, path in BUNDLED.items():
        whole = os.path.join(os.path.dirname(lm_eval.__file__), "tasks", path)
        rows = os.path.abspath(os.path.join("bundled", name))
        files = {f.removesuffix(".jsonl"): os.path.join(rows, f) for f in sorted(os.listdir(rows))}
        splits = {k: k if k in files else None for k in ("train", "validation", "test")}
        with open(os.path.join(folder, name + ".yaml"), "w") as f:
            f.write(f"include: {whole}\ntask: {name}\ndataset_path: json\ndataset_name: null\n")
            f.write(f"dataset_kwargs: {{data_files: {json.dumps(files)}}}\n")
            keys = {"train": "training_split", "validation": "validation_split", "test": "test_split"}
            f.writelines(f"{keys[k]}: {json.dumps(v)}\n" for k, v in splits.items())
    return folder


os.chdir(sys.argv[1])
expected = {}
bundled = installed(tempfile.mkdtemp())
runs = [(style, tasks, how, ".") for style, (tasks, how) in STYLES.items()]
runs += [("bundled", list(BUNDLED), {}, bundled), ("bundled_2", list(BUNDLED), {"num_fewshot": 2}, bundled)]
for style, tasks, how, path in runs:
    found = lm_eval.simple_evaluate(
        model=Formula(), tasks=tasks, task_manager=TaskManager(include_path=path, include_defaults=False), **how)
    expected[style] = {}
    for task in tasks:
        rows = {}
        for sample in found["samples"][task]:
            row = rows.setdefault(sample["doc_id"], {"metrics": {}})
            row["arguments"] = [list(a[:1] if isinstance(a[-1], dict) else a[:2]) for a in sample["arguments"]]
            row["metrics"][sample["filter"]] = {m: value(sample[m]) for m in sample["metrics"]}
        results = {k: v for k, v in found["results"][task].items() if "," in k}
        expected[style][task] = {
            "version": str(found["versions"][task]), "results": results, "rows": [rows[i] for i in sorted(rows)]}
with open("expected.json", "w") as f:
    json.dump(expected, f, indent=1, ensure_ascii=False, sort_keys=True)
    f.write("\n")
pages = [json.loads(line) for line in open("pages.jsonl")]
with open("expected_pages.json", "w") as f:
    json.dump([{"text": preprocess_wikitext.wikitext_detokenizer(page),
                "weights": {k: v[1] for k, v in preprocess_wikitext.process_results(page, (0.0,)).items()}}
               for page in pages], f, indent=1, ensure_ascii=False)
    f.write("\n")
