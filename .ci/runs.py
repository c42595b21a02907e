"""Every run notebook (10 and up) through papermill with `preset = smoke`: `python .ci/runs.py OUT`. All is written under OUT."""
import logging, sys, time
from pathlib import Path

import papermill as pm

logging.getLogger('papermill').setLevel(logging.ERROR)
out = Path(sys.argv[1]).resolve()
out.mkdir(parents=True, exist_ok=True)
nbs = sorted((Path(__file__).resolve().parents[1]/'nbs').glob('[1-9][0-9]_*.ipynb'))
if not nbs: sys.exit('no run notebooks')
for nb in nbs:
    # without the tag papermill would put `preset` first, where the notebook's own cell overrules it
    if 'preset' not in pm.inspect_notebook(nb): sys.exit(f'{nb.name}: no `preset` in a cell tagged `parameters`')
    start = time.time()
    pm.execute_notebook(nb, out/nb.name, {'preset': 'smoke'}, kernel_name='python3', cwd=out, progress_bar=False)
    print(f'{nb.name}: {time.time() - start:.0f} s', flush=True)
