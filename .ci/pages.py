"""Process every page as `nbdev_docs` does, into OUT, without Quarto: `python .ci/pages.py OUT`.
nbdev prints a broken `show_doc` into its page and goes on: here a Traceback in any processed cell fails, and so does a page the sidebar forgets."""
import os, shutil, sys, tempfile, warnings
from pathlib import Path

import yaml
from execnb.nbio import read_nb, write_nb
from nbdev.config import get_config
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

def pages(o):
    "The notebooks that a sidebar lists, in order."
    return [s for s in texts(o) if s.endswith('.ipynb')]

def check(nbs, out):
    "Process every notebook of `nbs` into `out`; return what is wrong, one line each."
    wrong, found = [], sorted(p.name for p in nbs.glob('*.ipynb'))
    listed = pages(yaml.safe_load((nbs/'sidebar.yml').read_text()))
    wrong += [f'{n}: not in sidebar.yml' for n in found if n not in listed]
    wrong += [f'{n}: in sidebar.yml, but no such notebook' for n in listed if n not in found]
    for n in found:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always', UserWarning)
            try: nb = process(nbs/n, out/n)
            except Exception as e:
                # for a page nbdev runs the exported cells, and those with an import in them: such a cell must stand on these alone
                wrong.append(f'{n}: {e} ({e.__cause__!r})'); continue
            finally:
                mixed = [str(w.message).split('---')[1].strip().split('\n')[0] for w in caught if 'imports and other code' in str(w.message)]
                for line in mixed: print(f'note: {n}: run again for the page, since it imports: {line}')
        for c in nb.cells:
            if any('Traceback (most recent call last)' in s for s in texts(c.get('outputs', []))) or any(
                    o.get('output_type') == 'error' for o in c.get('outputs', [])):
                wrong.append(f'{n}: a Traceback in the output of\n    ' + str(c.source).strip().replace('\n', '\n    '))
    for f in ('_quarto.yml', 'nbdev.yml', 'sidebar.yml', 'styles.css'): shutil.copy(nbs/f, out/f)
    if (nbs/'images').exists(): shutil.copytree(nbs/'images', out/'images', dirs_exist_ok=True)
    return wrong, len(found)

if __name__ == '__main__':
    out = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    wrong, n = check(get_config().nbs_path, out)
    if wrong: sys.exit('\n'.join(wrong))
    print(f'{n} pages, no Traceback')
