"""Writes the bill of materials of the environment that runs it, as CycloneDX 1.6 in JSON: run by ``make sbom``.

The same environment gives the same bytes: there is no time and no number of its own in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from licenses import is_allowed, license_of
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "clever-coalitions"


def package_url(name: str, version: str) -> str:
    """Return the package URL, by which databases of weaknesses know a package."""
    return f"pkg:pypi/{name}@{version}"


def licensed(name: str, license: str) -> list[dict[str, Any]]:
    """Return a package's license as the bill writes it: an expression of SPDX, or in the package's own words."""
    if license != "BSD" and is_allowed(license, name):
        return [{"expression": license}]
    return [{"license": {"name": license}}]


def component(name: str, package: Distribution) -> dict[str, Any]:
    """Return the entry of a package."""
    return {
        "type": "application" if name == PROJECT else "library",
        "bom-ref": package_url(name, package.version),
        "name": name,
        "version": package.version,
        "licenses": licensed(name, license_of(package.metadata)),
        "purl": package_url(name, package.version),
    }


def needs(name: str, packages: Mapping[str, Distribution]) -> list[str]:
    """Return the packages, of those that are here, that one needs; for the project itself, its extras' too."""
    extras = (packages[name].metadata.get_all("Provides-Extra") or []) if name == PROJECT else []
    found = set()
    for requirement in map(Requirement, packages[name].requires or []):
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in ["", *extras]):
            found.add(canonicalize_name(requirement.name))
    return [package_url(one, packages[one].version) for one in sorted(found & set(packages))]


def bill(packages: Mapping[str, Distribution]) -> dict[str, Any]:
    """Return the bill of packages by their normalized names, the project among them."""
    entries = {name: component(name, package) for name, package in sorted(packages.items())}
    needed = [{"ref": entries[name]["bom-ref"], "dependsOn": needs(name, packages)} for name in entries]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": entries.pop(PROJECT)},
        "components": list(entries.values()),
        "dependencies": needed,
    }


def main(path: Path) -> None:
    """Write the bill to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    packages = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    text = json.dumps(bill(packages), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    print(f"{len(packages)} packages: {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
