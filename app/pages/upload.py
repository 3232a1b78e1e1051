"""A case, or a study, of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import solara

from ...scenarios import Problem, ScenarioError
from ...scenarios.tables import is_table
from ..limits import LIMITS
from ..live.settings import Case, Setting, SettingError, checked
from ..live.study_files import study_in
from . import vue
from .visitor import use_visitor

ABOUT = (
    "A scenario file (TOML), as the documentation describes it; one with tables comes whole, as coalitions show --toml "
    "prints it. It stays on this machine."
)
ABOUT_STUDIES = "A study file (TOML) with a shipped case, as the documentation describes it. It stays on this machine."

Wrong = tuple[str, tuple[Problem, ...]]
"""The name of a file, and its mistakes."""

FINE: Wrong = ("", ())


@solara.component
def FileCard(
    label: str, about: str, mistakes: Callable[[Case], tuple[Problem, ...]], take: Callable[[Case], None]
) -> None:
    """Take a file, or say at which keys it must be mended.

    Args:
        mistakes: returns those in a file; take: takes one without.
    """
    wrong, set_wrong = solara.use_state(FINE)

    def given(what: dict[str, Any]) -> None:
        file = Case(PurePath(what["name"]).stem or "mine", what["text"])
        found = tuple(is_table(what["name"])) or of_its_size(file) or mistakes(file)
        set_wrong((what["name"], found))
        if not found:
            take(file)

    vue.Upload(
        label=label,
        about=about,
        file=wrong[0],
        most=LIMITS.file,
        problems=[
            {"key": one.key, "value": one.value, "expected": one.expected, "nearest": one.nearest} for one in wrong[1]
        ],
        event_file=given,
    )


def of_its_size(file: Case) -> tuple[Problem, ...]:
    """Return what is wrong with the size of a file."""
    size = len(file.text.encode())
    if size > LIMITS.file:
        return (Problem("", f"this file has {size:,} bytes; this server takes at most {LIMITS.file:,}"),)
    return () if file.text.strip() else (Problem("", "this file is empty"),)


@solara.component
def UploadCard(label: str = "A case of your own") -> None:
    """Take a scenario file."""
    visitor = use_visitor()

    def mistakes(case: Case) -> tuple[Problem, ...]:
        try:
            checked(Setting(case))
        except ScenarioError as error:
            return error.problems
        except SettingError as error:
            return (Problem("", str(error)),)
        return _another(visitor.link.value.setting.case, case)

    FileCard(label, ABOUT, mistakes, visitor.take)


@solara.component
def StudyUpload(label: str = "A study of your own") -> None:
    """Take a study file."""
    visitor = use_visitor()

    def mistakes(file: Case) -> tuple[Problem, ...]:
        try:
            study_in(file)
        except ScenarioError as error:
            return error.problems
        return _another(visitor.link.value.study, file)

    FileCard(label, ABOUT_STUDIES, mistakes, visitor.take_study)


def _another(named: Case | None, file: Case) -> tuple[Problem, ...]:
    """Return what is wrong with a file where the link waits for another one."""
    if not named or named.awaited in ("", file.hash):
        return ()
    return (Problem("", f"the link names another file: its mark is {named.awaited}, that of this one {file.hash}"),)
