"""The style of Solara loses what no page shows, and nothing else."""

import gzip

import pytest

pytest.importorskip("solara")

from clever_coalitions.app.serving.lighter import STYLE, lighter, unseen
from clever_coalitions.app.serving.offline import PACKAGES, folder

WHOLE = folder() / PACKAGES[0].spec / "dist" / "main8.css"
MOST_BYTES = 30_000


def test_rules_go_that_are_about_what_is_not_shown_alone():
    css = (
        "@font-face{font-family:KaTeX_AMS;src:url(data:font/woff2;base64,d0)}@font-face{font-family:Material}"
        ".v-btn{a:b}.v-timeline,.v-card{c:d}.katex .base{e:f}@media (min-width:1px){.v-stepper{g:h}.v-card{i:j}}"
        ".v-btn--text{k:l}.red--text{m:n}.v-application--is-rtl .v-btn{o:p}"
    )
    kept = (
        "@font-face{font-family:Material}.v-btn{a:b}.v-card{c:d}@media (min-width:1px){.v-card{i:j}}.v-btn--text{k:l}"
    )
    assert lighter(css) == kept
    assert unseen(css) == [".v-timeline", ".katex .base", ".v-stepper", ".red--text", ".v-application--is-rtl .v-btn"]


@pytest.mark.skipif(not WHOLE.is_file(), reason="the scripts of the pages are not installed")
def test_the_style_that_is_sent_is_small_and_brings_no_letters_of_its_own():
    css = WHOLE.read_text("utf-8")
    assert STYLE.fullmatch(f"{PACKAGES[0].spec}/dist/main8.css")
    found = lighter(css)
    assert len(gzip.compress(found.encode())) < MOST_BYTES < len(gzip.compress(css.encode())) / 4
    assert "data:font" not in found
    assert found.count("{") == found.count("}")
