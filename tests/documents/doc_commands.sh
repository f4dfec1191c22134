#!/usr/bin/env bash
# doc_commands.sh PROGRAM PAGE: the table under "## Commands" has a row for each subcommand of the program, and no other.
set -euo pipefail
export LC_ALL=C
program=$1 page=$2

commands() { awk '/^Subcommands:/ { on = 1; next } on && NF == 0 { exit } on && /^  [a-z]/ { print $1 }'; }
rows() { awk -F '`' '/^## / { on = ($0 == "## Commands") } on && /^\| `/ { split($2, words, " "); print words[1] }' "$1"; }

listed=$("$program" --help | commands | sort)
told=$(rows "$page" | sort)
[[ -n $listed ]] || { echo "$program lists no command" >&2 && exit 1; }
if ! diff <(echo "$listed") <(echo "$told") >&2; then
  echo "$page tells of other commands (>) than there are (<)" >&2
  exit 1
fi
echo "$(wc -l <<<"$listed") commands"
