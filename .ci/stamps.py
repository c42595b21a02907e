"""Are the outputs of the run pages those of today's code? `python .ci/stamps.py [--release]`.

Every run page ends with `stamp()`, which stores a hash of the page's cells, of its parameters and
of the definitions of the package that it uses (nbs/77_stamps.ipynb). This fails:

- a page whose cells or parameters are not those that made its outputs
- a page that ran in less than five minutes, from nothing but the repository, while its
  modules have changed. Longer ones, and those that need other data or earlier trainings, may be
  older than the library: a change of the simulator cannot wait for days of training. The site
  says below their title what has changed. With --release these fail too
- a page without a stamp

unless .ci/older.txt lists the page and says why; and a listed page that is today's, so that the
list shrinks. Each run first proves itself on input that is wrong."""
import json
import re
import sys
from pathlib import Path

from runs import cells, run_pages

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))       # the modules of this checkout

from lensgen_nb.stamps import changes_since, read_stamp

SHORT = 300                         # a page that takes less is run again when its code changes [s]

def read_list(path):
    "Pages whose outputs may be older than their code: {name: why}; lines `NAME: WHY`, # comments."
    lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    wrong = [line for line in lines if not re.fullmatch(r"\w+: \S.*", line)]
    if wrong: sys.exit(f"{path.name}: expected `NAME: WHY`, found: {wrong[0]}")
    return dict(line.split(": ", 1) for line in lines)

def can_run(made):
    "Whether anyone can soon run a page again: no data of one's own (data/), no earlier trainings."
    own = any("data/" in v for v in made["parameters"].values())
    return made["seconds"] < SHORT and not own and not made["runs"]

def verdict(made, since, listed, release):
    "What is wrong with a page; None if nothing is."
    if since is None: return None if listed else "no stamp: run the page, and store its outputs"
    if not since["page"] + since["code"]: return listed and "is today's: take it off .ci/older.txt"
    if listed: return None
    again = f"run it again (it took {made['seconds']} s), or list it in .ci/older.txt with a reason"
    if since["page"] or release or can_run(made):
        return f"changed since it ran: {', '.join(since['page'] + since['code'])}; {again}"

def row(name, made, since, why):
    "A line of the table."
    if made is None: return f"{name:22} {'no stamp':>16}   {why}"
    changed = since["page"] + since["code"]
    some = ", ".join(changed[:4]) + f" and {len(changed) - 4} more"*(len(changed) > 4)
    commit = (made["commit"] or "unknown")[:8]
    old = sum((c or "")[:40] != (made["commit"] or "")[:40] for c in made["runs"].values())
    trained = f"; {old} trainings of other commits"*(old > 0)
    return (f"{name:22} {made['date']} {commit:>9} {made['seconds']:>7} s   "
            f"{some or 'nothing has changed'}{trained}   {why}".rstrip())

def check(pages, listed, release):
    "Print the table; return what is wrong, one line each."
    wrong = [f"{name}: in .ci/older.txt, but no run page" for name in listed
             if name not in [nb.stem for nb in pages]]
    for nb in pages:
        page, why = json.loads(nb.read_text()), listed.get(nb.stem, "")
        last = [s for kind, _, s in cells(nb) if kind == "code" and not s.startswith("#| hide")][-1]
        if not last.startswith("stamp("): wrong.append(f"{nb.stem}: its last cell is not stamp()")
        since, (made, _) = changes_since(page), read_stamp(page)
        print(row(nb.stem, made, since, why))
        if found := verdict(made, since, bool(why), release): wrong.append(f"{nb.stem}: {found}")
    return wrong

def prove():
    "Every verdict, on stamps made up for it."
    quick = dict(seconds=20, parameters=dict(n="3"), runs={})
    slow, data = quick | dict(seconds=999), quick | dict(parameters=dict(folder="'data/slacs'"))
    late = quick | dict(runs={"runs/a": None})
    now, code, page = (dict(page=p, code=c) for p, c in (([], []), ([], ["lens"]), (["n"], [])))
    for made, since, listed, release, bad in (
            (None, None, 0, 0, 1), (None, None, 1, 0, 0), (quick, now, 0, 0, 0),
            (quick, now, 1, 0, 1), (quick, code, 0, 0, 1), (quick, code, 1, 0, 0),
            (slow, code, 0, 0, 0), (slow, code, 0, 1, 1), (data, code, 0, 0, 0),
            (late, code, 0, 0, 0), (slow, page, 0, 0, 1), (slow, page, 1, 0, 0)):
        found = verdict(made, since, bool(listed), bool(release))
        assert bool(found) == bool(bad), (made, since, listed, release, found)

if __name__ == "__main__":
    prove()
    listed = read_list(ROOT/".ci"/"older.txt")
    wrong = check(run_pages(ROOT/"nbs"), listed, "--release" in sys.argv[1:])
    if wrong: sys.exit("\n".join(["", *wrong, f"{len(wrong)} wrong"]))
    print(f"{len(listed)} pages listed in .ci/older.txt; the others show what their code gives")
