#!/usr/bin/env bash
# doc_links_test.sh RULE: the rule for links must be able to fail: each bad tree here breaks it in one way.
set -euo pipefail
rule=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect NAME WANTED README PAGE [FILE TEXT]: what the rule says of a tree with these two pages and maybe a third one
# with this text; WANTED is empty where it must pass.
expect() {
  local root=$work/$1 said status=0
  mkdir -p "$root/docs" "$root/suites" "$root/runner" "$root/.github/ISSUE_TEMPLATE"
  touch "$root/CONTRIBUTING.md" "$root/CHANGELOG.md" "$root/suites/README.md" "$root/runner/play_test.cpp"
  printf '%s\n' "$3" >"$root/README.md"
  printf '%s\n' "$4" >"$root/docs/page.md"
  [[ $# -lt 6 ]] || printf '%s\n' "$6" >"$root/$5"
  [[ $1 != missing ]] || rm "$root/CHANGELOG.md"
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
expect again '' "$good" "$heading"$'\n## A heading of it\n[x](#a-heading-of-it-1)'
expect not_again 'leads to no heading of docs/page.md' "$good" "$heading"$'\n[x](#a-heading-of-it-1)'
expect by_name 'README.md: gone.md leads to no file' $'[x]\n\n[x]: gone.md' "$heading"
expect none 'no page has a link' 'nothing' 'nothing'
expect missing 'there is no CHANGELOG.md' "$good" "$heading"
expect lonely 'README.md does not lead to docs/lonely.md' "$good" "$heading" docs/lonely.md '# Lonely'
for page in CONTRIBUTING.md CHANGELOG.md suites/README.md .github/ISSUE_TEMPLATE/one.md; do
  expect "in_${page//\//_}" "$page: gone.md leads to no file" "$good" "$heading" "$page" '[x](gone.md)'
done
expect cited '' "$good" "$heading" runner/play.hpp $'// Plays (docs/page.md, "A heading,\n// of it").'
expect not_cited 'a comment cites docs/page.md, "Other", which is no heading of it' "$good" "$heading" \
  runner/play.hpp '// Plays (docs/page.md, "Other").'
expect no_page 'a comment cites docs/gone.md, which is not there' "$good" "$heading" runner/play.hpp '// See docs/gone.md.'
expect path '' "$good" "$heading"$'\n`runner/play_test.cpp`, `runner/NAME.cpp`, `runner/<name>_test.cpp`, `runner/`, `runner/gone.cpp ROOT`'
expect no_path 'docs/page.md: there is no runner/gone.cpp' "$good" "$heading"$'\n`runner/gone.cpp`'
expect no_such_name 'docs/page.md: there is no suites/*.cpp' "$good" "$heading"$'\n`suites/NAME.cpp`'
