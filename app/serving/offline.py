"""The scripts and styles of the pages, fetched once, so that the app works without internet.

Solara's pages are put together in the browser by npm packages that it would otherwise load from a content network.
They are installed into the folder where Solara looks first, each as ``<name>@<version>/``, complete or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...scenarios.writing import naming
from ..errors import UserError
from .npm import find_npm, pack

FOLDER_SETTING = "SOLARA_ASSETS_PROXY_CACHE_DIR"
"""The environment variable by which Solara is told of another folder."""

INSTALL = "coalitions app --install-assets"

PARTIAL = ".partial-"
"""How the names of folders begin that are still being filled."""

HOUR = 3600.0
"""Seconds after which such a folder was left behind by a process that was killed."""


@dataclass(frozen=True)
class Package:
    """An npm package at the version that Solara asks for.

    Attributes:
        name, version: as npm knows them.
        sha512: of its archive, in base64: npm's own field ``integrity``.
    """

    name: str
    version: str
    sha512: str

    @property
    def spec(self) -> str:
        """``name@version``: what npm is asked for, and the name of the folder."""
        return f"{self.name}@{self.version}"


PACKAGES = (
    Package(
        "@widgetti/solara-vuetify-app",
        "10.1.1",
        "Cdu6G7KIBeohT2jyeQUEDr61dhEozY23St+iDwfA3+ZyPZyoIza/nS4W2g8+dbs0Xhb+WQnXlaRI92TLgeY/Jw==",
    ),
    Package(
        "requirejs",
        "2.3.6",
        "ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
    ),
    # Our own pages need only the two above; Mesa's SolaraViz under `solara run` needs these as well.
    Package(
        "@widgetti/vue-grid-layout",
        "2.3.13-alpha.2",
        "zCPKe2r09eLUDl1NcdL66oPELDsbC07Z2xejPiQpPbE8hLITcr0DHvPEdL5UITQQilordKJwcxJXDE/QWo/KUA==",
    ),
    Package(
        "font-awesome",
        "4.5.0",
        "XGGY8CN/NT8e5fKOC/K7CESNQ3+2oYOfZqwZcKgEMtcmTiHtFIH+XZWRoU0HtcdwhtSkpWXLfTIUlTdJ4PhX8A==",
    ),
)


def folder() -> Path:
    """Return where the packages are installed: where Solara looks by itself."""
    return Path(os.environ.get(FOLDER_SETTING) or Path(sys.prefix) / "share" / "solara" / "cdn")


def missing() -> list[Package]:
    """Return the packages that are not installed."""
    return [package for package in PACKAGES if not (folder() / package.spec).is_dir()]


def check_installed() -> None:
    """Raise ``UserError`` where a package is missing: the pages would stay blank without internet."""
    absent = missing()
    if absent:
        raise UserError(
            f"the scripts of the pages are not installed in {folder()} (missing: "
            f"{', '.join(package.spec for package in absent)}). Fetch them once, from the registry that npm is set up "
            f"for:  {INSTALL}"
        )


def install(say: Callable[[str], None]) -> int:
    """Fetch and unpack the packages that are missing, and return how many.

    Args:
        say: called with a line about each step.

    Raises:
        UserError: one cannot be fetched, or is not what was published under its name.
    """
    absent = missing()
    if not absent:
        return 0
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target)
    # On the same disk as the target, so that what is complete is moved there at once.
    with tempfile.TemporaryDirectory(dir=target, prefix=PARTIAL) as name:
        work = Path(name)
        npm = find_npm(work, say)
        for count, package in enumerate(absent, 1):
            say(f"fetching {package.spec} ({count} of {len(absent)})")
            archive = pack(npm, package.spec, work)
            check_sum(archive, package)
            unpack(archive, work / "unpacked")
            put_in_place(work / "unpacked", target / package.spec)
    return len(absent)


def remove_leftovers(target: Path) -> None:
    """Remove what a process that was killed has left half done."""
    for partial in target.glob(f"{PARTIAL}*"):
        if time.time() - partial.stat().st_mtime > HOUR:
            shutil.rmtree(partial, ignore_errors=True)


def check_sum(archive: Path, package: Package) -> None:
    """Raise ``UserError`` where an archive is not the one that was published."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise UserError(
            f"{package.spec}: the archive that the registry sent is not the one that was published "
            f"(sha512 {found}, expected {package.sha512}); nothing of it was installed"
        )


def unpack(archive: Path, into: Path) -> None:
    """Unpack the files of an npm archive without its top folder, and without source maps, which are a third of it."""
    with tarfile.open(archive) as packed:
        for member in packed:
            inside = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            content = packed.extractfile(member) if member.isfile() else None
            if content is None or inside.suffix == ".map" or ".." in inside.parts:
                continue
            path = into / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            with content, naming(path), path.open("wb") as file:
                shutil.copyfileobj(content, file)


def put_in_place(complete: Path, final: Path) -> None:
    """Move a complete folder to its name; another process may have been faster."""
    final.parent.mkdir(parents=True, exist_ok=True)
    try:
        complete.rename(final)
    except OSError:
        if not final.is_dir():
            raise
        shutil.rmtree(complete)
