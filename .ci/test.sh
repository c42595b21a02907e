#!/usr/bin/env bash
# What `make test` does once .venv is there. Stops at the first failure; the last line counts steps.
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d) passed=0 name=
finish() {
  status=$?
  rm -rf "$tmp"
  [ $status = 0 ] || { echo; echo "FAILED: $name"; echo "$passed passed, 1 failed"; }
}
trap finish EXIT
step() { close; name=$1 start=$SECONDS; echo; echo "== $name"; }
close() { [ -z "$name" ] || { passed=$((passed + 1)); echo "-- ok, $((SECONDS - start)) s"; }; }
tree() { git status --porcelain 2>/dev/null || true; }
before=$(tree)
unset PYTHONDONTWRITEBYTECODE   # dozens of processes import torch: compiled once, each starts fast
# Simulated lenses are kept in the user's cache: here it starts empty
cached() { XDG_CACHE_HOME="$tmp/cache" "$@"; }

step 'the pinned versions hold: nbdev imports, pip is content'
python -c 'import nbdev; print("nbdev", nbdev.__version__)'
python -m pip check

step 'the layout: columns, statements, cells, imports'
python .ci/layout.py

step 'spelling and wording of pages, comments and docstrings'
python .ci/prose.py

step 'nbdev_export, nbdev_clean and the site configuration change nothing'
# In a copy, without its modules: a module that no notebook exports any more shows too
mkdir "$tmp/copy"
cp -a nbs lensgen_nb settings.ini setup.py _quarto.yml "$tmp/copy"
find "$tmp/copy/lensgen_nb" -name '*.py' ! -name __init__.py -delete
( cd "$tmp/copy"
  nbdev_export
  nbdev_clean
  python -c 'from nbdev.quarto import refresh_quarto_yml; refresh_quarto_yml()' )
for d in lensgen_nb nbs; do
  diff -ruN -x __pycache__ -x .ipynb_checkpoints -x .last_checked \
    $d "$tmp/copy/$d" >>"$tmp/diff" || true
done
if [ -s "$tmp/diff" ]; then
  echo 'As committed (-) and as nbdev makes it (+):'
  cut -c1-200 "$tmp/diff" | head -60 || true
  echo
  echo 'These files differ. Change notebooks and settings.ini only, run `make prepare`, and commit:'
  sed -n 's/^--- \([^\t]*\).*/  \1/p' "$tmp/diff"
  exit 1
fi

step 'README.md is what nbs/index.ipynb makes'
python .ci/readme.py --check

step 'the outputs of the run pages are those of their code'
python .ci/stamps.py

step 'pages, links, pictures and documentation of the site'
python .ci/pages.py "$tmp/pages"

step 'the library pages run (nbdev_test)'
OMP_NUM_THREADS=1 cached nbdev_test --n_workers 2 --timing

step 'the run pages run (preset smoke)'
python .ci/runs.py "$tmp/runs"

step 'an sdist, and from it a wheel, with every file'
python -m build --outdir "$tmp/dist" . >"$tmp/log" 2>&1 || { tail -40 "$tmp/log"; exit 1; }
python .ci/wheel_files.py "$tmp"/dist/*.whl

step 'the wheel in an empty environment, with the newest fastcore 2: trains, samples, evaluates'
python -m venv "$tmp/empty"
"$tmp/empty/bin/pip" install -q --no-compile "$tmp"/dist/*.whl 'fastcore>=2,<3'
installed() { cached "$tmp/empty/bin/python" "$OLDPWD/.ci/installed.py" "$tmp/run"; }
( cd "$tmp"; installed )

step 'the same with the oldest fastcore we promise: imports, samples'
floor=$(sed -n 's/^requirements.*fastcore>=\([0-9.]*\).*/\1/p' settings.ini)
"$tmp/empty/bin/pip" install -q --no-compile "fastcore==$floor"
( cd "$tmp"; installed )

step 'the tests wrote nothing into the checkout'
[ "$(tree)" = "$before" ] || { echo 'git status now:'; tree; exit 1; }

close
echo
echo "$passed passed, 0 failed"
