"""What the parts of a study say about each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...scenarios import ScenarioError
from ...scenarios.loader import built
from ...scenarios.mistakes import ABSENT, Problem, problem, unknown
from ...sim.measures import MEASURES
from ...sim.run import series_columns
from .design import design_kind, mistakes_in_size
from .format import KINDS, ClaimPart
from .settings import NAMED, flattened, is_plain
from .study import Study

COUNTED = ("monte-carlo", "latin-hypercube", "sobol", "saltelli", "morris")
"""Designs that are asked for a number of points."""

INDEPENDENT = ("seeds", "monte-carlo")
"""Designs whose worlds are independent draws, so that one can stop after any of them."""


def mistakes_in_study(study: Study) -> Iterator[Problem]:
    """Yield what does not fit together."""
    yield from _in_paths(study)
    yield from list(_in_design(study)) or mistakes_in_size(study)
    yield from _in_outcomes(study)
    if study.stop:
        yield from _in_stop(study)
    yield from _in_weeks(study)
    yield from mistakes_in_claims(study)


def _in_paths(study: Study) -> Iterator[Problem]:
    """Yield what is set in two places."""
    uncertain = set(study.paths)
    chosen = {path for treatment in study.treatments for path in treatment.settings}
    for path in sorted(uncertain & chosen):
        yield Problem(f"uncertainties.{path}", "this is also a lever; a number is chosen or uncertain, not both")
    for path in sorted(uncertain & set(study.fixed)):
        yield problem(f"set.{path}", study.fixed[path], "this is also uncertain; expected one of the two")
    for path in sorted(uncertain & set(NAMED)):
        yield Problem(f"uncertainties.{path}", "a name cannot be uncertain; expected it among the levers")
    names = [treatment.name for treatment in study.treatments]
    if study.file.reference is not None:
        yield from _in_names("reference", [study.file.reference], names, "treatment")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("levers", f"two treatments are called {name}")


def _in_design(study: Study) -> Iterator[Problem]:
    design, kind = study.design, design_kind(study)
    if design.kind is None and study.uncertainties:
        kinds = ", ".join(f'"{one}"' for one in KINDS[1:])
        yield problem("design.kind", ABSENT, f"this key is missing; with uncertainties, expected one of {kinds}")
        return
    if kind == "seeds" and study.uncertainties:
        yield problem("design.kind", kind, "a design of seeds alone has no uncertainties; expected another kind")
    if kind not in ("seeds", "csv") and not study.uncertainties:
        yield problem("design.kind", kind, "this design needs [uncertainties]; without them, the worlds are seeds")
    if (kind in COUNTED) != (design.points is not None) and not (study.stop and kind == "monte-carlo"):
        asked = "this key is missing; expected how many points" if kind in COUNTED else "this design has no such number"
        yield problem("design.points", ABSENT if design.points is None else design.points, asked)
    if (kind == "csv") != (design.file is not None):
        asked = "this key is missing; expected the name of a CSV file" if kind == "csv" else "only a csv design has one"
        yield problem("design.file", design.file or ABSENT, asked)
    if kind == "csv" and study.file.uncertainties:
        yield Problem("uncertainties", "the columns of the CSV file say what is uncertain; expected no such table")
    for one in study.uncertainties:
        is_named = one.what.values is None and kind == "full-factorial"
        if kind != "csv" and one.what.levels is not None and not is_named:
            yield problem(f"uncertainties.{one.path}.levels", one.what.levels, "only a full factorial has levels")
    if design.points is not None and kind in ("sobol", "saltelli") and design.points & (design.points - 1):
        yield problem("design.points", design.points, "expected a power of two, such as 64: a Sobol sequence needs one")


def _in_outcomes(study: Study) -> Iterator[Problem]:
    for key, names in (("outcomes", study.file.outcomes), ("matters", study.file.matters)):
        yield from _in_names(key, names, MEASURES, "outcome")


def _in_stop(study: Study) -> Iterator[Problem]:
    stop = study.stop
    assert stop is not None
    yield from _in_names("stop.outcome", [stop.outcome], MEASURES, "outcome")
    yield from _in_names("stop.between", stop.between, [one.name for one in study.treatments], "treatment")
    if stop.between[0] == stop.between[1]:
        yield problem("stop.between", stop.between, "expected two different treatments")
    if stop.at_most < stop.at_least:
        yield problem("stop.at_most", stop.at_most, f"expected at least stop.at_least, which is {stop.at_least:,}")
    if design_kind(study) not in INDEPENDENT:
        yield problem(
            "design.kind", design_kind(study), 'to stop when enough is known, worlds must be independent: "seeds" or '
            '"monte-carlo"',
        )  # fmt: skip
    for name, value in (("repetitions", study.design.repetitions), ("points", study.design.points)):
        if value not in (None, 1):
            yield problem(f"design.{name}", value, "[stop] says how many worlds there are; expected no such key")


def _in_weeks(study: Study) -> Iterator[Problem]:
    if not study.keep.weeks:
        return
    try:
        columns = series_columns(built(study.case))
    except ScenarioError:  # told already
        return
    yield from _in_names("keep.weeks", study.keep.weeks, columns, "weekly series")


# --- claims ----------------------------------------------------------------------------------------------------------


def mistakes_in_claims(study: Study) -> Iterator[Problem]:
    """Yield what the claims of a study say of treatments, places, outcomes or numbers that it has not."""
    for number, one in enumerate(study.claims):
        key = f"claims.{number + 1}"
        yield from _in_names(f"{key}.of", one.of, study.choices, "treatment")
        yield from _in_names(f"{key}.than", one.than, study.choices, "treatment")
        yield from _in_names(f"{key}.places", one.places, study.places, "place")
        yield from _in_names(f"{key}.outcome", [one.outcome] if one.outcome else [], MEASURES, "outcome")
        yield from _in_names(f"{key}.along", [one.along] if one.along else [], study.paths, "uncertain number")
        yield from _in_names(f"{key}.at", list(points_meant(one)), study.paths, "uncertain number")
        yield from _in_numbers(study, key, one)


def points_meant(one: ClaimPart) -> dict[str, tuple[float, float]]:
    """Return of which points a claim speaks: ``{path: (lowest, highest)}``."""
    flat = flattened("at", one.at, is_plain, [])
    return {path: (ends[0], ends[-1]) if isinstance(ends, list) else (ends, ends) for path, ends in flat.items()}


def _in_names(key: str, names: Iterable[str], known: Collection[str], what: str) -> Iterator[Problem]:
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
    if one.along and design_kind(study) != "full-factorial":
        yield problem(f"{key}.along", one.along, 'this needs a design of the kind "full-factorial"')
    for path, ends in flattened("at", one.at, is_plain, []).items():
        pair = ends if isinstance(ends, list) else [ends]
        if not 1 <= len(pair) <= 2 or any(isinstance(end, bool) or not isinstance(end, int | float) for end in pair):
            yield problem(f"{key}.at.{path}", ends, "expected a number, or the lowest and the highest")
