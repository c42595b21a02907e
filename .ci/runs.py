"""Every run page through papermill with `preset = smoke`, two at a time: `python .ci/runs.py OUT`.

A run page is one whose title cell says `skip_exec: true`, so that `nbdev_test` leaves it out.
All is written under OUT. The pages share no folder of results, and each worker has its own cache
of simulated lenses, so no page waits for another."""
import json
import os
import queue
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

WORKERS = 2
FIRST = ("70_faults",)          # the longest: begun first, so that it does not run alone at the end

def cells(nb):
    "A notebook's cells: (type, tags, source)."
    for c in json.loads(nb.read_text())["cells"]:
        yield c["cell_type"], c["metadata"].get("tags", []), "".join(c["source"])

def run_pages(nbs):
    "The run pages among the notebooks of a folder, in order."
    title = lambda nb: next((source for kind, _, source in cells(nb) if kind == "markdown"), "")
    return [nb for nb in sorted(nbs.glob("*.ipynb"))
            if re.search(r"^- skip_exec: true$", title(nb), re.M)]

def has_preset(nb):
    """Whether the cell tagged `parameters` sets `preset`. Without the tag papermill would put ours
    first, where the page's own cell overrules it."""
    return any("parameters" in tags and re.search(r"^preset\b", source, re.M)
               for _, tags, source in cells(nb))

def run(nb, out, caches):
    "Run one page; returns how long it took, raises what it printed where it fails."
    cache, start = caches.get(), time.time()
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "OMP_NUM_THREADS": "1"}
    line = [sys.executable, "-m", "papermill", nb, out/nb.name, "-p", "preset", "smoke",
            "-k", "python3", "--cwd", out, "--no-progress-bar"]
    done = subprocess.run(line, env=env, capture_output=True, text=True)
    caches.put(cache)
    if done.returncode: raise RuntimeError(f"{nb.name}:\n{(done.stdout + done.stderr)[-6000:]}")
    return time.time() - start

def main(out):
    out.mkdir(parents=True, exist_ok=True)
    pages = run_pages(Path(__file__).resolve().parents[1]/"nbs")
    if not pages: sys.exit("no run pages")
    lacking = [nb.name for nb in pages if not has_preset(nb)]
    if lacking: sys.exit(f"no `preset` in a cell tagged `parameters`: {', '.join(lacking)}")
    pages.sort(key=lambda nb: nb.stem not in FIRST)
    caches = queue.SimpleQueue()
    for k in range(WORKERS): caches.put(out/f"cache{k}")
    with ThreadPoolExecutor(WORKERS) as pool:
        jobs = {pool.submit(run, nb, out, caches): nb for nb in pages}
        for job in as_completed(jobs):
            if job.exception():
                pool.shutdown(wait=False, cancel_futures=True)
                sys.exit(str(job.exception()))
            print(f"{jobs[job].name}: {job.result():.0f} s", flush=True)

if __name__ == "__main__": main(Path(sys.argv[1]).resolve())
