#!/usr/bin/env bash
# What action.yml runs: plays, writes every report into a folder, annotates the pull request, and says how it went in
# the action's outputs. Ends as omni-conform does.
# CONFORM_ARGUMENTS: one argument a line, so that nothing of it is ever read by a shell. CONFORM_PROGRAM: for tests.
set -uo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
program=${CONFORM_PROGRAM:-$here/conform}
folder=${CONFORM_REPORTS:-conform-reports}

mapfile -t arguments < <(sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d' <<<"${CONFORM_ARGUMENTS:-run}")
options=(--report "json=$folder/run.json,junit=$folder/junit.xml,markdown=$folder/comment.md"
  --report "html=$folder/report.html,sarif=$folder/run.sarif,github=-")
[[ -z ${CONFORM_BASELINE:-} ]] || options+=(--baseline "$CONFORM_BASELINE")

mkdir -p "$folder" || exit 3
rm -f "$folder/run.json"
"$program" "${arguments[0]}" "${options[@]}" "${arguments[@]:1}"
status=$?

# Of a play, by the place where the report's schema has it; no text from outside can stand there.
plays() { grep -cE "^   \"red\": $1,\$" "$folder/run.json" 2>/dev/null || [[ $? -eq 1 ]] || echo 0; }
{
  echo "passed=$(plays false)"
  echo "failed=$(plays true)"
  echo "report=$folder/report.html"
} >>"${GITHUB_OUTPUT:-/dev/stdout}" || exit 3
exit "$status"
