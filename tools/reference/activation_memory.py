"""Counts the bytes that autograd keeps of one Llama layer, computed as model.Block does.

Prints the numbers that ActivationMemoryTest derives by hand: a layer of two rows that is trained
whole, one of a pair of which the down matrix alone is trained, the same with nothing trained, and with
LoRA matrices of rank 3 beside some frozen ones, as model.LowRank has them, without dropout and with it.

torch 2.10.0 (the version of Ballast's libtorch); a second on one core.
"""

import torch
import torch.nn.functional as F

HIDDEN, INTER, HEADS, KV_HEADS, HEAD, RANK = 32, 48, 4, 2, 8, 3
QUERIES, KEYS = HEADS * HEAD, KV_HEADS * HEAD
SHAPES = {
    "norm1": (HIDDEN,),
    "norm2": (HIDDEN,),
    "q": (QUERIES, HIDDEN),
    "k": (KEYS, HIDDEN),
    "v": (KEYS, HIDDEN),
    "o": (HIDDEN, QUERIES),
    "gate": (INTER, HIDDEN),
    "up": (INTER, HIDDEN),
    "down": (HIDDEN, INTER),
}


def rotate(x, cos, sin):
    a, b = x.narrow(-1, 0, HEAD // 2), x.narrow(-1, HEAD // 2, HEAD // 2)
    return torch.cat([(a * cos).addcmul_(b, -sin), (b * cos).addcmul_(a, sin)], -1)


def heads(tokens):
    return tokens.transpose(0, 1).unsqueeze(0)


def attend(q, k, v, spans, masks):
    lengths = [end - start for start, end, _, _ in spans]
    qs, ks, vs = (torch.split(t, lengths, 0) for t in (q, k, v))
    parts = []
    for i, (_, _, first, last) in enumerate(spans):
        keys, values = ks[i], vs[i]
        if last > first:
            keys = torch.cat([ks[0].narrow(0, first, last - first), keys], 0)
            values = torch.cat([vs[0].narrow(0, first, last - first), values], 0)
        out = F.scaled_dot_product_attention(
            heads(qs[i]), heads(keys), heads(values), masks[i], 0.0, masks[i] is None,
            scale=HEAD**-0.5, enable_gqa=True)
        parts.append(out.transpose(1, 2).reshape(lengths[i], -1))
    return parts[0] if len(parts) == 1 else torch.cat(parts, 0)


def linear(x, w, name):
    y = F.linear(x, w[name])
    if name + ".a" not in w:
        return y
    if "drop" in w:
        x = x.masked_fill(torch.rand(x.shape) < 0.5, 0)
    return y + F.linear(F.linear(x, w[name + ".a"]) * 2.0, w[name + ".b"])


def layer(x, w, spans, masks, cos, sin):
    normed = torch.rms_norm(x, (HIDDEN,), w["norm1"], 1e-5)
    q, k, v = (linear(normed, w, name).view(len(x), -1, HEAD) for name in "qkv")
    attention = attend(rotate(q, cos, sin), rotate(k, cos, sin), v, spans, masks)
    x = x + linear(attention, w, "o")
    normed = torch.rms_norm(x, (HIDDEN,), w["norm2"], 1e-5)
    return x + linear(F.silu(linear(normed, w, "gate")) * linear(normed, w, "up"), w, "down")


def kept(spans, trained, adapted=(), dropout=False):
    """Sum the storages that are saved, without weights, masks and rotary tables."""
    tokens = spans[-1][1]
    w = {name: torch.randn(*shape, requires_grad=name in trained) for name, shape in SHAPES.items()}
    for name in adapted:
        out, inputs = SHAPES[name]
        w[name + ".a"] = torch.randn(RANK, inputs, requires_grad=True)
        w[name + ".b"] = torch.randn(out, RANK, requires_grad=True)
    if dropout:
        w["drop"] = torch.zeros(1)
    cos, sin = torch.randn(tokens, 1, HEAD // 2), torch.randn(tokens, 1, HEAD // 2)
    masks = [torch.zeros(e - s, l - f + e - s) if l > f else None for s, e, f, l in spans]
    others = [*w.values(), cos, sin, *(m for m in masks if m is not None)]
    known = {t.untyped_storage().data_ptr() for t in others}
    seen, alive = {}, []

    def pack(tensor):
        storage = tensor.untyped_storage()
        alive.append(tensor)
        if storage.data_ptr() not in known and tensor.shape[-1] != HEAD // 2:
            seen[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        layer(torch.randn(tokens, HIDDEN, requires_grad=True), w, spans, masks, cos, sin)
    return sum(seen.values())


if __name__ == "__main__":
    torch.set_num_threads(1)
    rows = [(0, 10, 0, 0), (10, 16, 0, 0)]
    pair = [(0, 8, 0, 0), (8, 10, 0, 5)]
    print("two rows, all trained:", kept(rows, SHAPES))
    print("pair, down trained:   ", kept(pair, ["down"]))
    print("pair, nothing trained:", kept(pair, []))
    print("two rows, LoRA q v down:", kept(rows, [], ["q", "v", "down"]))
    print("the same with dropout:  ", kept(rows, [], ["q", "v", "down"], True))
