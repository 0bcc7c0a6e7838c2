#!/usr/bin/env python3
"""Write 1,000 mixed lines with the token ids that transformers gives them.

usage: python tokens.py CHECKPOINT core/src/test/resources/dev/ballast/tokenizer/smollm2-tokens.jsonl.gz
pinned: transformers==5.23.0 tokenizers==0.23.3
The lines are made here from a seed: prose, code, digits, spaces, Unicode, emoji, special tokens, noise.
"""
import gzip, json, random, sys
import transformers

assert transformers.__version__ == "5.23.0", transformers.__version__

WORDS = """river lantern yesterday compute gently orange the of and they're she'll I'd don't we've it's model
weights gradient kettle window seven bread quietly engineer HTTPServer camelCase snake_case under-score naïve
café Straße façade coöperate jalapeño Zürich Kraków Ångström résumé""".split()
SCRIPTS = ["Добрый вечер, как дела?", "今日はとても暑いです。", "天气很好，我们去散步吧。", "안녕하세요, 반갑습니다.",
           "صباح الخير يا صديقي", "שלום עולם", "नमस्ते दुनिया", "สวัสดีตอนเช้า", "Καλημέρα κόσμε", "გამარჯობა",
           "Xin chào thế giới", "ⅧⅨ ½ ¾ ² ³ ™ ©", "ﬁne ﬂow ﬃ", "e\u0301 n\u0303 a\u030a", "𝒜𝓁𝓅𝒽𝒶 𝟙𝟚𝟛", "\u200bzero\u200dwidth\ufeff"]
EMOJI = ["😀", "👩‍💻", "🇵🇱", "👍🏽", "🧪", "❤️", "🏳️‍🌈", "🫠", "☃", "𓀀", "🤷🏾‍♂️"]
CODE = ["def f(x, *a, **k):\n    return x if x else None  # ok", "for (int i = 0; i < n; ++i) { s += a[i]; }",
        "SELECT name, COUNT(*) FROM t WHERE id >= 10 GROUP BY 1;", "x = {\"a\": [1, 2, 3], 'b': None}",
        "\tif err != nil {\n\t\treturn fmt.Errorf(\"%w\", err)\n\t}", "git commit -m 'fix: off-by-one' && git push",
        "<div class=\"a b\">&nbsp;</div>", "λ x → x ∘ f ≠ ∅", "#include <stdio.h>\r\nint main(){return 0;}\r\n",
        "let mut v: Vec<Option<&'a str>> = vec![];", "@Override public String toString() { return \"\"; }",
        "https://example.org/a/b?q=1&r=%20#frag", "C:\\temp\\new\\file.txt", "$\\int_0^1 x^2\\,dx = \\frac13$"]
SPECIALS = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<file_sep>", "<|im_start", "<|unknown|>", "im_end|>"]


def prose(r): return " ".join(r.choice(WORDS) for _ in range(r.randint(1, 14))) + r.choice([".", "!", "?", "...", "", " "])
def digits(r): return r.choice([" ", "", ",", ".", "-", ":"]).join(str(r.randrange(10 ** r.randint(1, 9))) for _ in range(r.randint(1, 6)))
def spaces(r): return "".join(r.choice([" ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "\u00a0", "\u3000", r.choice(WORDS)]) for _ in range(r.randint(1, 10)))
def scripts(r): return " ".join(r.sample(SCRIPTS, r.randint(1, 2)))
def emoji(r): return "".join(r.choice(EMOJI + [" ", r.choice(WORDS)]) for _ in range(r.randint(1, 8)))
def code(r): return r.choice(CODE) + r.choice(["", "\n", " // " + prose(r)])
def specials(r): return "".join(r.choice(SPECIALS + [" ", "\n", r.choice(WORDS)]) for _ in range(r.randint(2, 8)))


def noise(r):
    planes = [(32, 126)] * 6 + [(0, 31), (160, 0x2ff), (0x370, 0x5ff), (0x4e00, 0x4fff), (0x1f300, 0x1f6ff), (0xe000, 0xe0ff)]
    return "".join(chr(r.randint(*r.choice(planes))) for _ in range(r.randint(1, 30)))


def mixed(r): return r.choice(["", " ", "\n"]).join(r.choice(KINDS[:-1])(r) for _ in range(2))


KINDS = [prose, digits, spaces, scripts, emoji, code, specials, noise, mixed]


def main(checkpoint, out):
    r, lines = random.Random(20260), ["", " ", "\n", "\x00"]
    while len(lines) < 1000:
        line = KINDS[len(lines) % len(KINDS)](r)
        if line not in lines:
            lines.append(line)
    tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint)
    rows = []
    for line in lines:
        ids = tokenizer.encode(line, add_special_tokens=False)
        rows.append({"text": line, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)})
        if rows[-1]["decoded"] == line:
            del rows[-1]["decoded"]
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
