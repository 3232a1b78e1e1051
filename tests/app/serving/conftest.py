"""Two real servers: one as usual, and one whose limits are soon reached."""

import pytest

from ...servers import serving_without_scripts

TIGHT = {
    "patience": 1,
    "connections": 30,
    "silence": 1,
    "absence": 1,
    "visitors": 4,
    "visitors_of_a_browser": 2,
    "message": 60_000,
    "file": 10_000,
}


def started(*options):
    pytest.importorskip("solara")
    from clever_coalitions.sim.warm import ensure_warm

    ensure_warm(print)  # or the server says on standard error that it compiles
    with serving_without_scripts(*options) as server:
        yield server
        assert server.stop() == 130
        assert server.said() == "interrupted\n"  # no traceback, no warning, whatever was done to it


@pytest.fixture(scope="session")
def usual():
    yield from started()


@pytest.fixture(scope="session")
def tight():
    yield from started(*(word for name, value in TIGHT.items() for word in ("--limit", f"{name}={value}")))
