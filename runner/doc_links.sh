#!/usr/bin/env bash
# doc_links.sh ROOT: every relative link of README.md, CONTRIBUTING.md, CHANGELOG.md, suites/README.md, docs/*.md, the
# templates of issues and the pages that they lead to names a file that is there, and its anchor a heading of that page.
# Every page of docs/ is led to by README.md. Every path of this repository that these pages name as code exists; in
# such a path a word in capitals or <brackets> stands for any name. Comments of the sources cite a page as
# docs/page.md, "Heading": both must be there.
set -euo pipefail
export LC_ALL=C
cd "$1"
folders='mock_server|suites|clients|bench|reports|runner|fixtures|cmake|docs|examples'

# Without fenced blocks.
prose() { awk '/^```/ { fenced = !fenced; next } !fenced' "$1"; }
# Without code in a line either: what looks like a link there is none.
links() { prose "$1" | sed 's/`[^`]*`//g' | grep -oE '\]\([^) ]+|^\[[^]]+\]: *[^ ]+' | sed -E 's/^\]\(|^\[[^]]+\]: *//' || true; }
# As GitHub makes them: small letters, no punctuation, hyphens for spaces, and a number where a heading comes again.
anchors() {
  awk '/^```/ { fenced = !fenced } !fenced && /^#+ /' "$1" | sed -E 's/^#+ //' |
    tr '[:upper:]' '[:lower:]' | sed -E 's/[^[:alnum:] _-]//g; s/ /-/g' |
    awk '{ print (seen[$0] ? $0 "-" seen[$0] : $0); ++seen[$0] }'
}
# What is code as a whole and looks like a path of ours, with the name of a place in it where the name itself varies.
paths() {
  prose "$1" | grep -oE '`[^` ]+`' | tr -d '`' |
    grep -E "^($folders)/[A-Za-z0-9_.*/<>-]*$" | sed -E 's/<[a-z_]+>|[A-Z]{2,}(_[A-Z]+)*/*/g' || true
}

# What comments cite, one a line: docs/page.md, "Heading". A comment may break the line anywhere in it.
citations() {
  local sources=()
  mapfile -d '' sources < <(find $1 -type f \( -name '*.hpp' -o -name '*.cpp' \) -print0 2>/dev/null)
  [[ ${#sources[@]} -eq 0 ]] || sed -E 's,^ *// ?, ,' "${sources[@]}" | tr -d '\n' | tr -s ' ' |
    grep -oE 'docs/[a-z-]+\.md(, "[^"]+")?' | sort -u || true
}

shopt -s nullglob
pages=(README.md CONTRIBUTING.md CHANGELOG.md suites/README.md docs/*.md .github/ISSUE_TEMPLATE/*.md)
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
  while IFS= read -r path; do
    count=$((count + 1))
    compgen -G "$path" >/dev/null || complain "$page: there is no $path"
  done < <(paths "$page")
done
if [[ -f README.md ]]; then
  for page in docs/*.md; do
    links README.md | grep -qE "^$page(#|$)" || complain "README.md does not lead to $page"
  done
fi
while IFS= read -r citation; do
  count=$((count + 1))
  page=${citation%%,*}
  heading=${citation#"$page"}
  if [[ ! -f $page ]]; then
    complain "a comment cites $page, which is not there"
  elif [[ -n $heading ]] && ! grep -qxE "#+ ${heading:3:-1}" "$page"; then
    complain "a comment cites $citation, which is no heading of it"
  fi
done < <(citations "${folders//|/ }")
[[ $count -gt 0 ]] || complain "no page has a link"
echo "$count links and paths of ${#seen[@]} pages"
[[ $bad -eq 0 ]]
