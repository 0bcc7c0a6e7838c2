#!/usr/bin/env python3
"""Write random blocks of GGUF's quantised types with the numbers that gguf-py reads from them, and rows of numbers with
the bytes that it writes for them.

usage: python gguf_quants.py core/src/test/resources/dev/ballast/checkpoint/quants.json
pinned: gguf==0.19.0
Bytes and numbers (float32, little-endian) stand as base64.
"""
import base64, importlib.metadata, json, sys
import numpy as np
from gguf import GGMLQuantizationType as T, quants
from gguf.constants import GGML_QUANT_SIZES

assert importlib.metadata.version("gguf") == "0.19.0"
BLOCKS = 6
# Where the halves lie that scale a block: the rest of its bytes is any pattern.
HALVES = {T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208]}


def text(array):
    return base64.b64encode(array.tobytes()).decode()


def decoded(r):
    for kind, halves in HALVES.items():
        size = GGML_QUANT_SIZES[kind][1]
        blocks = r.integers(0, 256, (BLOCKS, size), dtype=np.uint8)
        for at in halves:
            blocks[:, at:at + 2] = (r.standard_normal(BLOCKS) * 0.1).astype(np.float16).reshape(-1, 1).view(np.uint8)
        yield {"type": kind.name, "bytes": text(blocks), "values": text(quants.dequantize(blocks, kind).astype("<f4"))}


def rows(r):
    plain = r.standard_normal((6, 64)).astype(np.float32)
    plain[1, :32] = 0                                   # a block of zeros
    plain[2] = np.round(plain[2] * 4) / 4               # many equal largest numbers, halves to round
    plain[3] *= 1e-6                                    # scales that are subnormal halves
    plain[4, 5] = -9                                    # the largest is negative
    plain[5, :32] = np.arange(32) - 15.5                # Q8_0 and Q4_0 round halves here
    return plain


def main(out):
    r = np.random.default_rng(20)
    plain = rows(r)
    encoded = [{"type": kind.name, "bytes": text(quants.quantize(plain, kind))} for kind in (T.F16, T.BF16, T.Q8_0, T.Q4_0)]
    with open(out, "w") as f:
        json.dump({"decoded": list(decoded(r)), "rows": plain.shape[0], "values": text(plain.astype("<f4")), "encoded": encoded},
                  f, indent=0)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
