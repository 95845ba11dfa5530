#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Produces the token ids that ReferenceTokensIT compares Adyton with.

The oracle is llama.cpp's own server of the release whose library Adyton loads, run with the very
library files that Adyton ships: the same source built by another compiler rounds differently. Each
conversation is rendered by the model's own template (/apply-template), or by ChatML where the file
has none (gemma3-270m), tokenized (/tokenize) and continued greedily from those very ids
(/completion), alone in the server, so that prompt ids, completion ids and log-probabilities belong
together. For comparison the twenty then run at once, and the number of them that the oracle answers
as before is recorded, too.

  dev/reference-tokens.py --server PATH/llama-server --natives DIR --models DIR

The natives are those of native-bindings/target/classes/META-INF/native/<platform>. The models'
folder holds smollm2-135m-instruct.gguf and gemma3-270m.gguf. Writes one JSON file per model beside
the conversations in cli/src/test/resources/reference/.
"""

import argparse
import concurrent.futures
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

MODELS = ["smollm2-135m-instruct", "gemma3-270m"]
COMPLETION_TOKENS = 48
ALTERNATIVES = 5
CONTEXT_TOKENS = 1024
AT_ONCE = 16
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "cli/src/test/resources/reference"


def post(base, path, body):
    request = urllib.request.Request(
        base + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_health(base, server):
    while server.poll() is None:
        try:
            urllib.request.urlopen(base + "/health", timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("llama-server ended before it was ready")


def aligned(tokens, steps):
    """One list of [id, logprob] per token; null where a token only began a character, which the
    oracle does not report."""
    rows, remaining = [], list(steps)
    for token in tokens:
        if remaining and remaining[0]["id"] == token:
            options = remaining.pop(0)["top_logprobs"]
            rows.append([[option["id"], round(option["logprob"], 5)] for option in options])
        else:
            rows.append(None)
    if remaining:
        raise SystemExit(f"{len(remaining)} steps of the oracle belong to no token")
    return rows


def completion(base, prompt_ids):
    return post(
        base,
        "/completion",
        {
            "prompt": prompt_ids,
            "temperature": 0,
            "n_predict": COMPLETION_TOKENS,
            "n_probs": ALTERNATIVES,
            "cache_prompt": False,
            "return_tokens": True,
        },
    )


def reference(base, conversation):
    messages = conversation["messages"]
    prompt = post(base, "/apply-template", {"messages": messages})["prompt"]
    prompt_ids = post(
        base, "/tokenize", {"content": prompt, "add_special": True, "parse_special": True}
    )["tokens"]
    answer = completion(base, prompt_ids)
    # The chat endpoint counts its prompt by itself; equal counts show that nothing was doubled.
    counted = post(
        base,
        "/v1/chat/completions",
        {"messages": messages, "max_tokens": 1, "temperature": 0, "cache_prompt": False},
    )["usage"]["prompt_tokens"]
    if counted != len(prompt_ids):
        raise SystemExit(f"{conversation['name']}: {counted} prompt tokens, not {len(prompt_ids)}")
    return {
        "name": conversation["name"],
        "finish": {"eos": "stop", "limit": "length"}[answer["stop_type"]],
        "prompt_ids": prompt_ids,
        "completion_ids": answer["tokens"],
        "content": answer["content"],
        "top_logprobs": aligned(answer["tokens"], answer["completion_probabilities"]),
    }


def version(server_binary):
    answer = subprocess.run(
        [server_binary, "--version"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LD_LIBRARY_PATH": str(server_binary.parent)},
    )
    return re.search(r"version: (.*)", answer.stdout + answer.stderr).group(1)


def oracle_folder(server_binary, natives, folder):
    """Puts the server beside the natives, under the names it was linked with."""
    for file in server_binary.parent.glob("*.so*"):
        if not re.match(r"lib(llama|ggml[a-z0-9-]*)\.so", file.name):
            shutil.copy(file, folder, follow_symlinks=False)
    shutil.copy(server_binary, folder)
    for file in natives.glob("*.so"):
        shutil.copy(file, folder)
    for name in ["llama", "ggml", "ggml-base"]:
        pattern = re.compile(rf"lib{name}(\.v[0-9.]+)?\.so")
        (shipped,) = [file for file in natives.iterdir() if pattern.fullmatch(file.name)]
        (folder / f"lib{name}.so.0").symlink_to(shipped.name)
    return folder / server_binary.name


@contextlib.contextmanager
def running(server_binary, model_file, slots):
    port = free_port()
    server = subprocess.Popen(
        [
            server_binary, "-m", str(model_file), "--port", str(port), "-np", str(slots),
            "-c", str(CONTEXT_TOKENS * slots), "-t", "2", "--no-webui", "--offline",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LD_LIBRARY_PATH": str(server_binary.parent)},
    )
    try:
        base = f"http://127.0.0.1:{port}"
        await_health(base, server)
        maps = pathlib.Path(f"/proc/{server.pid}/maps").read_text()
        yield base, re.search(r"libggml-cpu-\w+\.so", maps).group()
    finally:
        server.terminate()
        server.wait()


def produce(server_binary, model_file, name):
    conversations = json.loads((FOLDER / "conversations.json").read_text("utf-8"))
    with running(server_binary, model_file, 1) as (base, cpu):
        cases = [reference(base, conversation) for conversation in conversations]
    with running(server_binary, model_file, AT_ONCE) as (base, _):
        with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
            answers = pool.map(lambda case: completion(base, case["prompt_ids"])["tokens"], cases)
            unchanged = sum(a == case["completion_ids"] for a, case in zip(answers, cases))
    return {
        "model": name,
        "model_sha256": hashlib.sha256(model_file.read_bytes()).hexdigest(),
        "oracle": "llama-server " + version(server_binary),
        "settings": "temperature 0, one slot, no prompt cache, 512-token batches, 2 threads",
        "cpu_library": cpu,
        "unchanged_at_once": unchanged,
        "cases": cases,
    }


def write(name, result):
    cases = ",\n".join(
        "  " + json.dumps(case, ensure_ascii=False, separators=(",", ":"))
        for case in result.pop("cases")
    )
    head = json.dumps(result, ensure_ascii=False, indent=1)[:-2]
    text = f'{head},\n "cases": [\n{cases}\n ]\n}}\n'
    json.loads(text)
    (FOLDER / f"{name}.json").write_text(text, "utf-8")
    print(f"{name}: written")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument(
        "--server", required=True, type=pathlib.Path, help="llama-server of the release"
    )
    arguments.add_argument(
        "--natives", required=True, type=pathlib.Path, help="folder of the shipped libraries"
    )
    arguments.add_argument("--models", required=True, type=pathlib.Path, help="folder of the GGUFs")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = oracle_folder(given.server, given.natives, pathlib.Path(folder))
        for name in MODELS:
            write(name, produce(server, given.models / f"{name}.gguf", name))


if __name__ == "__main__":
    main()
