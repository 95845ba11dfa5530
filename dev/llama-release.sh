#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Puts the source of the llama.cpp release that our native libraries are built from into a folder:
# its header is checked against our layouts, its chat templates against our template engine.
# Nothing of it is part of Adyton, which is why it is fetched and not committed.
#
#   dev/llama-release.sh CACHE_DIR
#
# Prints the folder that holds the source, CACHE_DIR/llama.cpp-<commit>. A second call finds the
# first one's work. Needs npm, git, tar and sha512sum; the tarball must have the digest below.
set -eu

package=node-llama-cpp
version=3.22.1
sha512=6e5b488a9b9699cd76dc7eed30880318a4ac4ab866865418795502e3c5d38d55bb5c624988927209d95333343f2e25a83e4183a5c2f816f883a60c3ba9f4e20f
commit=de3ff815ea7d559ee917f063901b8986f038abc6

fail() {
  echo "llama-release: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "expected one argument, the cache directory"
mkdir -p "$1" || fail "cannot create $1"
cache=$(cd "$1" && pwd)
source="$cache/llama.cpp-$commit"

if [ -d "$source" ]; then
  echo "$source"
  exit 0
fi
for tool in npm git tar sha512sum; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is not installed"
done

work=$(mktemp -d "$cache/fetch.XXXXXX") || fail "cannot write to $cache"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cd "$work"
npm pack --silent --ignore-scripts "$package@$version" >/dev/null ||
  fail "npm could not fetch $package $version; is the registry reachable?"
tarball="$package-$version.tgz"
echo "$sha512  $tarball" | sha512sum -c --status ||
  fail "$tarball is not the file it should be (its SHA-512 differs); nothing was unpacked"
tar -xzf "$tarball" package/llama/gitRelease.bundle
git -c advice.detachedHead=false clone -q package/llama/gitRelease.bundle source 2>/dev/null ||
  fail "the release bundle in $tarball could not be cloned"
found=$(git -C source rev-parse HEAD)
[ "$found" = "$commit" ] || fail "the bundle holds $found, expected $commit"

mv source "$source" 2>/dev/null || [ -d "$source" ] || fail "cannot create $source"
echo "$source"
