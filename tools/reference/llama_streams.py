#!/usr/bin/env python3
"""Decode several streams in one batch with llama.cpp, greedily: the peer of `ballast bench generate` in int8.

usage: python llama_streams.py FILE.gguf [--batch 16] [--new 64] [--rounds 3] [--threads 2]
pinned: llama-cpp-python==0.3.36 (built for this CPU), numpy
Prompts are read together before the clock starts; every step then decodes one token of each stream.
"""
import argparse, ctypes, json, time
import llama_cpp, numpy

TOPICS = ["bread", "rivers", "swimming", "planets", "autumn", "ships", "bees", "gardens",
          "chess", "leaves", "libraries", "weather", "railways", "glass", "diaries", "oaks"]

parser = argparse.ArgumentParser()
parser.add_argument("gguf")
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--new", type=int, default=64)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()

llama_cpp.llama_backend_init()
silent = llama_cpp.llama_log_callback(lambda *_: None)
llama_cpp.llama_log_set(silent, ctypes.c_void_p(0))
model = llama_cpp.llama_model_load_from_file(args.gguf.encode(), llama_cpp.llama_model_default_params())
vocab = llama_cpp.llama_model_get_vocab(model)
size = llama_cpp.llama_vocab_n_tokens(vocab)


def tokenize(text):
    out = (llama_cpp.llama_token * 256)()
    n = llama_cpp.llama_tokenize(vocab, text.encode(), len(text.encode()), out, 256, False, True)
    return list(out[:n])


prompts = [tokenize("<|im_start|>user\nWrite a long and detailed essay about " + TOPICS[i % len(TOPICS)]
                    + ", with many examples.<|im_end|>\n<|im_start|>assistant\n") for i in range(args.batch)]
total = sum(map(len, prompts))
params = llama_cpp.llama_context_default_params()
params.n_ctx = total + args.batch * args.new + 64 * args.batch
params.n_seq_max = args.batch
params.n_batch = params.n_ubatch = max(512, total)
params.n_threads = params.n_threads_batch = args.threads
params.kv_unified = True
context = llama_cpp.llama_init_from_model(model, params)
batch = llama_cpp.llama_batch_init(params.n_batch, 0, args.batch)


def decode(tokens):
    """Decode (token, position, stream, wants logits) and return the likeliest next token of those that want one."""
    batch.n_tokens = len(tokens)
    for i, (token, position, stream, wanted) in enumerate(tokens):
        batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position, 1, wanted
        batch.seq_id[i][0] = stream
    if llama_cpp.llama_decode(context, batch) != 0:
        raise SystemExit("llama_decode failed")
    rows = [i for i, (_, _, _, wanted) in enumerate(tokens) if wanted]
    return [int(numpy.argmax(numpy.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(context, i), (size,)))) for i in rows]


rates = []
for _ in range(args.rounds + 1):
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
    rows = [(token, i, stream, i == len(prompt) - 1) for stream, prompt in enumerate(prompts) for i, token in enumerate(prompt)]
    last = decode(rows)
    started = time.perf_counter()
    for step in range(args.new):
        last = decode([(token, len(prompts[s]) + step, s, True) for s, token in enumerate(last)])
    rates.append(args.batch * args.new / (time.perf_counter() - started))
print(json.dumps({"peer": "llama.cpp", "work": "generate", "file": args.gguf.rsplit("/", 1)[-1], "batch": args.batch, "new": args.new,
                  "threads": args.threads, "tokens_per_s": round(sorted(rates[1:])[len(rates[1:]) // 2], 2)}))
