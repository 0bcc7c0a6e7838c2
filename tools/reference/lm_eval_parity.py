#!/usr/bin/env python3
"""Run lm-eval's hf backend and `ballast eval` on the same rows of real tasks and print how far they are apart.

usage: python lm_eval_parity.py DATA CHECKPOINT [--rows 40] [--sums 8] [--pages 3] [--chat] [--softmax float64]
pinned: lm_eval==0.4.13
DATA is a data root as in docs/data.md; CHECKPOINT a Hugging Face folder, read in float32 by both. lm-eval's own task
files are used where they have prompt text, from its installation. Prints Markdown; 10 minutes on 2 cores.
"""
import argparse, csv, glob, json, os, re, subprocess, sys, tempfile
import lm_eval
from importlib.metadata import version
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager

assert version("lm_eval") == "0.4.13", version("lm_eval")
a = argparse.ArgumentParser()
a.add_argument("data")
a.add_argument("checkpoint")
a.add_argument("--rows", type=int, default=40)
a.add_argument("--sums", type=int, default=8)
a.add_argument("--pages", type=int, default=3)
a.add_argument("--chat", action="store_true", help="through the chat template, without wikitext")
a.add_argument("--softmax", default="float32", help="in which lm-eval turns logits into log-probs: float32, float64")
a.add_argument("--ballast", default="./ballast")
a = a.parse_args()
INSTALLED = os.path.join(os.path.dirname(lm_eval.__file__), "tasks")
work = tempfile.mkdtemp(prefix="parity-")


def write(name, rows):
    with open(os.path.join(work, name), "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def jsonl(path, n=None):
    with open(os.path.join(a.data, path), encoding="utf-8") as f:
        return [json.loads(line) for line in f][:n]


def arc(path):
    with open(os.path.join(a.data, path), encoding="utf-8") as f:
        return [{"question": q, "choices": {"text": c, "label": list("ABCD")}, "answerKey": key}
                for q, *c, key in list(csv.reader(f))[:a.rows]]


def truthful():
    rows = json.load(open(os.path.join(a.data, "truthfulqa/mc_task.json"), encoding="utf-8"))[:a.rows]
    targets = lambda t: {"choices": list(t), "labels": list(t.values())}
    return [{"question": r["question"], **{k: targets(r[k]) for k in ("mc1_targets", "mc2_targets")}} for r in rows]


def pages():
    text = open(os.path.join(a.data, "wikitext2/test.txt"), encoding="utf-8").read()
    starts = [m.start() for m in re.finditer(r"(?m)^ = [^=\n]+ = $", text)]
    return [{"page": text[s:e]} for s, e in zip(starts, starts[1:] + [len(text)])][:a.pages]


write("arc_easy.jsonl", arc("mmlu-arc-csqa/ARC-Easy_test.csv"))
write("arc_challenge.jsonl", arc("mmlu-arc-csqa/ARC-Challenge_test.csv"))
write("truthful.jsonl", truthful())
write("sums_train.jsonl", jsonl("gsm8k/train.jsonl"))
write("sums.jsonl", jsonl("gsm8k/test-first1019.jsonl", a.sums))
write("pages.jsonl", pages())
TEST_ALONE = "training_split: null\nvalidation_split: null\n"
theirs = {
    "p_arc_easy": ("arc/arc_easy.yaml", {"test": "arc_easy.jsonl"}, TEST_ALONE),
    "p_arc_challenge": ("arc/arc_challenge.yaml", {"test": "arc_challenge.jsonl"}, TEST_ALONE),
    "p_truthfulqa_mc1": ("truthfulqa/truthfulqa_mc1.yaml", {"validation": "truthful.jsonl"}, ""),
    "p_truthfulqa_mc2": ("truthfulqa/truthfulqa_mc2.yaml", {"validation": "truthful.jsonl"}, ""),
    "p_gsm8k": ("gsm8k/gsm8k.yaml", {"train": "sums_train.jsonl", "test": "sums.jsonl"}, ""),
    "p_wikitext": ("wikitext/wikitext.yaml", {"test": "pages.jsonl"}, TEST_ALONE),
}
if a.chat:
    del theirs["p_wikitext"]
ours = {
    "p_truthfulqa_mc2": ("truthfulqa/truthfulqa_mc1.yaml", 'doc_to_choice: "{{mc2_targets.choices}}"\n'
                         'doc_to_target: "{{mc2_targets.labels}}"\nprocess_results: mc2\nmetadata: {version: 3.0}\n'),
    "p_wikitext": (None, 'test_split: test\noutput_type: loglikelihood_rolling\nprocess_docs: wikitext\n'
                   'doc_to_target: "{{text}}"\nprocess_results: wikitext\nmetadata: {version: 2.0}\n'),
}
for side in ("theirs", "ours"):
    os.makedirs(os.path.join(work, side))
    for task, (include, files, more) in theirs.items():
        if side == "ours" and task in ours:
            include, more = ours[task]
        with open(os.path.join(work, side, task + ".yaml"), "w") as f:
            if include:
                f.write(f"include: {os.path.join(INSTALLED, include)}\n")
            f.write(f"task: {task}\ndataset_path: json\ndataset_name: null\n")
            f.write(f"dataset_kwargs: {{data_files: {json.dumps(files)}}}\n" + more)

out = os.path.join(work, "out")
suite = ",".join(os.path.join(work, "ours", task + ".yaml") for task in theirs)
words = [a.ballast, "eval", a.checkpoint, "--suite", suite, "--data_root", work, "--output_dir", out]
subprocess.run(words + (["--apply_chat_template", "true"] if a.chat else []), check=True, stdout=sys.stderr)
results = json.load(open(glob.glob(os.path.join(out, "results_*.json"))[0]))["results"]

checkpoint = os.path.abspath(a.checkpoint)
os.chdir(work)
model = HFLM(pretrained=checkpoint, device="cpu", dtype="float32", batch_size=8, softmax_dtype=a.softmax)
found = lm_eval.simple_evaluate(
    model=model, tasks=list(theirs), bootstrap_iters=0, apply_chat_template=a.chat, fewshot_as_multiturn=a.chat,
    task_manager=TaskManager(include_path=os.path.join(work, "theirs"), include_defaults=False))


def numbers(sample):
    """The log-likelihoods of a sample, of either side's form."""
    flat = [r[0] if isinstance(r, list) and isinstance(r[0], (list, tuple)) else r for r in sample["resps"]]
    return [float(r[0]) if isinstance(r, (list, tuple)) else float(r) for r in flat]


print("| task | rows | metric | lm-eval | ballast | log-likelihoods apart, at most | answers alike |")
print("|---|---|---|---|---|---|---|")
for task in theirs:
    lines = [json.loads(line) for line in open(glob.glob(os.path.join(out, f"samples_{task}_*.jsonl"))[0])]
    first = found["samples"][task][0]["filter"]
    peers = {s["doc_id"]: s for s in found["samples"][task] if s["filter"] == first}
    mine = {s["doc_id"]: s for s in lines if s["filter"] == first}
    assert peers.keys() == mine.keys()
    if task == "p_gsm8k":
        apart = "–"
        alike = sum(peers[i]["resps"][0][0] == mine[i]["resps"][0][0] for i in peers)
    else:
        apart = max(abs(x - y) for i in peers for x, y in zip(numbers(peers[i]), numbers(mine[i]), strict=True))
        apart = f"{apart:.1e} nats"
        alike = sum(all(peers[i][m] == mine[i][m] for m in ("acc", "acc_norm") if m in peers[i]) for i in peers)
    if task in ("p_wikitext", "p_truthfulqa_mc2"):
        alike = "–"
    for metric, value in found["results"][task].items():
        if "," in metric and "_stderr" not in metric:
            cells = [task[2:], len(peers), metric, f"{value:.6f}", f"{results[task][metric]:.6f}", apart, alike]
            print("| " + " | ".join(map(str, cells)) + " |")
