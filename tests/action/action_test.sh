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
act() { # ARGUMENTS BASELINE COMMAND CLIENT
  : >outputs
  : >summary
  status=0
  CONFORM_PROGRAM=$program CONFORM_ARGUMENTS=$1 CONFORM_BASELINE=${2:-} \
    CONFORM_COMMAND=${3:-} CONFORM_CLIENT=${4:-} GITHUB_OUTPUT=$work/outputs \
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
act $'oauth/happy_path\n--profile\nreference' "" run
want "status of a command of its own" 0 "$status"
act "" "" test missing.yaml
want "status without the client's file" 2 "$status"
grep -q "missing.yaml" err || want "error of the client's file" "its name" "$(cat err)"

# A release: a folder with an archive and checksums, as packaging/build makes them. Nothing may be compiled.
machine=$(uname -m)
archive=omni-conform-0.1.0-linux-$machine.tar.gz
mkdir -p tree/omni-conform/bin releases/v0.1.0 bin
printf '#!/bin/sh\nexec "%s" "$@"\n' "$program" >tree/omni-conform/bin/omni-conform
chmod +x tree/omni-conform/bin/omni-conform
tar -czf "releases/v0.1.0/$archive" -C tree omni-conform
(cd releases/v0.1.0 && sha256sum -- * >SHA256SUMS)
for compiler in cmake ninja make c++ g++ apt-get; do
  printf '#!/bin/sh\ntouch "%s/compiled"\nexit 1\n' "$work" >"bin/$compiler"
  chmod +x "bin/$compiler"
done
release() { # VERSION REF
  : >outputs
  status=0
  PATH=$work/bin:$PATH RUNNER_TOOL_CACHE=$work/tools CONFORM_RELEASES=$work/releases CONFORM_VERSION=$1 \
    CONFORM_ACTION_REF=$2 CONFORM_COMMAND=run CONFORM_ARGUMENTS=$'oauth/happy_path\n--profile\nreference' \
    GITHUB_OUTPUT=$work/outputs GITHUB_STEP_SUMMARY=$work/summary "$here/../../runner/action.sh" >out 2>err || status=$?
}
for asked in "v0.1.0 main" "0.1.0 main" " v0.1.0"; do
  rm -rf tools
  release "${asked% *}" "${asked##* }"
  want "status of release $asked" 0 "$status"
  want "plays of release $asked" 1 "$(output passed)"
done
rm -rf releases.gone && mv releases releases.gone
release v0.1.0 main
want "status of a release that is kept" 0 "$status"
mv releases.gone releases
[[ ! -e compiled ]] || want "a release" "no compiler" "a compiler"
rm -rf tools
echo more >>"releases/v0.1.0/$archive"
release v0.1.0 main
want "status of an archive that was changed" 3 "$status"
grep -q "is not what its SHA256SUMS says" out || want "its error" "the checksum" "$(cat out)"
# A release that has no program for this machine: ours is built, by the program beside the action.
mkdir -p fake/runner
cp "$here/../../runner/action.sh" fake/runner
printf '#!/bin/sh\nexec "%s" "$@"\n' "$program" >fake/conform
chmod +x fake/conform
status=0
RUNNER_TOOL_CACHE=$work/tools CONFORM_RELEASES=$work/releases CONFORM_VERSION=v9.9.9 GITHUB_OUTPUT=$work/outputs \
  CONFORM_ARGUMENTS=$'run\noauth/happy_path\n--profile\nreference' fake/runner/action.sh >out 2>err || status=$?
want "status without a release" 0 "$status"
grep -q "it is built instead" out || want "a release that is not there" "a word" "$(cat out)"
release "../x" main
want "status of no version" 3 "$status"
[[ ! -e compiled ]] || want "a wrong release" "no compiler" "a compiler"
[[ $failures -eq 0 ]]
