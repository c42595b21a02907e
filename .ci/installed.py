"""In an empty environment with the wheel in it: `python .ci/installed.py RUN`.

Imports every module, trains, samples, loads, evaluates. Where RUN is there already, only what may
depend on the version of a dependency is tried again: imports, command lines, sampling, loading."""
import importlib
import importlib.util
import json
import pkgutil
import subprocess
import sys
from importlib.metadata import distribution, version
from pathlib import Path

import numpy as np
import torch

import lensgen_nb

def script(*args):
    "Run one of the package's commands."
    print("$", *args, flush=True)
    out = subprocess.DEVNULL if "--help" in args else None
    subprocess.run([Path(sys.executable).with_name(args[0]), *args[1:]], check=True, stdout=out)

def import_all():
    "Import every module of the installed package, which must be the one of this environment."
    assert importlib.util.find_spec("nbdev") is None, "nbdev is here: this proves nothing"
    place = lensgen_nb.__file__
    assert Path(sys.prefix) in Path(place).parents, f"{place} is not the installed package"
    names = [m.name for m in pkgutil.walk_packages(lensgen_nb.__path__, "lensgen_nb.")]
    names = [n for n in names if not n.endswith("._modidx")]
    for n in names: importlib.import_module(n)
    versions = ", ".join(f"{p} {version(p)}" for p in ("lensgen_nb", "fastcore", "torch"))
    print(f"{versions}: {len(names)} modules imported")

def sample(run):
    "Draw from both runs, by command and from Python."
    for kind in ("sagan", "ddim"):
        script("lensgen_sample", run/kind, "--n", "4", "--out", run/"samples.npy")
    drawn = np.load(run/"samples.npy")
    assert drawn.shape[:2] == (4, 1) and drawn.ndim == 4 and np.isfinite(drawn).all(), drawn.shape
    model = lensgen_nb.load(run/"ddim")
    x, again = (torch.as_tensor(model.sample(2, seed=0)) for _ in range(2))
    assert x.shape == (2, *drawn.shape[1:]) and x.isfinite().all(), x.shape
    assert torch.equal(x, again), "the same seed gave other samples"
    print(f"sampled {tuple(drawn.shape)} and {tuple(x.shape)}, all finite")

def evaluate(run):
    "Judge both runs, by command."
    real = json.loads((run/"sagan"/"config.json").read_text())["data"]["path"]
    script("lensgen_evaluate", "--real", real, "--fake", f"{run}/sagan,{run}/ddim", "--n", "24",
           "--fits", "4", "--judge", "16", "--any_range", "--out", run/"report.json")
    report = json.loads((run/"report.json").read_text())
    assert set(report["rows"]) == {"sagan", "ddim"}, list(report["rows"])
    assert (run/"report.html").stat().st_size > 1e5
    lfd = [r for r in report["rows"]["sagan"] if r["name"] == "lens Fréchet distance"]
    assert len(lfd) == 1 and lfd[0]["value"] > 0 and lfd[0]["floor"] > 0, lfd
    print(f"evaluated two runs: {len(report['rows']['sagan'])} rows each")

if __name__ == "__main__":
    run = Path(sys.argv[1])
    import_all()
    for command in distribution("lensgen_nb").entry_points.select(group="console_scripts"):
        script(command.name, "--help")
    script("lensgen_train", "sagan", "--preset", "smoke", "--dry-run")
    first = not run.exists()
    if first:
        for kind in ("ddim", "sagan"):
            script("lensgen_train", kind, "--preset", "smoke", "--out", run/kind)
    sample(run)
    if first: evaluate(run)
