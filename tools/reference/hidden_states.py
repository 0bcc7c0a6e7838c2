#!/usr/bin/env python3
"""Hidden states of tiny checkpoints, for the taps of Ballast's engine to be compared with.

usage: python hidden_states.py core/src/test/resources/dev/ballast/model/families OUT.json
pinned: transformers==5.23.0 torch==2.10.0
For one case of each family: all of hidden_states at three positions of its second row, layer by layer.
"""
import gzip, json, pathlib, sys
import torch, transformers
from transformers import AutoConfig, AutoModelForCausalLM

assert transformers.__version__ == "5.23.0"

folder, out = pathlib.Path(sys.argv[1]), sys.argv[2]
cases = json.load(gzip.open(folder / "cases.json.gz"))
found, seen = [], set()
for case in cases:
    if case["weights"] in seen:
        continue
    seen.add(case["weights"])
    config = AutoConfig.for_model(**case["config"])
    config._attn_implementation = "eager"
    model = AutoModelForCausalLM.from_pretrained(folder / case["weights"], config=config, dtype=torch.float32).eval()
    ids = case["rows"][1]["ids"]
    with torch.no_grad():
        states = model(torch.tensor([ids]), output_hidden_states=True).hidden_states
    found.append({"family": case["name"], "row": 1, "positions": [0, 7, len(ids) - 1],
                  "states": [[[round(float(x), 6) for x in layer[0, p]] for p in (0, 7, len(ids) - 1)] for layer in states]})
json.dump(found, open(out, "w"), separators=(",", ":"))
