#!/usr/bin/env bash
# little_memory_test.sh PROGRAM: where memory is lacking, a command ends with the reason and exit code 3, and a mock
# refuses what it has no memory for and goes on.
set -euo pipefail
program=$1
folder=$(mktemp -d)
mock=
trap '[[ -z $mock ]] || kill "$mock"; rm -rf "$folder"' EXIT
fail() {
  echo "$*"
  exit 1
}

# A recording of 24 MB, and room for less.
{
  printf '{"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [], "comment": "'
  head -c 24000000 /dev/zero | tr '\0' x
  printf '"}}'
} >"$folder/large.har"
status=0
(ulimit -v 80000 && "$program" grade "$folder/large.har") >"$folder/out" 2>"$folder/err" || status=$?
[[ $status -eq 3 ]] || fail "exit code $status: $(cat "$folder/err")"
grep -q 'there is not enough memory' "$folder/err" || fail "no reason: $(cat "$folder/err")"

# Bodies of 3 MB, forty at once; then one that is small.
(ulimit -v 200000 && exec "$program" serve --port 0 --seed 1) >"$folder/serve" 2>"$folder/serve_err" &
mock=$!
until grep -q 'globex_key of ' "$folder/serve"; do
  kill -0 "$mock" || fail "serve did not start: $(cat "$folder/serve_err")"
  sleep 0.1
done
url=$(sed -n 's/^ *API key URL *//p' "$folder/serve" | head -1)
key=$(sed -nE 's/^ *key +([^ ]+) +acme_querier_key of .*/\1/p' "$folder/serve")
post() { # TIMES BODY: the status of each answer, one a line
  local address=() i
  for ((i = 0; i < $1; i++)); do address+=(--output /dev/null "$url"); done
  curl --silent --no-progress-meter --parallel --parallel-max 40 --write-out '%{http_code}\n' \
    --header "Authorization: Bearer $key" --header 'Content-Type: application/json' \
    --header 'Accept: application/json, text/event-stream' --data-binary "$2" "${address[@]}" || true
}
{
  printf '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"x": "'
  head -c 3000000 /dev/zero | tr '\0' x
  printf '"}}'
} >"$folder/body"
post 200 "@$folder/body" >"$folder/statuses"
sort "$folder/statuses" | uniq -c
grep -qx 503 "$folder/statuses" || fail "nothing was refused: the mock had room enough"
# Threads that have nothing to do hold memory for a moment.
until [[ $(post 1 '{"jsonrpc": "2.0", "id": 2, "method": "tools/list"}') == 200 ]]; do
  kill -0 "$mock" || fail "serve ended: $(cat "$folder/serve_err")"
  sleep 0.5
done
