"""README.md from nbs/index.ipynb, as `nbdev_readme` makes it, without Quarto: `python .ci/readme.py [--check]`.

Two stages, as in nbdev_readme: nbdev's processors, then pandoc with what Quarto's `gfm` stands for: CommonMark with GitHub's
extensions, lines of 72, the title as a heading, two empty lines. The description under the title is for the site: Quarto drops it here."""
import difflib, re, sys, tempfile
from pathlib import Path

import pypandoc, yaml
from nbdev.config import get_config
from pages import process

GFM = 'commonmark+autolink_bare_uris+emoji+footnotes+gfm_auto_identifiers+pipe_tables+strikeout+task_lists+tex_math_dollars'
TEMPLATE = '$if(title)$\n# $title/nowrap$\n$endif$\n\n\n$body$\n'

def fence(text, lang=''):
    ticks = '`' * max([3] + [len(t) + 1 for t in re.findall('`{3,}', text)])
    return f'{ticks} {lang}\n{text.rstrip()}\n{ticks}'.replace(f'{ticks} \n', f'{ticks}\n', 1)

def output(o):
    "One output of a code cell as Markdown. A picture would leave files beside README.md: index.ipynb links to those in nbs/images."
    if o['output_type'] == 'stream': return fence(''.join(o['text']))
    data = o.get('data', {})
    if any(k.startswith('image/') for k in data): raise ValueError('index.ipynb outputs a picture: save it in nbs/images and link to it')
    if 'text/markdown' in data: return ''.join(data['text/markdown'])
    return fence(''.join(data['text/plain']))

def markdown(nb):
    "The cells of a processed notebook as Pandoc's Markdown: front matter, prose, code, outputs."
    for c in nb.cells:
        source = ''.join(c.source)
        if c.cell_type != 'code': yield source; continue
        options = yaml.safe_load('\n'.join(re.findall(r'^#\|\s*(.*)$', source, re.M))) or {}
        source = re.sub(r'^#\|.*\n?', '', source, flags=re.M)
        if options.get('include') is False: continue
        if source.strip() and options.get('echo') is not False: yield fence(source, 'python')
        if options.get('output') is not False: yield from map(output, c.get('outputs', []))

def readme():
    cfg = get_config()
    with tempfile.TemporaryDirectory() as d:
        nb, template = process(cfg.nbs_path/cfg.readme_nb, Path(d)/'index.ipynb'), Path(d)/'readme.md'
        template.write_text(TEMPLATE)
        text = pypandoc.convert_text('\n\n'.join(markdown(nb)), GFM, format='markdown', extra_args=['--standalone', f'--template={template}'])
    # A link into the repository, which GitHub, PyPI and the site can all follow, must point at a file that is here
    for path in re.findall(rf'https://(?:raw\.githubusercontent\.com/{cfg.user}/{cfg.repo}/|github\.com/{cfg.user}/{cfg.repo}/blob/){cfg.branch}/([^\s")]+)', text):
        if not (cfg.config_path/path).exists(): raise FileNotFoundError(f'index.ipynb links to {path}, which is not in the repository')
    return text

if __name__ == '__main__':
    new, path = readme(), get_config().config_path/'README.md'
    old = path.read_text() if path.exists() else ''
    if '--check' not in sys.argv: path.write_text(new); print('README.md', 'is as it was' if new == old else 'written')
    elif new != old:
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), 'README.md', 'nbs/index.ipynb', n=1))
        sys.exit('README.md is stale: run `make prepare` and commit it')
    else: print('README.md is up to date')
