#!/usr/bin/env bash
# action_test.sh PROGRAM: runs what action.yml runs, and wants its outputs, its reports and its end.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

failures=0
want() { # NAME EXPECTED FOUND
  [[ $2 == "$3" ]] && return
  echo "$1: '$3' instead of '$2'" >&2
  failures=$((failures + 1))
}
act() { # ARGUMENTS BASELINE
  : >outputs
  : >summary
  status=0
  CONFORM_PROGRAM=$program CONFORM_ARGUMENTS=$1 CONFORM_BASELINE=${2:-} GITHUB_OUTPUT=$work/outputs \
    GITHUB_STEP_SUMMARY=$work/summary "$here/../../runner/action.sh" >out 2>err || status=$?
}
output() { sed -n "s/^$1=//p" outputs; }
program=$1

act $'run\n  oauth/happy_path\n\n  oauth/cancel\n--profile\nreference,plain_pkce'
want "status" 1 "$status"
want "passed" 2 "$(output passed)"
want "failed" 2 "$(output failed)"
want "report" conform-reports/report.html "$(output report)"
for scenario in oauth/happy_path oauth/cancel; do
  want "annotation of $scenario" 1 "$(grep -c "^::error .*$scenario x plain_pkce%3A invariant/pkce-s256" out || true)"
done
for file in run.json junit.xml comment.md report.html run.sarif; do
  [[ -s conform-reports/$file ]] || want "$file" "a report" "nothing"
done
want "summary" "$(cat conform-reports/comment.md)" "$(cat summary)"

# What a shell would run stays an argument.
act $'run\n$(touch touched); touch touched'
want "status of nonsense" 2 "$status"
want "plays of nonsense" 0 "$(output failed)"
[[ ! -e touched ]] || want "an argument" "an argument" "a command"

act $'run\noauth/happy_path\n--profile\nreference'
want "status of the reference" 0 "$status"
want "failures of the reference" 0 "$(output failed)"
act run missing.yaml
want "status without the baseline" 2 "$status"
[[ $failures -eq 0 ]]
