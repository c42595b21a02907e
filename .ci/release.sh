#!/usr/bin/env bash
# What `make release` does once .venv is there: builds and tries the files of a version, uploads nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
unset PYTHONPATH                   # what is tried is the wheel, not a checkout
stop() { echo "$*" >&2; exit 1; }
tree() { git status --porcelain; }
version=$(sed -n 's/^version = //p' settings.ini)

echo "== version $version is the same everywhere, and committed"
[ -z "$(tree)" ] || { tree; stop 'commit these changes first: a release is what a tag holds'; }
day=$(sed -n 's/^date-released: //p' CITATION.cff)
has() { grep -qxF -- "$2" "$1" || stop "$1: expected the line: $2"; }
has lensgen_nb/__init__.py "__version__ = \"$version\""
has CITATION.cff "version: $version"
has CHANGELOG.md "## $version, $day"

echo '== every page shows what this code gives, or says why not'
python .ci/stamps.py --release

echo '== an sdist, and from it a wheel, with every file'
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
rm -rf dist
python -m build --outdir dist . >"$tmp/log" 2>&1 || { tail -40 "$tmp/log"; exit 1; }
python -m twine check --strict dist/*
python .ci/wheel_files.py dist/*.whl

echo '== the wheel in an empty environment: every module imported, 64 lenses drawn'
python -m venv "$tmp/empty"
"$tmp/empty/bin/pip" install -q --no-compile dist/*.whl
cd "$tmp"
"$tmp/empty/bin/python" -c "import sys; sys.path.append('$root/.ci'); import installed; installed.import_all()"
"$tmp/empty/bin/lensgen_sample" varied --n 64 --out "$root/dist/lenses.fits"
"$tmp/empty/bin/python" - "$root/dist/lenses.fits" "$version" <<'PYTHON'
import sys
import lensgen_nb
from lensgen_nb.lensset import LensSet
assert lensgen_nb.__version__ == sys.argv[2], lensgen_nb.__version__
x = LensSet(sys.argv[1], axes="NHW", progress=False).read()
assert x.shape == (64, 1, 64, 64) and x.isfinite().all() and x.flatten(1).std(1).min() > 0, x.shape
PYTHON
cd "$root"

[ -z "$(tree)" ] || { tree; stop 'the release wrote into the checkout'; }
echo
ls -lh dist
echo "To publish: git tag v$version, git push origin v$version, twine upload dist/*.tar.gz dist/*.whl"
