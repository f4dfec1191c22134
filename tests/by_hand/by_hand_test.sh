#!/usr/bin/env bash
# by_hand_test.sh PROGRAM PAGE: follows docs/by-hand.md with curl, on free ports, once with `serve` and once with `watch`,
# and wants the challenge, rows from both URLs, and no rule broken in the eyes of the judge.
set -euo pipefail
program=$(readlink -f "$1")
page=$(readlink -f "$2")

work=$(mktemp -d)
server=''
trap '[[ -z $server ]] || { kill "$server" 2>/dev/null || true; wait "$server" || true; }; rm -rf "$work"' EXIT
fail() { # MESSAGE FILE: shows the file first
  cat "$2" >&2
  echo "$1" >&2
  exit 1
}

# Starts the program and reads what it prints up to the last organization: the ports come before the keys. What comes
# afterwards is read on, so that a full pipe does not stop it.
start() {
  mkfifo "$1.pipe"
  "$program" "$1" --seed 1 >"$1.pipe" &
  server=$!
  exec 3<"$1.pipe"
  callbacks='' acme=''
  while IFS= read -r line <&3; do
    printf '%s\n' "$line" >>"$1.log"
    [[ $line =~ OAuth\ URL.*:([0-9]+)/ ]] && callbacks=${BASH_REMATCH[1]}
    [[ $line =~ API\ key\ URL.*:([0-9]+)/ && -z $acme ]] && acme=${BASH_REMATCH[1]}
    [[ $line == *globex_key* ]] && break
  done
  cat <&3 >>"$1.log" &
  reader=$!
  exec 3<&-
  [[ -n $callbacks && -n $acme ]] || fail "$1 did not print its URLs" "$1.log"
}

# The fenced blocks of the sections "With an API key" and "With OAuth".
follow() {
  awk '/^## / { inside = /^## With / }
       inside && /^```/ { fenced = !fenced; next }
       inside && fenced' "$page" |
    sed "s/:8700/:$callbacks/g; s/:8701/:$acme/g" >steps
  [[ -s steps ]] || fail "$page has no steps under \"With ...\"" steps
  bash -euo pipefail steps >out
  grep -qi '^www-authenticate: Bearer resource_metadata=' out || fail "no challenge was shown" out
  local answers
  answers=$(grep -c '"rows":\[\[' out || true)
  [[ $answers -eq 2 ]] || fail "$answers answers with rows instead of 2" out
}

# What the judge says of both clients: a line for each verdict.
ask_for_verdicts() {
  curl -sf "http://127.0.0.1:$callbacks/_mock/api/verdicts" | sed 's/},{/},\n{/g' >verdicts
  for client in curl 'key acme_querier_key'; do
    grep -q "\"client\":\"$client\".*\"verdict\":\"pass\"" verdicts || fail "$client passed nothing" verdicts
  done
  grep -q '"client":"curl","check":"only-given-codes".*"verdict":"pass"' verdicts ||
    fail "curl's code is not known to come from a click" verdicts
  grep '"verdict":"fail"' verdicts >red || return 0
  fail "a rule is broken, see above" red
}

stop() {
  kill "$server"
  local status=0
  wait "$server" || status=$?
  server=''
  wait "$reader"
  [[ $status -eq 0 ]] || fail "$1 ended with $status" "$1.log"
}

cd "$work"
for command in serve watch; do
  start "$command"
  follow
  ask_for_verdicts
  stop "$command"
done

# The report at its end names whom it saw, so that silence is no success.
grep -q FAIL watch.log && fail "watch tells of a failure" watch.log
grep -Eq '^ +curl +key acme_querier_key$' watch.log || fail "watch reports on other clients" watch.log
grep -q '^conformant' watch.log || fail "watch came to no good end" watch.log
