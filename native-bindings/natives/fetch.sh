#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# usage: fetch.sh LOCK_DIR OUT_DIR VARIANT...
#
# Brings the native libraries of each VARIANT to OUT_DIR/VARIANT, from the npm packages that
# LOCK_DIR/package-lock.json pins. Every file must have the digest that natives.sha256 gives it;
# npm's own check does not suffice, since it silently skips optional packages that fail it.
# Does nothing but check when the files are already there.
set -eu

lock_dir=$1
out=$2
shift 2
manifest=$(dirname "$0")/natives.sha256

fail() {
  echo "natives: $*" >&2
  exit 1
}

# The manifest's lines for one variant.
expected() {
  grep " $1/" "$manifest" || fail "natives.sha256 lists no file of $1; add its lines or drop the variant"
}

verified() {
  for variant in "$@"; do
    (cd "$out" 2>/dev/null && expected "$variant" | sha256sum --check --strict --status 2>/dev/null) ||
      return 1
  done
}

out_parent=$(dirname "$out")
manifest=$(cd "$(dirname "$manifest")" && pwd)/natives.sha256
mkdir -p "$out"
cmp -s "$manifest" "$out/natives.sha256" || cp "$manifest" "$out/natives.sha256"
verified "$@" && exit 0

command -v npm >/dev/null 2>&1 ||
  fail "npm was not found, and libllama comes from npm packages. Install Node.js 20 or later, which brings npm."

npm_dir=$out_parent/npm/$1
rm -rf "$npm_dir"
mkdir -p "$npm_dir"
cp "$lock_dir/package.json" "$lock_dir/package-lock.json" "$lock_dir/.npmrc" "$npm_dir"
(cd "$npm_dir" && npm ci --os=linux --cpu=x64 --libc=glibc --prefer-offline --loglevel=error) >"$npm_dir/npm.log" 2>&1 || {
  cat "$npm_dir/npm.log" >&2
  fail "npm could not install what $lock_dir/package-lock.json pins. Offline, this works only when npm's cache already holds the packages: run it once with a network."
}

for variant in "$@"; do
  from=$npm_dir/node_modules/@node-llama-cpp/$variant/bins/$variant
  rm -rf "${out:?}/$variant"
  mkdir -p "$out/$variant"
  expected "$variant" | while read -r digest path; do
    file=$(basename "$path")
    [ -f "$from/$file" ] ||
      fail "npm delivered no $path. A package whose integrity differs from package-lock.json is skipped without a word: check that entry."
    found=$(sha256sum "$from/$file" | cut -d' ' -f1)
    [ "$found" = "$digest" ] ||
      fail "$path has SHA-256 $found, but natives.sha256 expects $digest. Do not use this file; find out who changed it."
    cp "$from/$file" "$out/$variant/$file"
  done || {
    rm -rf "${out:?}/$variant"
    exit 1
  }
done
rm -rf "$npm_dir"
