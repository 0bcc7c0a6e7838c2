#!/usr/bin/env python3
"""Write what transformers computes with SmolLM2 on 20 texts: log-probs and greedy continuations.

usage: python smollm2_logprobs.py CHECKPOINT core/src/test/resources/dev/ballast/model/smollm2-expected.json.gz
pinned: transformers==5.23.0 (CPU, fp32)
The texts are made here from our own sentences by a seed, 12 to 512 tokens long.
"""
import gzip, json, random, sys
import torch, transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

assert transformers.__version__ == "5.23.0", transformers.__version__
SENTENCES = """The ferry leaves at seven, so we should pack the lamps tonight.
A pump that loses its prime will hum without moving any water.
Nobody had told the gardener that the greenhouse door was left open.
In 1987 the bridge carried 4,200 cars a day; today it carries 19,300.
She asked whether the old recipe used butter or oil, and he could not remember.
def mean(xs): return sum(xs) / len(xs) if xs else 0.0
The valley floods every third spring, which is why the houses stand on posts.
"Keep the receipt," the clerk said, "or the guarantee is worth nothing."
To sharpen a plane iron, flatten its back first and only then work the bevel.
Copper conducts heat about ten times better than steel does.
My grandmother counted the stitches aloud in a language I never learned.
If the alarm rings twice, close the valve; if it rings once, only write it down.
The committee met for an hour and agreed that it should meet again.
Bees find the orchard by noon, long after the dew has gone.
SELECT city, AVG(rent) FROM flats WHERE rooms = 3 GROUP BY city;
Snow had covered the signposts, and the road was a guess between two fences.
The second violin came in a bar early, smiled, and waited for the others.
Water expands when it freezes, so a full bottle may crack overnight.
He repaired radios for forty years and never owned a television.
Please send the three forms, signed and dated, before the end of the month.
A glacier moves slowly, yet it grinds the hardest granite into flour.
The answer is 12 because 3 times 4 is 12, and nothing else was asked.
On the far bank a heron stood so still that the child took it for a post.
Fold the paper twice, cut along the crease, and open it: you have a star.""".split("\n")
LENGTHS = [12, 16, 20, 24, 31, 40, 47, 64, 65, 80, 96, 120, 128, 160, 200, 256, 300, 384, 450, 512]

torch.manual_seed(0)
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
r, out = random.Random(20), []
with torch.inference_mode():
    for length in LENGTHS:
        ids = []
        while len(ids) < length:
            ids += tokenizer(r.choice(SENTENCES) + r.choice([" ", "\n"]), add_special_tokens=False)["input_ids"]
        ids = ids[:length]
        scores = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1)[:-1]
        scores = scores.gather(1, torch.tensor(ids[1:]).reshape(-1, 1)).flatten().tolist()
        prompt = ids[:min(length, 60)]
        y = model.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
                           max_new_tokens=64, do_sample=False)
        out.append({"ids": ids, "logprobs": [round(x, 5) for x in scores], "prompt": len(prompt),
                    "greedy": y[0][len(prompt):].tolist()})
with gzip.GzipFile(sys.argv[2], "wb", mtime=0) as f:
    f.write(json.dumps(out).encode())
