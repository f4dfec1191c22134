#!/usr/bin/env bash
# doc_links.sh ROOT: every relative link of README.md, docs/*.md and the pages that they lead to names a file that is
# there, and its anchor a heading of that page.
set -euo pipefail
cd "$1"

# Without fenced blocks and code in a line: what looks like a link there is none.
prose() { awk '/^```/ { fenced = !fenced; next } !fenced' "$1" | sed 's/`[^`]*`//g'; }
links() { prose "$1" | grep -oE '\]\([^) ]+|^\[[^]]+\]: *[^ ]+' | sed -E 's/^\]\(|^\[[^]]+\]: *//' || true; }
# As GitHub makes them: small letters, no punctuation, hyphens for spaces.
anchors() {
  awk '/^```/ { fenced = !fenced } !fenced && /^#+ /' "$1" | sed -E 's/^#+ //' |
    tr '[:upper:]' '[:lower:]' | sed -E 's/[^[:alnum:] _-]//g; s/ /-/g'
}

pages=(README.md docs/*.md)
declare -A seen
count=0 bad=0
complain() { echo "$1" >&2 && bad=$((bad + 1)); }
for ((at = 0; at < ${#pages[@]}; ++at)); do
  page=${pages[at]}
  [[ -z ${seen[$page]:-} ]] || continue
  seen[$page]=1
  [[ -f $page ]] || { complain "there is no $page"; continue; }
  while IFS= read -r link; do
    [[ -z $link || $link =~ ^[a-z]+: ]] && continue
    count=$((count + 1))
    file=${link%%#*}
    target=$page
    [[ -z $file ]] || target=$(realpath -m --relative-to=. "$(dirname "$page")/$file")
    if [[ ! -e $target ]]; then
      complain "$page: $link leads to no file"
    elif [[ $link == *'#'* ]] && ! anchors "$target" | grep -qxF -- "${link#*#}"; then
      complain "$page: $link leads to no heading of $target"
    elif [[ $target == *.md ]]; then
      pages+=("$target")
    fi
  done < <(links "$page")
done
[[ $count -gt 0 ]] || complain "no page has a link"
echo "$count links of ${#seen[@]} pages"
[[ $bad -eq 0 ]]
