#!/usr/bin/env python3
"""Write small vocabularies as GGUF metadata holds them, and lines with the token ids that they give.

usage: python gguf_tokens.py core/src/test/resources/dev/ballast/tokenizer/gguf-tokens.json.gz
pinned: transformers==5.23.0 tokenizers==0.23.3
Byte-level BPE: one vocabulary, cut by every pre-tokenizer as transformers or the tokenizers library has it.
SentencePiece: ids by the definition (the best-scored neighbours join first, the leftmost of equals), written out here.
The tokenizer.json files are what transformers saves for its own classes over these vocabularies.
"""
import collections, gzip, json, random, sys
import tokenizers, transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import GemmaTokenizer, LlamaTokenizer, Qwen2Tokenizer
from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS
import tokens as mixed

assert transformers.__version__ == "5.23.0" and tokenizers.__version__ == "0.23.3"
BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
DIGITS = pre_tokenizers.Digits(individual_digits=True)
FALCON = [pre_tokenizers.Punctuation("contiguous"), BYTES, pre_tokenizers.Digits(individual_digits=False),
          pre_tokenizers.Split(Regex("[0-9][0-9][0-9]"), "isolated")]
NORMAL, UNKNOWN, CONTROL, USER, BYTE = 1, 2, 3, 4, 6
EXTRA = ["I'VE told 'em they'LL don't", "1 22 333 4444 55555 666666", " 12 3.14159 -7", "a\r\n\r\nb \n c", "zzz zzzzzz", "(x+y)=[z]; $5 ~ <b> `c`",
         "e\u0301a\u0300", "HTTPServer eXaMPLE ÀÉÎ ßtraße", "x/\n/y", "  two   three    four", "<s> x</s>y <s>", "ab\n\ncd\t\te", "aBaB aBaB aBaB"]


def lines():
    r = random.Random(4)
    return EXTRA + [kind(r) for _ in range(6) for kind in mixed.KINDS]


def split(pattern):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def byte_level(texts):
    """Train once; `zzz` is a token that no merge makes."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = BYTES
    made.train_from_iterator(texts * 3, trainers.BpeTrainer(vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    model = json.loads(made.to_str())["model"]
    vocab = dict(model["vocab"])
    vocab["zzz"] = len(vocab)
    return vocab, [tuple(m) for m in model["merges"]]


def cut(vocab, merges, pre, nfc=False, ignore=False):
    made = Tokenizer(models.BPE(vocab=vocab, merges=merges, ignore_merges=ignore))
    made.pre_tokenizer = pre
    if nfc:
        made.normalizer = normalizers.NFC()
    return made


def kinds(vocab, merges):
    splits = {k: split(v) for k, v in GGUF_PRE_TOKENIZER_SPLITS.items()}
    yield "gpt-2", cut(vocab, merges, BYTES)
    yield "olmo", cut(vocab, merges, BYTES, nfc=True)
    yield "smollm", cut(vocab, merges, pre_tokenizers.Sequence([DIGITS, BYTES]))
    yield "falcon", cut(vocab, merges, pre_tokenizers.Sequence(FALCON))
    yield "llama-bpe", cut(vocab, merges, splits["llama-bpe"], ignore=True)
    yield "dbrx", cut(vocab, merges, splits["dbrx"])
    yield "tekken", cut(vocab, merges, splits["tekken"], ignore=True)
    yield "gpt-4o", cut(vocab, merges, splits["gpt-4o"])
    # Its special tokens are no part of this vocabulary.
    yield "qwen2", cut(vocab, merges, Qwen2Tokenizer(vocab=vocab, merges=merges).backend_tokenizer.pre_tokenizer, nfc=True)


def pieces(texts):
    """A SentencePiece vocabulary with scores: specials, 256 bytes, user-defined runs, then pieces as they were learned."""
    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    counts = collections.Counter("▁" + "".join(texts).replace(" ", "▁"))
    letters = sorted(counts, key=lambda c: (-counts[c], c))[:60]    # the trainer's own choice between equals differs from run to run
    made.train_from_iterator(texts * 3, trainers.BpeTrainer(vocab_size=380, initial_alphabet=letters, limit_alphabet=60, show_progress=False))
    head = [("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL)] + [(f"<0x{b:02X}>", BYTE) for b in range(256)]
    user = [("\n\n", USER), ("   ", USER), ("  ", USER)]
    learned = [p for p, _ in sorted(made.get_vocab().items(), key=lambda p: p[1]) if not any(t in p for t in ("\n\n", "s>"))]
    rows = head + user + [(p, NORMAL) for p in learned]
    return [p for p, _ in rows], [t for _, t in rows], [0.0 if t != NORMAL else float(len(head) - i) for i, (_, t) in enumerate(rows)]


def segments(text, whole):
    at, plain = 0, 0
    while at < len(text):
        token = next((t for t in whole if text.startswith(t, at)), None)
        if token is None:
            at += 1
            continue
        if at > plain:
            yield False, text[plain:at]
        yield True, token
        at += len(token)
        plain = at
    if plain < len(text):
        yield False, text[plain:]


def joined(symbols, ids, scores):
    while True:
        pairs = [(scores[ids[a + b]], -i) for i, (a, b) in enumerate(zip(symbols, symbols[1:])) if a + b in ids]
        if not pairs:
            return symbols
        i = -max(pairs)[1]
        symbols[i:i + 2] = [symbols[i] + symbols[i + 1]]


def sentencepiece(text, vocabulary, prefix):
    names, types, scores = vocabulary
    ids = {n: i for i, (n, t) in enumerate(zip(names, types)) if t == NORMAL}
    whole = sorted((n for n, t in zip(names, types) if t in (UNKNOWN, CONTROL, USER)), key=len, reverse=True)
    out = []
    for special, part in segments(text, whole):
        if special:
            out.append(names.index(part))
            continue
        for symbol in joined(list((" " + part if prefix else part).replace(" ", "▁")), ids, scores):
            out += [ids[symbol]] if symbol in ids else [names.index(f"<0x{b:02X}>") for b in symbol.encode()]
    return out


def saved(tokenizer):
    return json.loads(tokenizer.backend_tokenizer.to_str())


def of_transformers(vocabulary, vocab, merges):
    names, types, scores = vocabulary
    ids = {n: i for i, (n, t) in enumerate(zip(names, types)) if t != USER}
    made = [(l, r) for n, t in zip(names, types) if t == NORMAL for l, r in ((n[:i], n[i:]) for i in range(1, len(n))) if l in ids and r in ids]
    keys = dict(vocab=ids, merges=made)
    roles = dict(bos_token="<s>", eos_token="</s>", pad_token="<unk>", mask_token="</s>")
    return {"llama": saved(LlamaTokenizer(**keys, legacy=True)), "gemma": saved(GemmaTokenizer(**keys, **roles)),
            "qwen2": saved(Qwen2Tokenizer(vocab=vocab, merges=merges, unk_token="zzz", eos_token="zzz", pad_token="zzz"))}


def main(out):
    texts = lines()
    vocab, merges = byte_level(texts)
    vocabulary = pieces(texts)
    document = {
        "lines": texts,
        "byte_level": {"tokens": sorted(vocab, key=vocab.get), "merges": [" ".join(m) for m in merges],
                       "ids": {name: [made.encode(t, add_special_tokens=False).ids for t in texts] for name, made in kinds(vocab, merges)}},
        "sentencepiece": {"tokens": vocabulary[0], "types": vocabulary[1], "scores": vocabulary[2],
                          "prefixed": [sentencepiece(t, vocabulary, True) for t in texts],
                          "plain": [sentencepiece(t, vocabulary, False) for t in texts]},
        "transformers": of_transformers(vocabulary, vocab, merges),
    }
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
