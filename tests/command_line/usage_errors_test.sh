#!/usr/bin/env bash
# usage_errors_test.sh PROGRAM GOLDEN: each command line of GOLDEN is answered as it says there, with that exit code.
# Run it with CONFORM_APPROVE=1 to write down what is said now; read the difference, and commit it.
set -euo pipefail
program=$(readlink -f "$1")
golden=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/here" "$work/here/empty_folder"
ln -s "$program" "$work/bin/omni-conform"

# What the command lines name.
cd "$work/here"
printf '{' >broken.json
printf '{}' >empty.json
printf '{"format": 99, "plays": []}' >later.json
printf 'client:\n  - scenario: [\n' >broken.yaml
printf 'expected_failures:\n  - client: nobody\n    scenario: oauth/happy_path\n    reason: why\n' >baseline.yaml
printf 'name: mine\ncomand: node client.mjs\n' >typo.yaml
printf 'name: mine\ncommand: ./client\nwithout: [flying]\n' >ability.yaml
printf 'not a recording\n' >recording.jsonl

{
  head -n 2 "$golden"
  while IFS= read -r line; do
    [[ $line == '$ '* ]] || continue
    printf '\n%s\n' "$line"
    status=0
    env -i PATH="$work/bin:/usr/bin:/bin" HOME="$work/home" LC_ALL=C.UTF-8 timeout 100 bash -c "${line#\$ }" \
      </dev/null >"$work/said" 2>&1 || status=$?
    sed "s#$work/here#HERE#g; s#$work/home#HOME#g" "$work/said"
    printf '[exit code %s]\n' "$status"
  done <"$golden"
} >"$work/now"

if [[ -n ${CONFORM_APPROVE:-} ]]; then
  cp "$work/now" "$golden"
  exit
fi
if ! diff -u "$golden" "$work/now"; then
  echo "A usage error reads otherwise than $golden says: run this with CONFORM_APPROVE=1 when that is meant."
  exit 1
fi
# A list without errors would hold nothing.
[[ $(grep -c '^\[exit code 2\]$' "$golden") -ge 40 ]]
