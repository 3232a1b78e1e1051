"""Provenance: which code made a result, with which packages, by which command, and when."""

from __future__ import annotations

import functools
import os
import platform
import socket
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ...sim.compiling import SOURCES
from ...sim.edition import model_edition

PACKAGES = ("clever-coalitions", "numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "SALib", "distributed")
"""Packages whose versions are written down, where they are installed."""

GIT_SECONDS = 10.0
"""Patience with git."""


def provenance(command: str = "") -> dict[str, Any]:
    """Return what is known about the code that runs now; ``command`` is what asks for the same again."""
    return {
        "command": command,
        "model": model_edition(),
        "git": git_state(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.system()} {platform.machine()}",
        "packages": {name: found for name in PACKAGES if (found := version_of(name))},
    }


def now() -> str:
    """Return the time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def process() -> dict[str, Any]:
    """Return which process this is."""
    return {"host": socket.gethostname(), "pid": os.getpid(), "program": sys.argv[0] if sys.argv else ""}


@functools.cache  # of what this process has loaded: it does not change any more
def version_of(package: str) -> str:
    """Return the version of a package; nothing where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


@functools.cache
def git_state() -> dict[str, Any] | None:
    """Return commit and dirty flag of the sources when first asked; None where they are under no version control.

    A copy installed into somebody else's repository is not taken for a part of it.
    """
    tracked = _git("ls-files", "--error-unmatch", "run.py")
    commit = _git("rev-parse", "HEAD") if tracked else None
    if not commit:
        return None
    changes = _git("status", "--porcelain", "--", "..")
    return {"commit": commit.strip(), "dirty": None if changes is None else bool(changes.strip())}


def _git(*arguments: str) -> str | None:
    """Return what git says, or None where it is not there, is too slow, or objects."""
    try:
        done = subprocess.run(
            ["git", "-C", str(SOURCES), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
