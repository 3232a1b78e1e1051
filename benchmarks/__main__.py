"""Measure the speed that the project claims, and write it down: ``python -m benchmarks [--write]``.

Absolute times belong to a machine; ratios within one run hold elsewhere.  So each figure stands beside its peer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import replace

from clever_coalitions.scenarios import load
from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.run import simulate, start
from clever_coalitions.sim.scenario import Scenario
from clever_coalitions.sim.state import STEPS, coalitions, view
from clever_coalitions.sim.warm import ensure_warm
from clever_coalitions.sim.week import phase_table, rules_of, run_steps

from . import studies
from .results import keep

SIZES = {40: (208, 100), 1_000: (208, 10), 10_000: (104, 2), 100_000: (52, 1)}
"""Organizations: (weeks of a run, runs)."""


def scaled(scenario: Scenario, organizations: int) -> Scenario:
    """Return the case with so many organizations, in the same proportions."""
    times = organizations // scenario.organizations
    return replace(scenario, kinds=tuple(replace(kind, count=kind.count * times) for kind in scenario.kinds))


def loop_speed(scenario: Scenario, form: str, weeks: int, runs: int) -> tuple[float, float]:
    """Return organization-weeks a second of the compiled loop alone, and seconds of set-up per run."""
    rules, phases = rules_of(find_form(form), scenario.strategy), phase_table()
    looped = set_up = 0.0
    for seed in range(runs):
        began = time.perf_counter()
        buffers = start(scenario, seed, form, weeks=weeks)
        state = view(scenario.parameters, buffers)
        set_up += time.perf_counter() - began
        began = time.perf_counter()
        run_steps(state, rules, phases, int(state.clock[STEPS]))
        looped += time.perf_counter() - began
        assert coalitions(state).size[0] >= 0
    return scenario.organizations * weeks * runs / looped, set_up / runs


def memory_at(organizations: int) -> float:
    """Return the peak memory, in MiB, of a process that runs so many organizations for a year."""
    code = (
        "import resource; from benchmarks.__main__ import *; "
        f"loop_speed(scaled(load('steady'), {organizations}), 'opt-in', 52, 1); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def mesa_ratio() -> float:
    """Return how many times longer a run takes through the Mesa door than through the compiled loop."""
    from clever_coalitions.sim.model import CoalitionModel

    scenario = load("steady")

    def headless() -> None:
        simulate(scenario, 1)

    def mesa_door() -> None:
        model = CoalitionModel(scenario, seed=1)
        while model.running:
            model.step()

    return fastest(mesa_door) / fastest(headless)


def fastest(action: Callable[[], object], tries: int = 5) -> float:
    """Return the shortest of several times, in seconds: the one that noise touched least."""
    action()
    return min(timeit.repeat(action, number=1, repeat=tries))


def measure() -> dict[str, object]:
    """Run all benchmarks."""
    loop_speed(load("steady"), "opt-in", 208, 5)  # machine code is loaded before the clock starts
    loop_speed(load("steady"), "consensus", 208, 5)
    sizes = {}
    for organizations, (weeks, runs) in SIZES.items():
        speed, set_up = loop_speed(scaled(load("steady"), organizations), "opt-in", weeks, runs)
        sizes[str(organizations)] = {"organization_weeks_per_second": round(speed), "set_up_seconds": round(set_up, 5)}
        print(f"{organizations:>7} organizations: {speed / 1e6:6.2f} million organization-weeks a second", flush=True)
    consensus, _ = loop_speed(load("steady"), "consensus", 208, 100)
    print(f"     40 organizations, consensus: {consensus / 1e6:.2f} million a second", flush=True)
    ratio = mesa_ratio()
    print(f"a run through the Mesa door takes {ratio:.1f} times as long as through the loop", flush=True)
    added = studies.overhead()
    print(f"a study adds {added['added_us_an_organization_week']:.3f} microseconds an organization-week", flush=True)
    in_study = studies.memory()
    print(f"a study needs {in_study} MiB after so many runs", flush=True)
    reported = studies.report()
    print(f"a report of {reported['runs']:,} runs takes {reported['seconds']} s, {reported['mib']} MiB", flush=True)
    memory = memory_at(100_000)
    print(f"100,000 organizations need {memory:.0f} MiB in all", flush=True)
    return {
        "opt_in": sizes,
        "consensus_40": round(consensus),
        "mesa_door_times_the_loop": round(ratio, 2),
        "memory_mib_at_100000": round(memory),
        "study": {**added, "memory_mib_after_runs": in_study, "report": reported},
    }


def main() -> None:
    """Measure, and with ``--write`` keep the figures beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results.json")
    arguments = parser.parse_args()
    ensure_warm(lambda line: print(line, file=sys.stderr))
    figures = measure()
    if arguments.write:
        keep(figures)


if __name__ == "__main__":
    main()
