"""One server and one browser for all tests of the pages; every visitor is watched."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .driving import PATIENCE, NoChromiumError, chromium, serving, visitor

HERE = Path(__file__).parent

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def unavailable(reason):
    """Skip on somebody's machine; in continuous integration nothing is left out silently."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser():
    try:
        with chromium() as started:
            yield started
    except NoChromiumError as reason:
        unavailable(str(reason))


@pytest.fixture(scope="session")
def server():
    from clever_coalitions.app.errors import UserError
    from clever_coalitions.app.serving.offline import check_installed
    from clever_coalitions.sim.warm import ensure_warm

    try:
        check_installed()
    except UserError as reason:
        unavailable(str(reason))
    ensure_warm(print)  # or the server says on standard error that it compiles
    with serving() as started:
        yield started
        assert started.stop() == 130
        assert started.said() == "interrupted\n"  # no traceback, no warning, from the first to the last visitor


@pytest.fixture
def visit(browser, server):
    """Return a function that lets someone come; nobody may ask another machine for anything, nor meet an error."""
    came = []

    def come(**options):
        came.append(visitor(browser, server.address, **options))
        return came[-1]

    yield come
    for someone in came:
        someone.context.close()
    assert [address for someone in came for address in someone.outside] == []
    assert [error for someone in came for error in someone.errors] == []
