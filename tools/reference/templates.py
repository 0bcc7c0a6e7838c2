#!/usr/bin/env python3
"""Render templates as transformers does, for Ballast's own engine to be compared with.

usage: python templates.py own core/src/test/resources/dev/ballast/template/cases.json
       python templates.py published OUT.json CHECKPOINT_OR_FOLDER...
pinned: transformers==5.23.0 jinja2==3.1.6
`own` renders the templates below, written for this file; `published` renders the chat_template.jinja or
*.jinja of the folders (nothing of them is kept) on conversations written here.
"""
import json, pathlib, sys
import jinja2, transformers
from transformers.utils.chat_template_utils import _compile_jinja_template, _render_with_assistant_indices

assert (transformers.__version__, jinja2.__version__) == ("5.23.0", "3.1.6")

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "  Hi there\n"},
        {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "¿Qué <tal> & \"tú\"? 😀"}]
VALUES = {
    "messages": CHAT, "add_generation_prompt": True, "bos_token": "<s>", "eos_token": "</s>", "none_value": None,
    "name": "Ada", "n": 7, "x": 2.5, "yes": True, "no": False, "empty": "", "text": "  alpha beta,gamma\tdelta \n",
    "list": [3, 1, 2], "words": ["b", "a", "c"], "nested": {"a": {"b": [10, 20]}, "items_": 1, "none": None},
    "rows": [{"id": 1, "tag": "u", "on": True}, {"id": 2, "tag": "v", "on": False}, {"id": 3, "tag": "u"}],
    "odd": "it's \"q\" \\ \n é \u200b 😀", "floats": [1.0, 0.1, 1e16, 1e-5, 123456789.125, -0.0, 1e22, 3e-7, 100.0],
}

EXPRESSIONS = """1 + 2 * 3 | 7 // 2 | -7 // 2 | -7 % 3 | 7 / 2 | 2 ** 5 | 2 ** 3 ** 2 | -2 ** 2 | 7.5 % 2 | 1 + 2.0 | yes + 1 | 'a' + 'b' | 'ab' * 3 | [1] + [2, 'x']
'a' ~ 1 ~ none ~ true ~ missing ~ 2.0 | [1, 'a', none, true, 2.5, (1,), (1, 'b'), {'k': [1]}] | {} | () | [] | odd | [odd] | ['it\\'s'] | ["a\\nb\\t\\x41\\u00e9\\q"]
1 < 2 < 3 | 1 < 3 < 2 | 1 == 1.0 | true == 1 | 'a' < 'b' | 'B' < 'a' | '😀' > '\uffff' | [1, 2] == [1, 2] | (1, 2) == [1, 2] | {'a': 1} == {'a': 1.0} | none == none | missing == none | missing == other
1 in list | 5 not in list | 'lph' in text | 'a' in nested | 'zz' in missing | not 1 in list | not yes or no | yes and 'v' | no or 'w' | '' or none | 0 and 1 | not missing
'y' if yes else 'n' | 'y' if no else 'n' | 'y' if no | ('a' if no else 'b' if no else 'c') | (1, 2, 3)[1] | 1, 2
list[0] | list[-1] | list[9] | list[1:] | list[:-1] | list[::-1] | list[::2] | list[-2:5] | list[5:1] | list[2:0:-1] | 'añ😀z'[2] | 'añ😀z'[::-1] | 'añ😀z'[1:3] | 'añ😀z'|length | words.0 | (1, 2, 3)[::-1]
nested.a.b[1] | nested['a']['b'][0] | nested.zip | nested.none | nested.none.foo | nested.get('a') | nested.get('q') | nested.get('q', 3) | nested.keys()|list | nested.values()|list | nested.items()|list | nested.a.items()|list | 'x'.foo | 5 .foo | list.foo
text.strip() | text.lstrip() | [text.rstrip()] | 'xxaxx'.strip('x') | 'abcab'.rstrip('ab') | 'a,b,,c'.split(',') | text.split() | 'a b  c d'.split(none, 2) | 'a,b,c'.split(',', 1) | 'a,b,c'.rsplit(',', 1) | 'a\\nb\\n'.splitlines()
name.upper() | 'ÀB'.lower() | "they're bill's".title() | 'hELLO wOrLD'.capitalize() | name.startswith('A') | name.startswith(('x', 'Ad')) | name.endswith('da') | 'aaa'.replace('a', 'b') | 'aaa'.replace('a', 'b', 2) | '-'.join(words) | 'hello'.find('l') | 'hello'.rfind('l') | 'hello'.find('z') | 'hello'.count('l') | '12'.isdigit() | ' '.isspace() | 'ab'.isalpha() | 'Ab'.isupper() | 'AB1'.isupper() | 'a'.islower() | 'prefix-x'.removeprefix('prefix-') | 'x.py'.removesuffix('.py') | list.index(2) | list.count(3)
text|trim | 'xaxx'|trim('x') | missing|trim | list|length | nested|length | missing|length | 'ab'|upper | 'AB'|lower | 'a bc'|title | 'aBC'|capitalize | list|join | list|join('-') | rows|join(', ', attribute='tag') | list|first | list|last | []|first | 'abc'|last | missing|default('d') | ''|default('d') | ''|default('d', true) | none|default('d', boolean=true) | missing|d(1) | 5|string + 'a' | '42'|int + 1 | 'x'|int | 'x'|int(9) | '3.9'|int | 3.9|int | '2.5'|float | 3|float | 'abc'|list | nested|list | '<b>'|safe | nested|items|list | {'b': 1, 'A': 2, 'a': 3}|dictsort | 'a-b'|replace('-', '+') | -3|abs | list|reverse|list | 'abc'|reverse | 'a\\nb\\n\\nc'|indent | 'a\\nb'|indent(2, true) | 'a\\n\\nb'|indent(width=1, blank=true)
rows|selectattr('on')|list|length | rows|selectattr('tag', 'equalto', 'u')|map(attribute='id')|list | rows|rejectattr('tag', 'eq', 'u')|list | rows|selectattr('on', 'defined')|list|length | list|select('odd')|list | list|reject('odd')|list | words|map('upper')|join | rows|map(attribute='on', default='-')|list | list|map('string')|list | [' a ']|map('trim')|first | rows|map(attribute='tag')|select('equalto','u')|list|length | ['', 'a']|select|list
nested|tojson | list|tojson | odd|tojson | floats|tojson | none|tojson | true|tojson | {}|tojson | []|tojson(indent=2) | nested|tojson(indent=4) | rows|tojson(indent=2) | {'b': 1, 'a': 2}|tojson(sort_keys=true) | odd|tojson(ensure_ascii=true) | [1, {'a': 2}]|tojson(separators=(',', ':')) | (1, 2)|tojson | {1: 2, none: 3}|tojson | '\\x7f\\x01/'|tojson
floats | x | n | 10 / 2 | 1e3 | 1_000 | 0.1 + 0.2 | 2 ** -1 | 12345678901234567890.0 | 1.5e300
missing is defined | name is defined | nested.q is defined | missing is not defined | missing is undefined | none is none | n is none | name is string | n is string | nested is mapping | list is iterable | name is iterable | n is iterable | list is sequence | n is number | x is number | yes is number | n is integer | yes is integer | x is float | yes is boolean | yes is true | no is false | 1 is true | n is odd | n is even | 9 is divisibleby 3 | n is eq 7 | n is equalto(7) | n is ne 7 | n is gt 3 | n is le 3 | 2 is in list | none is sameas none | yes is sameas true | 1 is sameas true | name is defined and n is odd | not name is defined | 'AB' is upper | 'ab' is lower | range is callable | n is not none and name is string
range(3)|list | range(1, 7, 2)|list | range(3, 0, -1)|list | dict(a=1, b='x') | namespace(a=1).a | namespace(a=1).zz | -n|abs | (-n)|abs | n|string|length | 1 + list|length | 'a' 'b' "c" | -n + 1 | +n | not n == 7 | n - 1 if n is defined else 0 | messages[0]['role'] != 'system' | messages[1:]|length | messages[-1].content|trim | messages|selectattr('role', 'equalto', 'user')|list|last"""

STATEMENTS = {
    "chat": "{% for m in messages %}{{ '<|' + m.role + '|>' }}\n{{ m['content'] | trim }}<|end|>\n{% endfor %}\n{% if add_generation_prompt %}<|assistant|>\n{% endif %}",
    "loop variables": "{% for w in words %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ w }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('x', 'y') }};{% endfor %}",
    "loop filter": "{% for m in messages if m.role != 'system' %}{{ loop.index }}/{{ loop.length }}={{ m.role }} {% endfor %}",
    "loop else": "{% for m in [] %}x{% else %}none{% endfor %}{% for m in words if m == 'q' %}x{% else %}none{% endfor %}{% for m in missing %}x{% else %}missing{% endfor %}",
    "loop unpack": "{% for k, v in nested.items() %}{{ k }}={{ v }};{% endfor %}{% for k in nested %}{{ k }}{% endfor %}{% for (a, b) in [(1, 2), [3, 4]] %}{{ a + b }} {% endfor %}",
    "loop scope": "{% set a = 1 %}{% for i in list %}{% set a = a + i %}{{ a }} {% endfor %}{{ a }}{{ i }}",
    "nested loops": "{% for a in list %}{% for b in words %}{{ loop.index }}{{ loop.depth }}{{ b }}{% endfor %}{{ loop.index }}{{ loop.depth0 }}|{% endfor %}",
    "loop control": "{% for i in range(9) %}{% if i == 2 %}{% continue %}{% elif i > 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
    "conditional else without loop choice": "{% for i in (list if yes else words) %}{{ i }}{% endfor %}{% for i in [1, 2] + [3] %}{{ i }}{% endfor %}{% for i in 1, 2 %}{{ i }}{% endfor %}",
    "namespace": "{% set ns = namespace(found=false, n=0) %}{% for m in messages %}{% if m.role == 'user' %}{% set ns.found = true %}{% set ns.n = ns.n + 1 %}{% endif %}{% endfor %}{{ ns.found }} {{ ns.n }}",
    "if chain": "{% for i in range(4) %}{% if i == 0 %}zero{% elif i == 1 %}one{% elif i == 2 %}two{% else %}many{% endif %} {% endfor %}",
    "set scope in if": "{% if yes %}{% set z = 5 %}{% endif %}{{ z }}",
    "set block": "{% set b %}  a {{ name }}\n{% endset %}[{{ b }}]{% set p, q = 1, 2 %}{{ p }}{{ q }}{% set t = 1, 2 %}{{ t }}",
    "macro": "{% macro hi(who, mark='!') %}Hi {{ who }}{{ mark }}{% endmacro %}{{ hi('Bo') }}{{ hi('Cy', mark='?') }}{{ hi() }}{% macro deep(k) %}{{ k }}{% if k > 0 %}{{ deep(k - 1) }}{% endif %}{% endmacro %}{{ deep(3) }}",
    "minus": "a  \n {%- if yes -%}  \n b \n {%- endif -%} \n c {{- name -}} \n d {#- gone -#} e",
    "plus": "  {%+ if yes %}\n a\n  {%+ endif +%}\n b",
    "trim and lstrip": "  {% if yes %}\n    x\n  {% endif %}\n\n  {% for i in list %}\n  - {{ i }}\n  {% endfor %}\nend  {% if yes %} y {% endif %}  \n",
    "lstrip not for output": "  {{ name }}\n  {# note #}\n  z\n\t{% if yes %}t{% endif %}",
    "blocks after blocks": "{% if yes %}\n  {% if yes %}\n   in\n  {% endif %}\n{% endif %}\n  {% set q = 1 %}  \n q",
    "end newline": "a\n", "two end newlines": "a\n\n", "carriage returns": "a\r\n{% if yes %}\r\nb\r{% endif %}\r\n",
    "raw": "{% raw %}{{ not }} {% this %}{% endraw %} {%- raw -%}  x  {%- endraw -%}  y\n  {% raw %}\n z\n  {% endraw %}\nw",
    "comments": "a{# one\ntwo #}\nb {#- c -#} d\n   {# line #}\ne{##}f",
    "braces": "{{ {'a': {'b': 1}}['a']['b'] }}{{ {'a': {}} }}{{ '}}' }}{{ \"{% x %}\" }}{{ [{'k': '%}'}] }}",
    "braces in text": "{ a } } {{ '{' }} % } #}{",
    "multiline": "{{\n  name\n  ~ 'x'\n}}\n{%\n if yes\n%}y{%\nendif\n%}",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}<a>{% generation %}{{ m.content }}</s>{% endgeneration %}\n{% else %}<{{ m.role }}>{{ m.content }}{% endif %}{% endfor %}",
    "generation spaces": "{% for m in messages %}\n{{ m.role }}:\n  {% generation %}\n  {{ m.content }}\n  {% endgeneration %}\n{% endfor %}\n",
    "undefined prints empty": "[{{ missing }}{{ nested.q }}{{ list[7] }}]{% if missing %}x{% endif %}",
    "tool schema": "{% for t in rows %}\n{{ '{\"name\": ' ~ t.tag|tojson ~ '}' }}\n{{ t | tojson(indent=4) }}\n{% endfor %}",
    "system first": "{% if messages[0].role == 'system' %}{% set head = messages[0].content %}{% set rest = messages[1:] %}{% else %}{% set head = '' %}{% set rest = messages %}{% endif %}{{ head }}|{% for m in rest %}{{ m.role[0] }}{{ '\\n' if not loop.last }}{% endfor %}",
    "alternation": "{% for m in messages[1:] %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{{ m.role }} {% endfor %}",
    "strings": "{{ 'a\\\\nb' }}{{ \"q'q\" }}{{ 'tab\\there' }}{{ 'new\\nline' }}",
}

ERRORS = {
    "raised": "{% if messages[0].role == 'system' %}{{ raise_exception('no system ' + 'role here') }}{% endif %}",
    "attribute of undefined": "\n\n{{ missing.name }}", "call of undefined": "{{ missing('x') }}", "unknown filter": "a\n{{ name | frobnicate }}",
    "unknown test": "{{ name is frobnicated }}", "unknown statement": "x\n{% frobnicate %}", "add str and int": "{{ 'a' + 1 }}",
    "unclosed": "{% if yes %}a", "bad end": "{% for i in list %}{% endif %}", "no end of tag": "{{ name", "no end of comment": "{# a",
    "not iterable": "{% for i in 5 %}{% endfor %}", "json of undefined": "{{ missing | tojson }}", "set attribute of dict": "{% set nested.a = 1 %}",
    "compare mixed": "{{ 'a' < 1 }}", "mutation": "{{ list.append(4) }}", "division": "{{ 1 / 0 }}", "add undefined": "{{ missing + 'a' }}",
    "bad syntax": "{{ 1 + }}", "bad bracket": "{{ (1 }}", "unpack": "{% for a, b in [[1]] %}{% endfor %}", "stray": "{{ a b }}", "huge range": "{{ range(10 ** 9) }}",
    "dunder": "{{ ''.__class__ }}", "concat list": "{{ [1] + (2,) }}",
}


def render(source, values):
    template = _compile_jinja_template(source)
    if "generation" not in source:
        return template.render(**values), []
    values = dict(values)
    fixed = {k: values.pop(k, None) for k in ("messages", "tools", "documents", "add_generation_prompt")}
    text, spans = _render_with_assistant_indices(template, fixed["messages"], fixed["tools"], fixed["documents"], fixed["add_generation_prompt"], **values)
    units = lambda end: len(text[:end].encode("utf-16-le")) // 2
    return text, [[units(a), units(b)] for a, b in spans]


def case(name, source, values):
    try:
        text, spans = render(source, values)
        return {"name": name, "template": source, "text": text, "spans": spans}
    except Exception as e:
        return {"name": name, "template": source, "error": f"{type(e).__name__}: {e}"}


def own(out):
    cases = [case(e.strip(), "{{ " + e.strip() + " }}", VALUES) for line in EXPRESSIONS.split("\n") for e in line.split(" | ")]
    for c in cases:
        assert "error" not in c or c["name"] == "nested.none.foo", c
    cases += [case(name, source, VALUES) for name, source in STATEMENTS.items()]
    for c in cases[-len(STATEMENTS):]:
        assert "error" not in c, c
    cases += [case(name, source, VALUES) for name, source in ERRORS.items()]
    for c in cases[-len(ERRORS):]:
        if "error" not in c:
            print("renders in Python, refused here:", c["name"], repr(c["text"]))
            c["error"] = "refused here"
    text = json.dumps({"values": VALUES, "cases": cases}, ensure_ascii=True, indent=0)
    pathlib.Path(out).write_text(text + "\n")
    print(len(cases), "cases")


TOOL = {"type": "function", "function": {"name": "weather", "description": "Tell the weather in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "Name — of a city"}}, "required": ["city"]}}}


CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Köln", "days": 2}}}
CALLED = [{"role": "assistant", "content": "", "tool_calls": [CALL]},
          {"role": "tool", "name": "weather", "tool_call_id": "call_1", "content": "{\"sky\": \"grey\"}"}]


def conversations():
    user, answer, system = CHAT[1], CHAT[2], CHAT[0]
    for messages in ([user], [user, answer], [system, user], [system, user, answer], CHAT, [user, answer, CHAT[3], {"role": "assistant", "content": " ok\n\n"}],
                     [user, *CALLED], [system, user, *CALLED, answer], [user, CALLED[0], CALLED[1], CALLED[1], answer, user]):
        for prompt in (True, False):
            for tools in (None, [TOOL]):
                yield {"messages": messages, "add_generation_prompt": prompt, "tools": tools, "documents": None, "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}


def published(out, *folders):
    cases = []
    for folder in folders:
        for file in sorted(pathlib.Path(folder).glob("*.jinja")):
            source = file.read_text()
            if "strftime_now" in source:
                import transformers.utils.chat_template_utils as utils
                class Frozen(utils.datetime):
                    @classmethod
                    def now(cls, tz=None): return cls(2024, 7, 26, 9, 5, 3)
                utils.datetime = Frozen
                utils._compile_jinja_template.cache_clear()
            for values in conversations():
                cases.append(case(file.name, source, values) | {"values": values})
    pathlib.Path(out).write_text(json.dumps(cases))
    print(len(cases), "cases")


if __name__ == "__main__":
    {"own": own, "published": published}[sys.argv[1]](*sys.argv[2:])
