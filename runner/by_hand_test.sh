#!/usr/bin/env bash
# by_hand_test.sh PROGRAM README: follows the README's "By hand" section with curl, on free ports, and wants
# the challenge and rows from both URLs.
set -euo pipefail
program=$1
readme=$2

work=$(mktemp -d)
mkfifo "$work/served"
"$program" serve --seed 1 >"$work/served" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" || true; rm -rf "$work"' EXIT

# The ports are printed before the keys; reading on to the last organization keeps the program from blocking.
exec 3<"$work/served"
callbacks='' acme=''
while IFS= read -r line <&3; do
  [[ $line =~ OAuth\ URL.*:([0-9]+)/ ]] && callbacks=${BASH_REMATCH[1]}
  [[ $line =~ API\ key\ URL.*:([0-9]+)/ && -z $acme ]] && acme=${BASH_REMATCH[1]}
  [[ $line == *globex_key* ]] && break
done
[[ -n $callbacks && -n $acme ]] || { echo "serve did not print its URLs" >&2; exit 1; }

# The fenced blocks of the section but the first, which starts the server.
awk '/^## / { inside = ($0 == "## By hand") }
     inside && /^```/ { fenced = !fenced; if (fenced) ++block; next }
     inside && fenced && block > 1' "$readme" |
  sed "s/:8700/:$callbacks/g; s/:8701/:$acme/g" >"$work/steps"
[[ -s $work/steps ]] || { echo "$readme has no steps under \"By hand\"" >&2; exit 1; }

cd "$work"
bash -euo pipefail steps >out
grep -qi '^www-authenticate: Bearer resource_metadata=' out || { cat out; echo "no challenge was shown" >&2; exit 1; }
answers=$(grep -c '"rows":\[\[' out || true)
[[ $answers -eq 2 ]] || { cat out; echo "$answers answers with rows instead of 2" >&2; exit 1; }
