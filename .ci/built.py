"""Check the text of the built site, whichever program built it: `built.py SITE`.

Here these fail:

- a link in the text of a page to a notebook on GitHub, or to the site's own address: both lead out
  of the site that the reader is on (a page's "view source" and Colab are meant to)
- a memory address: no two builds would be equal
- Markdown that shows as it is written, in a block of code

First it proves itself on a page that is wrong, and nbs/site.lua, by which Quarto writes the links,
with pandoc: on a sample, and on the front page."""
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pypandoc
from nbdev.config import get_config

ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
RAW = re.compile(r"\[`[^`\n]+`\]\([^)\s]+\)")
SILENT = "script", "style", "template"

class Text(HTMLParser):
    "What a page shows: its text, its blocks of code, and the links that are not its actions."
    def __init__(self, html):
        super().__init__()
        self.links, self.text, self.code, self.open = [], [], [], {}
        self.feed(html)
        self.text, self.code = "".join(self.text), "".join(self.code)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.open[tag] = self.open.get(tag, 0) + 1
        if tag == "a" and "toc-action" not in (a.get("class") or ""):
            self.links.append(a.get("href") or "")

    def handle_endtag(self, tag): self.open[tag] = max(0, self.open.get(tag, 0) - 1)

    def handle_data(self, data):
        if any(self.open.get(tag) for tag in SILENT): return
        self.text.append(data)
        if self.open.get("pre"): self.code.append(data)

def hosts(cfg):
    "Where the site is published, and where its notebooks are on GitHub."
    return (f"{cfg.doc_host}{cfg.doc_baseurl}/",
            f"{cfg.git_url}/blob/{cfg.branch}/{cfg.nbs_path.name}/")

def wrong_page(name, html, cfg):
    "What is wrong with the text of a page, one line each."
    site, notebooks = hosts(cfg)
    page = Text(html)
    for link in dict.fromkeys(page.links):
        path = link.split("#")[0]
        out = path.startswith(notebooks) and path.endswith(".ipynb")
        if out or path.startswith(site) and name != "404.html":
            yield f"{name}: a link that leads out of the site to a page of it: {link}"
    for what, found in (("a memory address", ADDRESS.search(page.text)),
                        ("Markdown in a block of code", RAW.search(page.code))):
        if found: yield f"{name}: {what}: {found[0]}"

def wrong_site(site, cfg):
    "What is wrong with the text of the pages of a built site, one line each."
    pages = sorted(site.rglob("*.html"))
    if not pages: yield f"{site}: no pages"
    for p in pages: yield from wrong_page(p.relative_to(site).as_posix(), p.read_text(), cfg)

SAMPLE = """---
skip_exec: true
---
[a]({files}nbs/10_x.ipynb#b) [c]({files}LICENSE) [d]({site}x.html#f) ![e]({raw}nbs/images/f.png)

```python
x, # of [`f`]({site}x.html#f)
```

<a class="toc-action" href="{files}nbs/10_x.ipynb">source</a>
"""

def filtered(text, name, cfg):
    "A page in Markdown as HTML, through the filter that Quarto uses."
    with tempfile.TemporaryDirectory() as d:
        path = Path(d, f"{name}.md")
        path.write_text(text)
        lua = f"--lua-filter={cfg.nbs_path/'site.lua'}"
        return pypandoc.convert_file(path, "html", extra_args=[lua, "--wrap=none"])

def prove(cfg):
    "The checks find what is wrong with a page, and nothing once the filter has run."
    (site, notebooks), repo = hosts(cfg), f"{cfg.user}/{cfg.repo}"
    files = f"{cfg.git_url}/blob/{cfg.branch}/"
    text = SAMPLE.format(site=site, files=files,
                         raw=f"https://raw.githubusercontent.com/{repo}/{cfg.branch}/")
    address = "<p>of &lt;function f at 0x7feeac3b4680&gt;</p><script>at 0x7feeac3b4680</script>"
    found = list(wrong_page("p", pypandoc.convert_text(text, "html", "md") + address, cfg))
    want = [f"{notebooks}10_x.ipynb#b", f"{site}x.html#f", "at 0x7feeac3b4680",
            f"[`f`]({site}x.html#f)"]
    assert [line.split(": ", 2)[2] for line in found] == want, found
    page = filtered(text, "10_x", cfg)
    assert not list(wrong_page("p", page, cfg)), page
    colab = f"https://colab.research.google.com/github/{repo}/blob/{cfg.branch}/nbs/10_x.ipynb"
    for part in ('href="10_x.ipynb#b"', f'href="{files}LICENSE"', 'href="x.html#f"',
                 'src="images/f.png"', '<div class="page-name">',
                 f'<code>10_x</code> · <a href="{colab}"'):
        assert part in page, (part, page)
    library = filtered(text.replace("skip_exec: true", ""), "10_x", cfg)
    assert "<p><code>10_x</code></p>" in library and "colab" not in library, library

def prove_front(cfg):
    "The front page, as nbdev hands it to Quarto: its links and pictures lead to files nearby."
    from pages import process
    from readme import markdown
    with tempfile.TemporaryDirectory() as d:
        nb = process(cfg.nbs_path/cfg.readme_nb, Path(d, "index.ipynb"))
    html = filtered("\n\n".join(markdown(nb)), "index", cfg)
    assert not (found := list(wrong_page("index.html", html, cfg))), found
    near = [u.split("#")[0] for u in re.findall(r'(?:href|src)="([^"#:]+)"', html)]
    lost = [u for u in near if not (cfg.nbs_path/u).exists()]
    assert len(near) > 20 and not lost, (len(near), lost)

if __name__ == "__main__":
    cfg = get_config()
    prove(cfg)
    prove_front(cfg)
    if wrong := list(wrong_site(Path(sys.argv[1]), cfg)):
        sys.exit("\n".join(wrong) + f"\n{len(wrong)} wrong")
    print("The site: no link out of it to its own pages, no memory address, no bare Markdown")
