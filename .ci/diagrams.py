"""The diagrams of the book, as SVG: `python .ci/diagrams.py [OUT]`, by default into nbs/images.

The map of the whole, once plain and once for each part with that part lit; rays through a lens; the
two directions of a diffusion; the two networks; the way of an image through the package. Rays,
lenses, shapes and numbers in them come from the package itself, so run this again when they change.

Transparent, in colours that can be read on white and on a dark page, letters of 12 px at least."""
import base64
import io
import math
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
GREY, SLAB, DARK = "#7d858e", "#e3e7ec", "#2b3138"   # ink for both pages; a card and its letters
HUES = dict(lenses="#2d6ca2", training="#5a6b2d", diffusion="#7c4d9e", gans="#b0532a",
            judging="#17776f", using="#a23f67", engine="#55606b")
RAY, TIME, BACK = "#d98324", "#a06a00", "#9a6fc0"
FONT = "Helvetica, Arial, 'DejaVu Sans', sans-serif"
SERIF = "Georgia, 'Times New Roman', 'DejaVu Serif', serif"

class Drawing:
    "An SVG that is drawn piece by piece; y runs down."
    def __init__(self, width, height, words):
        self.width, self.height, self.words, self.parts = width, height, words, []

    def add(self, tag, text=None, **attrs):
        "One element; `_` in a name stands for `-`."
        told = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attrs.items() if v is not None)
        self.parts.append(f"<{tag}{told}/>" if text is None else f"<{tag}{told}>{text}</{tag}>")

    def text(self, x, y, words, fill=GREY, size=13, anchor="middle", **more):
        "A line of text, centred on y: `_x_` in italics, `~t` at its end as a subscript."
        words = re.sub(r"_(\w)_", rf'<tspan font-family="{SERIF}" font-style="italic" '
                       rf'font-size="{size + 2}">\1</tspan>', words)
        words = re.sub(r"~(\w)", rf'<tspan dy="4" font-family="{SERIF}" font-style="italic" '
                       r'font-size="13">\1</tspan>', words)
        self.add("text", words, x=f"{x:g}", y=f"{y + 0.35*size:g}", fill=fill, font_size=size,
                 text_anchor=anchor, **more)

    def box(self, x, y, w, h, fill=SLAB, r=5, **more):
        self.add("rect", x=x, y=y, width=w, height=h, rx=r, fill=fill, **more)

    def card(self, x, y, w, h, lines, fill=SLAB, ink=None, size=13, **more):
        "A box with lines in its middle, the first of them bold where there are several."
        self.box(x, y, w, h, fill, **more)
        ink = ink or (DARK if fill == SLAB else "#fff")
        lines, step = [lines] if isinstance(lines, str) else lines, size + 4
        for k, line in enumerate(lines):
            bold = "bold" if k == 0 and len(lines) > 1 else None
            at = y + h/2 + (k - (len(lines) - 1)/2)*step
            self.text(x + w/2, at, line, ink, size, font_weight=bold)

    def line(self, points, stroke=GREY, width=1.5, tip=False, **more):
        "A line through points, with an arrow's tip at its end if asked."
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add("polyline", points=way, fill="none", stroke=stroke, stroke_width=width,
                 stroke_linejoin="round", **more)
        if tip: self.tip(*points[-2:], stroke)

    def tip(self, a, b, fill=GREY, size=7):
        "The tip of an arrow from a to b, at b."
        length = ((b[0] - a[0])**2 + (b[1] - a[1])**2)**0.5
        u, v = (b[0] - a[0])/length*size, (b[1] - a[1])/length*size
        corners = [b, (b[0] - u - v/2, b[1] - v + u/2), (b[0] - u + v/2, b[1] - v - u/2)]
        self.add("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), fill=fill)

    def picture(self, x, y, side, png):
        "A square picture with a thin frame."
        self.add("image", x=x, y=y, width=side, height=side,
                 href=f"data:image/png;base64,{base64.b64encode(png).decode()}")
        self.add("rect", x=x, y=y, width=side, height=side, fill="none", stroke=GREY)

    def svg(self):
        "The whole, checked: letters of 12 px at least, and XML."
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
                f'height="{self.height}" viewBox="0 0 {self.width} {self.height}" '
                f'font-family="{FONT}" role="img"><title>{self.words}</title>')
        text = "\n".join([head, *self.parts, "</svg>\n"])
        sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)"', text)]
        if sizes and min(sizes) < 12: raise ValueError(f"letters of {min(sizes)} px, expected 12")
        ElementTree.fromstring(text)
        return text

# ---- the map

PARTS = dict(                       # name, x, y, width, height, rows of boxes
    lenses=("Lenses", 8, 44, 124, 196, [["one lens"], ["a population"], ["your images"]]),
    training=("Training", 158, 44, 124, 196, [["set of images"], ["normaliser"], ["the loop"]]),
    diffusion=("Diffusion", 308, 44, 266, 91, [["path", "network", "sampler"]]),
    gans=("GANs", 308, 149, 266, 91, [["generator", "critic"]]),
    judging=("Judging", 600, 44, 152, 91, [["physics"], ["learned judges"]]),
    using=("Using", 600, 149, 152, 91, [["real lenses"], ["source and mass"]]),
    engine=("Engine room", 8, 266, 744, 48,
            [["files", "checkpoints", "memory", "processes", "commands"]]))
DOES = dict(path="adds noise", network="finds it", sampler="walks back",
            generator="noise to lens", critic="real or not?")

def draw_part(d, name, lit):
    "One part of the map; returns the boxes of its first row."
    title, x, y, w, h, rows = PARTS[name]
    hue = HUES[name]
    solid, frame = (hue, hue) if lit else ("none", GREY)
    ink = "#fff" if lit else GREY
    d.box(x, y, w, h, hue if lit else "none", 7, fill_opacity=.14, stroke=frame,
          stroke_opacity=1 if lit else .6)
    side = name == "engine"
    d.box(x, y, 118 if side else w, h if side else 26, solid, 7, stroke=frame,
          stroke_opacity=1 if lit else .6)
    d.text(x + (118 if side else w)/2, y + (h/2 if side else 13), title, ink, 14,
           font_weight="bold")
    x, y, w, h = (x + 118, y, w - 118, h) if side else (x, y + 26, w, h - 26)
    gap, tall, found = 8, (h - 8*(len(rows) + 1))/len(rows), []
    for k, row in enumerate(rows):
        between = 18 if name == "diffusion" else 44 if name == "gans" else gap
        wide = (w - 2*gap - between*(len(row) - 1))/len(row)
        for j, box in enumerate(row):
            at = (x + gap + j*(wide + between), y + gap + k*(tall + gap), wide, tall)
            found.append(at)
            lines = [box, *([DOES[box]] if box in DOES else [])]
            d.card(*at, lines[0] if len(lines) == 1 else lines, solid, ink, 12 + (len(lines) == 1),
                   stroke=frame, stroke_opacity=1 if lit else .6)
    return found

def draw_map(lit=None):
    "The map of the whole; `lit` is a part, or None for all."
    d = Drawing(760, 322, "How the parts of the book belong together" + (
        f"; lit: {PARTS[lit][0]}" if lit else ""))
    found = {name: draw_part(d, name, lit in (None, name)) for name in PARTS}
    d.line([(70, 44), (70, 22), (676, 22), (676, 43)], tip=True)
    d.text(373, 11, "lenses that no network has seen, for comparison", size=12)
    d.line([(132, 142), (157, 142)], tip=True)
    for y in (90, 195):
        d.line([(282, y), (307, y)], tip=True)
        d.line([(574, y), (599, y)], tip=True)
    d.line([(586, 90), (586, 195)])
    (a, b, c), (g, k) = found["diffusion"], found["gans"]
    for left, right in ((a, b), (b, c)):
        y = left[1] + left[3]/2
        d.line([(left[0] + left[2], y), (right[0] - 1, y)], tip=True)
    y, x = g[1] + g[3]/2, g[0] + g[2]
    d.line([(x, y - 8), (k[0] - 1, y - 8)], tip=True)
    d.line([(k[0], y + 8), (x + 1, y + 8)], tip=True)
    for x in (70, 220, 441, 676): d.line([(x, 266), (x, 241)], stroke_dasharray="3 3")
    return d.svg()

# ---- rays from source through lens to image

def png(pixels, low, high):
    "Pixels (H, W), y up, as a PNG in the colours of the book."
    from matplotlib import colormaps
    from PIL import Image
    level = ((pixels - low)/(high - low)).clip(0, 1)
    colours = colormaps["inferno"](level[::-1])[..., :3]*255
    image = Image.fromarray(colours.round().astype("uint8"))
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()

LENS = dict(theta_E=1.3, q_axis=0.8, phi_lens=0., beta_src_x=0., beta_src_y=0.35, src_R=0.16,
            src_q=1., src_amp=20.)

def trace():
    "Where rays meet the source plane, from heights in the lens plane [arcsec]; two pictures."
    import torch
    from lensgen_nb.lens import lens_table, render, trace_rays
    shaped = {k: v if v.ndim == 2 else v[:, None, None] for k, v in lens_table(**LENS).items()}
    theta = torch.linspace(-2.4, 2.4, 4801)
    beta = trace_rays(shaped, torch.zeros(1), theta)[1][0, :, 0]
    image = render(lens_table(**LENS), size=128, fov=5., psf_fwhm=0.05)[0, 0]
    source = render(lens_table(**LENS | dict(theta_E=0.)), size=128, fov=2.5, psf_fwhm=0.02)[0, 0]
    per_area = lambda flux, fov: (flux*(128/fov)**2).sqrt().numpy()   # brightness, which stays
    bright = per_area(image, 5.), per_area(source, 2.5)
    top = max(b.max() for b in bright)
    return theta.numpy(), beta.numpy(), *(png(b, 0, top) for b in bright)

def lit_rays(theta, beta):
    "Heights of the rays that come from the middle and the edges of the source, by branch."
    edges = [LENS["beta_src_y"] + v*LENS["src_R"] for v in (-1, 0, 1)]
    cross = lambda b: [k for k in range(len(beta) - 1) if (beta[k] - b)*(beta[k + 1] - b) <= 0
                       and abs(beta[k + 1] - beta[k]) < 0.1]
    return [[(theta[k], b) for k in cross(b)] for b in edges]

def draw_rays(theta, beta, image, source):
    "Source plane, lens plane, observer, and what is seen."
    d = Drawing(760, 300, "Rays from a source, bent at the lens plane, to the observer, who sees "
                "two arcs")
    mid, left, lens, eye, up = 150, 206, 378, 550, 36         # up: pixels an arcsec, lens plane
    at = lambda x, angle: (x, mid - up*angle*(2 if x == left else 1))
    d.picture(10, mid - 90, 180, source)
    d.picture(570, mid - 90, 180, image)
    for x, name in ((left, "source plane"), (lens, "lens plane"), (eye, "observer")):
        if x != eye: d.line([(x, mid - 98), (x, mid + 98)], stroke_opacity=.5)
        d.text(x, 36, name)
    d.line([(left, mid), (eye, mid)], width=1, stroke_dasharray="2 4")
    for k in range(400, len(theta), 800):                     # where the rest of the image looks
        way = [(eye, mid), at(lens, theta[k]), at(left, beta[k])]
        if abs(beta[k]) < 1.3: d.line(way, width=1, stroke_opacity=.4)
    found = lit_rays(theta, beta)
    for k, branch in enumerate(found):
        for angle, b in branch:
            d.line([at(left, b), at(lens, angle), (eye, mid)], RAY, 2.2 if k == 1 else 1)
    return label_rays(d, mid, left, lens, eye, at, found[1])

def label_rays(d, mid, left, lens, eye, at, rays):
    "The lens, tips on its rays, names of the angles, scales."
    d.add("ellipse", cx=lens, cy=mid, rx=8, ry=20, fill=GREY)
    d.add("circle", cx=eye, cy=mid, r=5, fill=GREY)
    (upper, b), (lower, _) = max(rays), min(rays)
    for angle in (upper, lower):
        (x, y), (u, v) = at(left, b), at(lens, angle)
        d.tip((x, y), ((x + u)/2 + 3, (y + v)/2 + 3*(v - y)/(u - x)), RAY, 10)
        d.tip((u, v), ((u + eye)/2, (v + mid)/2), RAY, 10)
        d.line([at(lens, angle), (570, at(lens, angle)[1])], RAY, 1, stroke_dasharray="2 4")
    d.line([(190, at(left, b)[1]), at(left, b)], RAY, 1, stroke_dasharray="2 4")
    slope = (mid - at(lens, upper)[1])/(eye - lens)
    arc = [(eye - 104*math.cos(v), mid - 104*math.sin(v))
           for v in (k/8*math.atan(slope) for k in range(9))]
    d.line(arc, width=1)
    d.text(433, mid - 19, "_θ_")
    d.text(198, mid - 12, "_β_")
    top = at(lens, upper)
    on = (left, mid + 2*(top[1] - mid))                       # straight on, as if nothing bent it
    d.line([top, ((top[0] + on[0])/2, (top[1] + on[1])/2)], GREY, 1, stroke_dasharray="4 3")
    d.text(318, top[1] - 8, "_α_")
    for x, name, inch in ((10, "source", 72), (570, "image", 36)):
        d.text(x + 90, 36, name)
        d.line([(x + 10, mid + 78), (x + 10 + inch, mid + 78)], "#fff", 2)
        d.text(x + 10 + inch/2, mid + 66, "1″", "#fff", 12)
    d.text(lens, 276, "_β_ = _θ_ − _α_(_θ_): each pixel of the image, at _θ_, looks up the source, "
           "at _β_", size=14)
    return d.svg()

# ---- forward and back on one lens

AT = (0., 0.2, 0.4, 0.6, 0.8, 1.)                             # times of the pictures

def walk_there_and_back():
    "A held-out lens sinking, a new one appearing by the weights that ship; shares at `AT`."
    import torch
    from lensgen_nb.diffusion import mix
    from lensgen_nb.runs import load
    from lensgen_nb.simulate import simulate
    model, t = load("varied"), torch.tensor(AT)
    lens = simulate(1, seed=78, start=3, progress=False)[0]
    x0, path = model.normaliser.encode(lens), model.model.settings.path
    a, s = path(t)
    eps = torch.randn(x0.shape, generator=torch.Generator().manual_seed(0))
    there = mix(x0.expand(len(t), -1, -1, -1), a, s, eps.expand(len(t), -1, -1, -1))
    clean = model.model.denoiser(model.model.bounds)(there[3:4], t[3].double())[0]
    seen = []
    model.sample(1, seed=5, sampler="ddim", spacing="uniform", steps=40,
                 callback=lambda t, x, x0_hat: seen.append((float(t), x[0, 0])))
    back = [min(seen, key=lambda f: abs(f[0] - 0.025 - v))[1] for v in AT]
    pictures = lambda xs: [png(x.detach().numpy(), -2, 5) for x in xs]
    drawn = model.normaliser.decode(seen[-1][1][None, None])
    ends = [(v.min().item(), v.max().item()) for v in (lens, x0, seen[-1][1], drawn)]
    there = pictures(there[:, 0])
    return there, pictures(back), a.tolist(), s.tolist(), ends, (there[3], *pictures(clean[0]))

def draw_walk(there, back, a, s):
    "Two rows of pictures, and between them the shares of image and noise."
    d = Drawing(760, 388, "A lens sinks into noise as time runs from 0 to 1; below, from right to "
                "left, another lens comes out of noise")
    side, step, x = 92, 116, 66
    at = [x + k*step for k in range(len(AT))]
    for k in range(len(AT)):
        d.picture(at[k], 42, side, there[k])
        d.picture(at[k], 250, side, back[k])
        if k == 0: continue
        d.line([(at[k - 1] + side + 4, 88), (at[k] - 4, 88)], tip=True)
        d.line([(at[k] - 4, 296), (at[k - 1] + side + 4, 296)], BACK, 2, tip=True)
    d.text(x, 18, "forward: noise is added, nothing is learned", anchor="start", size=14,
           font_weight="bold")
    d.text(at[-1] + side, 368, "back: a network estimates the noise, a sampler takes some of it "
           "away", BACK, 14, "end", font_weight="bold")
    draw_shares(d, [v + side/2 for v in at], a, s)
    return d.svg()

def draw_shares(d, at, a, s):
    "Bars of a and s below each picture, and the time."
    d.text(30, 170, "_a_", size=14)
    d.text(30, 194, "_s_", size=14)
    for x, share, noise, t in zip(at, a, s, AT):
        d.box(x - 46, 164, max(1, 92*share), 12, RAY, 2)
        d.box(x - 46, 188, max(1, 92*noise), 12, GREY, 2)
        d.text(x, 222, f"_t_ = {t:g}")
    d.text(30, 222, "time", size=12)

# ---- the networks

UNET, DIT = HUES["diffusion"], HUES["lenses"]
ATTENDS = HUES["gans"]

def levels(size=64):
    "Side, channels, attention and number of blocks of each level of a U-Net, down and up."
    from lensgen_nb.unet import UNetSettings, unet_plan
    settings, found = UNetSettings(), []
    side = size//settings.patch
    down, middle, up = unet_plan(settings)
    for way in (down, middle, up):
        rows, here = [], side
        for kind, _, c, attention in way:
            here = {"halve": here//2, "double": here*2}.get(kind, here)
            if kind == "stage": rows.append((here, c, attention))
        side = here
        found.append([(*row, rows.count(row)) for row in dict.fromkeys(rows)])
    return settings.patch, size, found

def stage(d, x, y, w, row):
    "A card with the blocks of a level and the shape of their map."
    side, channels, attention, n = row
    lines = [f"{n} block{'s'*(n > 1)}" + " + attention"*attention, f"{channels} × {side} × {side}"]
    d.card(x, y, w, 46, lines, ATTENDS if attention else DIT, size=12)

def draw_unet(patch, size, found, noisy, clean):
    "Down, through the middle, and up again with skips."
    (down, middle, up), w = found, 150
    d = Drawing(760, 402, "The U-Net: maps of 16, 8 and 4 pixels a side on the way down, and up "
                "again, with skips across")
    rows = [84 + 78*k for k in range(len(down))]
    xs = [130 + 32*k for k in range(len(down))]
    for row, x, y in zip(down, xs, rows): stage(d, x, y, w, row)
    for row, x, y in zip(reversed(up), xs, rows):
        stage(d, 760 - x - w, y, w, row)
        d.line([(x + w, y + 23), (759 - x - w, y + 23)], tip=True, stroke_dasharray="5 4")
    d.text(380, rows[0] + 12, "skip: map is kept", size=12)
    for x, y, z in zip(xs[1:], rows, rows[1:]):
        d.line([(x + w/2, y + 46), (x + w/2, z - 1)], tip=True)
        d.line([(760 - x - w/2, z), (760 - x - w/2, y + 47)], tip=True)
    d.text(xs[1] + w/2 - 12, rows[0] + 62, "halve", size=12, anchor="end")
    d.text(760 - xs[1] - w/2 + 12, rows[0] + 62, "double", size=12, anchor="start")
    return finish_unet(d, patch, size, middle, noisy, clean, rows, xs, w)

def finish_unet(d, patch, size, middle, noisy, clean, rows, xs, w):
    "The middle, the images at both ends, and the time."
    low = rows[-1] + 78
    side, c, _, _ = middle[0]
    lines = [f"{len(middle)} blocks + attention", f"{c} × {side} × {side}"]
    d.card(280, low, 200, 46, lines, ATTENDS, size=12)
    x = xs[-1] + w/2
    d.line([(x, rows[-1] + 46), (x, low + 23), (279, low + 23)], tip=True)
    d.line([(480, low + 23), (760 - x, low + 23), (760 - x, rows[-1] + 47)], tip=True)
    for left, picture in ((8, noisy), (656, clean)):
        d.picture(left, rows[0] - 25, 96, picture)
        d.text(left + 48, rows[0] + 84, f"1 × {size} × {size}", size=12)
    d.line([(104, rows[0] + 23), (129, rows[0] + 23)], tip=True)
    d.line([(630, rows[0] + 23), (655, rows[0] + 23)], tip=True)
    d.text(56, rows[0] - 38, "noisy lens _x_~t")
    d.text(704, rows[0] - 38, "estimate")
    for x, anchor, words in ((8, "start", "fold into channels"), (752, "end", "unfold again")):
        d.text(x, rows[0] + 106, f"{patch} × {patch} pixels", size=12, anchor=anchor)
        d.text(x, rows[0] + 122, words, size=12, anchor=anchor)
    d.card(330, 10, 100, 30, "time _t_", TIME)
    d.line([(330, 25), (xs[0] + w/2, 25), (xs[0] + w/2, rows[0] - 1)], TIME, tip=True)
    d.line([(430, 25), (760 - xs[0] - w/2, 25), (760 - xs[0] - w/2, rows[0] - 1)], TIME, tip=True)
    d.text(380, 54, "scales and shifts the maps in every block", size=12)
    return d.svg()

def draw_dit(noisy, clean, size=64):
    "Image, patches, tokens, blocks, and back."
    from lensgen_nb.dit import DiTSettings
    c = DiTSettings()
    n, folded = (size//c.patch)**2, c.patch**2
    d = Drawing(760, 330, f"The diffusion transformer: an image cut into {n} patches, each a token "
                f"of {c.width} numbers, {c.depth} blocks, and back")
    for x, picture, name in ((8, noisy, "noisy lens _x_~t"), (656, clean, "estimate")):
        d.picture(x, 100, 96, picture)
        for k in range(1, size//c.patch):
            at = 96*k*c.patch/size
            d.line([(x + at, 100), (x + at, 196)], "#fff", .7, stroke_opacity=.55)
            d.line([(x, 100 + at), (x + 96, 100 + at)], "#fff", .7, stroke_opacity=.55)
        d.text(x + 48, 84, name)
        d.text(x + 48, 212, f"{n} patches", size=12)
        d.text(x + 48, 228, f"of {c.patch} × {c.patch} pixels", size=12)
    for x in (140, 606):
        for k in range(8): d.box(x, 84 + 16.5*k, 14, 13, DIT, 2)
        d.text(x + 7, 226, "tokens", size=12)
        d.text(x + 7, 242, f"{n} × {c.width}", size=12)
    for a, b in ((104, 139), (154, 189), (564, 605), (620, 655)):
        d.line([(a, 148), (b, 148)], tip=True)
    d.line([(147, 40), (147, 82)], tip=True)
    d.text(147, 28, "place of the patch", size=12)
    return finish_dit(d, c)

def finish_dit(d, c):
    "The block, and the time."
    d.box(190, 62, 362, 160, HUES["engine"], 7, stroke=GREY, fill_opacity=.14, stroke_opacity=.6)
    for k in (6, 12): d.line([(552, 62 + k), (552 + k, 62 + k), (552 + k, 222 + k),
                              (190 + k, 222 + k), (190 + k, 222)], stroke_opacity=.6)
    d.text(371, 80, f"block, {c.depth} times", font_weight="bold")
    d.line([(189, 148), (564, 148)])
    norm = 58, "norm", HUES["engine"]
    steps = ((206, *norm), (280, 78, ["attention", f"{c.heads} heads"], ATTENDS),
             (388, *norm), (462, 58, ["MLP", f"× {c.mlp_ratio}"], DIT))
    for x, w, words, hue in steps: d.card(x, 125, w, 46, words, hue, size=12)
    for left, plus in ((198, 372), (380, 534)):
        d.line([(left, 148), (left, 104), (plus, 104), (plus, 140)], tip=True)
        d.add("circle", cx=plus, cy=148, r=8, fill=GREY)
        d.text(plus, 148, "+", "#fff", 14, font_weight="bold")
    d.card(321, 262, 100, 30, "time _t_", TIME)
    for x in (235, 372, 417, 534): d.line([(x, 240), (x, 172 if x in (235, 417) else 157)], TIME,
                                          tip=True)
    d.line([(235, 240), (534, 240)], TIME)
    d.line([(371, 262), (371, 240)], TIME)
    d.text(371, 310, "sets scale and shift after each norm, and the gate before each +", size=12)
    return d.svg()

# ---- the way of an image through the package

def draw_way(real, drawn, ends):
    "From file to network above, from noise to file below, the report between the files."
    d = Drawing(760, 352, "An image goes from its file through set and normaliser to the network; "
                "a generated one comes back the same way to a file; a report compares both")
    top, low, h = 50, 244, 58
    for x, w, y, lines, hue in (
            (8, 136, top, ["your files", "FITS, .npy, HDF5"], HUES["lenses"]),
            (212, 116, top, ["LensSet", "checked, split"], HUES["training"]),
            (612, 140, top, ["network", "learns"], HUES["diffusion"]),
            (612, 140, low, ["sampler", "asks the network"], HUES["diffusion"]),
            (8, 136, low, ["samples", "FITS or .npy"], HUES["using"]),
            (8, 136, 150, ["report", "generated vs real"], HUES["judging"])):
        d.card(x, y, w, h if y != 150 else 52, lines, hue)
    d.card(400, top, 120, low + h - top, ["normaliser", " "], HUES["training"])
    d.text(460, top + 29, "encode", "#fff")
    d.text(460, low + 29, "decode", "#fff")
    for y, picture, name, k in ((120, real, "a lens", 0), (182, drawn, "a generated one", 3)):
        d.picture(232, y, 52, picture)
        d.text(292, y + 16, name, size=12, anchor="start")
        d.text(292, y + 34, f"{ends[k][0]:,.0f} to {ends[k][1]:,.0f}".replace("-", "−"), size=12,
               anchor="start")
    return way_arrows(d, top + h/2, low + h/2, ends)

def way_arrows(d, y, z, ends):
    "Arrows, what is on each, and the commands."
    for a, b in ((144, 211), (328, 399), (520, 611)): d.line([(a, y), (b, y)], tip=True)
    for a, b in ((612, 521), (400, 145)): d.line([(a, z), (b, z)], tip=True)
    d.line([(682, y + 29), (682, z - 30)], tip=True)
    d.line([(76, y + 29), (76, 149)], tip=True)
    d.line([(76, z - 29), (76, 203)], tip=True)
    for x, at in ((178, y), (364, y), (272, z)): d.text(x, at - 13, "counts", size=12)
    for at, k in ((y, 1), (z, 2)):
        d.text(566, at - 13, f"{ends[k][0]:.1f} to {ends[k][1]:.1f}".replace("-", "−"), size=12)
    for at, line, words in ((16, 32, "lensgen_train"), (338, 320, "lensgen_sample")):
        d.line([(8, line), (752, line)], width=1, stroke_opacity=.5)
        d.text(380, at, words, font_family="monospace")
    d.text(88, 220, "lensgen_evaluate", size=12, anchor="start", font_family="monospace")
    return d.svg()

# ---- all of them

def write(out):
    "Draw everything into the folder `out`."
    there, back, a, s, ends, both = walk_there_and_back()
    found = {f"map_{name}": draw_map(name) for name in PARTS} | dict(
        map=draw_map(), rays=draw_rays(*trace()), walk=draw_walk(there, back, a, s),
        unet=draw_unet(*levels(), *both), dit=draw_dit(*both),
        way=draw_way(there[0], back[0], ends))
    for name, svg in found.items():
        (out/f"{name}.svg").write_text(svg)
        print(f"{name}.svg: {len(svg)/1000:.0f} kB")

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT/"nbs/images")
