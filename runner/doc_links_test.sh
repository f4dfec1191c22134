#!/usr/bin/env bash
# doc_links_test.sh RULE: the rule for links must be able to fail: each bad tree here breaks it in one way.
set -euo pipefail
rule=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect NAME WANTED README PAGE: what the rule says of a tree with these two pages; WANTED is empty where it must pass.
expect() {
  local root=$work/$1 said status=0
  mkdir -p "$root/docs"
  printf '%s\n' "$3" >"$root/README.md"
  printf '%s\n' "$4" >"$root/docs/page.md"
  said=$("$rule" "$root" 2>&1) || status=$?
  if [[ -z $2 && $status -ne 0 ]]; then
    echo "$1: should pass, but: $said" >&2 && exit 1
  elif [[ -n $2 && ($status -eq 0 || $said != *"$2"*) ]]; then
    echo "$1: expected '$2', but: $said" >&2 && exit 1
  fi
}

good='[page](docs/page.md), [there](docs/page.md#a-heading-of-it), [out](https://example.com/x)'
heading=$'# A heading, of it\n[back](../README.md) [here](#a-heading-of-it)'
expect good '' "$good" "$heading"
expect fenced '' "$good"$'\n```\n[x](gone.md)\n```\n`[y](gone.md)`' "$heading"
expect gone 'README.md: docs/gone.md leads to no file' '[x](docs/gone.md)' "$heading"
expect from_its_folder 'docs/page.md: README.md leads to no file' "$good" "$heading"$'\n[x](README.md)'
expect anchor 'leads to no heading of docs/page.md' '[x](docs/page.md#other)' "$heading"
expect by_name 'README.md: gone.md leads to no file' $'[x]\n\n[x]: gone.md' "$heading"
expect none 'no page has a link' 'nothing' 'nothing'
