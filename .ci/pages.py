"""Process every page as `nbdev_docs` does, without Quarto, build the site with smalldocs, and check it: `python .ci/pages.py OUT`; the site is OUT/_site.
nbdev prints a broken `show_doc` into its page and goes on, and both builders let a dead link through. Here these fail: a Traceback in a processed cell; a page the
sidebar forgets, or whose opening nbdev drops; a link to a page, place or file that is not there; a picture without alternative text; a public name whose docstring or comments on arguments and
results are missing; a paper that a notebook cites and nbs/references.bib lacks."""
import ast, os, re, shutil, sys, tempfile, warnings
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from execnb.nbio import read_nb, write_nb
from nbdev.config import get_config
from nbdev.frontmatter import _nbpath2html
from nbdev.processors import FilterDefaults

def process(src, dst):
    "nbdev's own processors, in nbdev's own order (as `nbdev.serve_drv.exec_nb`)."
    os.environ['IN_TEST'] = '1'   # as nbdev sets it: `nbdev_export()` in a cell does nothing
    nb = read_nb(src)
    FilterDefaults()(nb)
    write_nb(nb, dst)
    return nb

def texts(o):
    "Every string in `o`, however deep."
    if isinstance(o, str): yield o
    elif isinstance(o, dict): yield from (s for v in o.values() for s in texts(v))
    elif isinstance(o, (list, tuple)): yield from (s for v in o for s in texts(v))

def listed(sidebar):
    "The notebooks that a sidebar lists, in order."
    return [s for s in texts(yaml.safe_load(sidebar.read_text())) if s.endswith('.ipynb')]

def process_all(nbs, out):
    "Process every notebook of `nbs` into `out`; return the notebooks and what is wrong, one line each."
    done, found, named = {}, sorted(p.name for p in nbs.glob('*.ipynb')), listed(nbs/'sidebar.yml')
    wrong = [f'{n}: not in sidebar.yml' for n in found if n not in named] + [f'{n}: in sidebar.yml, but no such notebook' for n in named if n not in found]
    site = [_nbpath2html(Path(n)).name for n in found]
    wrong += [f'{n}: on the site another page has its name, {s}' for n, s in zip(found, site) if site.count(s) > 1]
    for n in found:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always', UserWarning)
            try: nb = done[n] = process(nbs/n, out/n)
            except Exception as e:
                # for a page nbdev runs the exported cells, and those with an import in them: such a cell must stand on these alone
                wrong.append(f'{n}: {e} ({e.__cause__!r})'); shutil.copy(nbs/n, out/n); continue   # as it is, for the links to it
            finally:
                mixed = [str(w.message).split('---')[1].strip().split('\n')[0] for w in caught if 'imports and other code' in str(w.message)]
                for line in mixed: print(f'note: {n}: run again for the page, since it imports: {line}')
        first = next(c for c in read_nb(nbs/n).cells if c.cell_type == 'markdown').source
        if lost := re.sub(r'^(#|>|-) .*$', '', first, flags=re.M).strip(): wrong.append(f'{n}: nbdev takes title, description and keys from the first cell and drops the rest of it: {lost[:60]}...')
        for c in nb.cells:
            if any('Traceback (most recent call last)' in s for s in texts(c.get('outputs', []))) or any(
                    o.get('output_type') == 'error' for o in c.get('outputs', [])):
                wrong.append(f'{n}: a Traceback in the output of\n    ' + str(c.source).strip().replace('\n', '\n    '))
    for p in nbs.iterdir():                                                         # what stands beside the notebooks: configuration, styles, pictures
        if p.suffix != '.ipynb' and p.name[0] != '.': (shutil.copytree(p, out/p.name, dirs_exist_ok=True) if p.is_dir() else shutil.copy(p, out/p.name))
    return done, wrong

def undocumented(path):
    "The public functions and classes of a module, with what their documentation lacks: a docstring, a comment beside an argument, one where the signature ends."
    text = path.read_text(); lines = text.splitlines()
    for d in ast.parse(text).body:
        if not isinstance(d, (ast.FunctionDef, ast.ClassDef)) or d.name.startswith('_'): continue
        f = d if isinstance(d, ast.FunctionDef) else next((n for n in d.body if getattr(n, 'name', '') == '__init__'), None)
        args = [a for a in f.args.posonlyargs + f.args.args + f.args.kwonlyargs + [f.args.vararg, f.args.kwarg] if a and a.arg not in ('self', 'cls')] if f else []
        marks = [(a.arg, a.lineno) for a in args] + [(n.target.id, n.lineno) for n in d.body if isinstance(n, ast.AnnAssign)]
        if f is d:
            inner = {m for n in ast.walk(d) if isinstance(n, (ast.FunctionDef, ast.Lambda)) and n is not d for m in ast.walk(n)}
            if any(isinstance(n, (ast.Yield, ast.YieldFrom)) or isinstance(n, ast.Return) and n.value for n in ast.walk(d) if n not in inner):
                marks.append(('what it returns', max(d.lineno, d.returns.lineno if d.returns else d.body[0].lineno - 1)))
        lacks = ([] if ast.get_docstring(d) else ['a docstring']) + [f'a comment on {what}' for what, line in marks if '#' not in lines[line - 1]]
        if lacks: yield f'{path.name}: {d.name} lacks ' + ', '.join(lacks)

class Page(HTMLParser):
    "The places of a page, its links, and its pictures without alternative text."
    def __init__(self, path):
        super().__init__(); self.ids, self.links, self.bare, self.cell = {'', 'top'}, [], [], ''
        self.feed(path.read_text())
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.ids |= {a[k] for k in ('id', 'name') if a.get(k)}
        if re.fullmatch(r'cell-\d+', a.get('id') or ''): self.cell = int(a['id'][5:])
        self.links += [a[k] for k in ('href', 'src') if a.get(k) and not (tag == 'link' or tag == 'script')]
        if tag == 'img' and not (a.get('alt') or '').strip(): self.bare.append(self.cell)

def build(out, cfg):
    "The site, from the processed notebooks. Links to where it will be published, and to its files on GitHub, lead to the pages beside; those to other files must exist."
    from smalldocs.config import load
    from smalldocs.site import Site
    html = {_nbpath2html(Path(p.name)).name: p.with_suffix('.html').name for p in out.glob('*.ipynb')}
    here = f'{cfg.doc_host}{cfg.doc_baseurl}/', f'https://raw.githubusercontent.com/{cfg.user}/{cfg.repo}/{cfg.branch}/', f'{cfg.git_url}/blob/{cfg.branch}/'
    def local(m):
        base, path = m.groups()
        if base == here[0]: return html.get(path, path)
        inside = path.removeprefix('nbs/')
        return inside if inside != path and (out/inside).exists() else m[0]
    for p in out.glob('*.ipynb'): p.write_text(re.sub(f'({"|".join(map(re.escape, here))})' + r'([^\s"\\#)>]*)', local, p.read_text()))
    Site(load(out), quiet=True).build()
    return here

def check_site(out, done, here, root):
    "Links and pictures of the built site: what is wrong, one line each."
    site = out/'_site'; pages = {p.name: Page(p) for p in site.glob('*.html')}
    for name, page in pages.items():
        for link in dict.fromkeys(page.links):
            if link.startswith(here[1:]) and '/blob/' in link or link.startswith(here[1]):
                path = unquote(urlsplit(link.removeprefix(here[1]).removeprefix(here[2])).path)
                if not (root/path).exists(): yield f'{name}: a link to {link}, which is not in the repository'
            u = urlsplit(link)
            if u.scheme or u.netloc: continue
            to = unquote(u.path).removeprefix('./') or name
            if not (site/to).exists(): yield f'{name}: a link to {to}, which is not there'
            elif to in pages and unquote(u.fragment) not in pages[to].ids: yield f'{name}: a link to {to}#{u.fragment}, a place that is not there'
        for k in dict.fromkeys(page.bare) if f'{name[:-5]}.ipynb' in done else ():
            cells = done[f'{name[:-5]}.ipynb'].cells
            first = [s for s in str(cells[k].source).splitlines() if s.strip() and not s.startswith('#|')] if k != '' and k < len(cells) else []
            yield f'{name}: a picture without alternative text (#| fig-alt) in the cell: {(first or ["?"])[-1][:90]}'

def uncited(nbs):
    "arXiv numbers and DOIs in the notebooks that references.bib lacks."
    known = (nbs/'references.bib').read_text().lower()
    for p in sorted(nbs.glob('*.ipynb')):
        prose = '\n'.join(s for c in read_nb(p).cells for s in texts(c.get('source', '')))
        for c in sorted(set(re.findall(r'arXiv:(\d{4}\.\d{4,5}|astro-ph/\d{7})|doi:(10\.[^\s),;"`*]+\w)', prose))):
            if ''.join(c).lower() not in known: yield f'{p.name}: cites {"".join(c)}, which nbs/references.bib lacks'

if __name__ == '__main__':
    cfg, out = get_config(), Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    done, wrong = process_all(cfg.nbs_path, out)
    here = build(out, cfg)
    wrong += check_site(out, done, here, cfg.config_path)
    wrong += [line for p in sorted(cfg.lib_path.glob('[!_]*.py')) for line in undocumented(p)]
    wrong += uncited(cfg.nbs_path)
    if wrong: sys.exit('\n'.join(wrong) + f'\n{len(wrong)} wrong')
    print(f'{len(done)} pages: no Traceback, no broken link, no picture without alternative text, no public name without documentation')
