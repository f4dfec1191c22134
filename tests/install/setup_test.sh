#!/usr/bin/env bash
# setup_test.sh SETUP: where there is no Linux, it says in one line what to do instead, and installs nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"

for system in Darwin MINGW64_NT-10.0; do
  printf '#!/bin/sh\necho %s\n' "$system" >"$work/bin/uname"
  printf '#!/bin/sh\necho "apt-get was run" >>%s\n' "$work/ran" >"$work/bin/apt-get"
  chmod +x "$work/bin/uname" "$work/bin/apt-get"
  status=0
  PATH=$work/bin:$PATH "$1" >"$work/said" 2>&1 || status=$?
  if [[ $status -ne 3 || $(wc -l <"$work/said") -ne 1 || -e $work/ran ]] ||
    ! grep -q 'container.*docs/install\.md' "$work/said"; then
    echo "on $system, status $status: $(cat "$work/said")" >&2
    exit 1
  fi
done
