#!/usr/bin/env python3
"""Write tiny random checkpoints of every decoder family and what transformers computes with them.

usage: python families.py core/src/test/resources/dev/ballast/model/families
pinned: transformers==5.23.0 torch==2.10.0 (CPU, fp32, eager attention)

Each folder holds config.json and model.safetensors. cases.json.gz is a list of cases: `name`, the folder of its
`weights`, `config` as transformers 5 writes it, `older` with the keys of transformers 4 (proven here to give the same
logits), and rows. A row has `ids`, `logprobs` (log-prob of every token but the first, the row in one pass), `prompt`
(so many tokens are computed at once, the others one by one), `cached` (log-prob of every token behind the prompt in
that way) and `greedy` (the tokens that follow the whole row). Rows 1 to 3 begin alike; rows are longer than every
sliding window and cross every original_max_position_embeddings.

One by one means: as `generate` of transformers computes it. With dynamic NTK scaling the keys of the cache keep the
frequencies of the length at which they were computed. With LongRoPE a row that outgrows the original context is
computed again, as Phi3ForCausalLM does it. Elsewhere it is the same as one pass.
"""
import gzip, json, os, sys
import torch, transformers
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

assert transformers.__version__ == "5.23.0", transformers.__version__
torch.set_num_threads(1)
VOCABULARY, GREEDY, ORIGINAL = 96, 10, 32


def sizes(**more):
    return dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=40, num_hidden_layers=3,
                num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=128, bos_token_id=1,
                eos_token_id=2, pad_token_id=0) | more


def rope(kind, theta=100.0, **more):
    return {"rope_parameters": {"rope_type": kind, "rope_theta": theta} | more}


SCALED = dict(factor=4.0, original_max_position_embeddings=ORIGINAL)
FALCON = dict(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=4,
              max_position_embeddings=128, bos_token_id=1, eos_token_id=2)
PHI = sizes(num_attention_heads=2, num_key_value_heads=1)
SHORT, LONGER = [1.0 + 0.1 * j for j in range(8)], [1.0 + 0.9 * j for j in range(8)]

# folder of the weights -> model_type and sizes -> cases: what they add
FOLDERS = {
    "llama": ("llama", sizes(head_dim=16), {
        "llama-linear": rope("linear", factor=4.0),
        "llama-dynamic": rope("dynamic", factor=4.0) | {"max_position_embeddings": ORIGINAL},
        "llama-llama3": rope("llama3", low_freq_factor=1.0, high_freq_factor=4.0, **SCALED),
        "llama-yarn": rope("yarn", **SCALED),
        "llama-yarn-tuned": rope("yarn", beta_fast=4.0, beta_slow=1.0, mscale=0.707, mscale_all_dim=1.0,
                                 truncate=False, **SCALED),
        "mistral": rope("default") | {"model_type": "mistral", "sliding_window": 8},
    }),
    "llama-bias": ("llama", sizes(attention_bias=True, mlp_bias=True, tie_word_embeddings=True), {
        "llama-bias": rope("default"),
    }),
    "qwen2": ("qwen2", sizes(tie_word_embeddings=True), {
        "qwen2": rope("default"),
        "qwen2-window": rope("default") | dict(use_sliding_window=True, sliding_window=8, max_window_layers=1),
        "qwen2-layer-types": rope("default") | dict(
            use_sliding_window=True, sliding_window=9, max_window_layers=3,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"]),
    }),
    "qwen3": ("qwen3", sizes(head_dim=16), {
        "qwen3": rope("default"),
        "qwen3-window": rope("default") | dict(use_sliding_window=True, sliding_window=8, max_window_layers=2),
    }),
    "phi3": ("phi3", PHI, {
        "phi3-window": rope("default") | {"sliding_window": 8},
        "phi3-partial": rope("default", partial_rotary_factor=0.5),
        "phi3-longrope": rope("longrope", short_factor=SHORT, long_factor=LONGER) | {
            "original_max_position_embeddings": ORIGINAL},
        "phi3-longrope-partial": rope("longrope", short_factor=SHORT[:6], long_factor=LONGER[:6],
                                      partial_rotary_factor=0.75) | {
            "original_max_position_embeddings": ORIGINAL, "sliding_window": 24},
    }),
    "olmo2": ("olmo2", sizes(rms_norm_eps=1e-3), {"olmo2": rope("default")}),
    "gemma2": ("gemma2", sizes(num_hidden_layers=4, head_dim=12), {
        "gemma2": rope("default") | dict(sliding_window=8, query_pre_attn_scalar=20, attn_logit_softcapping=4.0,
                                         final_logit_softcapping=6.0),
        "gemma2-layer-types": rope("default") | dict(
            sliding_window=8, query_pre_attn_scalar=12, attn_logit_softcapping=None, final_logit_softcapping=9.0,
            layer_types=["full_attention", "full_attention", "sliding_attention", "sliding_attention"]),
    }),
    "gemma3": ("gemma3_text", sizes(num_hidden_layers=4, head_dim=12), {
        "gemma3": dict(sliding_window=8, query_pre_attn_scalar=12, sliding_window_pattern=3, rope_parameters={
            "full_attention": {"rope_type": "default", "rope_theta": 3000.0},
            "sliding_attention": {"rope_type": "default", "rope_theta": 60.0}}),
        "gemma3-scaled": dict(
            sliding_window=8, query_pre_attn_scalar=20, final_logit_softcapping=6.0,
            layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
            rope_parameters={
                "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 300.0},
                "sliding_attention": {"rope_type": "default", "rope_theta": 60.0}}),
    }),
    "falcon-7b": ("falcon", FALCON, {
        "falcon-7b": rope("default") | dict(multi_query=True, parallel_attn=True, new_decoder_architecture=False),
    }),
    "falcon-11b": ("falcon", FALCON, {
        "falcon-11b": rope("default", 500.0) | dict(new_decoder_architecture=True, num_kv_heads=2, ffn_hidden_size=72,
                                                    num_ln_in_parallel_attn=1, tie_word_embeddings=False),
    }),
    "falcon-40b": ("falcon", FALCON, {
        "falcon-40b": rope("default") | dict(new_decoder_architecture=True, num_kv_heads=2, ffn_hidden_size=72,
                                             bias=True),
    }),
}


def make(config):
    return AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()


def config_of(keys):
    keys = json.loads(json.dumps(keys))
    return AutoConfig.for_model(keys.pop("model_type"), **keys)


def weights(config, seed):
    torch.manual_seed(seed)
    model = make(config)
    centred = config.model_type.startswith("gemma")
    with torch.no_grad():
        for name, p in model.named_parameters():
            ones = p.dim() == 1 and name.endswith("weight") and not centred
            p.copy_(torch.randn_like(p) * 0.3 + (1.0 if ones else 0.0))
    state = {k: v.clone().contiguous() for k, v in model.state_dict().items()}
    if config.tie_word_embeddings:
        del state["lm_head.weight"]
    return state


def loaded(config, state):
    model = make(config)
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model


class Case:
    def __init__(self, config, state):
        self.config = config
        self.model = loaded(config, state)
        kind = (getattr(config, "rope_parameters", None) or {}).get("rope_type")
        self.dynamic, self.long = kind == "dynamic", kind == "longrope"

    def logits(self, ids, **more):
        return self.model(torch.tensor([ids]), **more)

    def fresh(self):
        """The dynamic rotary table remembers the longest row that it has seen."""
        if self.dynamic:
            self.model.model.rotary_emb = type(self.model.model.rotary_emb)(self.config)

    def whole(self, ids):
        self.fresh()
        return self.logits(ids, use_cache=False).logits[0]

    def continued(self, ids, prompt, tokens):
        """Return the logits behind ids[:prompt], ids[:prompt + 1], … ids + greedy tokens, and the greedy tokens."""
        rows, greedy, cache = [], [], None
        self.fresh()
        known = list(ids)
        for end in range(prompt, len(ids) + tokens):
            if self.dynamic:
                new = known[:end] if cache is None else known[end - 1:end]
                out = self.logits(new, past_key_values=cache, use_cache=True)
                cache, last = out.past_key_values, out.logits[0, -1]
            else:
                last = self.logits(known[:end], use_cache=False).logits[0, -1]
            rows.append(last)
            if end >= len(ids):
                greedy.append(int(last.argmax()))
                known.append(greedy[-1])
        return torch.stack(rows), greedy

    def row(self, ids, prompt):
        wanted = torch.tensor(ids[1:]).reshape(-1, 1)
        full = torch.log_softmax(self.whole(ids), -1)[:-1].gather(1, wanted).flatten()
        logits, greedy = self.continued(ids, prompt, GREEDY)
        top = logits[len(ids) - prompt:].topk(2, -1).values
        behind = torch.tensor(ids[prompt:]).reshape(-1, 1)
        cached = torch.log_softmax(logits[:len(ids) - prompt], -1).gather(1, behind).flatten()
        if not (self.dynamic or self.long):
            assert torch.allclose(cached, full[prompt - 1:], atol=1e-5)
        return dict(ids=ids, prompt=prompt, logprobs=rounded(full), cached=rounded(cached), greedy=greedy), float(
            (top[:, 0] - top[:, 1]).min())


def rounded(values):
    return [round(x, 6) for x in values.tolist()]


def rows_of(seed):
    torch.manual_seed(seed)
    draw = lambda n: torch.randint(3, VOCABULARY, (n,)).tolist()
    common = draw(24)
    return [(draw(3), 1), (common + draw(6), 20), (common + draw(20), 27), (common + draw(56), 50), (draw(41), 33)]


def older(keys):
    """Spell a config as transformers 4 did."""
    keys = json.loads(json.dumps(keys))
    keys["torch_dtype"] = keys.pop("dtype", "float32")
    scaling = keys.pop("rope_parameters")
    if "full_attention" in scaling:
        keys["rope_local_base_freq"] = scaling["sliding_attention"]["rope_theta"]
        scaling = scaling["full_attention"]
    keys["rope_theta"] = scaling.pop("rope_theta")
    partial = scaling.pop("partial_rotary_factor", 1.0)
    if partial != 1.0:
        keys["partial_rotary_factor"] = partial
    kind = scaling.pop("rope_type")
    spelled = "rope_type" if keys["model_type"] == "gemma3_text" else "type"
    keys["rope_scaling"] = None if kind == "default" else scaling | {spelled: kind}
    if keys["model_type"] == "gemma3_text" and "sliding_window_pattern" in keys:
        keys.pop("layer_types")
    if keys["model_type"].startswith("qwen") and keys["max_window_layers"] < 3:
        keys.pop("layer_types")
    return keys


def written(config):
    return json.loads(config.to_json_string())


def main(out):
    cases = []
    for number, (folder, (model_type, base, variants)) in enumerate(FOLDERS.items()):
        first, state, seen = None, None, {}
        for name, more in variants.items():
            config = config_of({"model_type": model_type} | base | more)
            state = state or weights(config, 11 + number)
            keys = written(config) | ({"sliding_window_pattern": 3} if name == "gemma3" else {})
            keys["dtype"] = "float32"
            case = Case(config, state)
            for seed in range(100, 200):
                with torch.no_grad():
                    rows = [case.row(ids, prompt) for ids, prompt in rows_of(seed)]
                if min(gap for _, gap in rows) > 0.02:
                    break
            else:
                raise AssertionError("no rows without near ties: " + name)
            old = older(keys)
            with torch.no_grad():
                again = Case(config_of(old), state)
                ids = rows[3][0]["ids"]
                assert torch.allclose(again.whole(ids), case.whole(ids), atol=1e-5), name
                probe = case.whole(rows_of(100)[3][0]).log_softmax(-1)
            for other, values in seen.items():
                assert (probe - values).abs().max() > 0.05, (name, other)
            seen[name] = probe
            cases.append(dict(name=name, weights=folder, config=keys, older=old, rows=[row for row, _ in rows]))
            first = first or keys
            print(name, "seed", seed, "gap", round(min(gap for _, gap in rows), 3), flush=True)
        os.makedirs(os.path.join(out, folder), exist_ok=True)
        save_file(state, os.path.join(out, folder, "model.safetensors"), metadata={"format": "pt"})
        with open(os.path.join(out, folder, "config.json"), "w") as f:
            json.dump(first, f, indent=1)
            f.write("\n")
    with open(os.path.join(out, "cases.json.gz"), "wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as packed:
        packed.write(json.dumps(cases, separators=(",", ":")).encode())


if __name__ == "__main__":
    main(sys.argv[1])
