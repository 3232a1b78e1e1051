"""The README is true: its figures are those of the run that its picture shows, and its Python runs."""

from __future__ import annotations

import re
from pathlib import Path

from coalitions.analysis.estimates import difference_in
from coalitions.experiments import compare, variants
from coalitions.scenarios import load

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_figures_under_the_picture_are_those_of_the_demo():
    found = compare(variants(load("syria"), "governance=opt-in,consensus"), worlds=200, seed=1)
    difference = difference_in(found, "net_value", 1)
    words = " ".join(README.split())
    said = re.search(r"achieves ([\d.]+) more net value than consensus \(95 % interval ([\d.]+) to ([\d.]+)\)", words)
    assert said
    assert said.groups() == tuple(f"{-x:.2f}" for x in (difference.mean, difference.high, difference.low))


def test_its_python_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(code, {})
    assert "relief agency" in capsys.readouterr().out


def test_its_links_lead_somewhere():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (Path(__file__).parents[2] / target).exists(), target
