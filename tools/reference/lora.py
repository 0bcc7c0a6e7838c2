#!/usr/bin/env python3
"""Write tiny random adapters, what PEFT computes with them, and some steps of training one.

usage: python lora.py core/src/test/resources/dev/ballast
       python lora.py check ADAPTER BASE SCORED.jsonl
pinned: peft==0.21.2, transformers==5.23.0 (torch of the same environment, CPU, fp32)
The bases are the checkpoints that tiny_llama.py and families.py wrote. Each folder model/tiny-lora-* gets PEFT's two files and
expected.json: rows of token ids, the log-prob of every token but the first, the 16 tokens of a greedy
continuation. train/tiny-lora-sft gets an adapter to start from, the gradients of its first step, the one it
ends as, and expected.json with rows, losses and gradient norms.
With check, PEFT loads an adapter that Ballast wrote and compares rows that `ballast logprobs` scored with it.
"""
import json, os, shutil, sys
import peft, torch, transformers
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

assert peft.__version__ == "0.21.2", peft.__version__
assert transformers.__version__ == "5.23.0", transformers.__version__
ADAPTERS = {
    "tiny-lora-own": ("tiny-llama-tied", dict(r=4, lora_alpha=8, lora_dropout=0.5)),
    "tiny-lora-all": ("tiny-llama-untied", dict(
        r=3, lora_alpha=5, use_rslora=True, target_modules="all-linear", modules_to_save=["lm_head", "norm"],
        rank_pattern={"q_proj": 2}, alpha_pattern={"layers.1.mlp.up_proj": 9})),
    "tiny-lora-layers": ("tiny-llama-tied", dict(
        r=2, lora_alpha=3, target_modules=["self_attn.o_proj", "down_proj"], layers_to_transform=[0, 2],
        exclude_modules=["layers.2.mlp.down_proj"])),
    "tiny-lora-pattern": ("tiny-llama-untied", dict(
        r=4, lora_alpha=4, target_modules=r".*\.[12]\..*(k_proj|gate_proj)", modules_to_save=["embed_tokens"])),
    "tiny-lora-phi3": ("families/phi3", dict(r=4, lora_alpha=8, target_modules="all-linear")),
    "tiny-lora-falcon": ("families/falcon-11b", dict(r=4, lora_alpha=8)),
    "tiny-lora-gemma2": ("families/gemma2", dict(
        r=3, lora_alpha=6, target_modules="all-linear", modules_to_save=["norm"])),
    "tiny-lora-bias": ("families/llama-bias", dict(
        r=2, lora_alpha=4, target_modules=["q_proj", "down_proj"], modules_to_save=["o_proj"])),
}


def base(root, name):
    return AutoModelForCausalLM.from_pretrained(
        os.path.join(root, "model", name), dtype=torch.float32, attn_implementation="eager").eval()


def save(model, out, name, dtype):
    """Save as PEFT does, less the model card, over a base that stands beside the folder."""
    model.save_pretrained(out)
    os.remove(os.path.join(out, "README.md"))
    file = os.path.join(out, "adapter_model.safetensors")
    save_file({key: value.to(dtype) for key, value in load_file(file).items()}, file, metadata={"format": "pt"})
    file = os.path.join(out, "adapter_config.json")
    config = json.load(open(file))
    config["base_model_name_or_path"] = name
    # Sets are written in an order of the process.
    config = {key: sorted(value) if isinstance(value, list) else value for key, value in config.items()}
    with open(file, "w") as f:
        json.dump(config, f, indent=2, sort_keys=True)


def scores(model, row):
    logits = model(torch.tensor([row])).logits[0]
    return torch.log_softmax(logits, -1)[:-1].gather(1, torch.tensor(row[1:]).reshape(-1, 1)).flatten()


def disturb(model, scale):
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter) * scale)


def adapters(root):
    for name, (base_name, keys) in ADAPTERS.items():
        torch.manual_seed(11)
        out = os.path.join(root, "model", name)
        shutil.rmtree(out, ignore_errors=True)
        model = get_peft_model(base(root, base_name), LoraConfig(task_type="CAUSAL_LM", **keys))
        disturb(model, 0.2)
        save(model, out, base_name, torch.float16 if name == "tiny-lora-layers" else torch.float32)
        model = PeftModel.from_pretrained(base(root, base_name), out).eval()
        expected = []
        with torch.no_grad():
            for length in (2, 9, 40):
                row = torch.randint(3, 40, (length,)).tolist()
                greedy = list(row)
                for _ in range(16):
                    greedy.append(int(model(torch.tensor([greedy])).logits[0, -1].argmax()))
                expected.append({"ids": row, "logprobs": [round(x, 6) for x in scores(model, row).tolist()],
                                 "greedy": greedy[length:]})
        with open(os.path.join(out, "expected.json"), "w") as f:
            json.dump(expected, f)


def training(root):
    torch.manual_seed(13)
    out = os.path.join(root, "train", "tiny-lora-sft")
    shutil.rmtree(out, ignore_errors=True)
    config = LoraConfig(task_type="CAUSAL_LM", r=4, lora_alpha=16, target_modules="all-linear",
                        modules_to_save=["lm_head"])
    model = get_peft_model(base(root, "tiny-llama-untied"), config).train()
    disturb(model, 0.05)
    save(model, os.path.join(out, "start"), "tiny-llama-untied", torch.float32)
    rows = [{"ids": torch.randint(3, 40, (n,)).tolist(), "prompt": p} for n, p in ((12, 4), (20, 9), (7, 1), (15, 6))]
    tokens = sum(len(row["ids"]) - row["prompt"] for row in rows)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=3e-3, weight_decay=0.0)
    losses, norms = [], []
    for step in range(4):
        loss = -sum(scores(model, row["ids"])[row["prompt"] - 1:].sum() for row in rows) / tokens
        loss.backward()
        if step == 0:
            gradients = {name.replace(".default", "").replace(".modules_to_save", ""): p.grad.clone()
                         for name, p in model.named_parameters() if p.requires_grad}
            save_file(gradients, os.path.join(out, "gradients.safetensors"), metadata={"format": "pt"})
        norms.append(float(torch.nn.utils.clip_grad_norm_(trained, 1.0)))
        losses.append(loss.item())
        optimizer.step()
        optimizer.zero_grad()
    save(model, os.path.join(out, "end"), "tiny-llama-untied", torch.float32)
    with open(os.path.join(out, "expected.json"), "w") as f:
        json.dump({"rows": rows, "losses": losses, "norms": norms}, f)


def check(adapter, base_path, scored):
    model = PeftModel.from_pretrained(
        AutoModelForCausalLM.from_pretrained(base_path, dtype=torch.float32), adapter).eval()
    worst = 0.0
    with torch.no_grad():
        for line in open(scored):
            row = json.loads(line)
            wanted = scores(model, row["token_ids"]).tolist()
            worst = max([worst] + [abs(a - b) for a, b in zip(wanted, row["logprobs"][1:])])
    print(f"largest difference of a log-prob: {worst:.2e}")
    assert worst < 2e-4, worst


if sys.argv[1] == "check":
    check(*sys.argv[2:])
else:
    adapters(sys.argv[1])
    training(sys.argv[1])
