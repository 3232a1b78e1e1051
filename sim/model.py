"""The Mesa door: a run as a ``mesa.Model``, a week at a time, through the very functions of the headless loop.

``mesa.batch_run`` and ``SolaraViz`` pass arguments by name. The case is called ``case`` because ``scenario`` belongs
to Mesa: its newer versions would put a scenario of their own in the place of ours.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import partial
from operator import attrgetter
from typing import Any, Literal, Self, get_args

import mesa

from .agents import Coordinator, Organization, opened
from .chance import check_seed
from .compiling import by_name, named
from .interpreting import runner_of
from .measures import MEASURES
from .plugins import needed_plugins, use_named, use_plugin
from .population import Choice
from .run import FIRST_EVENTS, Result, digest_of, outcomes_of, series_columns, start
from .scenario import Scenario
from .state import BLOCKS, EVENTS, STEP, STEP_WEEKS, STEPS, Buffers, Floats, allocate, copy, view
from .week import WEEK, Phase

Collect = Literal["everything", "model", "nothing"]
"""What the data collector keeps of each week: also the organizations, one row a week, or nothing."""

AGENT_REPORTERS = ("kind", "member", "role", "hours", "meeting_hours", "energy", "load", "trust", "value", "belief")
"""What is collected of each organization."""


class CoalitionModel(mesa.Model):
    """A run that Mesa steps, watches and collects from.

    One step is one step of the case (a week, unless it says otherwise). ``running`` becomes False after the last one;
    further steps do nothing. ``agents`` are the organizations; they are created when first asked for.

    Args:
        case: the world, as ``clever_coalitions.scenarios.load`` returns it.
        seed: of the world, in [0, 2**32).
        governance: name of a form or a combination of rules; that of the case where not given.
        strategy: name of a coordinator strategy, its kernel, or a plain Python function; that of the case where not
            given. A plain function, as a rule too, costs the phases that lead to it their compiled speed (about a
            millisecond a week), and the headless loop cannot use it. It may be asked again for a week, by a fork or
            where events need more room, so it should depend on nothing but its briefing.
        weeks: length, where it is not that of the case.
        choices: decisions made elsewhere that override those of the model.
        phases: the week, where it is not ``week.WEEK``: a copy with a phase inserted, replaced or left out. A phase
            is a kernel or a plain function ``phase(state, rules)``.
        series: whether to keep the weekly series (needed for a digest); events: whether to keep the events.
        collect: what ``datacollector`` keeps of each week. ``"everything"`` takes ten times the time of the
            week itself, and half a kilobyte an organization and week: for large populations, and for ``batch_run``,
            which gives a row to each organization, ``"model"`` is better.

    It can be copied, pickled and sent to another process, and goes on there exactly as it would here.

    Attributes:
        datacollector: rows of the model are the series by their names and the outcomes so far as ``outcome.<name>``.
            Another one can be put in its place.
        state: all arrays; views: the same by entity (``model.views.stocks.energy`` is the energy of everybody).

    Raises:
        TypeError: ``case`` is no case.
        LookupError: there is no such form or strategy.
        ValueError: the seed is out of range, or ``collect`` is not one of its values.
        NotCompiledError: a kernel does not fit where it stands.
    """

    def __init__(
        self,
        case: Scenario,
        seed: int = 1,
        governance: str | None = None,
        strategy: str | Callable[..., None] | None = None,
        weeks: float | None = None,
        choices: Sequence[Choice] = (),
        phases: Mapping[str, Phase] | None = None,
        series: bool = True,
        events: bool = False,
        collect: Collect = "everything",
    ) -> None:
        if not isinstance(case, Scenario):
            raise TypeError(f"case = {case!r}: expected a case, such as clever_coalitions.scenarios.load('syria')")
        if collect not in get_args(Collect):
            raise ValueError(f"collect = {collect!r}: expected one of {', '.join(get_args(Collect))}")
        self.seed = _checked(seed)
        super().__init__(rng=self.seed)
        self.case = case
        use_named(governance, strategy)
        self.governance = governance or case.governance
        self.strategy = strategy or case.strategy
        self.choices = tuple(choices)
        self.phases = dict(WEEK if phases is None else phases)
        self.collect = collect
        self.columns = series_columns(case)
        self._weeks = weeks
        self._organizations: list[Organization] = []
        self._coordinators: list[Coordinator] = []
        self._begin(
            start(
                case,
                self.seed,
                self.governance,
                weeks=weeks,
                choices=self.choices,
                series=series,
                events=FIRST_EVENTS if events else 0,
            )
        )
        self.datacollector = _collector(self.columns if series else (), collect)

    def _begin(self, buffers: Buffers) -> None:
        """Take up a run as it lies in memory."""
        self._run_week = runner_of(self.phases, self.governance, self.strategy)
        self._open(buffers)

    def _open(self, buffers: Buffers) -> None:
        """Look at other memory."""
        self.buffers = buffers
        self.state = view(self.case.parameters, buffers)
        self.views = opened(self.state)
        self._measured: tuple[int, dict[str, float]] = (-1, {})
        self.running = self._steps_done < int(self.state.clock[STEPS])

    @property
    def _steps_done(self) -> int:
        return int(self.state.clock[STEP])

    @property
    def week(self) -> float:
        """Weeks that have passed; unlike Mesa's ``steps``, a fork goes on counting."""
        return float(self._steps_done * self.state.time[STEP_WEEKS])

    # --- the week -----------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Run the next week and collect from it.

        Raises:
            ValueError: the phases of this model let no time pass.
        """
        if not self.running:
            return
        done = self._steps_done
        if len(self.state.events) > 0:
            self._step_with_room()
        else:
            self._run_week(self.state)
        if self._steps_done == done:
            raise ValueError("the week never ends: no phase counts the step, as 'record' does")
        self.running = self._steps_done < int(self.state.clock[STEPS])
        if self.collect != "nothing":
            self.datacollector.collect(self)

    def _step_with_room(self) -> None:
        """Run the next week; again from where it began, where its events did not all fit."""
        before = copy(self.buffers)
        self._run_week(self.state)
        needed = int(self.state.clock[EVENTS])
        if needed > len(self.state.events):
            self._open(_resized(self.case, before, events=2 * needed))
            self._run_week(self.state)

    # --- the people ---------------------------------------------------------------------------------------------

    @property
    def agents(self) -> Any:
        """The organizations, as a Mesa ``AgentSet``."""
        self._meet_everybody()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """The organizations, in Mesa's dictionary of types."""
        self._meet_everybody()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """The types of the agents."""
        self._meet_everybody()
        return super().agent_types

    @property
    def organizations(self) -> list[Organization]:
        """The organizations in the order of their rows."""
        self._meet_everybody()
        return self._organizations

    @property
    def coordinators(self) -> list[Coordinator]:
        """The coordinators in the order of their rows; one an organization where there is none for all."""
        if not self._coordinators:
            self._coordinators = [Coordinator(self, row) for row in range(len(self.views.minds.energy))]
        return self._coordinators

    def _meet_everybody(self) -> None:
        """Create the views on organizations, if nobody has asked for them yet."""
        if not self._organizations:
            self._organizations = [Organization(self, row) for row in range(self.case.organizations)]
            # Mesa 3.3 counts the agents of every model in a table that would keep this one alive for ever.
            getattr(mesa.Agent, "_ids", {}).pop(self, None)

    # --- what came of it ----------------------------------------------------------------------------------------

    @property
    def events(self) -> Floats:
        """The events so far, (events, 16), rows as in ``events.py``; empty unless they are kept."""
        return self.state.events[: int(self.state.clock[EVENTS])]

    def outcomes(self) -> dict[str, float]:
        """Return the outcomes so far, as in ``measures.MEASURES``; nan where not defined, as before the first week."""
        return dict(self.measured())

    def measured(self) -> dict[str, float]:
        """Return the outcomes so far without computing them twice in a week; not to be changed."""
        if self._steps_done == 0:
            return dict.fromkeys(MEASURES, math.nan)
        if self._measured[0] != self._steps_done:
            self._measured = (self._steps_done, outcomes_of(self.state))
        return self._measured[1]

    def result(self) -> Result:
        """Return what ``simulate`` returns for the same run; before the end, of the weeks so far."""
        series = self.state.series[: self._steps_done]
        return Result(
            scenario=self.case.name,
            governance=self.governance,
            strategy=self.strategy if isinstance(self.strategy, str) else self.strategy.__module__,
            seed=self.seed,
            weeks=self._steps_done * self.case.step_days / 7.0,
            step_weeks=self.case.step_days / 7.0,
            outcomes=self.outcomes(),
            series=series,
            columns=self.columns,
            events=self.events,
            digest=digest_of(series) if len(self.state.series) > 0 else None,
        )

    # --- what if ------------------------------------------------------------------------------------------------

    def snapshot(self) -> Buffers:
        """Return a copy of everything that the run has in memory, to go back to with ``fork``."""
        return copy(self.buffers)

    def fork(
        self,
        at: Buffers | None = None,
        *,
        governance: str | None = None,
        strategy: str | Callable[..., None] | None = None,
        choices: Sequence[Choice] | None = None,
    ) -> Self:
        """Return an independent model that goes on from here; unless something is changed, exactly as this one does.

        Series, events and outcomes go on; Mesa's own counter, agents, collector and random numbers begin anew. What a
        subclass added is copied, and its ``__init__`` is not called again; so is a collector that was put in the place
        of ours, with its rows so far.

        Args:
            at: a snapshot of this model to go on from instead.
            governance, strategy, choices: what is different from now on, where given.

        Raises:
            ValueError: the new form has a coordinator and the old one has none, or the other way round.
            LookupError, NotCompiledError: as for a new model.
        """
        use_named(governance, strategy)
        form, settled_by = governance or self.governance, self.choices if choices is None else tuple(choices)
        settled = view(self.case.parameters, start(self.case, self.seed, form, weeks=self._weeks, choices=settled_by))
        if settled.badges.shape != self.state.badges.shape:
            raise ValueError(
                f"a run under {self.governance} cannot go on under {form}: they differ in their coordinators"
            )
        buffers = _resized(self.case, self.buffers if at is None else at, choices=len(settled_by))
        begun = view(self.case.parameters, buffers)
        begun.choices[:], begun.form[:] = settled.choices, settled.form
        return self._twin(buffers, governance=form, strategy=strategy or self.strategy, choices=settled_by)

    def _twin(self, buffers: Buffers, **changes: Any) -> Self:
        """Return a model that goes on from ``buffers``: what a subclass added is copied, what is Mesa's begins anew."""
        twin = type(self).__new__(type(self))
        super(CoalitionModel, twin).__init__(rng=self.seed)
        collector = _collector(self.columns if len(self.state.series) > 0 else (), self.collect)
        ours = {"datacollector": collector} if type(self.datacollector) is _Collector else {}
        shared = {name: getattr(self, name) for name in SHARED} | ours
        known = vars(twin).keys() | shared.keys() | ANEW
        added = {name: value for name, value in vars(self).items() if name not in known}
        twin.__dict__.update(deepcopy(added, {id(self): twin}) | shared | changes)
        twin._organizations, twin._coordinators = [], []
        twin._begin(buffers)
        return twin

    # --- copies -------------------------------------------------------------------------------------------------
    #
    # Machine code is known by addresses in this process, and a state by those of its arrays: neither is copied.

    def __getstate__(self) -> dict[str, Any]:
        """Return all that makes this model again, here or in another process."""
        kept = {name: value for name, value in vars(self).items() if name not in DERIVED}
        functions = {"strategy": named(self.strategy), "phases": {key: named(one) for key, one in self.phases.items()}}
        return kept | functions | {"plugins": needed_plugins(self.governance, self.strategy)}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        for source in kept["plugins"]:
            use_plugin(source)
        self.__dict__.update({name: value for name, value in kept.items() if name != "plugins"})
        self.strategy = by_name(self.strategy)
        self.phases = {name: by_name(phase) for name, phase in self.phases.items()}
        self._begin(self.buffers)
        self.running = kept["running"]

    def __copy__(self) -> Self:
        """Return a copy that is whole: one that shared its memory would step this model."""
        return deepcopy(self)


DERIVED = frozenset({"state", "views", "_measured", "_run_week"})
"""What a model works out from the rest."""

ANEW = DERIVED | {"buffers", "_organizations", "_coordinators"}
"""What a fork has of its own."""

SHARED = ("case", "phases", "columns")
"""What a fork has in common with its model; nobody changes it."""


def _checked(seed: int) -> int:
    try:
        return check_seed(seed)
    except ValueError as error:
        if seed is None:  # Mesa 3.4 and later set it in every run of a batch that names no ``rng``
            raise ValueError(f"{error}; for mesa.batch_run, give the seeds as rng=[1, 2, 3]") from None
        raise


def _resized(case: Scenario, buffers: Buffers, **sizes: int) -> Buffers:
    """Return a copy of ``buffers`` with other sizes of some axes; what does not fit is left out."""
    copied = allocate({**buffers.sizes, **sizes})
    old, new = view(case.parameters, buffers), view(case.parameters, copied)
    for name in BLOCKS:
        source, target = getattr(old, name), getattr(new, name)
        shared = tuple(slice(min(a, b)) for a, b in zip(source.shape, target.shape, strict=True))
        target[shared] = source[shared]
    return copied


# --- collecting -----------------------------------------------------------------------------------------------------


class _Collector(mesa.DataCollector):
    """Mesa's collector, with the organizations of a week where ``batch_run`` of Mesa 3.3 looks for them."""

    def collect(self, model: CoalitionModel) -> None:
        super().collect(model)
        if not hasattr(self, "_collection_steps") and model.steps in self._agent_records:
            # There a batch takes the last row of the model, but the organizations of the step before.
            self._agent_records[model.steps - 1] = self._agent_records.pop(model.steps)


def _collector(columns: Sequence[str], collect: Collect) -> _Collector:
    """Return a data collector for these series, all outcomes, and where asked for the organizations."""
    series = {name: partial(_this_week, place) for place, name in enumerate(columns)}
    outcomes = {f"outcome.{name}": partial(_so_far, name) for name in MEASURES}
    return _Collector(
        model_reporters={"seed": "seed", "week": "week", **series, **outcomes},
        agent_reporters={name: attrgetter(name) for name in AGENT_REPORTERS} if collect == "everything" else None,
    )


def _this_week(place: int, model: CoalitionModel) -> float:
    return model.state.series.item(int(model.state.clock[STEP]) - 1, place)


def _so_far(name: str, model: CoalitionModel) -> float:
    return model.measured()[name]
