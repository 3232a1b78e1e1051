"""Studies for a page: shipped ones by name, and anybody's own by the text of its file.

A file of one's own comes alone, so its case is a shipped one and its worlds are no list in another file: nothing else
on this machine is read for it.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from ...analysis.studies.words import design_in_words, ranges_in_words
from ...experiments.studies import Study, StudyError, load_study, names, study_of
from ...experiments.studies.design import Worlds
from ...experiments.studies.reading import SHIPPED
from ...scenarios import Problem, ScenarioError
from ...scenarios import names as cases
from ...scenarios.loader import built
from ...scenarios.mistakes import nearest, one_of, problem
from ...scenarios.opening import STUDY
from ...scenarios.reading import parsed
from ...sim.population import steps_in
from ..limits import LIMITS
from .settings import Case, file_name

ELSEWHERE = "the command line takes it: coalitions study run FILE"


@functools.lru_cache(maxsize=32)
def study_in(file: Case) -> Study:
    """Return the study of a shipped name, or of somebody's own file.

    Raises:
        StudyError: with a problem for each mistake; also where it is too large for a page.
    """
    if not file.text:
        if file.name not in names():
            wrong = Problem("", f"there is no such study here; {one_of(names())}", nearest=nearest(file.name, names()))
            raise StudyError(file.name, [wrong])
        return load_study(file.name)
    label = f"{file_name(file.name)}.toml"
    try:
        data = parsed(label, file.text, STUDY)
        alone = list(_not_alone(data))
        if alone:
            raise StudyError(label, alone)
        with tempfile.TemporaryDirectory() as nothing:
            study = study_of(data, file_name(file.name), nothing, label)
        size = list(_too_large(study))
    except ScenarioError as error:
        raise StudyError(error.file, error.problems) from None
    if size:
        raise StudyError(label, size)
    return study


def text_of_study(file: Case) -> str:
    """Return what stands in the file of a study."""
    return file.text or (SHIPPED / f"{file.name}.toml").read_text("utf-8")


def _not_alone(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield where a study asks for another file."""
    for key, case in _cases_named(data):
        if isinstance(case, str) and case not in cases():
            expected = (
                f"a page takes one file, so the case is a shipped one; {one_of(cases())}. With a case of your own, "
            )
            yield problem(key, case, expected + ELSEWHERE, nearest(case, cases()))
    design = data.get("design")
    if isinstance(design, Mapping) and "file" in design:
        yield problem("design.file", design["file"], f"a page takes one file, so no list of worlds; {ELSEWHERE}")


def _cases_named(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the cases that a study names, each with its key: its own, and those of its places."""
    yield "case", data.get("case")
    places = data.get("places")
    for name, table in places.items() if isinstance(places, Mapping) else ():
        if isinstance(table, Mapping):
            yield f"places.{name}.case", table.get("case")


def _too_large(study: Study) -> Iterator[Problem]:
    """Yield what is more than a page can do."""
    from ...experiments.studies.compared import variants_of

    treatments, most = len(study.treatments), LIMITS.runs_of_a_study
    if treatments > LIMITS.treatments:
        yield Problem("levers", f"{treatments:,} treatments are more than a page shows; {ELSEWHERE}")
        return
    runs = len(Worlds(study)) * treatments
    if runs > most:
        yield Problem("design", f"{runs:,} runs are more than a page does (at most {most:,}); {ELSEWHERE}")
        return
    work = max(one.scenario.organizations * steps_in(one.scenario) for one in variants_of(study))
    if work > LIMITS.work_of_a_run:
        yield Problem("case", f"{work:,} organization-weeks a run are more than a page does; {ELSEWHERE}")


def facts_of(study: Study) -> list[list[str]]:
    """Return what a study does, as pairs of a word and what it is."""
    worlds, treatments = len(Worlds(study)), len(study.treatments)
    bound = "at most " if study.stop else ""
    everywhere = " in every place" if len(study.places) > 1 else ""
    facts = [
        ["Case", built(study.case, {}).title],
        ["Treatments", ", ".join(study.choices)],
        ["Places", ", ".join(study.places)],
        ["Worlds", f"{bound}{worlds:,}, {design_in_words(study)}; each runs under every treatment{everywhere}"],
        ["Uncertain", "; ".join(ranges_in_words(study))],
        ["In all runs", ", ".join(f"{path} = {value}" for path, value in dict(study.fixed).items())],
        ["Runs", f"{bound}{worlds * treatments:,}"],
    ]
    return [fact for fact in facts if fact[1]]
