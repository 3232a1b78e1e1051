"""What the claims of a study may say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...scenarios.mistakes import ABSENT, Problem, problem, unknown
from ...sim.measures import MEASURES
from .format import ClaimPart
from .settings import flattened, is_plain
from .sizes import kind_of
from .study import Study


def mistakes_in_claims(study: Study) -> Iterator[Problem]:
    """Yield what the claims of a study say of treatments, places, outcomes or numbers that it has not."""
    for number, one in enumerate(study.claims):
        key = f"claims.{number + 1}"
        yield from _in_names(f"{key}.of", one.of, study.choices, "treatment")
        yield from _in_names(f"{key}.than", one.than, study.choices, "treatment")
        yield from _in_names(f"{key}.places", one.places, study.places, "place")
        yield from _in_names(f"{key}.outcome", [one.outcome] if one.outcome else [], tuple(MEASURES), "outcome")
        paths = tuple(uncertain.path for uncertain in study.uncertainties)
        yield from _in_names(f"{key}.along", [one.along] if one.along else [], paths, "uncertain number")
        yield from _in_names(f"{key}.at", list(where(one)), paths, "uncertain number")
        yield from _in_numbers(study, key, one)


def where(one: ClaimPart) -> dict[str, tuple[float, float]]:
    """Return of which points a claim speaks: ``{path: (lowest, highest)}``."""
    flat = flattened("at", one.at, is_plain, [])
    return {path: (ends[0], ends[-1]) if isinstance(ends, list) else (ends, ends) for path, ends in flat.items()}


def _in_names(key: str, names: Sequence[str], known: Sequence[str], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield unknown(key, name, known, what)


def _in_numbers(study: Study, key: str, one: ClaimPart) -> Iterator[Problem]:
    if len(study.choices) > 1 and not one.of:
        yield problem(f"{key}.of", ABSENT, "this key is missing; expected a list of treatments")
    if one.level is not None and (one.than or one.along):
        yield problem(f"{key}.level", one.level, "expected a level, or than, or along: one of the three")
    if one.level is None and not one.than and not one.along:
        yield problem(f"{key}.than", ABSENT, "expected what to compare with: than, a level, or along")
    if one.within is not None and one.otherwise is not None:
        yield problem(
            f"{key}.otherwise", one.otherwise, "expected otherwise or within: what is not defined is not within"
        )
    if (one.up_to is not None) != (one.asks == "small"):
        yield problem(f"{key}.up_to", one.up_to or ABSENT, 'expected with asks = "small", and only there')
    if one.along and kind_of(study) != "full-factorial":
        yield problem(f"{key}.along", one.along, 'this needs a design of the kind "full-factorial"')
    for path, ends in flattened("at", one.at, is_plain, []).items():
        pair = ends if isinstance(ends, list) else [ends]
        if not 1 <= len(pair) <= 2 or any(isinstance(end, bool) or not isinstance(end, int | float) for end in pair):
            yield problem(f"{key}.at.{path}", ends, "expected a number, or the lowest and the highest")
