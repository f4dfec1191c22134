#!/usr/bin/env bash
# word_list_test.sh SCRIPT: the list of words must be able to be stale, and each word must have its line. Each tree here
# is wrong in one way.
set -euo pipefail
script=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

header='// ======== Act ========

// Somebody goes
// far.
Intent goes(std::string where, Once condition);
Intent goes(const std::vector<int>& numbers);
inline constexpr Goes at_once{};'
at_once='// Now.'
page='# Words
<!-- begin words -->
<!-- end words -->
<!-- begin file suites/a/b.cpp -->
<!-- end file -->'
scenario='#include "suites/x_words.hpp"
const Register a_b{};'

# A tree with these files, and its list written.
tree() {
  root=$work/$1
  mkdir -p "$root/suites/a"
  printf '%s\n' "${header%$'\n'*}" "$at_once" "${header##*$'\n'}" >"$root/suites/x_words.hpp"
  printf '%s\n' "$scenario" >"$root/suites/a/b.cpp"
  printf '%s\n' "$page" >"$root/suites/README.md"
  "$script" "$root"
}

# expect WANTED: what the check says of the tree; WANTED is empty where it must pass.
expect() {
  local said status=0
  said=$("$script" --check "$root" 2>&1) || status=$?
  if [[ -z $1 && $status -ne 0 ]]; then
    echo "$root should pass, but: $said" >&2 && exit 1
  elif [[ -n $1 && ($status -eq 0 || $said != *"$1"*) ]]; then
    echo "$root: expected '$1', but: $said" >&2 && exit 1
  fi
}

tree good
expect ''
for line in '| `goes(where, once(…))`<br>`goes(numbers)` | Somebody goes far | `x_words.hpp` |' '| `at_once` | Now | `x_words.hpp` |' 'const Register a_b{};'; do
  grep -qxF -- "$line" "$root/suites/README.md" || { echo "the page has no line $line" >&2 && exit 1; }
done

tree new_word
printf '// Somebody comes.\nIntent comes();\n' >>"$root/suites/x_words.hpp"
expect '+| `comes()` | Somebody comes | `x_words.hpp` |'

tree other_line
sed -i 's/far/near/' "$root/suites/x_words.hpp"
expect 'is stale'

tree other_example
echo '// more' >>"$root/suites/a/b.cpp"
expect 'is stale'

tree no_line
printf '\nIntent comes();\n' >>"$root/suites/x_words.hpp"
expect 'the word comes has no comment above it'

tree line_behind
printf '// Somebody comes.\nIntent comes();  // from afar\n' >>"$root/suites/x_words.hpp"
expect "a word's comment must stand above it"

tree unreadable
printf '// Somebody.\nextern Intent\ncomes;\n' >>"$root/suites/x_words.hpp"
expect 'what is this? extern Intent comes'

tree other_section
printf '// ======== More ========\n' >>"$root/suites/x_words.hpp"
expect 'unknown section "More"'

tree other_header
echo '#include "suites/y_words.hpp"' >>"$root/suites/a/b.cpp"
expect 'scenarios include suites/y_words.hpp, which has no sections of words'

tree no_place
sed -i '/words -->/d' "$root/suites/README.md"
expect 'there is no place for the words'
