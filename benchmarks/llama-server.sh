#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the llama-server of the llama.cpp release that our native libraries are built from: the
# peer in every comparison. It is not part of Adyton.
#
#   benchmarks/llama-server.sh CACHE_DIR
#
# Prints the path of the program. A second call finds the first one's work. Needs CMake, Ninja and a
# C++ compiler, besides what dev/llama-release.sh needs; takes about ten minutes on two cores.
# Processor backends are built for every kind of processor and chosen at run time, and threads are
# ggml's own rather than OpenMP's, both as in the libraries we ship.
set -eu

fail() {
  echo "llama-server: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "expected one argument, the cache directory"
for tool in cmake ninja c++; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is not installed"
done
root=$(cd "$(dirname "$0")/.." && pwd)
source=$("$root/dev/llama-release.sh" "$1")
program="$source/build/bin/llama-server"

if [ ! -x "$program" ]; then
  log="$source/build.log"
  cmake -S "$source" -B "$source/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DGGML_OPENMP=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_USE_PREBUILT_UI=OFF >"$log" 2>&1 &&
    cmake --build "$source/build" --target llama-server >>"$log" 2>&1 ||
    fail "the build failed; $log says why"
fi
echo "$program"
