#!/usr/bin/env bash
# doc_commands_test.sh RULE: the rule for the table of commands must be able to fail.
set -euo pipefail
rule=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/program" <<'END'
#!/bin/sh
printf 'Options:\n  -h  Help\n\nSubcommands:\n  run         Play\n              scenarios\n  baseline    Keep\n\nExit codes\n'
END
chmod +x "$work/program"

# expect STATUS ROWS: how the rule ends for a page with these rows.
expect() {
  printf '# X\n| `other` | x |\n## Commands\n| command | does |\n|---|---|\n%b## More\n| `else` | x |\n' "$2" >"$work/page.md"
  local status=0
  "$rule" "$work/program" "$work/page.md" >"$work/said" 2>&1 || status=$?
  [[ $status -eq $1 ]] || { cat "$work/said" >&2 && echo "$2: ended with $status instead of $1" >&2 && exit 1; }
}
expect 0 '| `run [SCENARIO…]` | plays |\n| `baseline update FILE` | keeps |\n'
expect 1 '| `run` | plays |\n'
expect 1 '| `run` | plays |\n| `baseline` | keeps |\n| `gone` | x |\n'
expect 1 ''
