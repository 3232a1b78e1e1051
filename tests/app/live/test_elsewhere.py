"""Where others can reach the server, what they send has nothing imported."""

import sys
from dataclasses import replace

import pytest

from coalitions.app.live.changes import Change
from coalitions.app.live.elsewhere import DOOR, names_a_module
from coalitions.app.live.settings import Case, Setting, SettingError, plan_of
from coalitions.app.live.study_files import study_in
from coalitions.app.serving.server import guarded_by, is_loopback
from coalitions.experiments.studies import StudyError
from coalitions.scenarios.loader import SHIPPED

STEADY = (SHIPPED / "steady.toml").read_text("utf-8")
STUDY = 'question = "?"\ncase = "steady"\n[levers]\nstrategy = ["listen-and-lead", "outsider:1"]\n'


@pytest.fixture
def outsider(tmp_path, monkeypatch):
    """A module that notes in ``sys`` that it was imported."""
    (tmp_path / "outsider.py").write_text("import sys\nsys.outsider_was_here = True\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "outsider_was_here", False, raising=False)
    yield
    sys.modules.pop("outsider", None)


@pytest.fixture
def others(monkeypatch):
    monkeypatch.setattr(DOOR, "is_open_to_others", True)


HOME = Setting(Case("steady"))
SENT = {
    "strategy": replace(HOME, strategy="outsider: 1"),
    "rule": replace(HOME, governance="coordinator+outsider:agree+hub"),
    "what if": HOME.with_change(Change(3, "strategy", name="outsider:lead")),
    "case": Setting(Case("mine", 'governance = "outsider:propose+each+hub"\n' + STEADY)),
}


@pytest.mark.parametrize("setting", SENT.values(), ids=SENT)
def test_a_setting_that_names_a_module_is_refused_and_nothing_is_imported(setting, outsider, others):
    with pytest.raises(SettingError, match="others can reach this server"):
        plan_of(setting)
    assert not sys.outsider_was_here


def test_a_study_that_names_a_module_is_refused_and_nothing_is_imported(outsider, others):
    with pytest.raises(StudyError, match="others can reach this server"):
        study_in(Case("mine", STUDY))
    assert not sys.outsider_was_here


@pytest.mark.parametrize(
    "name", ["os:path", "os:1", "os: path", "share:1", "a.b:ü", "coordinator+os:1+hub", "os:agree+share:0.67+table"]
)
def test_whatever_has_a_module_imported_is_known(name):
    assert names_a_module(name)


@pytest.mark.parametrize("name", ["", "opt-in", "table+share:0.67+table", "listen-and-lead"])
def test_what_ships_names_no_module(name):
    assert not names_a_module(name)


def test_at_home_a_module_may_be_named(outsider):
    with pytest.raises(SettingError, match="cannot be imported"):  # there is no such function in it
        plan_of(Setting(Case("steady"), strategy="outsider:lead"))
    assert sys.outsider_was_here


def test_what_ships_is_welcome_everywhere(others):
    assert plan_of(Setting(Case("mine", STEADY), governance="table+share:0.67+table")).governance


@pytest.mark.parametrize(("host", "is_open"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("::", True)])
def test_the_server_says_who_can_reach_it(host, is_open):
    with guarded_by(host):
        assert DOOR.is_open_to_others == is_open
    assert not DOOR.is_open_to_others
    assert is_loopback("localhost")
