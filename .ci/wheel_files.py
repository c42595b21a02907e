"""A wheel holds every module and every weight of the checkout, and the licence: `python .ci/wheel_files.py WHEEL`."""
import sys, zipfile
from pathlib import Path

root = Path(__file__).resolve().parents[1]
want = {str(p.relative_to(root)) for kind in ('*.py', '*.safetensors', '*.json') for p in (root/'lensgen_nb').rglob(kind)}
have = set(zipfile.ZipFile(sys.argv[1]).namelist())
if want - have: sys.exit(f'not in the wheel: {sorted(want - have)}')
if not any(n.endswith('LICENSE') for n in have): sys.exit('no LICENSE in the wheel')
print(f'{len(want)} files of lensgen_nb, and the licence')
