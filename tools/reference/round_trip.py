#!/usr/bin/env python3
"""Check what `ballast export` writes by the field's own tools.

usage: python round_trip.py ./ballast WORK [family ...]
pinned: transformers==5.23.0 gguf==0.19.0 (torch of the same environment, CPU, fp32); llama-cpp-python if it is there
For a random checkpoint of each family: the GGUF in every type is read by gguf-py, its tensors equal to the last bit what
gguf-py makes of the same weights; the folder that is made of it loads in transformers with the same logits and tokens;
llama.cpp, when installed, gives the same tokens and the same greedy text; `ballast logprobs` scores both formats as
transformers does. One JSON line a family, then a table; exit 1 when any fails.
"""
import json, os, shutil, subprocess, sys
import gguf, numpy as np, torch, transformers
from gguf import GGMLQuantizationType as T, quants
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast
import gguf_families as families
import tokens as mixed

TYPES = {"f32": T.F32, "f16": T.F16, "bf16": T.BF16, "q8_0": T.Q8_0, "q4_0": T.Q4_0}
TEXT = "The lantern is orange, and 12 bread rolls are in the kettle.\n"
TEMPLATE = "{% for m in messages %}{{ '<s>' + m['role'] + '\\n' + m['content'] + '</s>\\n' }}{% endfor %}"


def tokenizer():
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    # llama.cpp looks the last two up in every model that is called phi3.
    trainer = trainers.BpeTrainer(vocab_size=320, special_tokens=["<pad>", "<s>", "</s>", "<unk>", "<|endoftext|>"],
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    made.train_from_iterator([TEXT] + mixed.SCRIPTS + mixed.CODE, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<s>", eos_token="</s>", pad_token="<pad>", chat_template=TEMPLATE)


def larger(keys, vocab):
    """The sizes of a case, so that all rows divide into blocks of 32."""
    keys = keys | dict(vocab_size=vocab, hidden_size=64)
    keys |= {k: v for k, v in dict(intermediate_size=96, ffn_hidden_size=128, query_pre_attn_scalar=32).items() if k in keys}
    if "head_dim" in keys:
        keys["head_dim"] = 32
    if keys.get("original_max_position_embeddings"):
        keys["sliding_window"] = None                   # llama.cpp has no window for Phi-3
    rope = keys.get("rope_parameters", {})
    if rope.get("rope_type") == "longrope":
        keys["rope_parameters"] = rope | dict(short_factor=[1 + i / 8 for i in range(12)], long_factor=[1 + i / 2 for i in range(12)])
    return keys


def ballast(program, verb, *words):
    run = subprocess.run([program, verb, *words], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"ballast {verb} {' '.join(words)}: {run.stderr}")


def expected(made):
    c = made.config
    arch = {"gemma3_text": "gemma3"}.get(c.model_type, c.model_type)
    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == arch), c.num_hidden_layers)
    return {names.get_name(n, (".weight", ".bias")): families.stored(n, v.numpy(), c) for n, v in made.state_dict().items()
            if not (n == "lm_head.weight" and c.tie_word_embeddings)}


def tensors_equal(path, kind, weights):
    """Equal bytes where gguf-py quantises the same numbers to the same type."""
    tables = 0
    for tensor in gguf.GGUFReader(path).tensors:
        if tensor.name.startswith("rope_f"):
            tables += 1
            continue
        wanted = weights[tensor.name]
        if tensor.tensor_type not in ((T.F32,) if wanted.ndim == 1 else (TYPES[kind], T.Q8_0)):
            return f"{tensor.name} is {tensor.tensor_type.name}"
        if not np.array_equal(np.asarray(tensor.data).view(np.uint8).ravel(), quants.quantize(wanted, tensor.tensor_type).view(np.uint8).ravel()):
            return f"{tensor.name} differs"
    return True if len(gguf.GGUFReader(path).tensors) == len(weights) + tables else "tensors are missing"


def logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0]


def rows(vocab):
    """Rows of random tokens, the longest of the models' whole context."""
    draw = np.random.default_rng(5)
    return [draw.integers(5, vocab, n).tolist() for n in (2, 17, 40, 64)]


def apart(program, path, made, scored):
    """The largest difference of a token's log-prob between `ballast logprobs` and transformers."""
    data, output = path + ".rows.jsonl", path + ".scored.jsonl"
    with open(data, "w") as file:
        file.writelines(json.dumps({"token_ids": ids}) + "\n" for ids in scored)
    ballast(program, "logprobs", path, "--data", data, "--output", output)
    worst = 0.0
    for line, ids in zip(open(output), scored):
        wanted = torch.log_softmax(logits(made, ids).float(), -1)[:-1].gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
        worst = max(worst, (torch.tensor(json.loads(line)["logprobs"][1:]) - wanted).abs().max().item())
    return worst


def llama_cpp(path, ids, wanted):
    try:
        from llama_cpp import Llama
    except ImportError:
        return "not installed"
    llm = Llama(path, n_ctx=64, n_threads=1, verbose=False)
    if llm.tokenize(TEXT.encode(), add_bos=False, special=True) != ids:
        return "other tokens"
    llm.eval(ids)
    got = []
    for _ in wanted:
        got.append(llm.sample(temp=0.0, repeat_penalty=1.0))
        llm.eval(got[-1:])
    return True if got == wanted else f"other text: {got} for {wanted}"


def check(program, work, case):
    words = tokenizer()
    kind, keys = families.CASES[case]
    made = families.model(kind, larger(keys, len(words)))
    source, back = os.path.join(work, case), os.path.join(work, case + "-back")
    made.save_pretrained(source)
    words.save_pretrained(source)
    weights, result = expected(made), {"family": case}
    for name in TYPES:
        path = os.path.join(work, f"{case}.{name}.gguf")
        ballast(program, "export", source, path, "--dtype", name)
        result[name] = tensors_equal(path, name, weights)
    ballast(program, "export", os.path.join(work, f"{case}.f32.gguf"), back)
    again = AutoModelForCausalLM.from_pretrained(back, dtype=torch.float32).eval()
    ids = words.encode(TEXT, add_special_tokens=False)
    difference = (logits(made, ids) - logits(again, ids)).abs().max().item()
    result["logits"] = True if difference < 2e-5 else difference
    # Of some families transformers takes its own splitting, whatever the folder says: both sides do.
    read = [AutoTokenizer.from_pretrained(f).encode(TEXT, add_special_tokens=False) for f in (source, back)]
    result["tokens"] = read[0] == read[1]
    greedy = list(ids)
    for _ in range(8):
        greedy.append(int(logits(made, greedy)[-1].argmax()))
    result["llama.cpp"] = llama_cpp(os.path.join(work, f"{case}.f32.gguf"), ids, greedy[len(ids):])
    scored = rows(len(words))
    found = [apart(program, path, made, scored) for path in (source, os.path.join(work, f"{case}.f32.gguf"))]
    result["logprobs"] = True if max(found) < 2e-4 else found
    print(json.dumps(result), flush=True)
    good = all(v is True or v == "not installed" for k, v in result.items() if k != "family")
    return good, f"| {case} | {found[0]:.1e} | {found[1]:.1e} | {'yes' if result['logits'] is True else 'no'} | {'yes' if result['llama.cpp'] is True else result['llama.cpp']} |"


def main(program, work, *cases):
    assert transformers.__version__ == "5.23.0", transformers.__version__
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    checked = [check(program, work, case) for case in cases or families.CASES]
    print("| family | safetensors | GGUF | back in transformers equal | llama.cpp's greedy text equal |\n|---|---|---|---|---|")
    print("\n".join(line for _, line in checked))
    raise SystemExit(0 if all(good for good, _ in checked) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
