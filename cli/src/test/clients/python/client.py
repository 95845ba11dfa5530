# SPDX-License-Identifier: Apache-2.0
"""Drives a server with the official Python client.

Reads one JSON command per line and answers with one line: a JSON list of what the user of the
client saw, one entry per repetition. io.adyton.e2e.SdkCommand and SdkOutcome describe both.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx2
import openai


def client(command):
    trust = command.get("ca")
    http = httpx2.Client(verify=trust) if trust else None
    return openai.OpenAI(
        base_url=command["base_url"],
        api_key=command["api_key"],
        max_retries=command["max_retries"],
        timeout=command["timeout_seconds"],
        http_client=http,
    )


def usage_of(usage):
    if usage is None:
        return None
    return [usage.prompt_tokens, usage.completion_tokens, usage.total_tokens]


def read_chunk(outcome, chunk):
    outcome["ids"].add(chunk.id)
    if chunk.usage is not None:
        outcome["usage"] = usage_of(chunk.usage)
        outcome["usage_chunks"] += 1
    if chunk.choices is None:
        outcome["oddities"].append("chunk without choices")
        return
    for choice in chunk.choices:
        outcome["role"] = choice.delta.role or outcome["role"]
        outcome["finish"] = choice.finish_reason or outcome["finish"]
        if choice.delta.content:
            outcome["text"] += choice.delta.content
            outcome["chunks"] += 1


def arguments(body):
    """Fields that OpenAI does not define travel in extra_body."""
    known = dict(body)
    extra = {name: known.pop(name) for name in ("ignore_eos",) if name in known}
    return {**known, "extra_body": extra}


def stream(api, command, outcome):
    with api.chat.completions.create(stream=True, **arguments(command["body"])) as chunks:
        for chunk in chunks:
            read_chunk(outcome, chunk)
            if outcome["chunks"] == command.get("cancel_after"):
                outcome["cancelled"] = True
                return


def whole(api, command, outcome):
    answer = api.chat.completions.create(**arguments(command["body"]))
    outcome["ids"].add(answer.id)
    outcome["text"] = answer.choices[0].message.content
    outcome["role"] = answer.choices[0].message.role
    outcome["finish"] = answer.choices[0].finish_reason
    outcome["usage"] = usage_of(answer.usage)


def models(api, command, outcome):
    outcome["models"] = [model.id for model in api.models.list()]


OPERATIONS = {"stream": stream, "chat": whole, "models": models}


def error_of(error):
    return {
        "kind": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": getattr(error, "code", None),
        "type": getattr(error, "type", None),
        "param": getattr(error, "param", None),
        "request_id": getattr(error, "request_id", None),
        "message": str(error),
    }


def run(api, command):
    outcome = {
        "text": "", "role": None, "finish": None, "chunks": 0, "usage": None, "usage_chunks": 0,
        "oddities": [], "models": [], "cancelled": False, "error": None, "ids": set(),
    }
    try:
        OPERATIONS[command["op"]](api, command, outcome)
    except Exception as error:  # whatever the user of the client would see
        outcome["error"] = error_of(error)
    outcome["ids"] = sorted(filter(None, outcome["ids"]))
    return outcome


def main():
    print(json.dumps({"version": openai.__version__}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        with client(command) as api, ThreadPoolExecutor(command["times"]) as pool:
            outcomes = list(pool.map(lambda _: run(api, command), range(command["times"])))
        print(json.dumps(outcomes), flush=True)


main()
