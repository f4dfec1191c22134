#!/usr/bin/env bash
# What action.yml runs: gets the program, plays, writes every report into a folder, annotates the pull request, and says
# how it went in the action's outputs. Ends as omni-conform does, and with 3 when there is no program.
# CONFORM_COMMAND, CONFORM_CLIENT, CONFORM_ARGUMENTS: what to play; one argument a line, so that nothing of it is ever read
# by a shell. CONFORM_VERSION: the release to use; without it CONFORM_ACTION_REF, when that is a release's tag; without
# that, or when the release has no program for this machine, the program is built. CONFORM_RELEASES: where releases are, a
# URL or a folder; else those of CONFORM_ACTION_REPOSITORY. CONFORM_PROGRAM: a program that is there already.
set -uo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
folder=${CONFORM_REPORTS:-conform-reports}

fail() {
  echo "::error title=omni-conform::$*"
  exit 3
}

releases=${CONFORM_RELEASES:-https://github.com/${CONFORM_ACTION_REPOSITORY:-}/releases/download}
download() { # FILE INTO
  case $releases in
    https://*) curl --fail --silent --show-error --location --retry 3 --output "$2" "$releases/v$version/$1" ;;
    *) cp "$releases/v$version/$1" "$2" ;;
  esac
}
# Sets program to that of the release. Status 1: the release has none for this machine.
use_release() {
  local archive="omni-conform-$version-linux-$(uname -m).tar.gz"
  local kept="${RUNNER_TOOL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/omni-conform/$version/$(uname -m)"
  program=$kept/bin/omni-conform
  [[ -x $program ]] && return
  local work
  mkdir -p "$kept" && work=$(mktemp -d "$kept.XXXXXX") || fail "$kept cannot be written"
  if ! download "$archive" "$work/$archive" || ! download SHA256SUMS "$work/SHA256SUMS"; then
    rm -rf "$work"
    return 1
  fi
  (cd "$work" && grep -F "  $archive" SHA256SUMS | sha256sum --check --strict --quiet -) ||
    fail "$archive of release v$version is not what its SHA256SUMS says"
  mkdir "$work/unpacked" && tar -xzf "$work/$archive" -C "$work/unpacked" --strip-components=1 ||
    fail "$archive of release v$version cannot be unpacked"
  rm -rf "$kept" && mv "$work/unpacked" "$kept" || fail "$kept cannot be written"
  rm -rf "$work"
  [[ -x $program ]] || fail "$archive of release v$version holds no bin/omni-conform"
}

version=${CONFORM_VERSION:-}
[[ -n $version || ! ${CONFORM_ACTION_REF:-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]] || version=$CONFORM_ACTION_REF
version=${version#v}
[[ -z $version || $version =~ ^[0-9A-Za-z.+-]+$ ]] || fail "version: \"$version\" is no release; wanted is one like v0.1.0"
program=${CONFORM_PROGRAM:-}
if [[ -z $program && -n $version ]] && ! use_release; then
  echo "There is no program of release v$version for $(uname -sm); it is built instead."
  program=
fi
[[ -n $program ]] || program=$here/conform

mapfile -t arguments < <(sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d' <<<"${CONFORM_ARGUMENTS:-}")
[[ -z ${CONFORM_COMMAND:-} ]] || arguments=("$CONFORM_COMMAND" "${arguments[@]}")
[[ ${#arguments[@]} -gt 0 ]] || arguments=(run)
options=(--report "json=$folder/run.json,junit=$folder/junit.xml,markdown=$folder/comment.md"
  --report "html=$folder/report.html,sarif=$folder/run.sarif,github=-")
[[ -z ${CONFORM_BASELINE:-} ]] || options+=(--baseline "$CONFORM_BASELINE")
[[ -z ${CONFORM_CLIENT:-} ]] || options+=(--client "$CONFORM_CLIENT")

mkdir -p "$folder" || exit 3
rm -f "$folder/run.json"
"$program" "${arguments[0]}" "${options[@]}" "${arguments[@]:1}"
status=$?

# Of a play, by the place where the report's schema has it; no text from outside can stand there.
plays() { grep -cE "^   \"red\": $1,\$" "$folder/run.json" 2>/dev/null || [[ $? -eq 1 ]] || echo 0; }
{
  echo "passed=$(plays false)"
  echo "failed=$(plays true)"
  echo "report=$folder/report.html"
} >>"${GITHUB_OUTPUT:-/dev/stdout}" || exit 3
exit "$status"
