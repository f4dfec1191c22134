#!/usr/bin/env bash
# few_descriptors_test.sh PROGRAM: a mock and a recorder that had no descriptors for a while go on when there are some.
set -euo pipefail
program=$1
folder=$(mktemp -d)
served=
trap '[[ -z $served ]] || kill "$served"; rm -rf "$folder"' EXIT
fail() {
  echo "$*"
  exit 1
}

start() { # WHAT IT SAYS WHEN IT IS READY, COMMAND...: with few descriptors
  local ready=$1
  shift
  (ulimit -n 24 && exec "$program" "$@") >"$folder/out" 2>"$folder/err" &
  served=$!
  until grep -q "$ready" "$folder/out"; do
    kill -0 "$served" || fail "$1 did not start: $(cat "$folder/err")"
    sleep 0.1
  done
}

crowd() { # PORT TARGET: more connections than there are descriptors, each with a request; then they end
  local i connection connections=()
  for ((i = 0; i < 60; i++)); do
    exec {connection}<>"/dev/tcp/127.0.0.1/$1"
    connections+=("$connection")
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&"$connection"
  done
  head -c 12 <&"${connections[0]}" >"$folder/first" # some are served
  for connection in "${connections[@]}"; do exec {connection}>&-; done
}

answers() { # STATUS URL: soon, although the last ones of the crowd may be there still
  local i status
  for ((i = 0; i < 100; i++)); do
    status=$(curl --silent --output /dev/null --write-out '%{http_code}' "$2" || true)
    [[ $status == "$1" ]] && return
    kill -0 "$served" || fail "it ended: $(cat "$folder/err")"
    sleep 0.1
  done
  fail "$2 is answered $status and not $1"
}

start 'globex_key of ' serve --port 0 --seed 1
url=$(sed -n 's/^ *log in *//p' "$folder/out" | head -1)
crowd "$(sed -E 's/.*:([0-9]+).*/\1/' <<<"$url")" /login
answers 200 "$url"
kill "$served"
wait "$served" || true

start 'Connect the client' record --upstream http://127.0.0.1:1 --to "$folder/recording.jsonl"
until url=$(grep -oE 'http://127.0.0.1:[0-9]{2,}' "$folder/out"); do sleep 0.1; done
crowd "${url##*:}" /
answers 502 "$url/"
