#!/usr/bin/env python3
"""Write tiny random checkpoints of every family that GGUF is read for, each as a Hugging Face folder and as a GGUF file.

usage: python gguf_families.py core/src/test/resources/dev/ballast/checkpoint/families
pinned: transformers==5.23.0 gguf==0.19.0 (torch of the same environment, CPU, fp32)
transformers makes the weights, gguf-py names the tensors and writes the file. What llama.cpp stores otherwise than
transformers is done here: rotary halves of llama as neighbours, norms of gemma plus one, falcon's heads by kind.
"""
import importlib.metadata, math, os, sys
import gguf, numpy as np, torch, transformers
from transformers import AutoModelForCausalLM, CONFIG_MAPPING

assert transformers.__version__ == "5.23.0" and importlib.metadata.version("gguf") == "0.19.0"
VOCAB, LAYERS, CONTEXT = 24, 2, 64
BASE = dict(vocab_size=VOCAB, hidden_size=16, intermediate_size=24, num_hidden_layers=LAYERS, num_attention_heads=2,
            max_position_embeddings=CONTEXT, bos_token_id=1, eos_token_id=2, pad_token_id=0)
LLAMA3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=8192)
YARN = dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16)
LONG = dict(rope_type="longrope", rope_theta=10000.0, short_factor=[1.0, 1.25, 1.5], long_factor=[1.0, 2.5, 4.0])
GLOBAL = dict(rope_type="linear", rope_theta=1000000.0, factor=8.0)
FALCON = {k: v for k, v in BASE.items() if k != "intermediate_size"} | dict(ffn_hidden_size=64, rope_parameters=dict(
    rope_type="default", rope_theta=5000.0))
CASES = {
    "llama": ("llama", BASE | dict(num_key_value_heads=1, head_dim=16, attention_bias=True, tie_word_embeddings=True,
                                   rope_parameters=LLAMA3)),
    "qwen2": ("qwen2", BASE | dict(num_key_value_heads=1, rope_parameters=YARN)),
    "qwen3": ("qwen3", BASE | dict(num_key_value_heads=1, head_dim=12, tie_word_embeddings=True)),
    "phi3": ("phi3", BASE | dict(num_key_value_heads=1, partial_rotary_factor=0.75, original_max_position_embeddings=16,
                                 rope_parameters=LONG, sliding_window=8)),
    "gemma2": ("gemma2", BASE | dict(num_key_value_heads=1, head_dim=12, query_pre_attn_scalar=12, sliding_window=8)),
    "gemma3": ("gemma3_text", BASE | dict(num_hidden_layers=7, num_key_value_heads=1, head_dim=12, query_pre_attn_scalar=12,
                                          sliding_window=8, rope_parameters=dict(
                                              full_attention=GLOBAL, sliding_attention=dict(rope_type="default", rope_theta=10000.0)))),
    "falcon-7b": ("falcon", FALCON),
    "falcon-11b": ("falcon", FALCON | dict(num_attention_heads=4, num_kv_heads=2, new_decoder_architecture=True, num_ln_in_parallel_attn=1)),
    "falcon-40b": ("falcon", FALCON | dict(num_attention_heads=4, num_kv_heads=2, new_decoder_architecture=True, tie_word_embeddings=False)),
    "olmo2": ("olmo2", BASE | dict(num_key_value_heads=1, rms_norm_eps=1e-6)),
}


def model(kind, keys):
    torch.manual_seed(len(kind))
    made = AutoModelForCausalLM.from_config(CONFIG_MAPPING[kind](**keys)).eval()
    with torch.no_grad():
        for p in made.parameters():
            p.copy_(torch.randn_like(p) * 0.3)
    return made


def pairs_of_halves(w, heads):
    half = w.shape[0] // heads // 2
    order = [h * 2 * half + j * half + i for h in range(heads) for i in range(half) for j in range(2)]
    return w[order]


def by_kind(w, c):
    kv = c.num_kv_heads if c.new_decoder_architecture else 1
    group, size = c.num_attention_heads // kv + 2, c.hidden_size // c.num_attention_heads
    rows = np.arange(w.shape[0]).reshape(kv, group, size)
    return w[np.concatenate([rows[:, :-2].ravel(), rows[:, -2].ravel(), rows[:, -1].ravel()])]


def stored(name, w, c):
    if c.model_type == "llama" and ".q_proj." in name:
        return pairs_of_halves(w, c.num_attention_heads)
    if c.model_type == "llama" and ".k_proj." in name:
        return pairs_of_halves(w, c.num_key_value_heads)
    if c.model_type.startswith("gemma") and name.endswith("norm.weight"):
        return w + np.float32(1)
    return by_kind(w, c) if "query_key_value" in name else w


def rotary(w, c):
    rope = c.rope_parameters
    if c.model_type == "gemma3_text":
        w.add_rope_freq_base_swa(rope["sliding_attention"]["rope_theta"])
        rope = rope["full_attention"]
    w.add_rope_freq_base(rope["rope_theta"])
    if rope["rope_type"] in ("linear", "yarn"):
        w.add_rope_scaling_type(gguf.RopeScalingType(rope["rope_type"]))
        w.add_rope_scaling_factor(rope["factor"])
    if rope["rope_type"] == "yarn":
        w.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
    if rope["rope_type"] == "llama3":
        freqs = rope["rope_theta"] ** -(np.arange(0, c.head_dim, 2) / c.head_dim)
        turns = rope["original_max_position_embeddings"] * freqs / (2 * math.pi)
        smooth = np.clip((turns - rope["low_freq_factor"]) / (rope["high_freq_factor"] - rope["low_freq_factor"]), 0, 1)
        w.add_tensor("rope_freqs.weight", (1 / ((1 - smooth) / rope["factor"] + smooth)).astype(np.float32))
    if c.model_type == "phi3":
        w.add_rope_scaling_orig_ctx_len(c.original_max_position_embeddings)
        w.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(CONTEXT / 16) / math.log(16)))
        for which in ("long", "short"):
            w.add_tensor(f"rope_factors_{which}.weight", np.array(rope[f"{which}_factor"], dtype=np.float32))


def hyperparameters(w, c, head):
    w.add_context_length(CONTEXT)
    w.add_embedding_length(c.hidden_size)
    w.add_block_count(c.num_hidden_layers)
    w.add_head_count(c.num_attention_heads)
    if c.model_type == "falcon":
        w.add_tensor_data_layout("jploski")
        w.add_feed_forward_length(c.ffn_hidden_size)
        w.add_head_count_kv(c.num_kv_heads if c.new_decoder_architecture else 1)
        w.add_layer_norm_eps(c.layer_norm_epsilon)
        return
    w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count_kv(c.num_key_value_heads)
    w.add_layer_norm_rms_eps(c.rms_norm_eps)
    if c.model_type in ("llama", "qwen3", "gemma2", "gemma3_text"):
        w.add_key_length(head)
        w.add_value_length(head)
    if c.model_type in ("llama", "phi3"):
        w.add_rope_dimension_count(int(head * c.rope_parameters.get("partial_rotary_factor", 1)))
    if c.model_type in ("phi3", "gemma2", "gemma3_text"):
        w.add_sliding_window(c.sliding_window)
    if c.model_type == "gemma2":
        w.add_attn_logit_softcapping(c.attn_logit_softcapping)
        w.add_final_logit_softcapping(c.final_logit_softcapping)


def vocabulary(w):
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    w.add_token_list(["<pad>", "<s>", "</s>"] + [chr(97 + i) for i in range(VOCAB - 4)] + ["ab"])
    w.add_token_types([3, 3, 3] + [1] * (VOCAB - 3))
    w.add_token_merges(["a b"])
    w.add_bos_token_id(1)
    w.add_eos_token_id(2)
    w.add_pad_token_id(0)
    w.add_add_bos_token(False)


def write(made, path):
    c = made.config
    arch = {"gemma3_text": "gemma3"}.get(c.model_type, c.model_type)
    w = gguf.GGUFWriter(path, arch)
    head = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == arch), c.num_hidden_layers)
    hyperparameters(w, c, head)
    rotary(w, c)
    vocabulary(w)
    for name, value in made.state_dict().items():
        if name == "lm_head.weight" and c.tie_word_embeddings:
            continue
        w.add_tensor(names.get_name(name, (".weight", ".bias")), stored(name, value.numpy(), c))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main(out):
    for case, (kind, keys) in CASES.items():
        made = model(kind, keys)
        folder = os.path.join(out, case)
        made.save_pretrained(folder)
        if os.path.exists(os.path.join(folder, "generation_config.json")):
            os.remove(os.path.join(folder, "generation_config.json"))
        write(made, os.path.join(folder, "model.gguf"))


if __name__ == "__main__":
    main(*sys.argv[1:])
