"""Strategies and their wrappers: what they see, what they are where what makes them is taken away, and their names."""

import ast
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clever_coalitions.experiments.contract import CLAUSES, told_to
from clever_coalitions.scenarios import ScenarioError, load
from clever_coalitions.sim import CoalitionModel, coordinators, simulate
from clever_coalitions.sim.briefing import CREDIT, DISSOLVE, FOCUS, LISTEN, MATCH, PRESS, RENEW, STEWARD, USES, weigh
from clever_coalitions.sim.coordinators import learner
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import Run, start
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import view
from clever_coalitions.sim.strategies import STRATEGIES, WRAPPERS, find_strategy

PLAIN = "listen-and-lead"
WRAPPED = [f"{name}+{PLAIN}" for name in WRAPPERS.names()]
EVERY = [*STRATEGIES.names(), *WRAPPED]
CASE = load("turbulent", {"weeks": 60})


# --- the contract -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("strategy", [*EVERY, "delayed:3+noisy:0.4+exhausted+learner"])
def test_it_keeps_the_contract(strategy, clause):
    CLAUSES[clause](strategy)


# --- what it sees -----------------------------------------------------------------------------------------------------

HIDDEN = {
    "issues": ("fact", "obstacle", "barrier"),
    "organizations": ("ceiling", "threshold", "noise", "outside"),
    "concerns": ("stake", "home", "value", "belief", "voiced"),
}
"""What nobody tells a coordinator: the fact, what stands in the way, and what others want, believe and can bear."""


def otherwise(state):
    """Make all that is hidden different, and leave alone all that a coordinator could know."""
    from clever_coalitions.sim import state as blocks

    for entity, fields in HIDDEN.items():
        for field in fields:
            values = getattr(getattr(blocks, entity)(state), field)
            values[:] = (values + 1.0) % state.alarm.shape[1] if field == "obstacle" else 0.5 - values
    state.queue[:] = (state.queue + 1) % state.alarm.shape[1]
    state.proficiency[:] = 1.0 - state.proficiency
    state.needed[:] = np.where(state.needed >= 0, 1 - state.needed, state.needed)
    state.tie_trust[:] = 1.0 - state.tie_trust
    state.shared[:] = -state.shared


def in_the_first_week(case, governance="opt-in"):
    """Return two states about to begin that differ in what is hidden alone."""
    states = [view(case.parameters, start(case, 3, governance)) for _ in range(2)]
    otherwise(states[1])
    return states


@pytest.mark.parametrize("case", ["syria", "turbulent", "exponential"])
def test_what_is_hidden_is_in_no_briefing(case):
    one, other = (told_to(state, 0) for state in in_the_first_week(load(case)))
    assert [getattr(one, name) for name in one._fields[:-1]] == [getattr(other, name) for name in one._fields[:-1]]
    assert np.array_equal(one.memory, other.memory)


@pytest.mark.parametrize("strategy", EVERY)
def test_what_is_hidden_decides_nothing(strategy):
    decisions = []
    for state in in_the_first_week(load("syria")):
        decisions.append(np.zeros(CREDIT + 1))
        find_strategy(strategy)(told_to(state, 0), decisions[-1])
    assert np.array_equal(*decisions)


def test_what_is_hidden_makes_another_run():
    """The tests above would pass if nothing hidden mattered."""
    run, other = Run(load("syria"), 3), Run(load("syria"), 3)
    otherwise(other.state)
    assert run.advance(30).result().digest != other.advance(30).result().digest


def test_a_briefing_later_tells_only_what_was_found_out():
    """Hidden things that change in mid-run are not in the briefing before anybody could notice."""
    run = Run(load("syria"), 3).advance(20)
    before = told_to(run.state, 0)
    run.state.concerns[:] = 0.5 - run.state.concerns
    run.state.issues[2] += 0.7  # the fact
    after = told_to(run.state, 0)
    assert before[:-1] == after[:-1]


FOLDER = Path(coordinators.__file__).parent
MAY_IMPORT = {"annotations", "Floats", "kernel", "math"}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_strategy_reads_the_state(path):
    """Beside mathematics, chance, the briefing and each other it imports nothing: so it has nothing to read."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert {one.name for one in node.names} <= MAY_IMPORT
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.rpartition(".")[2] not in ("briefing", "chance")
        ):
            inside = (FOLDER / f"{node.module.rpartition('.')[2]}.py").exists()
            assert inside or {one.name for one in node.names} <= MAY_IMPORT, ast.unparse(node)


# --- limiting cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [PLAIN, "learner", "random"])
@pytest.mark.parametrize("wrapper", WRAPPERS.names())
@pytest.mark.parametrize("governance", ["opt-in", "consensus"])
def test_a_wrapper_with_zero_is_the_strategy_inside(wrapper, inside, governance):
    case = load("syria", {"weeks": 80})
    assert simulate(case, 3, governance, f"{wrapper}:0+{inside}").digest == simulate(case, 3, governance, inside).digest


@pytest.mark.parametrize(
    ("wrapper", "case"),
    [("delayed:8", CASE), ("noisy", CASE), ("credit-seeking", CASE), ("exhausted", CASE),
     ("self-preserving", load("steady"))],  # its office goes on when all is settled
)  # fmt: skip
def test_a_wrapper_that_is_not_zero_makes_another_run(wrapper, case):
    """The test above would pass if wrappers did nothing."""
    names = (PLAIN, f"{wrapper}+{PLAIN}")
    assert any(len({simulate(case, seed, "opt-in", name).digest for name in names}) == 2 for seed in range(5))


def decided(strategy, case=CASE, seed=3, **options):
    """Return what was decided in each week, (weeks, decisions), and the states' briefings are let go."""
    run = Run(case, seed, "opt-in", strategy, **options)
    rows = []
    while run.left:
        run.advance(1)
        rows.append(run.state.decision[0].copy())
    return np.array(rows)


def test_what_is_delayed_comes_so_many_weeks_later():
    """A learner in a world that does not answer to it: its weeks, eight weeks later, and the first until then."""
    idle = CASE.with_numbers({"joining.response": 0.0})
    plain, late = (decided(name, idle)[:, : RENEW + 1] for name in ("random", "delayed:8+random"))
    assert np.array_equal(late[8:], plain[:-8])
    assert (late[:8] == plain[0]).all()


def test_noise_loses_no_hours_and_means_what_it_says():
    noisy = decided(f"noisy:0.3+{PLAIN}", load("steady", {"weeks": 208}))[:, : RENEW + 1]
    assert noisy.sum(axis=1) == pytest.approx(1.0, abs=0.004)  # decisions are in thousandths
    ratios = np.log(noisy[:, LISTEN] / noisy[:, RENEW])  # usual shares are equal: a difference of two normals
    assert ratios.std() == pytest.approx(0.3 * np.sqrt(2.0), rel=0.15)


def test_shares_by_lot_are_a_flat_dirichlet():
    """Mean 1/7 and variance (1/7)(6/7)/8 = 6/392 (three standard errors of 208 weeks x 10 worlds)."""
    many = [decided("random", load("steady", {"weeks": 208}), seed)[:, : RENEW + 1] for seed in range(10)]
    shares = np.concatenate(many)
    spread = np.sqrt(6.0 / 392.0)
    assert shares.sum(axis=1) == pytest.approx(1.0, abs=0.004)
    assert shares.mean(axis=0) == pytest.approx(1.0 / 7.0, abs=3.5 * spread / np.sqrt(len(shares)))
    assert shares.var() == pytest.approx(6.0 / 392.0, rel=0.05)


def test_a_person_who_decides_as_a_strategy_does_is_that_strategy():
    plain = Run(CASE, 3, "opt-in", "learner")
    rows = []
    while plain.left:
        plain.advance(1)
        rows.append(plain.state.decision[0].copy())
    # What was decided in a step for the next one; of the first step it is asked twice and only the last counts.
    choices = [Choice(step, use, 0, value) for step, row in enumerate(rows) for use, value in enumerate(row)]
    assert simulate(CASE, 3, "opt-in", "human", choices=choices).digest == plain.result().digest


def test_what_a_person_decides_holds_until_it_is_decided_anew():
    week = [Choice(10, use, 0, 1.0 if use == MATCH else 0.0) for use in range(LISTEN, RENEW + 1)]
    shares = decided("human", choices=week)[:, MATCH]
    assert (shares[10:] == 1.0).all()
    assert (shares[:10] < 1.0).all()


def test_a_person_takes_over_where_a_strategy_left():
    run = Run(CASE, 3, "opt-in", "absent", schedule=[Change(20.0, strategy="human")])
    run.advance()
    assert (run.state.decision[0, : RENEW + 1] == 0.0).all()


# --- the strategies ---------------------------------------------------------------------------------------------------


def week_of(strategy):
    state = view(CASE.parameters, start(CASE, 3, "opt-in"))
    decision = np.zeros(CREDIT + 1)
    find_strategy(strategy)(told_to(state, 0), decision)
    return decision


def test_a_broker_gives_its_uses_twice_their_weight():
    plain, broker = week_of(PLAIN), week_of("broker")
    for use in (MATCH, STEWARD):
        assert broker[use] / broker[RENEW] == pytest.approx(2.0 * plain[use] / plain[RENEW])
    assert broker[: RENEW + 1].sum() == pytest.approx(plain[: RENEW + 1].sum())
    assert broker[FOCUS] == 0.0


def test_a_convenor_analyzes_nothing_and_loses_no_hours():
    convenor = dict(zip(USES, week_of("convenor"), strict=False))
    usual = dict(zip(USES, week_of(PLAIN), strict=False))
    assert convenor["analyse"] == 0.0
    assert convenor["convene"] == usual["convene"] + usual["analyse"]


def test_who_seeks_credit_keeps_it_and_who_is_followed_by_another_does_not():
    def kept(weeks):
        run = Run(CASE, 3, "opt-in", f"credit-seeking:0.5+{PLAIN}", schedule=[Change(20.0, strategy=PLAIN)])
        return run.advance(weeks).state.coordinators[4, 0]

    assert kept(10) == pytest.approx(0.1 + 0.5 * 0.9)
    assert kept(30) == 0.1


def test_who_preserves_itself_ends_so_many_weeks_later():
    told = told_to(view(CASE.parameters, start(CASE, 3, "opt-in")), 0)
    lead = find_strategy(f"self-preserving:5+{PLAIN}")
    ends = []
    for week in range(40, 60):
        decision = np.zeros(CREDIT + 1)
        lead(told._replace(now=float(week), fulfilled=float(week >= 45)), decision)
        ends.append(decision[DISSOLVE])
    assert ends.index(1.0) == 10


def test_times_one_changes_no_week():
    decision = week_of(PLAIN)
    before = decision.copy()
    for use in range(RENEW + 1):
        weigh(decision, use, 1.0)
    assert np.array_equal(before, decision)


def test_a_strategy_that_says_nothing_of_it_presses_and_keeps_what_the_person_keeps():
    run = Run(CASE, 3, "opt-in", "absent").advance(1)
    assert run.state.decision[0, PRESS] == 1.0
    assert run.state.decision[0, CREDIT] == -1.0


# --- a learner --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("best", range(learner.WAYS))
def test_a_learner_finds_what_pays(best):
    """Ways that pay with chance .9 and .5: worse ones are tried less often than the bound of Auer et al. (2002)."""
    worse, n, gap, rng = [], 400, 0.4, np.random.default_rng(5)
    for _ in range(40):
        memory, count = np.zeros(16), np.zeros(learner.WAYS)
        for _ in range(n):
            way = learner.best_way(memory)
            memory[learner.WAY] = way
            learner.take_stock(memory, float(rng.random() < (0.9 if way == best else 0.5)))
            count[way] += 1
        worse.append(np.delete(count, best))
    bound = 8.0 * np.log(n) / gap**2 + 1.0 + np.pi**2 / 3.0
    assert np.mean(worse, axis=0).max() <= bound
    assert np.mean(worse) < n / learner.WAYS / 2.0


def test_a_learner_tries_each_way_once_for_as_long_as_a_review_takes():
    shares = decided("learner", load("steady", {"weeks": 32}))
    usual = week_of(PLAIN)
    assert shares[0, : RENEW + 1] == pytest.approx(usual[: RENEW + 1], abs=1e-3)
    changes = 1 + np.flatnonzero(np.abs(np.diff(shares[:, : RENEW + 1], axis=0)).max(axis=1) > 1e-9)
    assert changes.tolist() == [8, 16, 24]


# --- names ------------------------------------------------------------------------------------------------------------

MISTAKES = {
    "delayed:8": "expected a strategy at the end, such as delayed:8+listen-and-lead",
    "delaid:8+directive": "did you mean 'delayed'",
    "delayed:8+directiv": "did you mean 'directive'",
    "delayed:-1+directive": "a number from 0 to 104 (weeks), not '-1'",
    "noisy:x+directive": "standard deviation",
    "noisy:nan+directive": "a number from 0 to 5",
    "+directive": "expected one of credit-seeking",
    "noisy+noisy+noisy+noisy+noisy+directive": "at most 4 wrappers",
    "bait:around:2+directive": "--plugin bait",
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_name_that_is_none_is_explained(name):
    with pytest.raises(LookupError) as mistake:
        find_strategy(name)
    assert MISTAKES[name] in str(mistake.value)


def test_a_case_may_name_wrappers(tmp_path):
    text = (Path(load.__code__.co_filename).parent / "steady.toml").read_text()
    for name in ("delayed:4+noisy:0.2+learner", "delayed:4+nobody"):
        (tmp_path / "case.toml").write_text(f'strategy = "{name}"\n{text}')
        if "nobody" not in name:
            assert load(tmp_path / "case.toml").strategy == name
            continue
        with pytest.raises(ScenarioError, match="nobody"):
            load(tmp_path / "case.toml")


def test_wrappers_stand_in_the_order_of_their_names():
    late_noise, noise = (decided(f"{name}+{PLAIN}") for name in ("delayed:8+noisy:0.5", "noisy:0.5+delayed:8"))
    assert (late_noise[:8, LISTEN] == late_noise[0, LISTEN]).all()
    assert len(set(noise[:8, LISTEN])) > 4


def test_mesa_and_a_copy_of_a_run_know_wrappers():
    name = "delayed:4+noisy:0.2+learner"
    model = CoalitionModel(CASE, seed=3, strategy=name)
    while model.running:
        model.step()
    assert model.outcomes() == pytest.approx(simulate(CASE, 3, strategy=name).outcomes, nan_ok=True)
    half = Run(CASE, 3, "opt-in", name).advance(30)
    moved = pickle.loads(pickle.dumps(half))
    assert moved.advance().result().digest == half.advance().result().digest


def test_a_turn_may_name_wrappers():
    case = replace(CASE, strategy="delayed:8+random")
    assert simulate(case, 3).digest == simulate(CASE, 3, strategy="delayed:8+random").digest


def test_no_wrapper_bends_what_a_person_decides():
    with pytest.raises(LookupError, match="expected human without a wrapper"):
        Run(CASE, 3, "opt-in", "exhausted:0.5+human")
