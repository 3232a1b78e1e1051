"""The page of a tournament: the verdict, the maps, the standings, and how it was played; in one file."""

from __future__ import annotations

from html import escape

from ...sim.edition import model_edition, package_version
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports import report_page
from ..reports.report_page import card, data_link, section
from ..words import listed, name_of_outcome, number, with_interval, worlds
from .tournament import Tournament, map_sentences, standings, standings_table, tournament_verdict
from .words import ranges_in_words

BEHIND = "minus the best, 95 % interval for all pairs at once"


def tournament_page(one: Tournament, maps: Picture, command: str) -> str:
    """Return the page of a tournament as HTML.

    Args:
        maps: its figure; command: what plays it again, for its foot.
    """
    said = "".join(f"<li>{escape(words)}</li>" for words in map_sentences(one))
    wide = f'<div style="overflow-x: auto">{maps.inline("maps")}</div>'
    below = f"<figcaption>{data_link('maps', maps.data)}</figcaption>"
    parts = (
        report_page.answer_card([tournament_verdict(one)], label="The verdict"),
        section(escape(maps.title), f'<figure class="card">{wide}{below}</figure><ul>{said}</ul>'),
        section("Standings", card(_standings(one))),
        section("How it was played", card(f"<p>{escape(methods(one))}</p>")),
    )
    head, origin = report_page.header("a tournament", one.study.question), provenance_of_study(one.study, one.worlds)
    return report_page.page(one.study.question, head, parts, report_page.footer(origin, command))


def _standings(one: Tournament) -> str:
    """Return the table of all participants, the best mean first."""
    names = ("strategy", "form", name_of_outcome(one.outcome).lower(), BEHIND, "standing")
    rows = [
        (row.strategy, row.form, number(row.achieved), with_interval(*row[3:6]) if place else "", row.standing)
        for place, row in enumerate(standings(one))
    ]
    return report_page.table(names, rows) + data_link("standings", standings_table(one).to_csv(index=False))


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
        "where its interval lies within 5 % of the better mean. The chance of a single mistake among all pairs of "
        "participants is one in twenty (Holm 1979); intervals to the best hold for all pairs at once (Bonferroni). Of "
        "the cells of all maps that are called different, one in twenty is a mistake (Benjamini & Hochberg 1995)."
        f"{early}"
    )
