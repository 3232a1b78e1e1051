"""The page of a tournament: the verdict, the maps, the standings, and how it was played; in one file."""

from __future__ import annotations

from html import escape

from ...sim.edition import model_edition, package_version
from ..picture import Picture
from ..reports.report_style import STYLE_SHEET
from ..words import listed, name_of_outcome, number, signed, worlds
from .report import data_link, ranges_in_words
from .tournament import Placing, Tournament, map_sentences, standings, standings_table, verdict


def tournament_page(one: Tournament, maps: Picture, command: str) -> str:
    """Return the page of a tournament as HTML.

    Args:
        maps: its figure; command: what plays it again, for its foot.
    """
    title = escape(one.study.question)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE_SHEET}</style>\n</head>\n<body>\n"
        f'<header><p class="eyebrow">Clever Coalitions · a tournament</p><h1>{title}</h1></header>\n<main>\n'
        f'<section class="card answer" aria-label="The verdict"><p class="said">{escape(verdict(one))}</p></section>\n'
        f"<section><h2>{escape(maps.title)}</h2>{_maps(one, maps)}</section>\n"
        f'<section><h2>Standings</h2><div class="card">{_standings(one)}</div></section>\n'
        f'<section><h2>How it was played</h2><div class="card"><p>{escape(methods(one))}</p></div></section>\n</main>\n'
        f"<footer><p>Make it again:</p><pre><code>{escape(command)}</code></pre><p>What a model shows is what follows "
        "from its assumptions; it is no forecast of any real case.</p></footer>\n</body>\n</html>\n"
    )


def _maps(one: Tournament, maps: Picture) -> str:
    said = "".join(f"<li>{escape(words)}</li>" for words in map_sentences(one))
    wide = f'<div style="overflow-x: auto">{maps.inline("maps")}</div>'
    return f'<figure class="card">{wide}<figcaption>{data_link("maps", maps.data)}</figcaption></figure><ul>{said}</ul>'


def _standings(one: Tournament) -> str:
    """Return the table of all participants, the best mean first."""
    names = ("strategy", "form", name_of_outcome(one.outcome).lower(), "minus the best, with its 95 % interval", "")
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr><td>{escape(row.strategy)}</td><td>{escape(row.form)}</td><td class='number'>{number(row.achieved)}</td>"
        f"<td class='number'>{behind_in_words(row) if place else ''}</td><td>{row.standing}</td></tr>"
        for place, row in enumerate(standings(one))
    )
    data = data_link("standings", standings_table(one).to_csv(index=False))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{data}"


def behind_in_words(row: Placing) -> str:
    """Return by how much a participant differs from the best: ``−0.05 [−0.08, −0.02]``."""
    return f"{signed(row.mean)} [{signed(row.low)}, {signed(row.high)}]"


def methods(one: Tournament) -> str:
    """Return how it was played, in a paragraph for a paper."""
    study, strategies = one.study, list(dict.fromkeys(entry.strategy for entry in one.participants if entry.strategy))
    forms = list(dict.fromkeys(entry.form for entry in one.participants))
    uncertain = f" Worlds draw {'; '.join(ranges_in_words(study))} (Latin hypercube)." if study.uncertainties else ""
    early = "" if one.is_over else " It was stopped early, so intervals hold at any number of worlds."
    return (
        f"{len(strategies)} strategies ({listed(strategies)}) under {len(forms)} forms ({listed(forms)}; where nobody "
        f"coordinates, strategies make no difference, and the form takes part once) met the same {worlds(one.worlds)} "
        f"in {len(study.places)} scenarios ({listed(list(study.places))}), in the agent-based model Clever Coalitions "
        f"{package_version()} ({model_edition()}), study {study.digest}.{uncertain} Differences are within worlds, "
        "with the wider ends of Student's t and of Hall's transformation at 95 %. A difference is none that matters "
        "where its interval lies within 5 % of the better mean. All differences between participants are judged "
        f"together, and so are the cells of all maps (Benjamini & Hochberg 1995).{early}"
    )
