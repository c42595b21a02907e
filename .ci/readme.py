"""README.md from nbs/index.ipynb as `nbdev_readme` makes it, without Quarto: `readme.py [--check]`.

Two stages, as in nbdev_readme: nbdev's processors, then pandoc with what Quarto's `gfm` stands for:
CommonMark with GitHub's extensions, lines of 72, the title as a heading, two empty lines. The
description under the title is for the site: Quarto drops it here."""
import difflib
import re
import sys
import tempfile
from pathlib import Path

import pypandoc
import yaml
from nbdev.config import get_config
from pages import process

GFM = ("commonmark+autolink_bare_uris+emoji+footnotes+gfm_auto_identifiers+pipe_tables+strikeout"
       "+task_lists+tex_math_dollars")
TEMPLATE = "$if(title)$\n# $title/nowrap$\n$endif$\n\n\n$body$\n"

def fence(text, lang=""):
    "A block of code, between more backticks than it holds."
    ticks = "`"*max([3] + [len(t) + 1 for t in re.findall("`{3,}", text)])
    return f"{ticks} {lang}\n{text.rstrip()}\n{ticks}".replace(f"{ticks} \n", f"{ticks}\n", 1)

def output(o):
    """One output of a code cell as Markdown. A picture would leave files next to README.md:
    index.ipynb links to those in nbs/images."""
    if o["output_type"] == "stream": return fence("".join(o["text"]))
    data = o.get("data", {})
    if any(k.startswith("image/") for k in data):
        raise ValueError("index.ipynb outputs a picture: write it to nbs/images and link to it")
    if "text/markdown" in data: return "".join(data["text/markdown"])
    return fence("".join(data["text/plain"]))

def markdown(nb):
    "The cells of a processed notebook as Pandoc's Markdown: front matter, prose, code, outputs."
    for c in nb.cells:
        source = "".join(c.source)
        if c.cell_type != "code":
            yield source
            continue
        options = yaml.safe_load("\n".join(re.findall(r"^#\|\s*(.*)$", source, re.M))) or {}
        source = re.sub(r"^#\|.*\n?", "", source, flags=re.M)
        if options.get("include") is False: continue
        if source.strip() and options.get("echo") is not False: yield fence(source, "python")
        if options.get("output") is not False: yield from map(output, c.get("outputs", []))

def check_links(text, cfg):
    "A link into the repository, for GitHub, PyPI and the site alike, leads to a file that is here."
    repo = f"{cfg.user}/{cfg.repo}"
    raw, blob = f"raw.githubusercontent.com/{repo}/", f"github.com/{repo}/blob/"
    link = rf'https://(?:{re.escape(raw)}|{re.escape(blob)}){cfg.branch}/([^\s")]+)'
    for path in re.findall(link, text):
        if not (cfg.config_path/path).exists():
            raise FileNotFoundError(f"index.ipynb links to {path}, which is not in the repository")

def readme(cfg):
    "The text of README.md."
    with tempfile.TemporaryDirectory() as d:
        nb, template = process(cfg.nbs_path/cfg.readme_nb, Path(d)/"index.ipynb"), Path(d, "t.md")
        template.write_text(TEMPLATE)
        text = pypandoc.convert_text("\n\n".join(markdown(nb)), GFM, format="markdown",
                                     extra_args=["--standalone", f"--template={template}"])
    check_links(text, cfg)
    return text

if __name__ == "__main__":
    cfg = get_config()
    path = cfg.config_path/"README.md"
    new, old = readme(cfg), path.read_text() if path.exists() else ""
    if "--check" not in sys.argv:
        path.write_text(new)
        print("README.md", "is as it was" if new == old else "written")
    elif new == old: print("README.md is up to date")
    else:
        names = "README.md", "nbs/index.ipynb"
        lines = old.splitlines(True), new.splitlines(True)
        sys.stdout.writelines(difflib.unified_diff(*lines, *names, n=1))
        sys.exit("README.md is stale: run `make prepare` and commit it")
