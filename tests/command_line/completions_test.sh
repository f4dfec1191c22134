#!/usr/bin/env bash
# completions_test.sh PROGRAM: each command's options in the completions of bash, zsh and fish and in the manual are
# those of its --help, no more and no fewer; bash itself completes them.
set -euo pipefail
export LC_ALL=C
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for shell in bash zsh fish; do "$program" completions "$shell" >"$work/$shell"; done
"$program" manual >"$work/manual"
bash -n "$work/bash"
# The shells that are here say whether they can read it.
if command -v zsh >/dev/null; then zsh -n "$work/zsh"; fi
if command -v fish >/dev/null; then fish --no-execute "$work/fish"; fi
# shellcheck source=/dev/null
source "$work/bash"

failures=0
want() { # WHAT EXPECTED FOUND
  [[ $2 == "$3" ]] && return
  echo "$1: differs from --help (<)" >&2
  diff <(echo "$2") <(echo "$3") >&2 || true
  failures=$((failures + 1))
}
names() { grep -oE -- '(^|[^a-z0-9-])--?[a-z][a-z0-9-]*' | grep -oE -- '--?[a-z][a-z0-9-]*$' | sort -u; }

help_options() { "$program" "$@" --help | grep -oE '^  (-[a-zA-Z0-9],)?--[a-z0-9-]+|^  -[a-zA-Z0-9]' | names; }
help_commands() { "$program" "$@" --help | awk '/^Subcommands:/ {on = 1; next} on && /^  [a-z]/ {print $1}' | sort; }

bash_words() { # COMMAND...
  COMP_WORDS=(omni-conform "$@" "$current")
  COMP_CWORD=$(($# + 1))
  _omni_conform
  printf '%s\n' "${COMPREPLY[@]}" | sort -u
}
bash_options() { current=-; bash_words "$@"; }
zsh_options() {
  local name=_omni-conform word
  for word in "$@"; do name+=_$word; done
  awk -v name="$name() {" '$0 == name {on = 1; next} on && /^}/ {exit} on' "$work/zsh" |
    grep -oE "^    '\*('?\{)?--?[a-z,-]+" | names
}
fish_options() {
  local condition='__fish_use_subcommand'
  if [[ $# -gt 0 ]]; then condition=$(printf '; and __fish_seen_subcommand_from %s' "$@" | sed 's/^; and //'); fi
  # A command that has commands of its own goes on with "and not".
  grep -E -- "^complete -c omni-conform -n '$condition(; and not [^']*)?' -[sl] " "$work/fish" | sed -E "s/ -d '.*//" |
    grep -oE -- ' -[sl] [a-z0-9-]+' | sed -E 's/ -s /-/; s/ -l /--/' | sort -u
}
manual_options() {
  local section=".SS ${*//-/\\-}"
  [[ $# -gt 0 ]] || section='.SH OPTIONS'
  awk -v section="${section//\\/\\\\}" '$0 == section {on = 1; next} on && /^\.S[SH]/ {exit} on' "$work/manual" |
    grep '^\\fB' | sed 's/\\fI.*//; s/\\-/-/g; s/\\f[BR]/ /g' | names
}

commands=0
compare() { # COMMAND...
  local expected form
  commands=$((commands + 1))
  expected=$(help_options "$@")
  [[ -n $expected ]] || want "$* --help" "an option" ""
  for form in bash zsh fish manual; do
    want "$form, ${*:-the program}" "$expected" "$("${form}_options" "$@")"
  done
  local below
  below=$(help_commands "$@")
  [[ -n $below ]] || return 0
  current=''
  want "bash, commands of ${*:-the program}" "$below" "$(bash_words "$@" | grep -v '^-')"
  local word
  for word in $below; do compare "$@" "$word"; done
}
compare
[[ $commands -gt 20 ]] || want "commands" "more than 20" "$commands"

current=s
want "values of --severity" should "$(bash_words run --severity)"
current=''
want "a client's own command" "" "$(bash_words test -- my-client)"
[[ $failures -eq 0 ]] || exit 1
echo "$commands commands"
