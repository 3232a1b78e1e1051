"""A real server whose limits are soon reached: what is refused, in which words, and that all others are served."""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from types import SimpleNamespace

import psutil
import pytest

from ...visiting import Page, asked, said_on
from .conftest import TIGHT

SOON = TIGHT["patience"] + 2.5
"""Seconds after which whatever waits has ended: the server looks once a second."""

BUSY = 10.0
"""Seconds more for a server that works on what somebody asks who does not read."""


def connected(server, said=b""):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    connection.sendall(said)
    return connection


def seconds_until_it_ends(connection):
    """Return after how many seconds a connection is ended; it may be in the middle of an answer."""
    began = time.monotonic()
    with suppress(ConnectionResetError):
        while connection.recv(65536):
            pass
    return time.monotonic() - began


def until(is_so, patience=30.0):
    """Ask again and again whether something is so."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def held(server):
    """Return the ports of those whose connections the server still holds, whether they are read or not."""
    process = psutil.Process(server.process.pid)
    known = getattr(process, "net_connections", None) or process.connections  # by its old name
    return {one.raddr.port for one in known("tcp") if one.raddr}


@pytest.fixture
def come(tight):
    """Return what lets somebody come who leaves at the end; at first, nobody is here."""
    came = []

    def open_page(cookie=""):
        came.append(Page(tight.port, cookie=cookie))
        return came[-1]

    until(lambda: not held(tight))
    yield open_page
    for page in came:
        page.leave()


GET = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
SOCKET = (
    b"GET /jupyter/api/kernels/%s/channels?session_id=%s HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\r\nCookie: %s\r\n"
)


HALF = [
    b"",
    b"G",
    GET,
    GET + b"X: half a li",
    GET + b"\r\n",  # answered, and then nothing
    GET + b"\r\n" + GET,  # answered, and then half of another one
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 314572800\r\n\r\n" + b"x" * 100_000,
    SOCKET % (b"0" * 8, b"0" * 8, 80, b"") + b"X: half",
]


def test_who_sends_half_of_something_is_cut_off(tight):
    """All of them at once; each is waited for in a thread, so that none is taken for another one."""
    with ExitStack() as open_ones, ThreadPoolExecutor(len(HALF)) as pool:
        connections = [open_ones.enter_context(connected(tight, said)) for said in HALF]
        taken = dict(zip(HALF, pool.map(seconds_until_it_ends, connections), strict=True))
    assert {said: seconds for said, seconds in taken.items() if seconds >= SOON} == {}


def test_who_sends_a_letter_now_and_then_is_cut_off_as_well(tight):
    with connected(tight) as connection:
        assert seconds_of_sending(connection, b"G", 0.2) < SOON + 0.5


def seconds_of_sending(connection, what, pause=0.0, meanwhile=lambda: None):
    """Send something again and again, and return after how many seconds the connection is ended."""
    began = time.monotonic()
    try:
        while time.monotonic() - began < 30:
            connection.sendall(what)
            time.sleep(pause)
            meanwhile()
    except OSError:  # broken, or reset
        pass
    return time.monotonic() - began


def test_two_hundred_that_wait_keep_nobody_out(tight):
    with ExitStack() as open_ones:
        waiting = [open_ones.enter_context(connected(tight, b"G" * (place % 2))) for place in range(200)]
        began = time.monotonic()
        for path in ("/", "/explore", "/compare", "/readyz"):
            assert asked(tight.port, path)[0] == 200
        assert time.monotonic() - began < 2
        assert all(seconds_until_it_ends(one) < SOON for one in waiting)


def test_who_does_not_read_what_it_asked_for_is_cut_off(tight):
    """A page that listens no more, in the middle of all it is told: its connection ends, and its place is free."""
    page = Page(tight.port)
    said = SOCKET % (page.number.encode(), page.window.encode(), tight.port, page.cookie.encode()) + b"\r\n"
    with connected(tight) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(said)
        until(lambda: connection.getsockname()[1] not in held(tight), 2 * TIGHT["silence"] + SOON + BUSY)
        assert b"101 Switching" in connection.recv(4096)
        assert seconds_until_it_ends(connection) < SOON


def frame(text):
    """Return a message of a browser as it goes over the line; its mask is all zeros."""
    data = text.encode()
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return b"\x81" + size + b"\x00" * 4 + data


def test_who_asks_for_much_and_reads_nothing_is_cut_off(tight, come):
    """Its answers fill the line while its questions wait: the work on them stops, and its place is free."""
    page, said = come(), []
    page.socket = SimpleNamespace(send=said.append, close=lambda: None)
    page.say("comm_open", {"comm_id": page.control, "target_name": "solara.control", "data": {}})
    for _ in range(150):
        page.run()
    with connected(tight) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        head = SOCKET % (page.number.encode(), page.window.encode(), tight.port, page.cookie.encode())
        connection.sendall(head + b"\r\n" + b"".join(map(frame, said)))
        until(lambda: connection.getsockname()[1] not in held(tight), 2 * TIGHT["silence"] + SOON + BUSY)
        assert asked(tight.port, "/explore")[0] == 200
        assert seconds_until_it_ends(connection) < SOON


def test_a_connection_takes_no_more_than_its_share_of_time(tight):
    """Millions of the smallest frames: the server answers others meanwhile, and hangs up."""
    page = Page(tight.port)
    said = SOCKET % (page.number.encode(), page.window.encode(), tight.port, page.cookie.encode()) + b"\r\n"
    with connected(tight, said) as connection:
        assert b"101 Switching" in connection.recv(4096)
        slowest = 0.0

        def ask():
            nonlocal slowest
            began = time.monotonic()
            assert asked(tight.port, "/readyz")[0] == 200
            slowest = max(slowest, time.monotonic() - began)

        assert seconds_of_sending(connection, b"\x8a\x80\x00\x00\x00\x00" * 20_000, meanwhile=ask) < 30
        assert slowest < 2


# --- visitors ---------------------------------------------------------------------------------------------------------


def full(page):
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus) as error:
        page.connect()
    return error.value.response.status_code


def test_a_full_server_says_so_and_lets_the_next_one_in_when_somebody_leaves(come):
    waiting = come()
    here = [come().open() for _ in range(TIGHT["visitors"])]
    late = come()
    assert late.status == 503
    assert "This server is full." in late.html
    assert full(waiting) == 503
    here[0].leave()
    until(lambda: come().status == 200)
    assert waiting.open().seconds < 5
    assert come().status == 503


def test_one_browser_opens_no_more_pages_than_it_may(come):
    mine = come()
    pages = [mine.open(), *(come(mine.cookie).open() for _ in range(TIGHT["visitors_of_a_browser"] - 1))]
    more = come(mine.cookie)
    assert more.status == 429
    assert "enough pages for one browser" in more.html
    assert come().status == 200
    pages[0].leave()
    until(lambda: come(mine.cookie).status == 200)


def started(page):
    """Return whether the server still has what it kept for a page."""
    page.control = page.control[:-1] + "0"
    page.say("comm_open", {"comm_id": page.control, "target_name": "solara.control", "data": {}})
    page.talk(page.control, {"method": "app-status"})
    return page.until(lambda message: said_on(message, page.control))["content"]["data"]["started"]


def is_kept(page, seconds):
    """Return whether the server still has what it kept for a page that was lost for a while."""
    page.socket.close()
    time.sleep(seconds)
    return started(page.connect())


def test_a_lost_connection_is_taken_up_again_at_once_but_not_for_long(come):
    page = come().open()
    page.socket.close()
    assert started(page.connect())
    until(lambda: not is_kept(page, TIGHT["absence"] + 0.5))
    page.run()  # it begins again from its address
    page.until(lambda message: said_on(message, page.control))


def test_who_was_just_lost_makes_room_for_who_comes(come):
    lost = [come().open() for _ in range(TIGHT["visitors"])]
    for page in lost:
        page.socket.close()
    until(lambda: come().status == 200)
    assert come().open().status == 200


def test_a_message_that_is_too_long_ends_the_connection(come):
    from websockets.exceptions import ConnectionClosed

    page = come().open()
    page.settle()
    page.do(page.find("address"), "visit", "x" * TIGHT["message"])
    with pytest.raises(ConnectionClosed) as end:
        page.settle()
    assert end.value.rcvd.code == 1009


def test_a_file_that_is_too_large_is_refused_in_a_sentence(come):
    page = come().open().settle()
    page.do(page.find("cases", "seed"), "event_lab", {"turn": 1, "what": True})
    page.settle()
    upload = page.find("problems", "most")
    assert page.parts[upload]["most"] == TIGHT["file"]
    page.do(upload, "event_file", {"name": "large.toml", "text": "x" * (TIGHT["file"] + 1)})
    said = page.until(lambda message: "this file has" in str(message))
    assert "this file has 10,001 bytes; this server takes at most 10,000" in str(said)


def test_a_compressed_message_is_measured_as_it_unfolds(tight, come):
    import zlib

    page = come()
    said = SOCKET % (page.number.encode(), page.window.encode(), tight.port, page.cookie.encode())
    with connected(tight, said + b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n") as connection:
        assert b"permessage-deflate" in connection.recv(4096)
        squeezing = zlib.compressobj(9, zlib.DEFLATED, -12)
        bomb = squeezing.compress(b"0" * 50_000_000) + squeezing.flush(zlib.Z_SYNC_FLUSH)
        before = tight.memory
        mask = b"\x00" * 4
        connection.sendall(b"\xc1\xff" + len(bomb[:-4]).to_bytes(8, "big") + mask + bomb[:-4])
        heard = b""
        while b"\x88" not in heard and (more := connection.recv(4096)):  # a ping may come before
            heard += more
        assert heard[heard.find(b"\x88") + 2 :][:2] == b"\x03\xf1", heard  # 1009: too large
        assert tight.memory - before < 20


def test_the_server_is_none_the_worse_for_it(tight):
    assert asked(tight.port, "/explore")[0] == 200
    assert tight.memory < 600
    assert len(os.listdir(f"/proc/{tight.process.pid}/fd")) < 100 if os.path.isdir("/proc") else True
