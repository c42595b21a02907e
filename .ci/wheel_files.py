"""A wheel has every module, weight and card of the checkout, and the licence, which each card
names: `wheel_files.py WHEEL`."""
import sys
import zipfile
from pathlib import Path

root = Path(__file__).resolve().parents[1]
kinds = "*.py", "*.safetensors", "*.json", "*.md"
want = {str(p.relative_to(root)) for kind in kinds for p in (root/"lensgen_nb").rglob(kind)}
have = set(zipfile.ZipFile(sys.argv[1]).namelist())
if want - have: sys.exit(f"not in the wheel: {sorted(want - have)}")
if not any(n.endswith("LICENSE") for n in have): sys.exit("no LICENSE in the wheel")
for card in (root/"lensgen_nb"/"weights").glob("*/README.md"):
    if "\nlicense: apache-2.0\n" not in card.read_text(): sys.exit(f"{card}: names no licence")
print(f"{len(want)} files of lensgen_nb, and the licence")
