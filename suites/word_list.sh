#!/usr/bin/env bash
# word_list.sh [--check] ROOT: writes the list of words and the example scenario into suites/README.md. With --check it
# changes nothing and says what is stale. The words come from every header of suites/ that is divided into sections
# ("// ======== Act ========"); a header that scenarios include must be.
set -euo pipefail
export LC_ALL=C
check=false
[[ ${1:-} != --check ]] || { check=true && shift; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$1"
page=suites/README.md

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# vocabulary.hpp first: it holds what is used most.
mapfile -t headers < <(grep -rlE '^// ======== .+ ========$' suites --include='*.hpp' |
  awk '{ print (/\/vocabulary\.hpp$/ ? 0 : 1) " " $0 }' | sort | cut -d ' ' -f 2)
bad=0
while IFS= read -r included; do
  [[ " ${headers[*]} " == *" $included "* ]] && continue
  echo "scenarios include $included, which has no sections of words" >&2
  bad=1
done < <(grep -rlE '^const Register ' suites --include='*.cpp' |
  xargs -r grep -hoE '^#include "suites/[^"]+' | sed 's/^#include "//' | sort -u)
awk -f "$here/word_list.awk" "${headers[@]}" >"$work/words" || bad=1

# Copies the page and puts what belongs there between "<!-- begin X -->" and "<!-- end X -->".
awk -v words="$work/words" '
  function insert(file, line) {
    while ((getline line < file) > 0) print line
    close(file)
  }
  /^<!-- end / { skipping = 0 }
  !skipping { print }
  /^<!-- begin words -->$/ {
    skipping = found = 1
    print ""
    insert(words)
    print ""
  }
  /^<!-- begin file .* -->$/ {
    skipping = 1
    print "\n```cpp"
    insert($4)
    print "```\n"
  }
  END {
    if (!found) print "there is no place for the words" > "/dev/stderr"
    if (skipping || !found) exit 1
  }' "$page" >"$work/page" || bad=1

[[ $bad -eq 0 ]] || exit 1
if cmp -s "$work/page" "$page"; then
  echo "$(grep -c '^| `' "$work/words") words of ${#headers[@]} headers"
elif $check; then
  diff -u "$page" "$work/page" >&2 || true
  echo "$page is stale: run suites/word_list.sh ." >&2
  exit 1
else
  cp "$work/page" "$page"
fi
