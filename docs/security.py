"""Writes the tables of ``SECURITY.md`` from the code: run by ``make docs``."""

from __future__ import annotations

import re
from pathlib import Path

from clever_coalitions.app.limits import Limits
from clever_coalitions.app.serving.policy import EXCEPTIONS

PAGE = Path(__file__).parents[1] / "SECURITY.md"


def limits() -> str:
    """Return the table of all limits."""
    rows = [f"| `{one.name}` | {one.default:,} | {one.meaning} | {one.beyond} |" for one in Limits()]
    return "\n".join(["| limit | usual value | what is counted | beyond it |", "|---|---|---|---|", *rows])


def policy() -> str:
    """Return the table of all that browsers may do with a page."""
    rows = [f"| `{kind} {source.format(nonce='…')}` | {reason} |" for (kind, source), reason in EXCEPTIONS.items()]
    return "\n".join(["| allowed | why |", "|---|---|", *rows])


def written(text: str) -> str:
    """Return the page with its tables as the code has them."""
    for name, table in {"limits": limits(), "policy": policy()}.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        text = re.sub(f"{begin}.*?{end}", lambda _, new=f"{begin}\n\n{table}\n\n{end}": new, text, flags=re.DOTALL)
    return text


def main() -> None:
    """Write the page."""
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
