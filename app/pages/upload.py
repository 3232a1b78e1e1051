"""A case of one's own."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import solara

from ...scenarios import Problem, ScenarioError
from ..live.settings import Case, Setting, SettingError, checked
from . import vue
from .visitor import use_visitor


@solara.component
def UploadCard(label: str = "A case of your own") -> None:
    """Take a scenario file, or say at which keys it must be mended."""
    visitor = use_visitor()
    wrong, set_wrong = solara.use_state(("", ()))

    def take(what: dict[str, Any]) -> None:
        name = PurePath(what["name"])
        case = Case(name.stem or "case", what["text"])
        try:
            checked(Setting(case))
        except ScenarioError as error:
            set_wrong((what["name"], error.problems))
            return
        except SettingError as error:
            set_wrong((what["name"], (Problem("", str(error)),)))
            return
        missing = visitor.link.value.missing
        if missing and missing != case.hash:
            said = f"the link names another file: its mark is {missing}, that of this one {case.hash}"
            set_wrong((what["name"], (Problem("", said),)))
            return
        set_wrong(("", ()))
        visitor.take(case)

    vue.Upload(
        label=label,
        file=wrong[0],
        problems=[
            {"key": one.key, "value": one.value, "expected": one.expected, "nearest": one.nearest} for one in wrong[1]
        ],
        event_file=take,
    )
