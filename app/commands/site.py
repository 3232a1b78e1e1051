"""``coalitions site``: pages that tell, as a folder that opens by itself and from any web host."""

from __future__ import annotations

from pathlib import Path

import typer

from ..errors import UserError
from .writing import make_folder, naming_output


def tell(line: str) -> None:
    """Say on standard error what is done next."""
    typer.echo(line, err=True)


def answer(folder: Path, address: str, is_quick: bool) -> None:
    """Write the pages into a folder; what stands there under other names stays.

    Args:
        folder: of the pages; made where it is not there.
        address: where they will be, with http or https; empty where that is not known.
        is_quick: run the curves of the lessons in few worlds.

    Raises:
        UserError: the address is none, or the folder cannot be written.
    """
    if address and not address.startswith(("https://", "http://")):
        raise UserError(f"--address {address}: expected an address that begins with https:// or http://")
    from ...sim.warm import ensure_warm
    from ..site.curves import QUICK, WORLDS
    from ..site.pack import write_pack

    where = f"{address.rstrip('/')}/" if address else ""
    try:
        make_folder(folder)
        ensure_warm(tell)
        with naming_output(folder):
            size = write_pack(folder, where, QUICK if is_quick else WORLDS, tell)
    except UserError as mistake:  # the folder is no option here
        raise UserError(str(mistake).removeprefix("--output").lstrip(": ")) from None
    typer.echo(f"The pages are in {folder}, {size / 2**20:.1f} MiB: open {folder / 'index.html'} in a browser.")
