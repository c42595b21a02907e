"""In an empty environment with the wheel in it: import every module, train, sample, load: `python .ci/installed.py RUN`.
A RUN that is there already is not trained again."""
import importlib, importlib.util, json, pkgutil, subprocess, sys
from importlib.metadata import version
from pathlib import Path

import numpy as np, torch
import lensgen_nb

run, bin = Path(sys.argv[1]), Path(sys.executable).parent
script = lambda *args: subprocess.run([bin/args[0], *args[1:]], check=True)

assert importlib.util.find_spec('nbdev') is None, 'nbdev is installed here: this environment proves nothing'
assert Path(sys.prefix) in Path(lensgen_nb.__file__).parents, f'{lensgen_nb.__file__} is not the installed package'
names = [m.name for m in pkgutil.walk_packages(lensgen_nb.__path__, 'lensgen_nb.') if not m.name.endswith('._modidx')]
for n in names: importlib.import_module(n)
print(f'lensgen_nb {version("lensgen_nb")}, fastcore {version("fastcore")}, torch {version("torch")}: {len(names)} modules imported')

script('lensgen_train', 'sagan', '--preset', 'smoke', '--dry-run')
if not run.exists():
    for kind in ('ddim', 'sagan'): script('lensgen_train', kind, '--preset', 'smoke', '--out', run/kind)
for kind in ('sagan', 'ddim'): script('lensgen_sample', run/kind, '--n', '4', '--out', run/'samples.npy')
samples = np.load(run/'samples.npy')
assert samples.shape[:2] == (4, 1) and samples.ndim == 4 and np.isfinite(samples).all(), samples.shape

model = lensgen_nb.load(run/'ddim')
x = torch.as_tensor(model.sample(2, seed=0))
assert x.shape == (2, *samples.shape[1:]) and x.isfinite().all(), x.shape
assert torch.equal(x, torch.as_tensor(model.sample(2, seed=0))), 'the same seed gave other samples'
print(f'sampled {tuple(samples.shape)} and {tuple(x.shape)}, all finite')

real = json.loads((run/'sagan'/'config.json').read_text())['data']['path']
script('lensgen_evaluate', '--real', real, '--fake', f'{run}/sagan,{run}/ddim', '--n', '24', '--fits', '4', '--judge', '16', '--out', run/'report.json')
report = json.loads((run/'report.json').read_text())
assert set(report['rows']) == {'sagan', 'ddim'} and (run/'report.html').stat().st_size > 1e5, list(report['rows'])
lfd = [r for r in report['rows']['sagan'] if r['name'] == 'lens Fréchet distance']
assert len(lfd) == 1 and lfd[0]['value'] > 0 and lfd[0]['floor'] > 0, lfd
print(f'evaluated two runs: {len(report["rows"]["sagan"])} rows each')
