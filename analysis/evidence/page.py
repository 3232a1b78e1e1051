"""The page of the evidence: one template over the stores of its studies."""

from __future__ import annotations

from collections.abc import Sequence

from ...experiments.evidence import CHANGED, GONE, Finding
from ...experiments.studies import load_study
from ..words import listed, worlds
from .book import Book
from .chapters import chapters, patterns
from .first_page import first_page
from .markdown import bullets, section, table, text

USUAL = 100
"""Worlds below which a page is only a look at how it works."""

INTRO = """\
Every number, every verdict and every sentence about them comes from the runs of the studies below: a difference in
the same worlds is *more* or *less* where it is told from zero, *no difference that matters* where it is told to lie
within the smallest difference that matters (5 % of the better mean unless a claim says otherwise), and *not yet
known* in all other cases, with about how many more worlds would tell. The first claim of a study is judged by itself,
all its others together, and so are the cells of a map: of those called different, one in twenty is a mistake in the
long run (Benjamini & Hochberg 1995). Intervals are 95 % ones of each difference alone, so one that leaves out zero
can be *not yet known*. A claim *holds* where all its places say so, *in part* where the others are not yet known, and
*depends on where one looks* where places contradict each other. A claim that holds follows from the model's
assumptions; that does not make it true."""

UNTESTED = (
    "Several coordinators in one field, rival coalitions and counter-coalitions, staff as persons with posts to be "
    "filled, money other than as hours.",
    "That organizations forget, and that a coordinator's knowledge leaves with those who leave it.",
    "What it costs to enforce a mandate: here a decree is obeyed, and only trust pays.",
    "What hiring costs: without its price, the right person as coordinator is a gift.",
    "That a coalition should be dissolved once its purpose is achieved: here it always is.",
    "That declining an invitation leaves membership of the club as it is: the model assumes it.",
    "The best size of a coalition whose members are set from outside, and what a form is worth under the plans of "
    "another form: a study has no decisions from outside.",
    "That a coordinator's independence matters: it is independent by construction.",
    "How often what was thought possible is the case: shares over the priors are shares of possibilities.",
    "Whether any of this holds outside the model. It is no forecast of any real case.",
)
"""What the article or the literature says that the model does not test."""

REFERENCES = (
    "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. *Journal of the Royal Statistical "
    "Society B*, 57(1), 289–300.",
    "Bitterman, P., & Koliba, C. J. (2020). Modeling alternative collaborative governance network designs: an "
    "agent-based model of water governance in the Lake Champlain basin, Vermont. *Journal of Public Administration "
    "Research and Theory*, 30(4), 636–655.",
    "Mortensen, G. (2017). 10 things you need to build clever coalitions. *Stanford Social Innovation Review*, "
    "25 April 2017.",
    "Poortinga, W., & Pidgeon, N. F. (2004). Trust, the asymmetry principle, and the role of prior beliefs. *Risk "
    "Analysis*, 24(6), 1475–1486.",
    "Slovic, P. (1993). Perceived risk, trust, and democracy. *Risk Analysis*, 13(6), 675–682.",
)


def page(book: Book, folder: str, again: str) -> str:
    """Return the page.

    Args:
        book: what was found.
        folder: where the figures are, from the page.
        again: the command that makes it again.
    """
    parts = [
        "# Evidence",
        text(f"Written by `{again}`; do not edit.", INTRO),
        text(*_warnings(book)),
        first_page(book),
        patterns(book),
        *chapters(book, folder),
        limits(book.checks),
        section(2, "What is not tested", bullets(UNTESTED)),
        _again(book, again),
        section(2, "References", bullets(REFERENCES)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _warnings(book: Book) -> list[str]:
    """Return what to know before reading any number."""
    said = []
    missing = [name for name, read in book.studies.items() if read.runs < read.asked]
    if missing:
        said.append(f"**Not run yet, or not all of it: {listed(missing)}.**")
    if (few := _fewest_of_the_shortened(book)) < USUAL:
        said.append(f"**As few as {worlds(few)} in a study: that shows how the page works, and is no result.**")
    how = "how its numbers were set: [calibration](calibration.md)."
    said.append(f"Made with edition {book.edition} of the model; {how}")
    return said


def _fewest_of_the_shortened(book: Book) -> int:
    """Return the fewest worlds of the studies that have fewer than their files ask for."""
    had = {name: read.cells.worlds for name, read in book.studies.items()}
    return min((many for name, many in had.items() if 0 < many < load_study(name).design.repetitions), default=USUAL)


def limits(checks: Sequence[Finding]) -> str:
    """Return the limiting cases."""
    rows = [
        [
            one.check.id,
            one.check.claim,
            one.check.source,
            f"{one.check.expected:.6g}",
            "–" if one.observed is None else f"{one.observed:.6g}",
            f"{one.tolerance:.2g}",
            {True: "passes", False: "**fails**", None: "not built yet"}[one.passed],
        ]
        for one in checks
    ]
    counts = [sum(one.passed is passed for one in checks) for passed in (True, False, None)]
    said = f"Each mechanism alone, on the functions that the model runs: {counts[0]} pass, {counts[1] or 'none'} "
    said += f"{'fails' if counts[1] in (0, 1) else 'fail'}, {counts[2]} wait for what is not built yet."
    columns = ("", "claim", "source", "expected", "observed", "tolerance", "")
    gone = "\n".join(f"- **{id}** went with its mechanism: {why}." for id, why in GONE.items())
    gone += "".join(f"\n- **{id}** claims less than it did: {why}." for id, why in CHANGED.items())
    return section(2, "Limiting cases", text(said), table(columns, rows), gone) if checks else ""


def _again(book: Book, again: str) -> str:
    """Say how to repeat it, and what each study is made of."""
    rows = [
        [name, one.study.digest, f"{one.cells.worlds:,}", f"{one.study.design.seed}", f"{one.runs:,} of {one.asked:,}"]
        for name, one in book.studies.items()
    ]
    intro = text(
        f"`{again}` does the runs that are missing and writes this page again. A run is known by the edition of the",
        "model and by the case, numbers and rules that it used, so after a change only what moved is computed again.",
        f"Edition {book.edition}.",
    )
    return section(
        2, "How to repeat this", intro, table(["study", "digest", "worlds", "base seed", "runs in its store"], rows)
    )
