"""Files are pressed once, beside who asks for them first; nobody gets other than what is there."""

import asyncio
import gzip
import time

import brotli
import pytest
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Router

from clever_coalitions.app.serving.smaller import Pressed

TEXT = "What is agreed by all is agreed by each. " * 300
"""Long enough to be compressed."""

BY_BROWSERS = "gzip, deflate, br, zstd"
MOST_WAIT = 10.0


def answered(application, accepted, method="GET", said=None, path="/a.js"):
    """Return status, headers and body of an answer; what was said is added to a list."""
    said = [] if said is None else said

    async def send(message):
        said.append(message)

    async def receive():
        return {"type": "http.request"}

    headers = [(b"accept-encoding", accepted.encode())] if accepted else []
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "extensions": {}}
    asyncio.run(application(scope, receive, send))
    named = {name.decode().lower(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], named, b"".join(one.get("body", b"") for one in said[1:])


def until_pressed(application, path="/a.js"):
    """Ask until the answer comes pressed."""
    end = time.monotonic() + MOST_WAIT
    while (answer := answered(application, BY_BROWSERS, path=path))[1].get("content-encoding") != "br":
        assert time.monotonic() < end
        time.sleep(0.02)
    return answer


@pytest.fixture
def files():
    """Return a file as Solara answers for one, and what has it pressed."""

    async def came(*asked):
        await PlainTextResponse(TEXT, headers={"cache-control": "no-cache", "etag": 'W/"a"'})(*asked)

    return GZipMiddleware(came), Pressed(GZipMiddleware(came))


def test_who_comes_first_gets_a_file_as_it_comes_and_who_comes_after_gets_it_smaller(files):
    came, pressed = files
    _, headers, first = answered(pressed, BY_BROWSERS)
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(first).decode() == TEXT
    status, headers, after = until_pressed(pressed)
    assert (status, brotli.decompress(after).decode()) == (200, TEXT)
    assert len(after) < len(first)
    assert int(headers["content-length"]) == len(after)
    usual = answered(came, BY_BROWSERS)[1]
    assert {name: headers[name] for name in usual if name not in ("content-encoding", "content-length")} == {
        name: usual[name] for name in usual if name not in ("content-encoding", "content-length")
    }


@pytest.mark.parametrize("accepted", ["", "gzip", "br;q=0", "gzip, br;q=0.1", "brotli"])
def test_who_does_not_plainly_take_it_gets_what_comes(files, accepted):
    came, pressed = files
    until_pressed(pressed)
    assert answered(pressed, accepted)[1].get("content-encoding") == answered(came, accepted)[1].get("content-encoding")


def test_a_file_that_is_asked_for_again_and_again_is_pressed_once(files, monkeypatch):
    _, pressed = files
    until_pressed(pressed)
    time.sleep(1.1)  # gzip writes the second into what it makes
    monkeypatch.setattr(pressed, "_press", None)
    assert answered(pressed, BY_BROWSERS)[1]["content-encoding"] == "br"


def test_what_solara_made_smaller_by_itself_is_made_smaller_still():
    quickly = brotli.compress(TEXT.encode(), quality=0)
    pressed = Pressed(PlainTextResponse(quickly, headers={"content-encoding": "br"}))
    assert answered(pressed, BY_BROWSERS)[2] == quickly
    end = time.monotonic() + MOST_WAIT
    while (after := answered(pressed, BY_BROWSERS)[2]) == quickly:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert brotli.decompress(after).decode() == TEXT
    assert len(after) < len(quickly)


def test_heads_and_short_answers_pass(files):
    _, pressed = files
    until_pressed(pressed)
    assert answered(pressed, BY_BROWSERS, "HEAD")[0] == 200
    short = Pressed(GZipMiddleware(PlainTextResponse("no", 404)))
    assert answered(short, BY_BROWSERS)[::2] == (404, b"no")


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_whoever_asks_first_what_is_pressed_takes_no_more_work(files, accepted, monkeypatch):
    _, pressed = files
    answered(pressed, accepted)
    until_pressed(pressed)
    monkeypatch.setattr(gzip.GzipFile, "write", lambda *_: pytest.fail("it was compressed again"))
    assert answered(pressed, accepted)[1]["content-encoding"] == accepted


def test_a_file_is_sent_in_pieces_so_that_who_does_not_read_it_holds_none_of_it(files, monkeypatch):
    monkeypatch.setattr("clever_coalitions.app.serving.smaller.PIECE", 10)
    pressed, said = files[1], []
    until_pressed(pressed)
    assert brotli.decompress(answered(pressed, BY_BROWSERS, said=said)[2]).decode() == TEXT
    assert len(said) > 3
    assert all(len(one["body"]) <= 10 for one in said[1:])
    assert [one["more_body"] for one in said[1:]] == [True] * (len(said) - 2) + [False]


def test_a_file_of_a_folder_is_pressed():
    async def came(scope, receive, send):
        await PlainTextResponse(TEXT if scope["root_path"] == "/a" else "no")(scope, receive, send)
        await asyncio.sleep(0)

    answer = until_pressed(Pressed(GZipMiddleware(Router([Mount("/a", app=came)]))), "/a/a.js")
    assert brotli.decompress(answer[2]).decode() == TEXT


def test_a_file_that_has_changed_is_another_one():
    now = ["old"]

    async def came(*asked):
        await PlainTextResponse(now[0] * 1000, headers={"etag": f'"{now[0]}"'})(*asked)

    pressed = Pressed(GZipMiddleware(came))
    assert brotli.decompress(until_pressed(pressed)[2]) == b"old" * 1000
    now[0] = "new"
    assert gzip.decompress(answered(pressed, BY_BROWSERS)[2]) == b"new" * 1000
    assert brotli.decompress(until_pressed(pressed)[2]) == b"new" * 1000


def test_a_file_that_is_not_pressed_yet_is_passed_on_and_not_held():
    said, open_at = [], []

    async def came(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(3):
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
            open_at.append(len(said))
        await send({"type": "http.response.body", "body": b""})

    answered(Pressed(came), BY_BROWSERS, said=said)
    assert open_at[3:6] == [2, 3, 4]
