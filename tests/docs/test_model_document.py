"""The model document says what the code does: elements, parameters and their defaults, outcomes, files, functions."""

import ast
import importlib.util
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest

from clever_coalitions.scenarios import names as scenario_names
from clever_coalitions.sim import entities
from clever_coalitions.sim.briefing import USES
from clever_coalitions.sim.events import HAPPENINGS
from clever_coalitions.sim.governance.forms import AGREE, FORMS, MEET, PROPOSE
from clever_coalitions.sim.measures import MEASURES, PRIMARY
from clever_coalitions.sim.parameters import GROUPS, numbers
from clever_coalitions.sim.plugins import STRATEGIES, WRAPPERS
from clever_coalitions.sim.series import SERIES
from clever_coalitions.sim.week import WEEK

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MODEL = (DOCS / "model.md").read_text("utf-8")
PROSE = re.sub(r"^```.*?^```$", "", MODEL, flags=re.MULTILINE | re.DOTALL)
STATE = re.compile(r"^\| (\w+) \| [\w ×]+ \| ((?:`\w+`(?:, )?)+) \|$", flags=re.MULTILINE)
SPANS = re.findall(r"`([^`\n]+)`", STATE.sub("", PROSE))
DEFAULTS = {path: default for path, default, _ in numbers()}
SOURCES = {path: ast.parse(path.read_text("utf-8")) for path in (ROOT / "sim").rglob("*.py")}
FUNCTIONS = {node.name for tree in SOURCES.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

ELEMENTS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
PHRASES = ("**Why.**", "**Price**", "**Neutral**", "**Departs**", "**Limiting case")


def headings(level: int, text: str = MODEL) -> list[str]:
    return re.findall(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)


def section(title: str) -> str:
    """Return the text of the level-two section with this title."""
    return re.split(r"^## ", MODEL.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def quoted(span: str) -> tuple[str, str]:
    """Return name and value of a span such as ``joining.tau = 40``."""
    name, _, value = span.partition(" = ")
    return name, value


# --- form ---------------------------------------------------------------------------------------------------


def test_the_seven_elements_stand_in_their_order():
    numbered = [title for title in headings(2) if title[0].isdigit()]
    assert numbered == [f"{place}. {name}" for place, name in enumerate(ELEMENTS, start=1)]


def test_the_design_concepts_stand_in_their_order():
    assert headings(3, section("4. Design concepts")) == list(CONCEPTS)


def test_submodels_are_numbered_without_a_gap():
    titles = headings(3, section("7. Submodels"))
    assert [title.split()[0] for title in titles] == [f"7.{place}" for place in range(1, len(titles) + 1)]


def test_every_submodel_has_reason_price_neutral_setting_departure_and_limiting_case():
    for part in re.split(r"^### ", section("7. Submodels"), flags=re.MULTILINE)[1:]:
        title = part.split("\n", 1)[0]
        if title.endswith("Record"):
            continue  # it changes nothing
        expected = PHRASES[:-1] if title.endswith("week") else PHRASES
        assert [phrase for phrase in expected if phrase not in " ".join(part.split())] == [], title


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)\s]+)\)", MODEL):
        file, _, anchor = target.partition("#")
        page = DOCS / file if file else DOCS / "model.md"
        assert page.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}, target


def test_every_citation_has_its_reference():
    text, references = MODEL.split("\n## References\n")
    cited = set(re.findall(r"([A-Z][\w-]+)(?: et al\.| & [A-Z][\w-]+)?,? \(?((?:19|20)\d\d)\b", text))
    assert len(cited) > 15
    entries = [" ".join(entry.split()) for entry in references.split("\n- ")]
    assert [one for one in cited if not any(one[0] in entry and f"({one[1]})" in entry for entry in entries)] == []


def test_every_reference_is_cited():
    text, references = MODEL.split("\n## References\n")
    plain = " ".join(text.split())
    for entry in references.strip().removeprefix("- ").split("\n- "):
        (first, year) = re.match(r"([\w-]+),.*?\(((?:19|20)\d\d)\)", " ".join(entry.split())).groups()
        assert re.search(rf"{first}\b[^;:]{{0,60}}? \(?{year}", plain), entry


# --- content ------------------------------------------------------------------------------------------------


def test_the_reference_page_is_up_to_date():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert (DOCS / "parameters.md").read_text("utf-8") == generate.parameters_page(), "run `make docs`"


@pytest.mark.parametrize("path", DEFAULTS)
def test_every_parameter_is_in_the_model_with_its_default(path):
    """Somewhere in the document stands ``path = default``."""
    values = [value for name, value in map(quoted, SPANS) if name == path and value]
    assert values, f"{path} is not described with its default"
    assert [math.inf if value == "inf" else float(Fraction(value)) for value in values] == [DEFAULTS[path]] * len(
        values
    )


def test_a_default_stands_only_where_it_is_checked():
    """``path`` followed by a number in prose would escape the comparison."""
    assert re.findall(r"`[a-z]+\.[a-z_]+` \(?=? ?-?\d*\.\d+", PROSE) == []


def test_dotted_names_are_parameters_or_files():
    for name, _ in map(quoted, SPANS):
        if re.fullmatch(r"[\w/]+\.(py|md|toml)", name):
            assert (ROOT / name).is_file() or (DOCS / name).is_file(), name
        elif re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
            assert name in DEFAULTS, name


def test_plain_names_exist():
    """Every single word in code, beside state variables, is an outcome, a series, a rule, a function or the like."""
    known = {
        *MEASURES,
        *SERIES,
        *GROUPS,
        *WEEK,
        *FORMS,
        *USES,
        *STRATEGIES.names(),
        *WRAPPERS.names(),
        *scenario_names(),
        *FUNCTIONS,
    }
    known |= {*PROPOSE.names(), *AGREE.names(), *MEET.names(), "step_days", "Briefing"}
    words = {span for span in SPANS if re.fullmatch(r"[A-Za-z_][\w/-]*", span)}
    assert words - known == set()


def test_names_in_equations_are_parameters_or_constants():
    """An equation calls a parameter by the last part of its path; what has a short index is a symbol."""
    equations = " ".join(re.findall(r"^```text\n(.*?)^```$", MODEL, flags=re.MULTILINE | re.DOTALL))
    words = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*_[a-z]{3,}\b", equations))
    fixed = set(re.findall(r"\b[A-Z][A-Z_]{3,}\b", equations))
    symbols = {"k_eff", "v_receiver"}
    assert len(words) > 10
    assert len(fixed) > 25
    assert words - symbols - {path.split(".")[1] for path in DEFAULTS} == set()
    assert fixed - numbers_in(SOURCES).keys() == set()


@pytest.mark.parametrize("entity", [kind for kind in vars(entities).values() if hasattr(kind, "_fields")])
def test_state_variables_are_those_of_the_code(entity):
    rows = {name: re.findall(r"`(\w+)`", listed) for name, listed in STATE.findall(MODEL)}
    assert rows[entity.__name__] == list(entity._fields)


def test_no_other_entity_has_state_variables():
    entities_ = [name for name, kind in vars(entities).items() if hasattr(kind, "_fields")]
    assert [name for name, _ in STATE.findall(MODEL)] == entities_


def test_outcomes_are_those_of_the_code():
    """All of them, in their order, and no other name."""
    (said,) = re.findall(r"\*\*The primary outcome was fixed.*?\n\n", MODEL, flags=re.DOTALL)
    assert re.findall(r"`(\w+)`", said) == list(MEASURES)


def test_events_are_those_of_the_code():
    (said,) = re.findall(r"\*\*Events\*\* that a run can tell: (.*?)\.\n\n", MODEL, flags=re.DOTALL)
    assert " ".join(said.split()).split(", ") == [one.name for one in HAPPENINGS]


def numbers_in(files) -> dict[str, set[float]]:
    """Return the numbers with names in capital letters that stand at the top of some files, by name."""
    found: dict[str, set[float]] = {}
    for node in (node for file in files for node in SOURCES[file].body if isinstance(node, ast.Assign)):
        for target in (target for target in node.targets if isinstance(target, ast.Name)):
            if target.id.isupper() and all(isinstance(part, ARITHMETIC) for part in ast.walk(node.value)):
                value = eval(compile(ast.Expression(node.value), "<number>", "eval"))
                if isinstance(value, int | float):
                    found.setdefault(target.id, set()).add(float(value))
    return found


ARITHMETIC = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)
CONSTANTS = re.compile(r"[A-Z_]+ = \S+")
WITHIN = {"FAMILY", "HOLD", "KEEP", "UNDECIDED"}
"""Numbers beside the mechanisms that say nothing of the world: the row of a block, and marks of what is not decided."""


def test_constants_are_those_of_the_code():
    known = numbers_in(SOURCES)
    said = [quoted(span) for span in SPANS if CONSTANTS.fullmatch(span)]
    assert [(name, value) for name, value in said if float(Fraction(value)) not in known.get(name, ())] == []


def test_no_number_of_a_mechanism_stands_in_the_code_alone():
    """What the mechanisms, the rules, the strategies and the draws hold fixed is in the document, with its value."""
    folders = [ROOT / "sim" / name for name in ("mechanisms", "governance", "coordinators")]
    files = [file for file in SOURCES if any(folder in file.parents for folder in folders)]
    files += [ROOT / "sim" / name for name in ("draws.py", "briefing.py", "population.py", "stakes.py")]
    names = numbers_in(files).keys() - WITHIN
    assert len(names) > 40
    assert names - {quoted(span)[0] for span in SPANS if CONSTANTS.fullmatch(span)} == set()


def test_every_mechanism_and_plug_in_is_described():
    folders = ("mechanisms", "governance/propose", "governance/agree", "governance/meet", "coordinators")
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / "sim" / folder).glob("*.py")
        if path.name != "__init__.py"
    ]
    assert [file for file in files if f"`{file}`" not in MODEL] == []


def test_functions_are_in_the_files_where_they_are_said_to_be():
    claims = re.findall(r"`(sim/[\w/]+\.py)`(?: \(|: )((?:`\w+`(?:, )?)+)", PROSE)
    assert len(claims) > 14
    for file, listed in claims:
        defined = {node.name for node in ast.walk(SOURCES[ROOT / file]) if isinstance(node, ast.FunctionDef)}
        assert set(re.findall(r"`(\w+)`", listed)) <= defined, file


def test_phases_stand_in_the_order_of_the_week():
    rows = re.findall(
        r"^\| (\w+) \| .* \| `sim/mechanisms", section("3. Process overview and scheduling"), re.MULTILINE
    )
    assert rows == list(WEEK)


def test_presets_are_those_of_the_code():
    for form in FORMS.values():
        bound = ", bound" if form.binds else ""
        rules = rf"`{form.name}` = {form.propose}, {form.agree}( \([\w ]+\))?, {form.meet}{bound}[;.]"
        assert re.search(rules, " ".join(MODEL.split())), form.name


def test_the_ten_principles_have_levers_and_files():
    rows = re.findall(r"^\| (\d+) .*$", section("The model in one page"), re.MULTILINE)
    assert rows == [str(place) for place in range(1, 11)]


def test_the_primary_outcome_is_named_as_such():
    assert f"`{PRIMARY}`" in section("4. Design concepts").split("primary outcome", 1)[1][:100]
