"""Spelling and wording of the book: `python .ci/prose.py [FILE...]`; without files, all of it.

Reads Markdown cells, comments, docstrings and the texts of pictures in the notebooks, the Markdown
files and the scripts of CI, without code, formulas and addresses. Fails on what codespell finds and
on PATTERNS, words over which a native reader stumbles. Each run first proves itself on wrong text.
A phrase in which a hit is right joins ALLOWED."""
import ast
import io
import json
import re
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = "sie,docments"                   # what codespell takes for misspelt
UNITS = "image|lens|pixel|sample|network|stage|class|step|update|model"
PATTERNS = {
    r"\b(?:stands?|stood)\b(?! (?:alone|for|in|out)\b)(?!-)": "is",
    r"\b(?:as|be|been|is|are|was|were|not|nothing) told\b(?! (?:apart|from))": "given",
    r"\bsaid\b|\b(?:networks?|pixels?|holes?|teachers?|pages?) says?\b": "name what is meant",
    r"\b(?:anew|lest|mend(?:s|ed)?|nobody|nought|lent|whence|whoever|yonder)\b": "the usual word",
    r"\b(?:hereby|there(?:in|of|upon)|where(?:in|of|upon))\b": "in it, of it",
    r"\bbeside\b": "next to, with",
    r"\ban? \w+ of (?:its|their) own\b": "its own, a separate",
    r"(?:^|[.:;,] )who (?!(?:sees|is|are|has|have)\b)[a-z]+s\b(?!.*\?)": "if you ...",
    rf"\b(?:ms|seconds|minutes|bytes|cycles|row|file|(?:{UNITS})e?s) an? (?:{UNITS})\b": "per",
    r"\b(?:pages?|networks?|loops?|tests?|reports?|samplers?|library|commands?|critics?|generators?"
    r"|models?) (?:asks?|likes?|wants?|wish(?:es)?|minds?|believes?|remembers?)\b": "no person",
    r"\bin the place of\b": "instead of",
    r"\b(?:not just|basically|crucial(?:ly)?|delves?|in order to|leverag(?:e|es|ing)|obviously"
    r"|of course|seamless(?:ly)?|worth noting)\b|—": "leave it out",
    r"\b(?:behaviors?|centers?|centered|colors?|gray|labeled|modeling|neighbors?|(?:analy|initiali"
    r"|normali|optimi|recogni|regulari|summari)z\w+)\b": "British spelling",
}
ALLOWED = ('"beside":',)                 # phrases in which a hit is right

def without_code(text):
    "Lines of Markdown without code, formulas and addresses; as many as before."
    blocks = r"^(```+).*?^\1", r"\$\$.*?\$\$", r"<!--.*?-->", r"\A---\n.*?^---$"
    spans = r"``.+?``|`[^`\n]+`|\$[^$\n]+\$|(?<=\])\([^)\n]*\)|https?://\S+|<[^>\n]*>"
    for block in blocks:
        text = re.sub(block, lambda m: "\n"*m[0].count("\n"), text, flags=re.M | re.S)
    return re.sub(spans, "x", text).split("\n")

def docstrings(source):
    "Docstrings of Python: (number of the first line, text)."
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)): continue
        if ast.get_docstring(node): yield node.body[0].lineno, node.body[0].value.value

def comments(source):
    "Comments of Python and texts of pictures, not nbdev's other directives: (number, text)."
    for t in tokenize.generate_tokens(io.StringIO(source).readline):
        if t.type != tokenize.COMMENT: continue
        words = re.sub(r"^#\| (fig-alt|code-summary):", "", t.string)
        if not words.startswith("#|"): yield t.start[0], words.lstrip("#! ")

def prose(source):
    "The prose in Python: (number of the line, text); none in a cell of another language."
    source = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M)
    try: found = [*docstrings(source), *comments(source + "\n")]
    except (SyntaxError, tokenize.TokenError): return
    for n, text in sorted(found):
        for k, line in enumerate(without_code(text)): yield n + k, line

def passages(path):
    "The prose of a file, line by line: (where, text)."
    text = path.read_text()
    cells = json.loads(text)["cells"] if path.suffix == ".ipynb" else [
        dict(cell_type="code" if path.suffix == ".py" else "markdown", source=text)]
    for k, cell in enumerate(cells):
        source, name = "".join(cell["source"]), f"cell {k}, " if len(cells) > 1 else ""
        marked = cell["cell_type"] == "markdown"
        lines = enumerate(without_code(source), 1) if marked else prose(source)
        for n, line in lines: yield f"{name}line {n}", line

def misspelt(texts):
    "What codespell finds in lists of lines: (number of the list, number of the line, what)."
    with tempfile.TemporaryDirectory() as tmp:
        for k, lines in enumerate(texts): Path(tmp, f"{k}.txt").write_text("\n".join(lines))
        line = [sys.executable, "-m", "codespell_lib", "--ignore-words-list", WORDS, tmp]
        done = subprocess.run(line, capture_output=True, text=True)
    if done.stderr: sys.exit(done.stderr)
    for k, n, what in re.findall(r"(\d+)\.txt:(\d+): (.*)", done.stdout):
        yield int(k), int(n) - 1, what

def check(files):
    "All that is wrong: (file, where, what, the words around it)."
    found = [list(passages(path)) for path in files]
    for k, n, what in misspelt([[text for _, text in lines] for lines in found]):
        yield files[k], found[k][n][0], what, found[k][n][1].strip()[:90]
    for path, lines in zip(files, found):
        for where, text in lines:
            spared = re.sub("|".join(map(re.escape, ALLOWED)) or "$^", "x", text)
            for pattern, better in PATTERNS.items():
                for m in re.finditer(pattern, spared, re.I):
                    around = spared[max(0, m.start() - 40):m.end() + 40].strip()
                    yield path, where, f"{m[0].strip(' .,:;')!r} ({better})", around

BAD = ("Teh lens", "a box stands here", "the network is told its class", "as said above",
       "cut anew", "whereof it is", "beside it", "a life of its own", "It is. Who does ends",
       "8 bytes a pixel", "the page asks why", "in the place of it", "good — very", "the color")
GOOD = ("It stands out, `stands`, $told$ and [it](anew.html), who is it? 70 images a second. "
        "They cannot be told apart; \"an SIE\"; https://thus.org\n```\nwhoever\n```")

def prove():
    "Each line of wrong text is found, wherever it is, and the good text is not."
    cells = [("markdown", "\n".join(BAD)),
             ("code", "x = 'teh'\n" + "\n".join(f"# {b}" for b in BAD)),
             *(("code", f"def f():\n    {b!r}") for b in BAD), ("markdown", GOOD),
             ("code", "#| export\n%%bash thus"), ("code", "#| fig-alt: \"a color\"\nwhoever = 1")]
    cells = [{"cell_type": kind, "source": s.splitlines(True)} for kind, s in cells]
    with tempfile.TemporaryDirectory() as tmp:
        page = Path(tmp, "a.ipynb")
        page.write_text(json.dumps({"cells": cells}))
        found = sorted(where for _, where, *_ in check([page]))
    n = range(len(BAD))
    wanted = [f"cell 0, line {k + 1}" for k in n] + [f"cell 1, line {k + 2}" for k in n]
    wanted += [f"cell {k + 2}, line 2" for k in n] + [f"cell {len(BAD) + 4}, line 1"]
    assert found == sorted(wanted), set(found) ^ set(wanted)

if __name__ == "__main__":
    prove()
    places = "nbs/*.ipynb", "*.md", "lensgen_nb/weights/*/*.md", ".ci/*.py"
    every = [p for place in places for p in sorted(ROOT.glob(place)) if p.name != "README.md"
             or p.parent != ROOT]                     # README.md is made from a notebook
    files = [Path(f).resolve() for f in sys.argv[1:]] or every
    wrong = list(check(files))
    for path, *rest in wrong: print(path.relative_to(ROOT), *rest, sep=": ")
    if wrong: sys.exit(f"{len(wrong)} places to reword, or phrases for ALLOWED in .ci/prose.py")
    print(f"{len(files)} files: no misspelt word, none of {len(PATTERNS)} patterns")
