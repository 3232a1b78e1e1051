"""A study in one call, for programs and notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .frames import frame
from .reading import load_study
from .runner import run_study
from .study import Study

if TYPE_CHECKING:
    import pandas


def study(asked: Study | str | Path, store: str | Path, **how: Any) -> pandas.DataFrame:
    """Do the runs of a study that its store lacks, and return all of them as a table, as ``frame`` does.

    Args:
        asked: a study, the name of one that ships, or its file.
        store: its folder; made where there is none.
        how: as ``run_study`` takes it, such as ``workers=4``.

    Raises:
        StudyError: there is no such study, a mistake is in its file, or the store is not one of it.
        OSError: the store cannot be written.
    """
    asked = asked if isinstance(asked, Study) else load_study(asked)
    run_study(asked, store, **how)
    return frame(store)
