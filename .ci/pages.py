"""Process every page as `nbdev_docs` does, build the site, check it: `pages.py OUT`.

Without Quarto: the site, made by smalldocs, is OUT/_site. nbdev prints a broken `show_doc` into its
page and goes on, and both builders let a dead link through. Here these fail:

- a Traceback in a processed cell
- a page that the sidebar or the index forgets, or whose opening nbdev drops
- a link to a page, place or file that is not there
- a picture without alternative text
- a public name without docstring, or with an argument or result that no comment explains
- a paper that a notebook cites and nbs/references.bib lacks
- what built.py finds in the text of the site"""
import ast
import os
import re
import shutil
import sys
import tempfile
import warnings
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from execnb.nbio import mk_cell, read_nb, write_nb
from nbdev.config import get_config
from nbdev.frontmatter import _nbpath2html
from nbdev.processors import FilterDefaults

from built import hosts, prove, prove_front, wrong_site

def process(src, dst):
    "nbdev's own processors, in nbdev's own order (as `nbdev.serve_drv.exec_nb`)."
    os.environ["IN_TEST"] = "1"   # as nbdev sets it: `nbdev_export()` in a cell does nothing
    nb = read_nb(src)
    FilterDefaults()(nb)
    write_nb(nb, dst)
    return nb

def texts(o):
    "Every string in `o`, however deep."
    if isinstance(o, str): yield o
    elif isinstance(o, dict): yield from (s for v in o.values() for s in texts(v))
    elif isinstance(o, (list, tuple)): yield from (s for v in o for s in texts(v))

def page_name(notebook):
    "The name that nbdev gives a notebook's page: without its number."
    return _nbpath2html(Path(notebook)).name

def check_list(nbs):
    "The sidebar, the index and the notebooks against each other: what is wrong, one line each."
    found = sorted(p.name for p in nbs.glob("*.ipynb"))
    sidebar = yaml.safe_load((nbs/"sidebar.yml").read_text())
    named = [s for s in texts(sidebar) if s.endswith(".ipynb")]
    shown = [e for part in sidebar["website"]["sidebar"]["contents"] for e in part["contents"]]
    for n in named:
        entry = {"text": n.removesuffix(".ipynb"), "href": n}
        if n != "index.ipynb" and entry not in shown:
            yield f"{n}: in sidebar.yml not as {{text: {entry['text']}, href: {n}}}"
    index = "".join(texts([c.source for c in read_nb(nbs/"index.ipynb").cells]))
    for n in found:
        if n not in named: yield f"{n}: not in sidebar.yml"
        if n != "index.ipynb" and f"/{n})" not in index: yield f"{n}: no link in index.ipynb"
        same = [o for o in found if o != n and page_name(o) == page_name(n)]
        for o in same: yield f"{n}: on the site another page has its name, {page_name(n)}: {o}"
    for n in named:
        if n not in found: yield f"{n}: in sidebar.yml, but no such notebook"

def note_mixed(name, caught):
    "Cells that nbdev runs again for the page, since they hold an import: they must stand alone."
    for w in caught:
        if "imports and other code" not in str(w.message): continue
        line = str(w.message).split("---")[1].strip().split("\n")[0]
        print(f"note: {name}: run again for the page, since it imports: {line}")

def check_page(name, source, processed):
    "What nbdev lost or broke on a page, one line each."
    first = next(c for c in source.cells if c.cell_type == "markdown").source
    if lost := re.sub(r"^(#|>|-) .*$", "", first, flags=re.M).strip():
        yield (f"{name}: nbdev takes title, description and keys from the first cell and drops "
               f"the rest of it: {lost[:60]}...")
    for c in processed.cells:
        outputs = c.get("outputs", [])
        trace = any("Traceback (most recent call last)" in s for s in texts(outputs))
        if trace or any(o.get("output_type") == "error" for o in outputs):
            code = str(c.source).strip().replace("\n", "\n    ")
            yield f"{name}: a Traceback in the output of\n    {code}"

def tidy(nb, name, cfg):
    "What nbs/site.lua does for Quarto: names without links in code, and the page's own name."
    site, notebooks = hosts(cfg)
    link = re.compile(r"\[(`[^`\n]+`)\]\(" + re.escape(site) + r"[^)\s]*\)")
    for o in (o for c in nb.cells for o in c.get("outputs", [])):
        if text := "".join(o.get("data", {}).get("text/markdown", "")):
            parts = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
            parts[1::2] = [link.sub(r"\1", part) for part in parts[1::2]]
            o["data"]["text/markdown"] = "".join(parts)
    if name == "index": return
    line = f"`{name}`"
    if nb.frontmatter_.get("skip_exec"):
        colab = notebooks.replace("https://github.com", "https://colab.research.google.com/github")
        line += (f" · [Open in Colab]({colab}{name}.ipynb) (there, run "
                 f"`%pip install {cfg.lib_name}` first)")
    nb.cells.insert(1, mk_cell(f"::: {{.page-name}}\n{line}\n:::", "markdown"))

def process_all(cfg, out):
    "Process every notebook into `out`; return the notebooks and what is wrong."
    nbs = cfg.nbs_path
    done, wrong = {}, list(check_list(nbs))
    for name in sorted(p.name for p in nbs.glob("*.ipynb")):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            try: done[name] = process(nbs/name, out/name)
            except Exception as e:   # in an exported cell, or one with an import: nbdev runs these
                wrong.append(f"{name}: {e} ({e.__cause__!r})")
                shutil.copy(nbs/name, out/name)                # as it is, for the links to it
                continue
            finally: note_mixed(name, caught)
        tidy(done[name], Path(name).stem, cfg)
        write_nb(done[name], out/name)
        wrong += check_page(name, read_nb(nbs/name), done[name])
    for p in nbs.iterdir():                                    # configuration, styles, pictures
        if p.suffix == ".ipynb" or p.name[0] == ".": continue
        if p.is_dir(): shutil.copytree(p, out/p.name, dirs_exist_ok=True)
        else: shutil.copy(p, out/p.name)
    return done, wrong

def arguments(f):
    "The arguments of a function, all kinds, without `self` and `cls`."
    a = f.args
    every = [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg]
    return [arg for arg in every if arg and arg.arg not in ("self", "cls")]

def gives_back(f):
    "Whether a function returns or yields a value itself, not only in a function inside it."
    inner = {m for n in ast.walk(f) if isinstance(n, (ast.FunctionDef, ast.Lambda)) and n is not f
             for m in ast.walk(n)}
    return any(isinstance(n, (ast.Yield, ast.YieldFrom)) or isinstance(n, ast.Return) and n.value
               for n in ast.walk(f) if n not in inner)

def commented(lines, n):
    "Whether line `n` (from 1) has a comment, on it or on the line above, as docments reads them."
    return "#" in lines[n - 1] or n > 1 and lines[n - 2].lstrip().startswith("#")

def undocumented(path):
    "Public functions and classes of a module whose docstring or comments are missing."
    text = path.read_text()
    lines = text.splitlines()
    for d in ast.parse(text).body:
        if not isinstance(d, (ast.FunctionDef, ast.ClassDef)) or d.name.startswith("_"): continue
        f = d if isinstance(d, ast.FunctionDef) else next(
            (n for n in d.body if getattr(n, "name", "") == "__init__"), None)
        marks = [(a.arg, a.lineno) for a in (arguments(f) if f else [])]
        marks += [(n.target.id, n.lineno) for n in d.body if isinstance(n, ast.AnnAssign)]
        if f is d and gives_back(d):
            last = d.returns.lineno if d.returns else d.body[0].lineno - 1
            marks.append(("what it returns", max(d.lineno, last)))
        lacks = [] if ast.get_docstring(d) else ["a docstring"]
        lacks += [f"a comment on {what}" for what, n in marks if not commented(lines, n)]
        if lacks: yield f"{path.name}: {d.name} lacks " + ", ".join(lacks)

class Page(HTMLParser):
    "The places of a page, its links, and the cells of its pictures without alternative text."
    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.bare, self.cell = {"", "top"}, [], [], ""
        self.feed(path.read_text())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.ids |= {a[k] for k in ("id", "name") if a.get(k)}
        if re.fullmatch(r"cell-\d+", a.get("id") or ""): self.cell = int(a["id"][5:])
        if tag not in ("link", "script"): self.links += [a[k] for k in ("href", "src") if a.get(k)]
        if tag == "img" and not (a.get("alt") or "").strip(): self.bare.append(self.cell)

def build(out, cfg):
    """The site, from the processed notebooks. Links to where it will be published, and to its
    files on GitHub, become relative; those to other files must exist."""
    from smalldocs.config import load
    from smalldocs.site import Site
    html = {page_name(p.name): p.with_suffix(".html").name for p in out.glob("*.ipynb")}
    here = (f"{cfg.doc_host}{cfg.doc_baseurl}/",
            f"https://raw.githubusercontent.com/{cfg.user}/{cfg.repo}/{cfg.branch}/",
            f"{cfg.git_url}/blob/{cfg.branch}/")
    link = re.compile(f"({'|'.join(map(re.escape, here))})" + r'([^\s"\\#)>]*)')
    def local(m):
        base, path = m.groups()
        if base == here[0]: return html.get(path, path)
        inside = path.removeprefix("nbs/")
        return inside if inside != path and (out/inside).exists() else m[0]
    for p in out.glob("*.ipynb"): p.write_text(link.sub(local, p.read_text()))
    Site(load(out), quiet=True).build()
    return here

def check_link(name, link, pages, here, root, site):
    "What is wrong with a link on the page `name`; None where it leads somewhere."
    if link.startswith(here[1:]):
        path = unquote(urlsplit(link.removeprefix(here[1]).removeprefix(here[2])).path)
        if not (root/path).exists():
            return f"{name}: a link to {link}, which is not in the repository"
    u = urlsplit(link)
    if u.scheme or u.netloc: return None
    to = unquote(u.path).removeprefix("./") or name
    if not (site/to).exists(): return f"{name}: a link to {to}, which is not there"
    if to in pages and unquote(u.fragment) not in pages[to].ids:
        return f"{name}: a link to {to}#{u.fragment}, a place that is not there"

def check_site(out, done, here, root):
    "Links and pictures of the built site: what is wrong, one line each."
    site = out/"_site"
    pages = {p.name: Page(p) for p in site.glob("*.html")}
    for name, page in pages.items():
        for link in dict.fromkeys(page.links):
            if found := check_link(name, link, pages, here, root, site): yield found
        if f"{name[:-5]}.ipynb" not in done: continue
        cells = done[f"{name[:-5]}.ipynb"].cells
        for k in dict.fromkeys(page.bare):
            source = str(cells[k].source) if k != "" and k < len(cells) else ""
            code = [s for s in source.splitlines() if s.strip() and not s.startswith("#|")]
            yield (f"{name}: a picture without alternative text (#| fig-alt) in the cell: "
                   f"{(code or ['?'])[-1][:90]}")

def uncited(nbs):
    "arXiv numbers and DOIs in the notebooks that references.bib lacks."
    known = (nbs/"references.bib").read_text().lower()
    source = re.compile(r"arXiv:(\d{4}\.\d{4,5}|astro-ph/\d{7})|doi:(10\.[^\s),;\"`*]+\w)")
    for p in sorted(nbs.glob("*.ipynb")):
        prose = "\n".join(s for c in read_nb(p).cells for s in texts(c.get("source", "")))
        for c in sorted(set(map("".join, source.findall(prose)))):
            if c.lower() not in known: yield f"{p.name}: cites {c}, which nbs/references.bib lacks"

if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].startswith("-"): sys.exit(__doc__)
    cfg, out = get_config(), Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    prove(cfg)
    prove_front(cfg)
    done, wrong = process_all(cfg, out)
    here = build(out, cfg)
    wrong += check_site(out, done, here, cfg.config_path)
    wrong += wrong_site(out/"_site", cfg)
    wrong += [line for p in sorted(cfg.lib_path.glob("[!_]*.py")) for line in undocumented(p)]
    wrong += uncited(cfg.nbs_path)
    if wrong: sys.exit("\n".join(wrong) + f"\n{len(wrong)} wrong")
    print(f"{len(done)} pages: no Traceback, no broken link, no picture without alternative text, "
          "no public name without documentation")
