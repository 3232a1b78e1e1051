"""Where it comes from: what was run, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sim.edition import package_version
from ..sim.identity import scenario_hash
from .words import worlds

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from ..experiments.studies import Study
    from ..sim.run import Result
    from ..sim.scenario import Scenario


def provenance_of(comparison: Comparison) -> str:
    """Return case, variants, worlds and version of a comparison."""
    case = comparison.scenario
    return (
        f"{case.name} ({scenario_hash(case)}), {', '.join(comparison.variants)}, {worlds(comparison.done)}, "
        f"seed {comparison.seed}, coalitions {package_version()}"
    )


def provenance_of_run(result: Result, scenario: Scenario) -> str:
    """Return case, form, strategy, seed, digest and version of a run."""
    return (
        f"{scenario.name} ({scenario_hash(scenario)}), {result.governance}, {result.strategy}, seed {result.seed}, "
        f"digest {result.digest}, coalitions {package_version()}"
    )


def provenance_of_study(study: Study, done: int) -> str:
    """Return name, digest, worlds and version of a study."""
    return f"{study.name} ({study.digest}), {worlds(done)}, coalitions {package_version()}"
