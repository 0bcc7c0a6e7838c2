#!/usr/bin/env python3
"""Writes the seed corpus of the fuzz tests: small files of every reader, sound and damaged.

Usage: tools/fuzz_corpus.py (from the repository root). Needs nothing but Python 3.9; equal runs give
equal bytes. The files lie where the tests look for them, src/test/resources/PACKAGE/CLASSInputs/METHOD;
inputs that a fuzzing run found keep their own names there and are left alone.
"""

import json
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "core/src/test/resources/dev/ballast"


def put(place, name, data):
    folder = ROOT / place
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


# safetensors


def slot(dtype="F32", shape=(2,), offsets=(0, 8)):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


def tensors(header, data=bytes(8), length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<q", len(text) if length is None else length) + text + data


def safetensors():
    place = "checkpoint/SafetensorsFuzzTestInputs/read"
    nan = struct.pack("<2f", float("nan"), float("inf"))
    twice = b'{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    two = {"a": slot(), "b": slot("BF16", (2, 2), (8, 16)), "__metadata__": {"format": "pt"}}
    cases = {
        "sound": tensors(two, bytes(range(16))),
        "nan": tensors({"a": slot()}, nan),
        "empty_tensor": tensors({"a": slot(shape=(0, 1 << 40), offsets=(0, 0))}, b""),
        "empty_overflow": tensors({"a": slot(shape=(0, 1 << 40, 1 << 40), offsets=(0, 0))}, b""),
        "no_tensors": tensors({}, b""),
        "overlap": tensors({"a": slot(), "b": slot(offsets=(4, 12))}, bytes(12)),
        "same_bytes": tensors({"a": slot(), "b": slot()}),
        "gap": tensors({"a": slot(), "b": slot(offsets=(12, 20))}, bytes(20)),
        "tail": tensors({"a": slot()}, bytes(9)),
        "beyond_end": tensors({"a": slot(shape=(4,), offsets=(0, 16))}),
        "huge_offset": tensors({"a": slot(offsets=((1 << 63) - 8, (1 << 63) - 1))}),
        "beyond_long": tensors({"a": slot(offsets=(1 << 64, (1 << 64) + 8))}),
        "negative_offset": tensors({"a": slot(offsets=(-8, 0))}),
        "backwards": tensors({"a": slot(offsets=(8, 0))}),
        "shape_not_bytes": tensors({"a": slot(shape=(3,))}),
        "shape_overflow": tensors({"a": slot(shape=(1 << 32, 1 << 32))}),
        "negative_size": tensors({"a": slot(shape=(-1, -2))}),
        "many_dimensions": tensors({"a": slot(shape=[1] * 100 + [2])}),
        "fraction": tensors({"a": slot(shape=(2.0,))}),
        "shape_text": tensors({"a": {"dtype": "F32", "shape": "2", "data_offsets": [0, 8]}}),
        "no_offsets": tensors({"a": {"dtype": "F32", "shape": [2]}}),
        "dtype": tensors({"a": slot("F8_E4M3", (8,))}),
        "dtype_number": tensors({"a": slot(7)}),
        "slot_list": tensors({"a": []}),
        "duplicate_name": tensors(twice),
        "metadata_number": tensors({"__metadata__": {"a": 1}}, b""),
        "length_huge": tensors({}, b"", (1 << 63) - 1),
        "length_negative": tensors({}, b"", -1),
        "length_beyond": tensors({}, b"", 3),
        "length_zero": tensors(b"", b""),
        "deep": tensors(b"[" * 1000, b""),
        "not_utf8": tensors(b'{"\xff":1}', b""),
        "not_json": tensors(b"{nonsense", b""),
        "list": tensors(b"[]", b""),
        "long_number": tensors(b'{"a":{"dtype":"F32","shape":[' + b"9" * 2000 + b'],"data_offsets":[0,8]}}'),
        "short": b"\x02\x00\x00",
    }
    for name, data in cases.items():
        put(place, name, data)


# GGUF

U8, I8, U32, F32, BOOL, STRING, ARRAY, U64 = 0, 1, 4, 6, 7, 8, 9, 10


def text(value):
    data = value if isinstance(value, bytes) else value.encode()
    return struct.pack("<Q", len(data)) + data


def pair(key, kind, value):
    return text(key) + struct.pack("<I", kind) + value


def u32(value):
    return struct.pack("<I", value)


def array(kind, values, count=None):
    return struct.pack("<IQ", kind, len(values) if count is None else count) + b"".join(values)


def llama(**changed):
    sizes = {
        "llama.block_count": 1,
        "llama.vocab_size": 2,
        "llama.context_length": 64,
        "llama.embedding_length": 32,
        "llama.feed_forward_length": 64,
        "llama.attention.head_count": 2,
        "llama.attention.head_count_kv": 1,
    }
    sizes.update(changed)
    pairs = [pair("general.architecture", STRING, text("llama"))]
    pairs += [pair(key, U32, u32(value)) for key, value in sizes.items()]
    return pairs + [pair("llama.attention.layer_norm_rms_epsilon", F32, struct.pack("<f", 1e-5))]


def tensor(name, kind, dimensions, offset):
    shape = struct.pack("<I", len(dimensions)) + b"".join(struct.pack("<q", d) for d in dimensions)
    return text(name) + shape + struct.pack("<Iq", kind, offset)


def gguf(pairs, infos=(), data=b"", counts=None, version=3):
    n_tensors, n_pairs = counts or (len(infos), len(pairs))
    head = b"GGUF" + struct.pack("<IQQ", version, n_tensors, n_pairs) + b"".join(pairs) + b"".join(infos)
    return head + bytes(-len(head) % 32) + data


def vocabulary(tokens, scores=None, kind="llama", **more):
    pairs = [
        pair("tokenizer.ggml.model", STRING, text(kind)),
        pair("tokenizer.ggml.tokens", ARRAY, array(STRING, [text(t) for t in tokens])),
    ]
    if scores:
        pairs.append(pair("tokenizer.ggml.scores", ARRAY, array(F32, [struct.pack("<f", s) for s in scores])))
    return pairs + [pair("tokenizer.ggml." + key, U32, u32(value)) for key, value in more.items()]


def gguf_files():
    place = "checkpoint/GgufFuzzTestInputs/read"
    embedding = tensor("token_embd.weight", 8, (32, 2), 0)
    query = tensor("blk.0.attn_q.weight", 0, (2, 4), 96)
    data = bytes(range(68)) + bytes(28) + bytes(32)
    nan = struct.pack("<2f", float("nan"), float("inf"))
    grown = ["a" * n for n in range(1, 65)]
    pieces = ["<unk>", "a", "b", "ab", "\u2581", "\u2581a"]
    nested = array(ARRAY, [array(ARRAY, [array(ARRAY, [array(ARRAY, [array(U8, [])])])])])
    cases = {
        "sound": gguf(llama(), [embedding, query], data),
        "version2": gguf(llama(), [embedding], data, version=2),
        "big_endian": gguf(llama(), [embedding], data, version=0x03000000),
        "pieces": gguf(llama() + vocabulary(pieces, [0, -1, -2, -3, -4, -5], unknown_token_id=0)),
        "pieces_no_scores": gguf(llama() + vocabulary(pieces)),
        "pieces_nan_score": gguf(llama() + vocabulary(pieces, [float("nan")] * 6)),
        "pieces_grown": gguf(llama() + vocabulary(grown, [-float(n) for n in range(64)])),
        "bpe": gguf(
            llama()
            + vocabulary(["a", "b", "ab", "</s>"], kind="gpt2", eos_token_id=3)
            + [pair("tokenizer.ggml.merges", ARRAY, array(STRING, [text("a b")]))]
        ),
        "bpe_merge": gguf(
            llama()
            + vocabulary(["a", "b"], kind="gpt2")
            + [pair("tokenizer.ggml.merges", ARRAY, array(STRING, [text("")]))]
        ),
        "tokens_empty": gguf(llama() + vocabulary(["", ""], kind="gpt2")),
        "token_twice": gguf(llama() + vocabulary(["a", "a"], [0, 0])),
        "eos_outside": gguf(llama() + vocabulary(["a"], [0], eos_token_id=4000000000)),
        "types_number": gguf(llama() + vocabulary(["a"], [0], token_type=3)),
        "overlap": gguf(llama(), [embedding, tensor("blk.0.attn_q.weight", 0, (2, 4), 32)], data),
        "beyond_end": gguf(llama(), [tensor("token_embd.weight", 0, (32, 2), 4096)], data),
        "negative_offset": gguf(llama(), [tensor("token_embd.weight", 0, (2, 2), -16)], data),
        "shape_overflow": gguf(llama(), [tensor("token_embd.weight", 0, (1 << 32, 1 << 32), 0)], data),
        "empty_overflow": gguf(llama(), [tensor("token_embd.weight", 0, (1 << 62, 0), 0)], data),
        "empty": gguf(llama(), [tensor("token_embd.weight", 0, (0, 2), 0)], data),
        "negative_size": gguf(llama(), [tensor("token_embd.weight", 0, (-2, -2), 0)], data),
        "uneven_block": gguf(llama(), [tensor("token_embd.weight", 8, (33, 2), 0)], data),
        "type": gguf(llama(), [tensor("token_embd.weight", 16, (256, 1), 0)], data),
        "no_dimension": gguf(llama(), [tensor("token_embd.weight", 0, (), 0)], data),
        "five_dimensions": gguf(llama(), [tensor("token_embd.weight", 0, (1,) * 5, 0)], data),
        "duplicate_name": gguf(llama(), [embedding, embedding], data),
        "duplicate_key": gguf(llama() + llama()),
        "nan": gguf(llama(), [tensor("output_norm.weight", 0, (2,), 0)], nan),
        "rope_freqs_nan": gguf(llama(), [tensor("rope_freqs.weight", 0, (8,), 0)], nan * 4),
        "rope_freqs_empty": gguf(llama(), [tensor("rope_freqs.weight", 0, (0,), 0)], b""),
        "uneven_heads": gguf(llama(), [tensor("blk.0.attn_q.weight", 0, (2, 3), 0)], bytes(32)),
        "unknown_tensor": gguf(llama(), [tensor("blk.0.ssm_a.weight", 0, (2,), 0)], nan),
        "same_place": gguf(
            llama(),
            [tensor("blk.0.attn_q.weight", 0, (1, 4), 0), tensor("blk.00.attn_q.weight", 0, (1, 4), 32)],
            bytes(64),
        ),
        "heads_zero": gguf(llama(**{"llama.attention.head_count": 0})),
        "heads_many": gguf(llama(**{"llama.attention.head_count": 0x7FFFFFFF})),
        "layers_many": gguf(llama(**{"llama.block_count": 0x7FFFFFFF})),
        "layers_gemma": gguf(
            [p.replace(b"llama", b"gemma") for p in llama(**{"llama.block_count": 0x7FFFFFFF})]
        ),
        "alignment_zero": gguf(llama() + [pair("general.alignment", U32, u32(0))], [embedding], data),
        "alignment_huge": gguf(llama() + [pair("general.alignment", U32, u32(1 << 30))], [embedding], data),
        "text_length": gguf([struct.pack("<Q", 1 << 62)], counts=(0, 1)),
        "count_huge": gguf([], counts=((1 << 63) + 1, (1 << 63) + 1)),
        "array_count": gguf([pair("a", ARRAY, array(U8, [], 1 << 40))]),
        "array_deep": gguf([pair("a", ARRAY, nested)]),
        "array_kind": gguf([pair("a", ARRAY, array(0x80000009, [b"aaaa"]))]),
        "value_kind": gguf([pair("a", 99, b"")]),
        "key_not_utf8": gguf([pair(b"\xff\xfe", U32, u32(1))]),
        "value_uint64": gguf(llama() + [pair("llama.rope.dimension_count", U64, b"\xff" * 8)]),
        "value_nan": gguf(llama() + [pair("llama.rope.freq_base", F32, struct.pack("<f", float("nan")))]),
        "architecture": gguf([pair("general.architecture", STRING, text("nobody"))]),
        "architecture_number": gguf([pair("general.architecture", U32, u32(1))]),
        "magic": b"GGML" + bytes(32),
        "cut": gguf(llama(), [embedding, query], data)[:200],
    }
    for name, file in cases.items():
        put(place, name, file)


# index


def index_files(place):
    shard = "model-00001-of-00001.safetensors"
    maps = {
        "sound": {"a": shard, "b": shard},
        "traversal": {"a": "../../../../etc/passwd"},
        "traversal_named": {"a": "../" + shard},
        "traversal_dots": {"a": "...safetensors"},
        "traversal_inside": {"a": "x/../" + shard},
        "absolute": {"a": "/" + shard},
        "windows": {"a": "..\\" + shard},
        "drive": {"a": "C:" + shard},
        "nul": {"a": "\0" + shard},
        "newline": {"a": shard + "\n"},
        "other_kind": {"a": "pytorch_model.bin"},
        "itself": {"a": "model.safetensors.index.json"},
        "missing_shard": {"a": "model-00002-of-00002.safetensors"},
        "missing_tensor": {"c": shard},
        "number": {"a": 1},
        "null": {"a": None},
        "long_name": {"a": "x" * 500 + ".safetensors"},
        "empty": {},
    }
    for name, weight_map in maps.items():
        put(place, name, json.dumps({"metadata": {"total_size": 2}, "weight_map": weight_map}))
    put(place, "duplicate_name", '{"weight_map":{"a":"%s","a":"%s"}}' % (shard, shard))
    put(place, "list", '{"weight_map":["a"]}')
    put(place, "no_object", "[]")
    put(place, "cut", '{"weight_map":{"a"')
    put(place, "deep", '{"weight_map":' * 300)
    put(place, "not_utf8", b'{"weight_map":{"\xff":1}}')


# tokenizer.json


def tokenizer(model=None, **parts):
    return json.dumps({"version": "1.0", **parts, "model": model or bpe()})


def bpe(**changed):
    model = {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "<s>": 3}, "merges": [["a", "b"]]}
    return {**model, **changed}


def unigram(**changed):
    return {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.0]], **changed}


def split(pattern):
    return {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}


def added(**changed):
    token = {"id": 3, "content": "<s>", "single_word": False, "lstrip": False, "rstrip": False}
    return [{**token, "normalized": False, "special": True, **changed}]


def template(single, specials=None):
    parts = {"type": "TemplateProcessing", "single": single, "pair": []}
    return {**parts, "special_tokens": specials or {}}


def tokenizer_files():
    place = "tokenizer/TokenizerJsonFuzzTestInputs/read"
    text_a = {"Sequence": {"id": "A", "type_id": 0}}
    start = {"SpecialToken": {"id": "<s>", "type_id": 0}}
    described = {"<s>": {"id": "<s>", "ids": [3], "tokens": ["<s>"]}}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    words = {"type": "Sequence", "pretokenizers": [split("\\p{N}{1,3}| ?\\p{L}+|\\s+(?!\\S)"), byte_level]}
    strip = {"type": "Strip", "content": "a", "start": 1, "stop": 0}
    lines = {
        "sound": tokenizer(pre_tokenizer=words, decoder=byte_level, added_tokens=added()),
        "template": tokenizer(post_processor=template([start, text_a], described)),
        "unigram": tokenizer(unigram()),
        "unigram_no_unknown": tokenizer(unigram(unk_id=None)),
        "word_level": tokenizer({"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "[UNK]"}),
        # What follows ends the process in the native library when it is let through.
        "prefix_longer_than_merge": tokenizer(bpe(continuing_subword_prefix="####")),
        "prefix_between_bytes": tokenizer(
            bpe(continuing_subword_prefix="#", vocab={"a": 0, "é": 1, "aé": 2}, merges=["a é"])
        ),
        "fixed_length_zero": tokenizer(pre_tokenizer={"type": "FixedLength", "length": 0}),
        "charsmap_short": tokenizer(normalizer={"type": "Precompiled", "precompiled_charsmap": "AAAA"}),
        "charsmap_empty_trie": tokenizer(
            normalizer={"type": "Precompiled", "precompiled_charsmap": "AAAAAA=="}
        ),
        "charsmap_outside": tokenizer(
            normalizer={"type": "Precompiled", "precompiled_charsmap": "BAAAAP////8="}
        ),
        "pattern_without_bound": tokenizer(pre_tokenizer=split("(a|aa)+$z")),
        "pattern_two_stars": tokenizer(pre_tokenizer=split("a*a*b")),
        "pattern_reference": tokenizer(pre_tokenizer=split("(a+)\\1")),
        "template_unknown": tokenizer(post_processor=template([start])),
        "template_second_text": tokenizer(
            post_processor=template([{"Sequence": {"id": "B", "type_id": 0}}])
        ),
        "strip_end": tokenizer(decoder={**strip, "stop": 99999999999}),
        "part_without_type": tokenizer(pre_tokenizer={"length": 0}),
        # What follows is refused by the one or the other side.
        "template_id": tokenizer(
            post_processor=template([start, text_a], {"<s>": {"id": "<s>", "ids": [4294967295], "tokens": []}})
        ),
        "bert_id": tokenizer(post_processor={"type": "BertProcessing", "sep": ["a", 0], "cls": ["b", 99]}),
        "id_huge": tokenizer(bpe(vocab={"a": 0, "b": 2147483647, "ab": 2})),
        "id_unsigned": tokenizer(bpe(vocab={"a": 0, "b": 4294967295, "ab": 2})),
        "id_negative": tokenizer(bpe(vocab={"a": -1, "b": 1, "ab": 2})),
        "id_text": tokenizer(bpe(vocab={"a": "x"}, merges=[])),
        "added_id": tokenizer(added_tokens=added(id=2147483646)),
        "added_empty": tokenizer(added_tokens=added(content="")),
        "added_number": tokenizer(added_tokens=[1, None, "x"]),
        "merge_unknown": tokenizer(bpe(merges=[["a", "z"]])),
        "merge_text": tokenizer(bpe(merges=["a"])),
        "dropout": tokenizer(bpe(dropout=2.0)),
        "padding": tokenizer(
            padding={
                "strategy": {"Fixed": 1000000000000},
                "direction": "Right",
                "pad_to_multiple_of": 0,
                "pad_id": 0,
                "pad_type_id": 0,
                "pad_token": "a",
            }
        ),
        "truncation": tokenizer(
            truncation={"max_length": 1, "stride": 5, "strategy": "LongestFirst", "direction": "Right"}
        ),
        "replace_nothing": tokenizer(
            normalizer={"type": "Replace", "pattern": {"String": ""}, "content": "x"}
        ),
        "strip_start": tokenizer(decoder=strip),
        "no_vocabulary": tokenizer({"type": "BPE"}),
        "vocabulary_list": tokenizer(bpe(vocab=[["a", 0]])),
        "no_model": "{}",
        "null": "null",
        "empty_list": "[]",
        "cut": '{"model":{"vocab":{"a":0',
        "duplicate_name": '{"model":{"vocab":{"a":0,"a":1}}}',
        "deep": '{"normalizer":' * 300,
        "not_utf8": b'{"model":{"vocab":{"\xff":0}}}',
    }
    for name, data in lines.items():
        put(place, name, data)


# chat template


def template_files():
    place = "template/TemplateFuzzTestInputs/render"
    doubled = "{% set ns = namespace(x=%s) %}{% for i in range(60) %}{% set ns.x = %s %}{% endfor %}%s"
    sources = {
        "sound": "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>{{ m['content'] | trim }}{{ eos_token }}"
        "{% endfor %}{% if add_generation_prompt %}{% generation %}x{% endgeneration %}{% endif %}"
        "{{ tools | tojson(indent=2) }}{{ strftime_now('%d %b %Y') }}",
        "macros": "{% macro f(a, b=2) -%} {{ a ~ b }} {%- endmacro %}{{ f(1) }}{{ f(a=3, b='x') }}",
        "raises": "{{ raise_exception('no') }}",
        "loops_for_ever": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "calls_for_ever": "{% macro f(n) %}{% if n > 0 %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(45) }}",
        "text_doubles": doubled.replace("%s", "'aaaa'", 1).replace("%s", "ns.x ~ ns.x", 1).replace("%s", "{{ ns.x }}", 1),
        "text_adds": doubled.replace("%s", "'aaaa'", 1).replace("%s", "ns.x + ns.x", 1).replace("%s", "", 1),
        "list_doubles": doubled.replace("%s", "[1]", 1).replace("%s", "ns.x + ns.x", 1).replace("%s", "", 1),
        "shared_prints": doubled.replace("%s", "[]", 1).replace("%s", "[ns.x, ns.x]", 1).replace("%s", "{{ ns.x }}", 1),
        "shared_json": doubled.replace("%s", "[]", 1).replace("%s", "[ns.x, ns.x]", 1).replace("%s", "{{ ns.x|tojson }}", 1),
        "shared_equal": "{% set ns = namespace(x=[], y=[]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}"
        "{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}{{ ns.x is eq ns.y }}{{ [ns.x] is sameas [ns.y] }}",
        "shared_key": doubled.replace("%s", "[]", 1).replace("%s", "[ns.x, ns.x]", 1).replace("%s", "{{ {ns.x: 1} }}", 1),
        "shared_lookup": doubled.replace("%s", "[]", 1).replace("%s", "[ns.x, ns.x]", 1).replace("%s", "{{ {'a': 1}[ns.x] }}", 1),
        "value_deep": "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "namespace_circle": "{% set a = namespace() %}{% set b = namespace(a=a) %}{% set a.b = b %}{{ a == b }}{{ {a: 1} }}",
        "repeat_overflow": "{{ 'ab' * 9223372036854775807 }}",
        "repeat_empty": "{{ [] * 9223372036854775807 }}",
        "replace_grows": "{{ ('a' * 4000000) | replace('a', 'b' * 4000000) }}",
        "replace_empty": "{{ ('a' * 4000000) | replace('', 'b' * 4000000) }}",
        "replace_count": "{{ ('a' * 4000000).replace('a', 'b' * 4000000, 3999999) }}",
        "join_grows": "{{ range(99999) | join('a' * 4000000) }}{{ ('a' * 4000000).join(['a'] * 4000000) }}",
        "indent_negative": "{{ 'a\\nb' | indent(-1) }}",
        "indent_huge": "{{ ('\\n' * 100000) | indent(2147483648, true, true) }}",
        "json_indent": "{{ [[[1]]] | tojson(indent='a' * 4000000) }}",
        "json_separators": "{{ [1] | tojson(separators=[]) }}",
        "strip_many": "{{ ('a' * 4000000).strip('b' * 4000000 + 'a') }}",
        "split_many": "{{ ('a' * 4000000).split('a') | length }}{{ ('a' * 4000000) | list | length }}",
        "power": "{{ 0 ** 9223372036854775807 }}{{ (-1) ** 9223372036854775807 }}{{ 2 ** 64 }}",
        "divide": "{{ 4 is divisibleby 0 }}",
        "modulo": "{{ 1 % 0 }}{{ 1 // 0 }}{{ 1.0 / 0 }}",
        "slice_step": "{{ [1, 2][::9223372036854775807] }}{{ 'abc'[::-9223372036854775807] }}{{ 'a😀b'[1:] }}",
        "range_step": "{{ range(0, 9223372036854775807, 9223372036854775806) }}{{ range(3, 0, 0) }}",
        "index_long": "{{ [[1]] | map(attribute='99999999999999999999') | list }}",
        "cycle_nothing": "{% for i in [1] %}{{ loop.cycle() }}{% endfor %}",
        "rsplit_most": "{{ 'a b'.rsplit(' ', 9223372036854775807) }}",
        "escape_digits": "{{ '\\xzz' }}",
        "escape_range": "{{ '\\Uffffffff' }}",
        "escape_cut": "{{ '\\u12' }}",
        "number_large": "{{ 99999999999999999999 }}",
        "number_underscores": "{{ 1__0_.5e3 }}",
        "elif_many": "{% if 0 %}" + "{% elif 0 %}" * 2500 + "{% endif %}",
        "or_many": "{{ " + "0 or " * 4000 + "nothing.x }}",
        "brackets_many": "{{ " + "(" * 5000,
        "not_many": "{{ " + "not " * 5000 + "1 }}",
        "for_many": "{% for a in [1] %}" * 400,
        "unpack": "{% for a, b in [1, 2] %}{% endfor %}",
        "break_outside": "{% break %}",
        "raw": "{% raw %}{{ x }}{%- endraw %}",
        "raw_open": "{% raw %}{% raw %}{%" + " " * 2000,
        "comment_open": "{# #{#",
        "comment_signs": "{#-#}{#--#}{#}",
        "block_open": "{%",
        "output_open": "{{ '",
        "output_signs": "{{--}}{{-1-}}{%-%}",
        "string_end": "{% 'endfor' %}",
        "strftime": "{{ strftime_now('%') }}",
        "format": "{{ '%s' % 'a' }}",
    }
    for name, source in sources.items():
        put(place, name, source)
    put(place, "not_utf8", b"\xff{{ '\xed\xa0\x80' }}")


# config.json


def config(**changed):
    keys = {
        "model_type": "llama",
        "vocab_size": 8,
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 64,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "eos_token_id": [1, 2],
    }
    keys.update(changed)
    return json.dumps({key: value for key, value in keys.items() if value != "absent"})


def config_files():
    place = "model/ConfigFuzzTestInputs/read"
    yarn = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}
    long = {"rope_type": "longrope", "short_factor": [1.0, 1.5], "long_factor": [2.0, 3.0]}
    llama3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
    falcon = {"num_key_value_heads": "absent", "rms_norm_eps": "absent", "intermediate_size": "absent"}
    gemma = {"model_type": "gemma3_text", "head_dim": 4, "sliding_window": 4}
    files = {
        "llama": config(),
        "llama3": config(rope_scaling=llama3),
        "yarn": config(rope_scaling=yarn),
        "yarn_one": config(rope_scaling=yarn, rope_theta=1.0),
        "dynamic": config(rope_scaling={"type": "dynamic", "factor": 2.0}),
        "phi3": config(model_type="phi3", rope_scaling=long, original_max_position_embeddings=16),
        "longrope_original": config(model_type="phi3", rope_scaling=long, original_max_position_embeddings=1),
        "qwen2": config(model_type="qwen2", use_sliding_window=True, sliding_window=8, max_window_layers=1),
        "qwen3": config(model_type="qwen3", head_dim=8),
        "mistral": config(model_type="mistral", sliding_window=8),
        "olmo2": config(model_type="olmo2"),
        "gemma2": config(model_type="gemma2", head_dim=4, sliding_window=4, query_pre_attn_scalar=4),
        "gemma3": config(**gemma),
        "gemma3_pattern": config(**gemma, sliding_window_pattern=0),
        "layer_types": config(**gemma, layer_types=["sliding_attention", "nothing"]),
        "falcon": config(model_type="falcon", **falcon),
        "falcon_negative": config(model_type="falcon", **falcon, hidden_size=-16),
        "unknown_family": config(model_type="mamba"),
        "no_family": config(model_type="absent"),
        "unknown_key": config(residual_multiplier=2.0),
        "heads_zero": config(num_attention_heads=0),
        "kv_heads_zero": config(num_key_value_heads=0),
        "kv_heads_uneven": config(num_key_value_heads=3),
        "layers_many": config(num_hidden_layers=2147483647),
        "layers_ten_thousand": config(num_hidden_layers=10000),
        "head_dim_huge": config(head_dim=2147483646),
        "head_dim_odd": config(head_dim=3),
        "head_dim_negative": config(head_dim=-4),
        "share_negative": config(model_type="phi3", partial_rotary_factor=-1.0),
        "share_tiny": config(model_type="phi3", partial_rotary_factor=1e-300),
        "theta_zero": config(rope_theta=0),
        "theta_huge": '{"model_type":"llama","rope_theta":1e999}',
        "number_long": config(vocab_size="absent")[:-1] + ',"vocab_size":' + "9" * 400 + "}",
        "number_longest": '{"vocab_size":' + "9" * 4000 + "}",
        "fraction": config(hidden_size=16.5),
        "factor_text": config(rope_scaling={"rope_type": "linear", "factor": "2"}),
        "scaling_twice": config(rope_scaling=yarn, rope_parameters=yarn),
        "scaling_list": config(rope_scaling=[]),
        "eos_huge": config(eos_token_id=9999999999),
        "quantised": config(quantization_config={"bits": 4}),
        "object": "{}",
        "list": "[]",
        "null": "null",
        "cut": '{"model_type": "llama"',
        "duplicate_name": '{"vocab_size": 1, "vocab_size": 2}',
        "deep": '{"rope_scaling":' * 300,
    }
    for name, data in files.items():
        put(place, name, data)


# adapter_config.json


def adapter(**changed):
    keys = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": "base",
        "r": 4,
        "lora_alpha": 8,
        "lora_dropout": 0.5,
        "bias": "none",
        "target_modules": ["q_proj", "v_proj"],
    }
    keys.update(changed)
    return json.dumps({key: value for key, value in keys.items() if value != "absent"})


def adapter_files():
    place = "model/LoraConfigFuzzTestInputs/read"
    files = {
        "sound": adapter(),
        "all_linear": adapter(target_modules="all-linear"),
        "own": adapter(target_modules="absent"),
        "regex": adapter(target_modules=r".*\.(q|v)_proj"),
        "regex_slow": adapter(target_modules="(.*.*)*=(.*.*)*"),
        "regex_broken": adapter(target_modules="(q_proj"),
        "regex_long": adapter(target_modules="q" * 2000),
        "saved": adapter(modules_to_save=["lm_head", "norm"], exclude_modules=["v_proj"]),
        "layers": adapter(layers_to_transform=[0, 1], layers_pattern="layers"),
        "layer_huge": adapter(layers_to_transform=1 << 40),
        "layer_none": adapter(layers_to_transform=[99]),
        "patterns": adapter(rank_pattern={"^model.layers.0.self_attn.q_proj": 2}, alpha_pattern={"v_proj": 1.5}),
        "rank_zero": adapter(r=0),
        "rank_huge": adapter(r=(1 << 31) - 1),
        "rank_beyond": adapter(r=1 << 40),
        "rank_text": adapter(r="4"),
        "rank_fraction": adapter(rank_pattern={"q_proj": 0.5}),
        "pattern_regex": adapter(rank_pattern={".*": 2}),
        "alpha_huge": adapter()[:-1] + ',"lora_alpha":1e999}',
        "dropout_one": adapter(lora_dropout=1),
        "rslora_text": adapter(use_rslora="yes"),
        "dora": adapter(use_dora=True),
        "bias": adapter(bias="all"),
        "not_lora": adapter(peft_type="IA3"),
        "nothing": adapter(target_modules=["no_such"]),
        "empty_name": adapter(target_modules=[""]),
        "target_number": adapter(target_modules=7),
        "object": "{}",
        "list": "[]",
        "cut": '{"peft_type": "LORA"',
        "deep": '{"rank_pattern":' * 300,
        "duplicate_name": '{"r": 1, "r": 2}',
    }
    for name, data in files.items():
        put(place, name, data)


# results of evaluations, and answers that are kept


def results(samples, **changed):
    tree = {
        "results": {"t": {"acc,none": 0.5, "acc_stderr,none": "N/A"}},
        "group_subtasks": {},
        "configs": {"t": {"task": "t", "doc_to_text": "q", "judge": "harm@1"}},
        "versions": {"t": 1},
        "n-shot": {"t": 0},
        "higher_is_better": {"t": {"acc": True}},
        "n-samples": {"t": {"effective": 2}},
        "model_source": "ballast",
        "model_name": "m",
    }
    tree.update(changed)
    lines = [line if isinstance(line, str) else json.dumps(line) for line in samples]
    return json.dumps(tree) + "\n===\n" + "".join(line + "\n" for line in lines)


def sample(doc_id=0, **changed):
    line = {"doc_id": doc_id, "doc": {"q": "?"}, "filter": "none", "metrics": ["acc"], "acc": 1.0}
    line.update(changed)
    return line


def result_files():
    place = "task/EvalReaderFuzzTestInputs/read"
    two = [sample(0), sample(1, acc=0.0)]
    cases = {
        "sound": results(two),
        "same_id": results([sample(0), sample(0)]),
        "two_filters": results([sample(0), sample(0, filter="other")]),
        "id_text": results([sample("0")]),
        "id_huge": results([sample(1 << 70)]),
        "id_fraction": results([sample(0.5)]),
        "acc_huge": results(['{"doc_id":0,"metrics":["acc"],"acc":1e999}']),
        "acc_digits": results(['{"doc_id":0,"metrics":["acc"],"acc":1' + "0" * 400 + "}"]),
        "acc_pair": results([sample(0, acc=[1.0, 3])]),
        "acc_text": results([sample(0, acc="right")]),
        "metrics_text": results([sample(0, metrics="acc")]),
        "ungraded": results(
            [sample(0, metrics=[], unscored="empty")],
            results={"t": {}},
            **{"n-samples": {"t": {"effective": 1, "unscored": 1}}},
        ),
        "score_huge": results(two, results={"t": {"acc,none": int("9" * 400)}}),
        "no_scores": results(two, results={}),
        "no_versions": results(two, versions={}),
        "versions_list": results(two, versions=[1]),
        "task_path": results(two, versions={"../t": 1}, results={"../t": {"acc,none": 1}}),
        "task_nul": results(two, versions={"t\0": 1}, results={"t\0": {"acc,none": 1}}),
        "group": results(two, versions={"t": 1, "g": 1}, group_subtasks={"g": ["t"]}),
        "other_schema": results(two, model_source="hf", lm_eval_version="0.5.0"),
        "seen": results(two, contamination={"t": {"seen": 1, "n": "many"}}),
        "no_samples": json.dumps({"versions": {"t": 1}, "results": {"t": {"a,b": 1}}}),
        "torn_sample": results(['{"doc_id":0,']),
        "deep_doc": results(['{"doc_id":0,"doc":' + "[" * 150 + "]" * 150 + "}"]),
        "deep": "[" * 5000,
        "list": "[]",
        "empty": "",
        "not_utf8": b'{"versions":{"\xff":1}}',
    }
    for name, data in cases.items():
        put(place, name, data)


def answer_files():
    place = "task/AnswerFileFuzzTestInputs/open"
    sums = '{"key":"a","sum":-1.5,"greedy":true}\n'
    cases = {
        "sound": sums + '{"key":"b","text":"said"}\n',
        "torn": sums + '{"key":"b","te',
        "empty": "",
        "line_ends": "\n\n\n",
        "windows": sums.replace("\n", "\r\n"),
        "both": '{"key":"a","sum":1,"text":"x"}\n',
        "neither": '{"key":"a"}\n',
        "key_number": '{"key":1,"sum":1}\n',
        "sum_huge": '{"key":"a","sum":1e999}\n',
        "sum_digits": '{"key":"a","sum":1' + "0" * 400 + "}\n",
        "sum_text": '{"key":"a","sum":"1"}\n',
        "greedy_text": '{"key":"a","sum":1,"greedy":"yes"}\n',
        "twice": sums + sums,
        "other_twice": sums + '{"key":"a","text":"x"}\n',
        "list": "[1,2]\n",
        "number": "7\n",
        "deep": "[" * 5000 + "\n",
        "not_utf8": b'{"key":"a","text":"\xff\xfe"}\n',
        "nul": b'{"key":"a","text":"\x00"}\n',
    }
    for name, data in cases.items():
        put(place, name, data)


if __name__ == "__main__":
    safetensors()
    gguf_files()
    index_files("checkpoint/IndexFuzzTestInputs/read")
    index_files("hub/PulledIndexFuzzTestInputs/read")
    tokenizer_files()
    template_files()
    config_files()
    adapter_files()
    result_files()
    answer_files()
