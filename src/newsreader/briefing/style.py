"""How a briefing looks, as a web page and as a book: in light and in dark, and on paper."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
:root {
  color-scheme: light dark;
  --text: #1d1d1f; --quiet: #57575c; --line: #d6d6db; --page: #fdfdfc; --link: #0b57a4;
  --sans: system-ui, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e7e7ea; --quiet: #a9a9b2; --line: #3c3c43; --page: #17171a; --link: #8ab8f5; }
}
html { background: var(--page); color: var(--text); }
body { font-family: Georgia, "Noto Serif", serif; font-size: 1.06rem; line-height: 1.6; overflow-wrap: break-word; }
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem 1.2rem 3rem; }
h1, h2, h3, h4 { font-family: var(--sans); line-height: 1.25; }
h1 { font-size: 1.9rem; margin: 0; }
h2 { font-size: 1.4rem; margin: 0 0 .3rem; }
h3 { font-size: 1.15rem; margin: 0 0 .3rem; }
.points { font-size: .95rem; margin: 1rem 0 .3rem; }
[dir="rtl"] > [dir="ltr"] { text-align: right; }
header { border-bottom: 2px solid var(--text); padding-bottom: .8rem; }
.event, .alone { border-bottom: 1px solid var(--line); margin: 0; padding: 1.8rem 0 1.4rem; }
.event article { border-inline-start: 3px solid var(--line); margin-top: 1.4rem; padding-inline-start: 1rem; }
p { margin: 0 0 .8rem; }
ul { margin: 0 0 .8rem; padding-inline-start: 1.3rem; }
pre { overflow-x: auto; white-space: pre-wrap; }
blockquote { border-inline-start: 3px solid var(--line); margin: 0 0 .8rem; padding-inline-start: .8rem; }
table { border-collapse: collapse; margin: 0 0 .8rem; }
th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: start; }
.meta, .told, .made, .source, .ai, .marks, footer { color: var(--quiet); font-family: var(--sans); font-size: .88rem; }
.meta, .told, .made, .source, .ai, .marks, footer { line-height: 1.5; }
.made { margin: .3rem 0 0; }
.gauge { font-family: monospace; letter-spacing: .08em; white-space: nowrap; }
.unsupported { color: var(--quiet); font-weight: normal; }
.ai { font-style: italic; }
.note { white-space: pre-line; }
footer { padding-top: 1.2rem; }
nav ol { list-style: none; padding-inline-start: 1rem; }
a { color: var(--link); overflow-wrap: anywhere; }
@media print {
  :root { --text: #000; --quiet: #333; --line: #999; --page: #fff; --link: #000; }
  @page { margin: 2cm; }
  body { font-size: 10.5pt; max-width: none; padding: 0; }
  h1, h2, h3, h4, .meta, .told { break-after: avoid; }
  li, .source, .ai { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  .host { display: none; }
  .source a::after { content: " <" attr(href) ">"; }
}
"""
"""How a page looks, in light and in dark, and on paper."""
