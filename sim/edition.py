"""The edition of the model: what its results are.

An edition is defined by the outputs in ``tests/golden``. Whoever changes what a run gives, by however little, raises
it; whoever does not, leaves it, however much the sources change. Whatever keeps results knows them by the edition and
by what a run depends on (``identity.py``), never by sources.
"""

from importlib.metadata import PackageNotFoundError, version

EDITION = 7


def model_edition() -> str:
    """Return the edition as it is told and kept, such as ``"edition 1"``."""
    return f"edition {EDITION}"


def package_version() -> str:
    """Return the version of this package, which says nothing about results; a copy that is not installed has none."""
    try:
        return version("clever-coalitions")
    except PackageNotFoundError:
        return "(not installed)"
