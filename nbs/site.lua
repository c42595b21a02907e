-- What the site shows otherwise than GitHub does, for Quarto's HTML; .ci/pages.py does the same for smalldocs.
-- .ci/built.py tests it with pandoc, and checks the site that either of them builds.
if not FORMAT:match("html") then return {} end

local user, repo = "lensgen", "lensgen_nb"
local site = ("https://%s.github.io/%s/"):format(user, repo)
local files = ("https://github.com/%s/%s/blob/main/"):format(user, repo)
local raw = ("https://raw.githubusercontent.com/%s/%s/main/"):format(user, repo)
local colab = ("https://colab.research.google.com/github/%s/%s/blob/main/nbs/"):format(user, repo)

local function after(url, base) if url:sub(1, #base) == base then return url:sub(#base + 1) end end

-- A page or picture of the site, wherever the text looks for it, is next to the page
local function near(url)
  if url == site then return "index.html" end
  return after(url, site) or after(url, raw .. "nbs/") or url:match("%.ipynb%f[%z#]") and after(url, files .. "nbs/") or url
end

function Link(link)
  link.target = near(link.target)
  return link
end

function Image(image)
  image.src = near(image.src)
  return image
end

-- In a block of code: names without the links that nbdev makes of them
function CodeBlock(block)
  local start = site:gsub("%p", "%%%0")
  block.text = block.text:gsub("%[(`[^`\n]+`)%]%(" .. start .. "[^)%s]*%)", "%1")
  return block
end

-- The name by which the other pages call this one; Colab for a page that is a run
function Pandoc(doc)
  local input = quarto and quarto.doc.input_file or PANDOC_STATE.input_files[1] or ""
  local name = input:match("([^/\\.]+)%.[^/\\]*$")
  if not name or name == "index" or name == "404" then return nil end
  local line = { pandoc.Code(name) }
  if doc.meta.skip_exec then
    line = { pandoc.Code(name), pandoc.Str(" · "), pandoc.Link("Open in Colab", colab .. name .. ".ipynb"),
             pandoc.Str(" (there, run "), pandoc.Code("%pip install " .. repo), pandoc.Str(" first)") }
  end
  table.insert(doc.blocks, 1, pandoc.Div(pandoc.Para(line), pandoc.Attr("", { "page-name" })))
  return doc
end
