#!/usr/bin/env python3
"""Write tiny random Llama checkpoints and what transformers computes with them.

usage: python tiny_llama.py core/src/test/resources/dev/ballast/model
pinned: transformers==5.23.0 (torch of the same environment, CPU, fp32)
Each folder tiny-llama-* gets config.json, model.safetensors and expected.json: rows of token ids, the
log-prob of every token but the first, and the 16 tokens of a greedy continuation.
"""
import json, os, sys
import torch, transformers
from transformers import LlamaConfig, LlamaForCausalLM

assert transformers.__version__ == "5.23.0", transformers.__version__
CASES = {
    "tiny-llama-tied": dict(hidden_size=16, num_attention_heads=4, num_key_value_heads=2, head_dim=8, tie_word_embeddings=True,
                            rope_parameters={"rope_type": "default", "rope_theta": 500.0}),
    "tiny-llama-untied": dict(hidden_size=18, num_attention_heads=3, num_key_value_heads=1, head_dim=8, tie_word_embeddings=False,
                              rms_norm_eps=1e-2),
}
for name, keys in CASES.items():
    torch.manual_seed(7)
    config = LlamaConfig(vocab_size=40, intermediate_size=24, num_hidden_layers=3,
                         max_position_embeddings=128, bos_token_id=1, eos_token_id=2, **keys)
    model = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn_like(p) * 0.3 + (1.0 if p.dim() == 1 else 0.0))
    rows = [torch.randint(3, 40, (n,)).tolist() for n in (1, 2, 9, 40, 100)]
    expected = []
    with torch.no_grad():
        for row in rows:
            logits = model(torch.tensor([row])).logits[0]
            scores = torch.log_softmax(logits, -1)[:-1].gather(1, torch.tensor(row[1:]).reshape(-1, 1))
            greedy = list(row)
            for _ in range(16):
                greedy.append(int(model(torch.tensor([greedy])).logits[0, -1].argmax()))
            expected.append({"ids": row, "logprobs": [round(x, 6) for x in scores.flatten().tolist()],
                             "greedy": greedy[len(row):]})
    out = os.path.join(sys.argv[1], name)
    model.save_pretrained(out)
    if os.path.exists(os.path.join(out, "generation_config.json")):
        os.remove(os.path.join(out, "generation_config.json"))
    with open(os.path.join(out, "expected.json"), "w") as f:
        json.dump(expected, f)
