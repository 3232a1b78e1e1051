"""How a report looks: on light and dark ground, on wide and narrow screens, on paper."""

from __future__ import annotations

from ..palette import FONTS, css_variables

_RULES = """
:root { color-scheme: light dark; --ground: #f3f5f7; --shade: #f6f8fa; %(light)s }
@media (prefers-color-scheme: dark) { :root { --ground: #11161b; --shade: #202932; %(dark)s } }
@media print { :root { color-scheme: light; --ground: #fff; --shade: #f6f8fa; %(light)s } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 %(fonts)s; }
main, header, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; }
h1, .said, .question, caption, figcaption { overflow-wrap: anywhere; }
h1 { font-size: clamp(1.7rem, 5vw, 2.5rem); line-height: 1.15; margin: .2rem 0 .5rem; letter-spacing: -.02em; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.75rem 0 .75rem; letter-spacing: -.01em; }
h3 { font-size: 1.02rem; margin: 0 0 .6rem; }
p { margin: 0 0 .8rem; max-width: 46rem; }
a { color: inherit; text-underline-offset: .15em; }
.eyebrow { color: var(--muted); font-size: .85rem; letter-spacing: .04em; text-transform: uppercase; margin: 0; }
.question { font-size: 1.15rem; color: var(--muted); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem;
  margin: 0 0 1.25rem; }
.answer { border-left: .3rem solid var(--variant-1); }
.answer .said { font-size: clamp(1.15rem, 3vw, 1.45rem); line-height: 1.35; font-weight: 600; margin-bottom: 1rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 0 0 1rem; }
.tiles div { min-width: 7rem; }
.tiles dt { font-size: .85rem; color: var(--muted); }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--muted); }
.trouble { border-left: .3rem solid var(--kind-4); }
.note { color: var(--muted); font-size: .9rem; }

table { width: 100%%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
caption { text-align: left; font-weight: 650; padding-bottom: .5rem; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
th:first-child { padding-left: 0; }
td:last-child, th:last-child { padding-right: 0; }
thead th { font-size: .86em; font-weight: 600; color: var(--muted); vertical-align: bottom; max-width: 11rem; }
thead .number { white-space: normal; max-width: 8rem; }
tbody th { font-weight: 500; line-height: 1.3; }
tbody th small { display: block; font-weight: 400; color: var(--muted); font-size: .86em; }
.group th { font-size: .86em; letter-spacing: .04em; text-transform: uppercase; color: var(--muted);
  padding: 1.3rem 0 .35rem; font-weight: 650; }
.primary th, .primary td { background: var(--shade); }
.primary th { box-shadow: -.6rem 0 0 var(--shade); font-weight: 700; }
.primary td:last-child { box-shadow: .6rem 0 0 var(--shade); }
.number { text-align: right; white-space: nowrap; }
.difference { white-space: nowrap; }
.difference small { color: var(--muted); }
.bar svg { display: block; width: 6.5rem; height: .9rem; overflow: visible; }
.verdict { line-height: 1.3; }
.verdict small { display: block; white-space: nowrap; color: var(--muted); }
.unclear { color: var(--muted); }
.unclear, .unbroken { white-space: nowrap; }
thead .bar { text-align: center; }

figure { margin: 0 0 1.25rem; }
figure > svg { display: block; width: 100%%; height: auto; }
figure > h3 { margin-bottom: .25rem; }
figcaption { margin-top: .9rem; color: var(--muted); font-size: .92rem; max-width: 46rem; }
.narrow { display: none !important; }
dl.facts { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.reading { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%%, 22rem), 1fr)); gap: 1rem 2rem; }
.reading p { margin: 0; font-size: .95rem; }
.reading h3 { margin-bottom: .15rem; }
summary { cursor: pointer; font-weight: 600; }
details[open] summary { margin-bottom: .75rem; }
code { font: .85em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: .25rem 0 .8rem; padding: .7rem .9rem; background: var(--shade); border-radius: .5rem;
  white-space: pre-wrap; }
footer { padding: 1rem 1.25rem 4rem; color: var(--muted); font-size: .88rem; }
:focus-visible { outline: .15rem solid var(--variant-1); outline-offset: .15rem; }

@media print, (max-width: 1000px) {
  .bar { display: none; }
  .difference small { display: block; }
}
@media screen and (max-width: 760px) {
  .wide { display: none !important; }
  .narrow { display: block !important; }
  header { padding-top: 1.75rem; }
  main, header, footer { padding-left: .75rem; padding-right: .75rem; }
  .card { padding: 1rem .75rem; }
  table, caption, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%%); }
  tbody tr:not(.group) { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); overflow-wrap: anywhere;
    gap: .15rem .75rem; padding: .65rem 0;
    border-bottom: 1px solid var(--line); }
  tbody tr > * { border: 0; padding: 0; }
  tbody th, .difference, .verdict { grid-column: 1 / -1; }
  .group th { padding-top: 1.3rem; }
  .number { text-align: left; }
  .number, .difference, .verdict small { white-space: normal; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--muted); font-size: .85rem; }
  .difference small, .verdict small { display: inline; }
  .primary { background: var(--shade); margin: 0 -.75rem; padding: .65rem .75rem !important; }
  .primary > * { box-shadow: none !important; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: .5rem; }
}
@media print {
  body { font-size: 10pt; }
  table { font-size: 8.5pt; }
  .answer, figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
"""

STYLE_SHEET = _RULES % {"light": css_variables("light"), "dark": css_variables("dark"), "fonts": FONTS}
"""The style sheet of a report; its colors are those of the figures."""
