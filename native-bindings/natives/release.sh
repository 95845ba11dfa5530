#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# usage: release.sh OUT_DIR
#
# Brings headers and test vocabularies of the very release the native libraries were built from to
# OUT_DIR. They lie in a git bundle in the npm package of which release.sha512 pins every byte.
# For tests only. Exits with 75 when a tool or the network is missing.
set -eu

out=$1
pin=$(cd "$(dirname "$0")" && pwd)/release.sha512
read -r _ archive <"$pin"

unavailable() {
  echo "$*" >&2
  exit 75
}

cmp -s "$pin" "$out/pin" && exit 0
for tool in npm git tar sha512sum; do
  command -v $tool >/dev/null 2>&1 || unavailable "skipped: $tool was not found"
done

rm -rf "$out"
mkdir -p "$out"
cd "$out"
npm pack --prefer-offline --ignore-scripts --loglevel=error "${archive%-*}@$(basename "${archive##*-}" .tgz)" \
  >/dev/null || unavailable "skipped: npm could not bring $archive"
sha512sum --check --strict --quiet "$pin" || {
  echo "$archive is not the one release.sha512 pins. Do not use it; find out who changed it." >&2
  exit 1
}
tar xzf "$archive" package/llama/gitRelease.bundle
git clone --quiet --no-checkout package/llama/gitRelease.bundle llama.cpp
git -C llama.cpp checkout --quiet HEAD -- include ggml/include models
rm -rf "$archive" package llama.cpp/.git
cp "$pin" pin
