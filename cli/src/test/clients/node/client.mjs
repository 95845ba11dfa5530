// SPDX-License-Identifier: Apache-2.0

// Drives a server with the official Node client.
//
// Reads one JSON command per line and answers with one line: a JSON list of what the user of the
// client saw, one entry per repetition. io.adyton.e2e.SdkCommand and SdkOutcome describe both. The
// server's certificate is trusted through NODE_EXTRA_CA_CERTS.

import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import { VERSION } from 'openai/version';

const usageOf = (usage) =>
  usage ? [usage.prompt_tokens, usage.completion_tokens, usage.total_tokens] : null;

function readChunk(outcome, chunk) {
  outcome.ids.add(chunk.id);
  if (chunk.usage) {
    outcome.usage = usageOf(chunk.usage);
    outcome.usage_chunks++;
  }
  if (!chunk.choices) {
    outcome.oddities.push('chunk without choices');
    return;
  }
  for (const choice of chunk.choices) {
    outcome.role = choice.delta.role ?? outcome.role;
    outcome.finish = choice.finish_reason ?? outcome.finish;
    if (choice.delta.content) {
      outcome.text += choice.delta.content;
      outcome.chunks++;
    }
  }
}

const operations = {
  async stream(api, command, outcome) {
    const chunks = await api.chat.completions.create({ ...command.body, stream: true });
    for await (const chunk of chunks) {
      readChunk(outcome, chunk);
      if (outcome.chunks === command.cancel_after) {
        outcome.cancelled = true;
        chunks.controller.abort();
        return;
      }
    }
  },
  async chat(api, command, outcome) {
    const answer = await api.chat.completions.create(command.body);
    outcome.ids.add(answer.id);
    outcome.text = answer.choices[0].message.content;
    outcome.role = answer.choices[0].message.role;
    outcome.finish = answer.choices[0].finish_reason;
    outcome.usage = usageOf(answer.usage);
  },
  async models(api, command, outcome) {
    for await (const model of api.models.list()) {
      outcome.models.push(model.id);
    }
  },
};

const errorOf = (error) => ({
  kind: error.constructor.name,
  status: error.status ?? null,
  code: error.code ?? null,
  type: error.type ?? null,
  param: error.param ?? null,
  request_id: error.requestID ?? null,
  message: String(error.message),
});

async function run(api, command) {
  const outcome = {
    text: '', role: null, finish: null, chunks: 0, usage: null, usage_chunks: 0,
    oddities: [], models: [], cancelled: false, error: null, ids: new Set(),
  };
  try {
    await operations[command.op](api, command, outcome);
  } catch (error) {
    outcome.error = errorOf(error);
  }
  return { ...outcome, ids: [...outcome.ids].filter(Boolean).sort() };
}

console.log(JSON.stringify({ version: VERSION }));
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const api = new OpenAI({
    baseURL: command.base_url,
    apiKey: command.api_key,
    maxRetries: command.max_retries,
    timeout: command.timeout_seconds * 1000,
  });
  const runs = Array.from({ length: command.times }, () => run(api, command));
  console.log(JSON.stringify(await Promise.all(runs)));
}
