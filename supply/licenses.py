"""The licenses of packages on which the project, or work on it, may depend: the tests fail for any other."""

from __future__ import annotations

from email.message import Message

from packaging.utils import canonicalize_name

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}
"""By their names in SPDX's list. ``BSD``: with two clauses or three, the package does not say which."""

EXCEPTIONS = {
    "platypus-opt": "GPL-3.0-only",  # ema-workbench asks for it, in the extra `studies`; nothing of ours imports it
}
"""Packages whose license is not among these, and the one that they may have."""

UNSAID = {
    "axe-playwright-python": "MIT",  # its file licenses/LICENSE
    "pythran": "BSD-3-Clause",  # the text of its field License
}
"""Packages that do not say in their metadata what they are under, and what their files say."""

SPELLINGS = {
    "2-clause BSD": "BSD-2-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "GNU GENERAL PUBLIC LICENSE": "GPL-3.0-only",  # version 3 stands in the lines below, as for all that are pinned
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
}
"""What packages that do not write SPDX call their licenses, in their metadata or as the last part of a classifier."""


def terms(license: str) -> list[list[str]]:
    """Return what an expression asks for: all of these, and of each of these any one."""
    return [[one.strip("() ") for one in part.split(" OR ")] for part in license.split(" AND ")]


def is_allowed(license: str, package: str = "") -> bool:
    """Return whether a package, by its normalized name, may have a license."""
    return license == EXCEPTIONS.get(package) or all(any(one in ALLOWED for one in part) for part in terms(license))


def license_of(metadata: Message) -> str:
    """Return the license that the metadata of a package names, as SPDX writes it; ``unknown`` where they name none.

    Old packages write all of it into a field, whose first line may say which it is, or only name it in classifiers.
    """
    name = canonicalize_name(metadata["Name"])
    if expression := metadata["License-Expression"]:
        return str(expression)
    first = (metadata["License"] or "").strip().partition("\n")[0].strip()
    if is_allowed(SPELLINGS.get(first, first), name):
        return SPELLINGS.get(first, first)
    classified = [one.split(" :: ")[-1] for one in metadata.get_all("Classifier", []) if one.startswith("License ::")]
    return " AND ".join(SPELLINGS.get(one, one) for one in classified) or UNSAID.get(name, "unknown")
