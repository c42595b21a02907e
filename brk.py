import json
src = ["".join(c["source"]) for c in json.load(open("/work/sim/nbs/75_cells.ipynb"))["cells"] if c["cell_type"]=="code"]
def run(change):
    g = {"__name__": "m"}; bad = []
    for i, s in enumerate(src):
        if "nbdev_export()" in s: continue
        for a, b in change: s = s.replace(a, b)
        try: exec(s, g)
        except Exception as e: bad.append((i, type(e).__name__))
    return bad
import contextlib, io
for ch in ([], [("tau*(tau + 1)", "tau")], [("S + laplacian(S).div_(24)", "S + 0")], [("(0.5 - d)**2/2, 0.75", "(0.5 + d)**2/2, 0.75")], [("[-1, 18, -1]", "[0, 16, 0]")], [("(sigma**2 - 1/6)**0.5", "sigma")], [("W[:, a] *= ", "W[:, a] *= 1.1*")], [("| (Q < part/2)", "")], [("deposit_rays(S, F, cells) if deposit", "None if deposit")]):
    with contextlib.redirect_stdout(io.StringIO()): r = run(ch)
    print(ch, r)
