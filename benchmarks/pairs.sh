#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures several sides in turns, so that what the machine does meanwhile meets all of them alike:
# round 1 goes A B C, round 2 goes C B A, and so on. Every measurement starts a fresh process.
#
#   benchmarks/pairs.sh OUT_DIR MODEL.gguf ROUNDS SIDE... [-- OPTIONS OF adyton bench]
#
# Sides:
#   bare                 adyton bench loop: llama_decode and argmax, no server
#   scheduler            the same through the scheduler, still without a server
#   adyton               ./adyton serve
#   llama-server         LLAMA_SERVER with its defaults and as many threads
#   llama-server-tuned   the same with own KV for each of 32 clients
#
# Environment: LLAMA_SERVER (the program, see benchmarks/llama-server.sh), THREADS (default: one per
# core), CLIENTS (default 1,8,32), TOKENS of each answer (default 128), WARMUP requests that
# are not counted (default 32), PROMPT_TOKENS of the loops (default 64), ADYTON_SERVE_OPTIONS,
# LLAMA_SERVER_OPTIONS.
#
# Writes OUT_DIR/SIDE-ROUND.json and OUT_DIR/comparison.md.
set -eu

fail() {
  echo "pairs: $1" >&2
  exit 1
}

[ $# -ge 4 ] || fail "expected an output directory, a model file, a number of rounds and sides"
out=$1
model=$2
rounds=$3
shift 3
[ -r "$model" ] || fail "cannot read $model"
sides=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  sides="$sides $1"
  shift
done
[ $# -eq 0 ] || shift
mkdir -p "$out"

adyton=$(cd "$(dirname "$0")/.." && pwd)/adyton
threads=${THREADS:-$(getconf _NPROCESSORS_ONLN)}
clients=${CLIENTS:-1,8,32}
tokens=${TOKENS:-128}
port=18431
server=
# The client shares its cores with the server: quick to warm up, one thread for its garbage.
client_java='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m'

stop_server() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
    server=
  fi
}
trap stop_server EXIT
trap 'exit 130' INT TERM

# await URL: waits up to a minute for an answer.
await() {
  tries=0
  until curl -sf -o /dev/null "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || fail "no answer from $1 within a minute; see $out/$side-$round.log"
    kill -0 "$server" 2>/dev/null || fail "the server ended; see $out/$side-$round.log"
    sleep 0.1
  done
}

# load OPTIONS...: the load generator on the server that runs now.
load() {
  ADYTON_JAVA_OPTS=$client_java "$adyton" bench --url "http://127.0.0.1:$port/v1" \
    --clients "$clients" --max-tokens "$tokens" --warmup "${WARMUP:-32}" --seed "$round" \
    --server-pid "$server" \
    --label "$side" --note "threads=$threads" --note "model=$(basename "$model")" \
    --out "$out/$side-$round.json" "$@" || echo "pairs: $side had failed requests" >&2
  stop_server
}

llama_server() {
  "${LLAMA_SERVER:?set LLAMA_SERVER to the program; benchmarks/llama-server.sh builds it}" \
    -m "$model" --host 127.0.0.1 --port $port --threads "$threads" "$@" \
    ${LLAMA_SERVER_OPTIONS:-} >"$out/$side-$round.log" 2>&1 &
  server=$!
  await "http://127.0.0.1:$port/health"
}

loop() {
  "$adyton" bench loop --model "$model" --sequences "$clients" --threads "$threads" \
    --prompt-tokens "${PROMPT_TOKENS:-64}" --tokens "$tokens" --label "$side" \
    --out "$out/$side-$round.json" "$@"
}

measure() {
  echo "== round $round: $side"
  case $side in
    bare) loop ;;
    scheduler) loop --scheduler ;;
    adyton)
      home=$(mktemp -d)
      "$adyton" serve --data-dir "$home" --model "$model" --http $port --port 0 \
        ${ADYTON_SERVE_OPTIONS:-} >"$out/$side-$round.log" 2>&1 &
      server=$!
      await "http://127.0.0.1:$port/readyz"
      load "$@" --note "flags=${ADYTON_SERVE_OPTIONS:-}"
      rm -rf "$home"
      ;;
    llama-server)
      llama_server
      load "$@" --note "flags=defaults ${LLAMA_SERVER_OPTIONS:-}"
      ;;
    llama-server-tuned)
      llama_server -np 32 -c 65536 --no-kv-unified --cache-ram 0
      load "$@" --note "flags=-np 32 -c 65536 --no-kv-unified --cache-ram 0"
      ;;
    *) fail "no such side: $side" ;;
  esac
}

round=1
while [ "$round" -le "$rounds" ]; do
  order=$sides
  if [ $((round % 2)) -eq 0 ]; then
    order=
    for side in $sides; do order="$side $order"; done
  fi
  for side in $order; do measure "$@"; done
  round=$((round + 1))
done

files=
for side in $sides; do
  round=1
  while [ "$round" -le "$rounds" ]; do
    files="$files $out/$side-$round.json"
    round=$((round + 1))
  done
done
# shellcheck disable=SC2086 # names without spaces, made above
"$adyton" bench report $files --plots "$out" | tee "$out/comparison.md"
