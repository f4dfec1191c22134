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

# What a page names, one a line: "link TARGET" and "path PATH", fenced blocks left out. What looks like a link within code
# is none. A path is code as a whole, and its varying parts become "*".
names() {
  awk -v folders="^($folders)/[A-Za-z0-9_.*/<>-]*\$" '
    /^```/ { fenced = !fenced; next }
    fenced { next }
    {
      line = $0
      while (match(line, /`[^`]*`/)) {
        code = substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
        if (code !~ folders) continue
        gsub(/<[a-z_]+>|[A-Z][A-Z]+(_[A-Z]+)*/, "*", code)
        print "path " code
      }
      if (match(line, /^\[[^]]+\]: *[^ ]+/)) {
        target = substr(line, RSTART, RLENGTH)
        sub(/^\[[^]]+\]: */, "", target)
        print "link " target
      }
      while (match(line, /\]\([^) ]+/)) {
        print "link " substr(line, RSTART + 2, RLENGTH - 2)
        line = substr(line, RSTART + RLENGTH)
      }
    }' "$1"
}
# As GitHub makes them: small letters, no punctuation, hyphens for spaces, and a number where a heading comes again.
anchors() {
  awk '/^```/ { fenced = !fenced } !fenced && /^#+ /' "$1" | sed -E 's/^#+ //' |
    tr '[:upper:]' '[:lower:]' | sed -E 's/[^[:alnum:] _-]//g; s/ /-/g' |
    awk '{ print (seen[$0] ? $0 "-" seen[$0] : $0); ++seen[$0] }'
}
# What comments cite, one a line: docs/page.md, "Heading". A comment may break the line anywhere in it.
citations() {
  local sources=()
  mapfile -d '' sources < <(find $1 -name node_modules -prune -o -name venv -prune -o -name '*.[ch]pp' -print0 2>/dev/null)
  [[ ${#sources[@]} -eq 0 ]] || sed -E 's,^ *// ?, ,' "${sources[@]}" | tr -d '\n' | tr -s ' ' |
    grep -oE 'docs/[a-z-]+\.md(, "[^"]+")?' | sort -u || true
}

shopt -s nullglob
pages=(README.md CONTRIBUTING.md CHANGELOG.md suites/README.md docs/*.md .github/ISSUE_TEMPLATE/*.md)
declare -A seen found
count=0 bad=0
complain() { echo "$1" >&2 && bad=$((bad + 1)); }
for ((at = 0; at < ${#pages[@]}; ++at)); do
  page=${pages[at]}
  [[ -z ${seen[$page]:-} ]] || continue
  seen[$page]=1
  [[ -f $page ]] || { complain "there is no $page"; continue; }
  while read -r kind name; do
    [[ $kind == link && $name =~ ^[a-z]+: ]] && continue
    count=$((count + 1))
    if [[ $kind == path ]]; then
      compgen -G "$name" >/dev/null || complain "$page: there is no $name"
      continue
    fi
    file=${name%%#*}
    target=$page
    [[ -z $file ]] || target=$(realpath -m --relative-to=. "$(dirname "$page")/$file")
    if [[ ! -e $target ]]; then
      complain "$page: $name leads to no file"
    elif [[ $name == *'#'* ]] && ! anchors "$target" | grep -qxF -- "${name#*#}"; then
      complain "$page: $name leads to no heading of $target"
    elif [[ $target == *.md ]]; then
      pages+=("$target")
    fi
    [[ $page != README.md ]] || found[$target]=1
  done < <(names "$page")
done
for page in docs/*.md; do
  [[ ! -f README.md || -n ${found[$page]:-} ]] || complain "README.md does not lead to $page"
done
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
