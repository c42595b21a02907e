"""The layout rules: `python .ci/layout.py [FILE...]`; without files, every notebook and script.

A line of code has at most 100 columns (nbdev's `__all__` and directives, such as the text of a
picture, excepted) and one statement: no `;`.
A cell of code, or a function of a script, has at most 30 lines. No circle among the imports of the
modules: imports inside functions count too. A stored figure has full colour and at least 100 dpi,
but on the pages that .ci/older.txt lists. Each run first proves itself on input that is wrong."""
import ast
import base64
import io
import json
import re
import struct
import sys
import tempfile
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, LINES, DPI = 100, 30, 100
OLDER = (ROOT/".ci"/"older.txt").read_text()

def python(source):
    "The Python of a cell: a line of magic becomes `pass`, a cell in another language nothing."
    if source.lstrip().startswith("%%"): return ""
    return re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M)

def semicolons(source):
    "Lines of Python (from 1) with a `;` between statements; one inside a string is none."
    tokens = tokenize.generate_tokens(io.StringIO(source + "\n").readline)
    try: return sorted({t.start[0] for t in tokens if t.type == tokenize.OP and t.string == ";"})
    except (tokenize.TokenError, SyntaxError): return []    # not Python: its own run will say so

def wrong_lines(source):
    "What is wrong with lines of code: (line number, what)."
    for n, line in enumerate(source.splitlines(), 1):
        if len(line) > COLUMNS and not line.startswith(("__all__ = ", "#| ")):
            yield n, f"{len(line)} columns: {line.strip()[:60]}"
    lines = source.splitlines()
    for n in semicolons(python(source)): yield n, f"semicolon: {lines[n - 1].strip()[:60]}"

def wrong_figure(png):
    "What is wrong with a PNG's bytes, or None. A PNG without a density has been made smaller."
    if png[25] == 3: return "a palette instead of full colour"
    at = png.find(b"pHYs")
    dpi = struct.unpack(">I", png[at + 4:at + 8])[0]*.0254 if at > 0 else 0
    return None if dpi > DPI - .5 else f"{dpi:.0f} dpi"

def wrong_figures(cell):
    "What is wrong with the PNGs among a cell's outputs."
    for output in cell.get("outputs", []):
        if png := output.get("data", {}).get("image/png"):
            if what := wrong_figure(base64.b64decode("".join(png))): yield f"figure: {what}"

def wrong_notebook(path):
    "What is wrong with a notebook, one line each; cells count from 0, as nbdev counts them."
    try: cells = json.loads(path.read_text())["cells"]
    except ValueError as e:
        yield f"not a notebook: {e}"
        return
    for k, cell in enumerate(cells):
        if cell["cell_type"] != "code": continue
        source = "".join(cell["source"])
        lines = [line for line in source.splitlines() if not line.startswith("#|")]
        code = [line.strip() for line in lines if line.strip()]
        for n, what in wrong_lines(source): yield f"cell {k}, line {n}: {what}"
        if len(lines) > LINES: yield f"cell {k}: {len(lines)} lines: {(code or [''])[0][:60]}"
        if f"\n{path.stem}: " in OLDER: continue
        for what in wrong_figures(cell): yield f"cell {k}, {what}"

def wrong_script(path):
    "What is wrong with a script, one line each."
    source = path.read_text()
    for n, what in wrong_lines(source): yield f"line {n}: {what}"
    for f in ast.walk(ast.parse(source)):
        if not isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)): continue
        height = f.end_lineno - f.lineno + 1
        if height > LINES: yield f"line {f.lineno}: {height} lines: def {f.name}"

def imported(path, modules):
    "The modules of its own package that a module imports, wherever in it; the package is one too."
    package = path.parent.name
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import): names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = (package if node.level == 1 else "?" if node.level else "", node.module)
            base = ".".join(filter(None, start))
            names = [f"{base}.{a.name}" for a in node.names]
        else: continue
        for parts in (name.split(".") for name in names):
            if parts[0] != package: continue
            module = parts[1] if len(parts) > 1 and parts[1] in modules else "__init__"
            if module != path.stem: yield module

def circles(folder):
    "Circles among the imports of a package's modules, each as a list that ends where it began."
    paths = {p.stem: p for p in sorted(folder.glob("*.py"))}
    leads = {name: sorted(set(imported(p, paths))) for name, p in paths.items()}
    done, way, found = set(), [], []
    def walk(name):
        if name in way: return found.append([*way[way.index(name):], name])
        if name in done: return
        way.append(name)
        for other in leads[name]: walk(other)
        way.pop()
        done.add(name)
    for name in leads: walk(name)
    return found

def check(files, package):
    "All that is wrong, by file."
    wrong = {}
    for path in files:
        by_kind = wrong_notebook if path.suffix == ".ipynb" else wrong_script
        if lines := list(by_kind(path)): wrong[path] = lines
    if found := circles(package): wrong[package] = ["imports: " + " -> ".join(c) for c in found]
    return wrong

BAD_CELLS = ("x = 1; y = 2", "%time x = 1\nz = '" + "z"*96 + "'", "x = 1\n"*31)
GOOD_CELLS = ("x = 'a; b'  # c; d\n!ls; ls\nprint(f'{x};')", "x = 1\n"*30, "%%bash\nls; ls",
              "__all__ = ['" + "z"*100 + "']", "if x: return y",
              "#| fig-alt: " + "z"*100 + "\n" + "x = 1\n"*30)
BAD_MODULES = {"__init__": "__version__ = '1'\ndef load():\n    from .a import load",
               "a": "from .b import f", "b": "import os, pkg.c\nfrom . import d",
               "c": "def g():\n    from pkg import a", "d": "from pkg.e import h", "e": "import a"}

def a_png(colour, dpi):
    "The head of a PNG."
    chunk = b"pHYs" + struct.pack(">IIB", *[round(dpi/.0254)]*2, 1) if dpi else b"IDAT"
    head = struct.pack(">IIBBBBB", 9, 9, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + head + chunk

def prove():
    "Generated input that breaks each rule is found, and what keeps to them is not."
    found = [wrong_figure(a_png(*c)) for c in ((6, 100), (2, 200), (3, 100), (6, 65), (6, 0))]
    assert found == [None, None, "a palette instead of full colour", "65 dpi", "0 dpi"], found
    shown = {"outputs": [{"data": {"image/png": base64.b64encode(a_png(3, 65)).decode()}}]}
    assert [*wrong_figures(shown)] == ["figure: a palette instead of full colour"]
    with tempfile.TemporaryDirectory() as tmp:
        nb, script, package = Path(tmp, "a.ipynb"), Path(tmp, "a.py"), Path(tmp, "pkg")
        cells = [{"cell_type": "code", "source": s.splitlines(True)} for s in
                 BAD_CELLS + GOOD_CELLS] + [{"cell_type": "markdown", "source": ["a; b"*99]}]
        nb.write_text(json.dumps({"cells": cells}))
        script.write_text("def f():\n" + "    x = 1\n"*30 + "x = 1;\n" + "#"*101 + "\n")
        package.mkdir()
        for name, text in BAD_MODULES.items(): (package/f"{name}.py").write_text(text)
        wrong = check([nb, script], package)
    found = [[line.split(":")[0] for line in lines] for lines in wrong.values()]
    assert found[0] == ["cell 0, line 1", "cell 1, line 2", "cell 2"], found
    assert sorted(found[1]) == ["line 1", "line 32", "line 33"], found
    assert wrong[package] == ["imports: a -> b -> c -> a"], wrong

if __name__ == "__main__":
    prove()
    every = [*sorted((ROOT/"nbs").glob("*.ipynb")), *sorted((ROOT/".ci").glob("*.py"))]
    files = [Path(f).resolve() for f in sys.argv[1:]] or [*every, ROOT/"setup.py"]
    wrong = check(files, ROOT/"lensgen_nb")
    for path, lines in wrong.items():
        print(path.relative_to(ROOT))
        for line in lines: print(f"  {line}")
    totals = [f"{len(lines):4} {path.relative_to(ROOT)}" for path, lines in wrong.items()]
    if wrong: sys.exit("\n".join([*totals, f"{sum(map(len, wrong.values()))} wrong"]))
    print(f"{len(files)} files: no line over {COLUMNS} columns, no `;`, "
          f"no cell over {LINES} lines, no figure below {DPI} dpi, no circle among imports")
