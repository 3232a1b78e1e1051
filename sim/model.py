"""The Mesa door: a run as a ``mesa.Model``, a week at a time, through the very functions of the headless loop.

``mesa.batch_run`` and ``SolaraViz`` pass arguments by name. The case is called ``case`` because ``scenario`` belongs
to Mesa: its newer versions would put a scenario of their own in the place of ours.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import partial
from operator import attrgetter
from typing import Any, Literal, Self, get_args

import mesa

from .agents import Coordinator, Organization
from .chance import check_seed
from .measures import MEASURES
from .plugins import use_named
from .population import Choice
from .run import Result, Run
from .scenario import Scenario
from .schedule import Change, Strategy, names_in
from .state import STEP, STEP_WEEKS, Buffers, Floats, Ints, State, copy
from .views import opened
from .week import Phase

Collect = Literal["everything", "model", "nothing"]
"""What the data collector keeps of each week: also the organizations, one row a week, or nothing."""

AGENT_REPORTERS = (
    "name", "kind", "member", "role", "hours", "meeting_hours", "energy", "load", "trust", "value", "belief",
)  # fmt: skip
"""What is collected of each organization."""


class CoalitionModel(mesa.Model):
    """A run that Mesa steps, watches and collects from.

    One step is one step of the case (a week, unless it says otherwise). ``running`` becomes False after the last one;
    further steps do nothing. ``agents`` are the organizations; they are created when first asked for.

    Args:
        case: the world, as ``clever_coalitions.scenarios.load`` returns it.
        seed: of the world, in [0, 2**32); drawn where not given, so that each repetition of a batch is another world.
        governance: name of a form or a combination of rules; that of the case where not given.
        strategy: name of a coordinator strategy, its kernel, or a plain Python function; that of the case where not
            given. A plain function, as a rule too, costs the phases that lead to it their compiled speed (about a
            millisecond a week), and the headless loop cannot use it. It may be asked again for a week, by a fork or
            where events need more room, so it should depend on nothing but its briefing.
        weeks: length, where it is not that of the case.
        choices: decisions made elsewhere that override those of the model.
        schedule: what is different from which week on.
        phases: the week, where it is not ``week.WEEK``: a copy with a phase inserted, replaced or left out. A phase
            is a kernel or a plain function ``phase(state, rules)``.
        series: whether to keep the weekly series (needed for a digest); events: whether to keep the events.
        collect: what ``datacollector`` keeps of each week. ``"everything"`` takes ten times the time of the
            week itself, and half a kilobyte an organization and week: for large populations, and for ``batch_run``,
            which gives a row to each organization, ``"model"`` is better.
        kwargs: numbers of the case by their paths, such as ``**{"joining.threshold": 0.4, "kinds.lawyer.count": 9}``:
            what a batch or a page varies.

    It can be copied, pickled and sent to another process, and goes on there exactly as it would here.

    Mesa's verbs act, or raise and say what to do instead. ``remove()`` of an organization takes it out of the world (as
    ``schedule=[Change(60, leaves=("lawyer 3",))]`` does from outside); what organizations have can be set.

    Attributes:
        organization_type: class of the organizations; a subclass of the model names another one.
        datacollector: rows of the model are the series by their names and the outcomes so far as ``outcome.<name>``.
            Another one can be put in its place.
        state: all arrays; views: the same by entity (``model.views.stocks.energy`` is the energy of everybody).

    Raises:
        TypeError: ``case`` is no case, or there is no such argument.
        LookupError: there is no such form or strategy.
        ValueError: the seed is out of range, or ``collect`` is not one of its values.
        NotCompiledError: a kernel does not fit where it stands.
    """

    organization_type: type[Organization] = Organization

    def __init__(
        self,
        case: Scenario,
        seed: int | None = None,
        governance: str | None = None,
        strategy: str | Callable[..., None] | None = None,
        weeks: float | None = None,
        choices: Sequence[Choice] = (),
        schedule: Sequence[Change] = (),
        phases: Mapping[str, Phase] | None = None,
        series: bool = True,
        events: bool = False,
        collect: Collect = "everything",
        **kwargs: Any,
    ) -> None:
        if not isinstance(case, Scenario):
            raise TypeError(f"case = {case!r}: expected a case, such as clever_coalitions.scenarios.load('syria')")
        if collect not in get_args(Collect):
            raise ValueError(f"collect = {collect!r}: expected one of {', '.join(get_args(Collect))}")
        case = _with_numbers(case, _without_mesas_own(kwargs))
        self.seed = check_seed(mesa.Model().rng.integers(2**32).item() if seed is None else seed)
        super().__init__(rng=self.seed)
        use_named(*names_in(governance, strategy, schedule))
        self._run = Run(
            case, self.seed, governance, strategy,
            schedule=schedule, weeks=weeks, choices=choices, phases=phases,
            series=series, events=events, plain=True,
        )  # fmt: skip
        self.collect = collect
        self._organizations: list[Organization] = []
        self._is_meeting = False
        self._coordinators: list[Coordinator] = []
        self._begin()
        self.datacollector = _collector(self.columns if series else (), collect)

    def _begin(self) -> None:
        """Look at the memory of the run as it is, and at who is there."""
        self._look()
        if self._organizations:
            self._meet_those_who_are_there()

    def _look(self) -> None:
        self.state = self._run.state
        self.views = opened(self.state)
        self._measured: tuple[int, dict[str, float]] = (-1, {})
        self.running = self._run.left > 0

    @property
    def case(self) -> Scenario:
        """The case."""
        return self._run.scenario

    @property
    def numbers(self) -> Ints:
        """Numbers, among all organizations of the case, of those who are there, by their rows in the state."""
        return self._run.numbers

    @property
    def governance(self) -> str:
        """The form that the run is under now."""
        return self._run.governance

    @property
    def strategy(self) -> Strategy:
        """The strategy that leads now."""
        return self._run.strategy

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Decisions made elsewhere."""
        return self._run.choices

    @property
    def buffers(self) -> Buffers:
        """The memory of the run."""
        return self._run.buffers

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the series."""
        return self._run.columns

    @property
    def week(self) -> float:
        """Weeks that have passed; unlike Mesa's ``steps``, a fork goes on counting."""
        return float(self._run.done * self.state.time[STEP_WEEKS])

    # --- the week -----------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Run the next week and collect from it.

        Raises:
            ValueError: the phases of this model let no time pass.
        """
        if not self.running:
            return
        self._run.advance(1)
        if self._run.state is not self.state:
            self._begin()
        self.running = self._run.left > 0
        if self.collect != "nothing":
            self.datacollector.collect(self)

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
        if len(self._coordinators) != len(self.views.minds.energy):
            self._coordinators = [Coordinator(self, row) for row in range(len(self.views.minds.energy))]
        return self._coordinators

    def _meet_everybody(self) -> None:
        """Create the views on organizations, if nobody has asked for them yet."""
        if not self._organizations:
            self._meet_those_who_are_there()

    def _meet_those_who_are_there(self) -> None:
        """Create views on those who are new, let go of those who left, and find the rows of all others."""
        known, self._organizations = {one.number: one for one in self._organizations}, []
        self._is_meeting = True
        for row, number in enumerate(self._run.numbers.tolist()):
            one = known.pop(number) if number in known else self.organization_type(self, number, row)
            one.row = row
            self._organizations.append(one)
        self._is_meeting = False
        for one in known.values():
            super().deregister_agent(one)
            del one.row
        # Mesa 3.3 counts the agents of every model in a table that would keep this one alive for ever.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def register_agent(self, agent: Any) -> None:
        """Let an agent in; called by Mesa.

        Raises:
            TypeError: it is an organization: those come with the case.
        """
        if isinstance(agent, Organization) and not self._is_meeting:
            raise TypeError("organizations come with the case: for more, load it with kinds.NAME.count raised")
        super().register_agent(agent)

    def deregister_agent(self, agent: Any) -> None:
        """Take an organization out of the world, from the next week on; let any other agent go; called by Mesa.

        Raises:
            ValueError: nobody would be left.
            RuntimeError: a week is under way.
        """
        if not isinstance(agent, Organization):
            super().deregister_agent(agent)
        elif agent in self._organizations:
            was_running = self.running
            self._run.move(leaves=[agent.number])
            self._begin()
            self.running = was_running

    def remove_all_agents(self) -> None:
        """Raise, since a world without organizations has no weeks.

        Raises:
            ValueError: always.
        """
        raise ValueError("nobody would be left: remove() some organizations, or stop stepping")

    # --- what came of it ----------------------------------------------------------------------------------------

    @property
    def events(self) -> Floats:
        """The events so far, (events, 16), rows as in ``events.py``; empty unless they are kept."""
        return self._run.events()

    def outcomes(self) -> dict[str, float]:
        """Return the outcomes so far, as in ``measures.MEASURES``; nan where not defined, as before the first week."""
        return dict(self.measured())

    def measured(self) -> dict[str, float]:
        """Return the outcomes so far without computing them twice in a week; not to be changed."""
        if self._measured[0] != self._run.done:
            self._measured = (self._run.done, self._run.outcomes())
        return self._measured[1]

    def result(self) -> Result:
        """Return what ``simulate`` returns for the same run; before the end, of the weeks so far."""
        return self._run.result()

    def everybody(self) -> State:
        """Return the state of this run as it begins, with all organizations of the case: those too that come later."""
        return self._run.everybody()

    # --- what if ------------------------------------------------------------------------------------------------

    def snapshot(self) -> Buffers:
        """Return a copy of everything that the run has in memory, to go back to with ``fork``."""
        return copy(self._run.buffers)

    def fork(
        self,
        at: Buffers | None = None,
        *,
        governance: str | None = None,
        strategy: str | Callable[..., None] | None = None,
        choices: Sequence[Choice] | None = None,
    ) -> Self:
        """Return an independent model that goes on from here; unless something is changed, exactly as this one does.

        Series, events and outcomes go on; Mesa's own counter, collector and random numbers begin anew. What subclasses
        of the model and of organizations added is copied, and no ``__init__`` is called again; so is a collector that
        was put in the place of ours, with its rows so far.

        Args:
            at: a snapshot of this model to go on from instead.
            governance, strategy, choices: what is different from now on, where given.

        Raises:
            LookupError, NotCompiledError: as for a new model.
        """
        use_named(governance, strategy)
        run = self._run.fork(at)
        run.hold(governance, strategy, choices)
        return self._twin(run)

    def _twin(self, run: Run) -> Self:
        """Return a model of another run: what a subclass added is copied, what is Mesa's begins anew."""
        twin = type(self).__new__(type(self))
        super(CoalitionModel, twin).__init__(rng=self.seed)
        collector = _collector(self.columns if len(self.state.series) > 0 else (), self.collect)
        ours = {"datacollector": collector} if type(self.datacollector) is _Collector else {}
        known = vars(twin).keys() | ours.keys() | ANEW
        added = {name: value for name, value in vars(self).items() if name not in known}
        twin.__dict__.update(deepcopy(added, {id(self): twin}) | ours)
        twin._run, twin._coordinators = run, []
        for one in twin._organizations:
            super(CoalitionModel, twin).register_agent(one)
        twin._begin()
        return twin

    # --- copies -------------------------------------------------------------------------------------------------

    def __getstate__(self) -> dict[str, Any]:
        """Return all that makes this model again, here or in another process."""
        return {name: value for name, value in vars(self).items() if name not in DERIVED}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        self.__dict__.update(kept)  # organizations may not be whole yet; who is there is known already
        self._look()
        self.running = kept["running"]

    def __copy__(self) -> Self:
        """Return a copy that is whole: one that shared its memory would step this model."""
        return deepcopy(self)


DERIVED = frozenset({"state", "views", "_measured"})
"""What a model works out from the rest."""

ANEW = DERIVED | {"_run", "_coordinators"}
"""What a fork has of its own."""


def _without_mesas_own(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the scenario that pages of Mesa 3.5 give to every model that takes arguments by any name."""
    return {
        name: value
        for name, value in arguments.items()
        if name != "scenario" or type(value).__module__.partition(".")[0] != "mesa"
    }


def _with_numbers(case: Scenario, numbers: Mapping[str, Any]) -> Scenario:
    """Return a case with numbers at some paths replaced.

    Raises:
        TypeError: there is no such path.
        ValueError: a number is out of range.
    """
    try:
        return case.with_numbers(numbers) if numbers else case
    except KeyError as error:
        path = str(error.args[0])
        known = [*inspect.signature(CoalitionModel).parameters, *case.paths]
        near = "".join(f"; did you mean {one!r}?" for one in difflib.get_close_matches(path, known, n=1))
        raise TypeError(f"{path}: there is no such argument, and no such number of the case{near}") from None


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
