"""Files to take home from Explore."""

from __future__ import annotations

import solara

from ..live.history import History
from ..live.link import Link
from .worlds import Run


@solara.component
def ExportCard(history: History, link: Link, ghost: History | None, ghost_name: str, run: Run | None) -> None:
    """Offer files of what is shown."""
