"""The habits that keep the engine honest, checked on the syntax trees of its sources."""

import ast
import builtins
import inspect
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from clever_coalitions import sim
from clever_coalitions.sim import entities
from clever_coalitions.sim import state as state_module
from clever_coalitions.sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
from clever_coalitions.sim.parameters import GROUPS, Parameters, neutral, numbers, with_values
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.state import BLOCKS, CURRENT, Blocks, allocate, view

ROOM = Path(sim.__file__).parent
SOURCES = sorted(ROOM.rglob("*.py"))
TREES = {path.relative_to(ROOM).as_posix(): ast.parse(path.read_text()) for path in SOURCES}


def is_kernel(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(mark, ast.Name) and mark.id in ("kernel", "inlined_kernel") for mark in node.decorator_list
    )


KERNELS = [(place, node) for place, tree in TREES.items() for node in ast.walk(tree) if is_kernel(node)]
OPENED = [
    (node.target.id, {part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)})
    for node in ast.walk(TREES["state.py"])
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and node.value.func.id == "_opener"
]
"""The kernels that are written from the fields of entities, each with the blocks that it reads."""
KERNEL_NAMES = {node.name for _, node in KERNELS} | {name for name, _ in OPENED}
KERNEL_NAMES |= {
    alias.asname
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
    if alias.asname and alias.name in KERNEL_NAMES
}
RECORDS = {
    node.name
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.ClassDef)
    and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
}
PLAIN = {"range", "len", "min", "max", "abs", "int", "float", "bool"}


def in_body(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function without its annotations and decorators."""
    for statement in node.body:
        yield from ast.walk(statement)


def label(case: tuple[str, ast.FunctionDef]) -> str:
    return f"{case[0]}:{case[1].name}"


every_kernel = pytest.mark.parametrize("case", KERNELS, ids=label)


def test_there_are_kernels():
    assert len(KERNELS) > 150
    assert {"conditions.py", "joining.py", "outcome.py"} <= {Path(place).name for place, _ in KERNELS}


# --- kernels: scalars, math and explicit loops --------------------------------------------------------------


def offenses(node: ast.FunctionDef) -> list[str]:
    """Return what a kernel does beside scalars, math, explicit loops, and calls of other kernels."""
    found = []
    for part in in_body(node):
        match part:
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                found.append("comprehension")
            case ast.BinOp(left=ast.Constant(), op=ast.Pow()):
                pass  # such as 2.0**-52: worked out when it is compiled
            case ast.BinOp(op=ast.Pow() | ast.MatMult()) | ast.AugAssign(op=ast.Pow() | ast.MatMult()):
                found.append("power or matrix product")
            case (
                ast.Lambda()
                | ast.Try()
                | ast.With()
                | ast.Raise()
                | ast.List()
                | ast.Dict()
                | ast.Set()
                | ast.JoinedStr()
            ):
                found.append(type(part).__name__)
            case ast.Name(id=("np" | "numpy" | "random" | "numba")):
                found.append(part.id)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="math"), attr=name)):
                found += [] if hasattr(math, name) else [f"math.{name}"]
            case ast.Call(func=ast.Attribute()):
                found.append(f"method {ast.unparse(part.func)}")
            case ast.Call(func=ast.Name(id=name)):
                known = PLAIN | KERNEL_NAMES | RECORDS | {"function_at"}
                found += [] if name in known else [f"call of {name}"]
    return found


@every_kernel
def test_kernels_use_scalars_math_and_loops_only(case):
    place, node = case
    if place == "chance.py" and node.name == "block":
        return  # wrapping integer arithmetic lives there alone
    assert not offenses(node)


@pytest.mark.parametrize(
    "line",
    [
        "x = np.exp(1.0)",
        "x = a ** 2",
        "x = a @ b",
        "x = sum([b for b in a])",
        "a.sort()",
        "x = sorted(a)",
        "x = random.random()",
    ],
)
def test_an_offense_is_found(line):
    assert offenses(ast.parse(f"def f(a, b):\n    {line}").body[0])


def test_plain_names_are_builtins():
    assert all(hasattr(builtins, name) for name in PLAIN)


# --- chance -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", TREES)
def test_no_other_source_of_randomness(place):
    for node in ast.walk(TREES[place]):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name.split(".")[0] for alias in node.names} | {str(getattr(node, "module", ""))}
            assert not names & {"random", "secrets", "numpy.random"}
        if isinstance(node, ast.Attribute) and node.attr in {"random", "default_rng", "shuffle"}:
            pytest.fail(f"{place}:{node.lineno} {ast.unparse(node)}")


def test_every_stream_has_one_name_and_one_user():
    named = [
        (node.args[0].value, place)
        for place, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "stream"
        and isinstance(node.args[0], ast.Constant)
    ]  # fmt: skip
    assert len(named) > 30
    assert len({name for name, _ in named}) == len(named)


# --- governance is no bonus ---------------------------------------------------------------------------------

FORM_WORDS = {*FORMS, *(rule for rules in (PROPOSE, AGREE, MEET) for rule in rules.names())}


def branches_on_a_form(tree: ast.AST) -> list[int]:
    """Return the lines that branch on the name of a form or of a rule."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            condition: ast.AST = node.test
        elif isinstance(node, ast.Compare | ast.Match):
            condition = node
        else:
            continue
        for part in ast.walk(condition):
            named = isinstance(part, ast.Name | ast.Attribute) and getattr(part, "id", getattr(part, "attr", "")) in {
                "governance", "form", "is_coordinated", "SHARE",
            }  # fmt: skip
            if named or (isinstance(part, ast.Constant) and part.value in FORM_WORDS):
                lines.append(part.lineno)
    return lines


OUTSIDE = [place for place in TREES if not place.startswith("governance/")]


@pytest.mark.parametrize("place", [place for place in OUTSIDE if place != "population.py"])
def test_no_branch_on_a_form_outside_governance(place):
    assert not branches_on_a_form(TREES[place])


def test_the_population_asks_only_whether_there_is_a_coordinator():
    """With none, each organization is its own: a fact about who is there, not about how they decide."""
    tree = TREES["population.py"]
    lines = [ast.unparse(node.test) for node in ast.walk(tree) if isinstance(node, ast.If) and branches_on_a_form(node)]
    assert set(lines) <= {"is_coordinated"}


def test_a_branch_is_found():
    assert branches_on_a_form(ast.parse("x = 1 if governance == 'opt-in' else 2"))
    assert branches_on_a_form(ast.parse("if state.form[0] < 1.0:\n    x = 1"))


def test_only_governance_reads_the_numbers_of_a_form():
    readers = {
        place
        for place, node in KERNELS
        for part in in_body(node)
        if isinstance(part, ast.Attribute) and part.attr == "form"
    }
    assert readers
    assert {place for place in readers if not place.startswith("governance/")} == set()


# --- parameters ---------------------------------------------------------------------------------------------

PERSON = {"person": "coordinator"}  # the coordinator's group, as a briefing calls it


def reads(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the paths of the parameters that a function reads."""
    classes = {kind.__name__: group for group, kind in GROUPS.items()}
    names = dict(PERSON)
    for argument in function.args.args:
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in classes:
            names[argument.arg] = classes[argument.annotation.id]
    for node in in_body(function):
        if isinstance(node, ast.Assign):
            names |= aliases(node)
    for node in in_body(function):
        if isinstance(node, ast.Attribute):
            base = node.value
            group = base.attr if isinstance(base, ast.Attribute) else names.get(getattr(base, "id", ""))
            group = PERSON.get(str(group), group)
            if group in GROUPS:
                yield f"{group}.{node.attr}"


def aliases(assignment: ast.Assign) -> dict[str, str]:
    """Return the names that an assignment gives to groups of parameters."""
    target, value = assignment.targets[0], assignment.value
    pairs = (
        zip(target.elts, value.elts, strict=True)
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        else [(target, value)]
    )
    return {
        name.id: source.attr
        for name, source in pairs
        if isinstance(name, ast.Name) and isinstance(source, ast.Attribute) and source.attr in GROUPS
    }


READ = {
    path
    for place, tree in TREES.items()
    if place != "parameters.py"
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef)
    for path in reads(node)
}
EVERY_NUMBER = list(numbers())
every_parameter = pytest.mark.parametrize(
    ("path", "default", "number"), EVERY_NUMBER, ids=[path for path, *_ in EVERY_NUMBER]
)


@every_parameter
def test_somebody_reads_the_parameter(path, default, number):
    assert path in READ


@every_parameter
def test_what_is_known_about_a_parameter(path, default, number):
    assert number.unit
    assert number.source
    assert number.meaning
    assert number.low < number.high
    assert number.low <= default <= number.high
    assert number.neutral is None or number.low <= number.neutral <= number.high


def test_neutral_and_defaults_are_values_that_can_be_set():
    with_values(Parameters(), neutral())
    with_values(Parameters(), {path: default for path, default, _ in EVERY_NUMBER})


# --- state --------------------------------------------------------------------------------------------------

OPENERS = {
    "issues": (state_module.issues, entities.Issues),
    "concerns": (state_module.concerns, entities.Concerns),
    "reports": (state_module.reports, entities.Reports),
    "campaigns": (state_module.campaigns, entities.Campaigns),
    "stocks": (state_module.stocks, entities.Stocks),
    "standing": (state_module.standing, entities.Standing),
    "seats": (state_module.seats, entities.Seats),
    "coalitions": (state_module.coalitions, entities.Coalitions),
    "coordinators": (state_module.coordinators, entities.Coordinators),
    "minds": (state_module.minds, entities.Minds),
    "plans": (lambda state: state_module.plan(state, CURRENT), entities.Plan),
}
SIZES = {symbol: 3 for _, shape in BLOCKS.values() for symbol in shape if isinstance(symbol, str)}


@pytest.mark.parametrize("block", OPENERS)
def test_each_field_is_a_row_of_its_block(block):
    state = view(Parameters(), allocate(SIZES))
    open_block, kind = OPENERS[block]
    rows = getattr(state, block)[CURRENT] if block == "plans" else getattr(state, block)
    assert len(kind._fields) == len(rows)
    for row, field in enumerate(kind._fields):
        rows[row] = row + 1.0
        assert (getattr(open_block(state), field) == row + 1.0).all(), field


def test_organizations_are_the_rows_of_two_blocks():
    state = view(Parameters(), allocate(SIZES))
    assert len(entities.Organizations._fields) == len(state.people) + len(state.traits)
    for row, field in enumerate(entities.Organizations._fields):
        many = len(state.people)
        block, place = (state.people, row) if row < many else (state.traits, row - many)
        block[place] = row + 1
        assert (getattr(state_module.organizations(state), field) == row + 1).all(), field


def test_blocks_are_what_is_described():
    assert (*BLOCKS, "live", "given") == Blocks._fields[1:]
    state = view(Parameters(), allocate(SIZES))
    for name, (number, shape) in BLOCKS.items():
        block = getattr(state, name)
        assert block.shape == tuple(symbol if isinstance(symbol, int) else 3 for symbol in shape)
        assert block.dtype == (np.float64 if number == "float" else np.int64)


OBSERVED = {"signal", "since"}
"""Fields that only observers read: tests, and views of an organization."""


def fields_read() -> set[str]:
    """Return the fields that any source reads for another purpose than to update themselves."""
    read = {block for _, blocks in OPENED for block in blocks}
    for tree in TREES.values():
        for statement in ast.walk(tree):
            own = updated(statement)
            for part in own_expressions(statement):
                if isinstance(part, ast.Attribute) and part.attr != own:
                    read.add(part.attr)
    return read


def updated(statement: ast.AST) -> str:
    """Return the field into which a statement writes, if any."""
    if isinstance(statement, ast.Assign | ast.AugAssign):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Attribute):
            return target.value.attr
    return ""


def own_expressions(statement: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions of a statement, without those of the statements inside it."""
    if not isinstance(statement, ast.stmt):
        return
    inside = list(ast.iter_child_nodes(statement))
    while inside:
        part = inside.pop()
        if not isinstance(part, ast.stmt):
            yield part
            inside += ast.iter_child_nodes(part)


def test_no_field_of_the_state_is_kept_that_nobody_reads():
    """What is only ever written has no effect: a dead stock, or a price that nobody pays."""
    fields = {field for _, kind in OPENERS.values() for field in kind._fields} | set(Blocks._fields)
    assert fields - fields_read() <= OBSERVED


# --- plug-ins -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plugins", "folder"),
    [
        (PROPOSE, "governance/propose"),
        (AGREE, "governance/agree"),
        (MEET, "governance/meet"),
        (STRATEGIES, "coordinators"),
    ],
    ids=["propose", "agree", "meet", "lead"],
)
def test_every_file_that_defines_the_function_is_found(plugins, folder):
    defining = {
        Path(place).stem.replace("_", "-")
        for place, node in KERNELS
        if Path(place).parent.as_posix() == folder and node.name == plugins.function
    }
    assert defining
    assert plugins.names() == sorted(defining)
    for name in plugins.names():
        assert plugins.describe(name)
        function = plugins.find(name)
        plain = getattr(function, "py_func", function)
        wanted = ["briefing", "decision"] if plugins is STRATEGIES else ["state", "c"]
        assert list(inspect.signature(plain).parameters) == wanted


def test_rows_of_scratch_have_names():
    """A number in the place of one may be another mechanism's row."""
    numbered = [
        f"{place}:{node.lineno}"
        for place, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("scratch")
        for row in [node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice]
        if isinstance(row, ast.Constant)
    ]
    assert not numbered, "give the row a name in its mechanism's file"
