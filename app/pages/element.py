"""Text of a page. Solara takes what stands in an element for HTML, and much of it is written by visitors."""

from __future__ import annotations

from html import escape
from typing import Any

import solara


def element(tag: str, text: str, **how: Any) -> Any:
    """Show text as it is, in an element of HTML; how: ``classes``, ``attributes`` as ``solara.HTML`` takes them."""
    return solara.HTML(tag, escape(text), **how)
