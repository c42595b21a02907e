"""A wheel has every module and weight of the checkout, and the licence: `wheel_files.py WHEEL`."""
import sys
import zipfile
from pathlib import Path

root = Path(__file__).resolve().parents[1]
kinds = "*.py", "*.safetensors", "*.json"
want = {str(p.relative_to(root)) for kind in kinds for p in (root/"lensgen_nb").rglob(kind)}
have = set(zipfile.ZipFile(sys.argv[1]).namelist())
if want - have: sys.exit(f"not in the wheel: {sorted(want - have)}")
if not any(n.endswith("LICENSE") for n in have): sys.exit("no LICENSE in the wheel")
print(f"{len(want)} files of lensgen_nb, and the licence")
