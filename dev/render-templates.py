#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Renders chat templates with Python's Jinja2, set up as transformers does, for our engine to match.

  dev/render-templates.py LLAMA_SOURCE MODELS

LLAMA_SOURCE is what dev/llama-release.sh prints, MODELS the folder that holds
smollm2-135m-instruct.gguf. Reads the conversations beside the tests and writes there:
expected-renders.json, the full texts for seventeen templates and the four core conversations, and
expected-digests.json, the SHA-256 of every other render. The templates themselves are not copied.
Beside them jinja/snippets.json, small templates of our own, becomes jinja/expected-snippets.json.
Jinja2 is installed into a virtual environment under target/ in the version named below.
"""

import datetime
import hashlib
import json
import pathlib
import re
import struct
import subprocess
import sys
import venv

JINJA2 = "3.1.6"
MARKUPSAFE = "3.0.4"
ROOT = pathlib.Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "server/src/test/resources/io/adyton/server/chat"
NOW = datetime.datetime(2026, 3, 5, 14, 7, 9)
CORE = [
    "deepseek-ai-DeepSeek-R1-Distill-Llama-8B",
    "google-gemma-2-2b-it",
    "HuggingFaceTB-SmolLM3-3B",
    "ibm-granite-granite-3.3-2B-Instruct",
    "meta-llama-Llama-3.1-8B-Instruct",
    "meta-llama-Llama-3.2-3B-Instruct",
    "microsoft-Phi-3.5-mini-instruct",
    "mistralai-Mistral-Nemo-Instruct-2407",
    "NousResearch-Hermes-3-Llama-3.1-8B-tool_use",
    "openai-gpt-oss-120b",
    "Qwen-Qwen2.5-7B-Instruct",
    "Qwen-Qwen3-0.6B",
    "Qwen-QwQ-32B",
    "Qwen3-Coder",
    "Qwen3.5-4B",
    "SmolLM2-135M-Instruct",
    "Llama-3-8B",
]


def run_with_jinja2():
    """Starts this script again inside an environment that has the pinned Jinja2."""
    home = ROOT / "target" / f"jinja2-{JINJA2}"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        pins = [f"jinja2=={JINJA2}", f"markupsafe=={MARKUPSAFE}"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *pins], check=True)
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:], "--inside"]).returncode)


def environment():
    import jinja2
    from jinja2 import nodes
    from jinja2.ext import Extension
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generation(Extension):
        """The tag with which transformers finds what an assistant said; it prints its body."""

        tags = {"generation"}

        def parse(self, parser):
            line = next(parser.stream).lineno
            body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
            return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

        def _body(self, caller):
            return caller()

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(
            value,
            ensure_ascii=ensure_ascii,
            indent=indent,
            separators=separators,
            sort_keys=sort_keys,
        )

    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"]
    )
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def gguf_template(path):
    """Returns tokenizer.chat_template of a GGUF file."""
    with open(path, "rb") as file:
        widths = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}

        def number(layout):
            return struct.unpack("<" + layout, file.read(struct.calcsize("<" + layout)))[0]

        def value(kind):
            if kind == 8:
                return file.read(number("Q")).decode("utf-8", "replace")
            if kind == 9:
                item = number("I")
                return [value(item) for _ in range(number("Q"))]
            return file.read(widths[kind])

        file.read(16)
        for _ in range(number("Q")):
            key = value(8)
            found = value(number("I"))
            if key == "tokenizer.chat_template":
                return found
    raise SystemExit(f"{path} holds no chat template")


def llama_3_template(source):
    """Returns Llama 3's template, which the release keeps as a string in one of its tests."""
    test = (source / "tests/test-chat-template.cpp").read_text(encoding="utf-8")
    literal = re.search(r'"Llama-3",\s*/\*[^*]*\*/ "((?:[^"\\]|\\.)*)"', test).group(1)
    return literal.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def templates(source, models):
    found = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((source / "models/templates").glob("*.jinja"))
    }
    found["SmolLM2-135M-Instruct"] = gguf_template(models / "smollm2-135m-instruct.gguf")
    found["Llama-3-8B"] = llama_3_template(source)
    return found


def render(env, template, conversation):
    """Returns the text, or None where Python refuses."""
    try:
        return env.from_string(template).render(
            messages=conversation["messages"],
            tools=conversation.get("tools"),
            documents=conversation.get("documents"),
            add_generation_prompt=conversation.get("add_generation_prompt", True),
            bos_token="<s>",
            eos_token="</s>",
            **conversation.get("arguments", {}),
        )
    except Exception as refusal:
        if "--why" in sys.argv:
            print(f"  {conversation['name']}: {type(refusal).__name__}: {refusal}"[:200])
        return None


def main():
    env = environment()
    conversations = json.loads((RESOURCES / "conversations.json").read_text(encoding="utf-8"))
    core, digests = {}, {}
    for name, template in templates(*map(pathlib.Path, sys.argv[1:3])).items():
        if "--why" in sys.argv:
            print(name)
        for conversation in conversations:
            text = render(env, template, conversation)
            if name in CORE and conversation.get("core"):
                core.setdefault(name, {})[conversation["name"]] = text
            else:
                digest = text and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
                digests.setdefault(name, {})[conversation["name"]] = digest or text
    for file, renders in (("expected-renders", core), ("expected-digests", digests)):
        target = RESOURCES / f"{file}.json"
        target.write_text(json.dumps(renders, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        refused = sum(text is None for by_name in renders.values() for text in by_name.values())
        total = sum(len(by_name) for by_name in renders.values())
        print(f"{target.relative_to(ROOT)}: {total} renders, {refused} of them refused")
    render_snippets(env)


def render_snippets(env):
    snippets = json.loads((RESOURCES / "jinja/snippets.json").read_text(encoding="utf-8"))
    expected = []
    for template in snippets["templates"]:
        try:
            expected.append(env.from_string(template).render(snippets["variables"]))
        except Exception as refusal:
            if "--why" in sys.argv:
                print(f"{template!r}: {type(refusal).__name__}: {refusal}"[:200])
            expected.append(None)
    target = RESOURCES / "jinja/expected-snippets.json"
    target.write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(expected)} renders, {expected.count(None)} refused")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if "--inside" in sys.argv:
        main()
    else:
        run_with_jinja2()
