"""A real server, asked for odd things: what it has, it gives; all else is refused in one sentence, and in peace."""

import gzip
import re
import socket
import uuid

import pytest

from ...visiting import Page, asked

PAGES = ["/explore", "/play", "/compare", "/experiment"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_come_with_a_policy_by_which_only_their_own_scripts_run(usual, path):
    status, headers, body = asked(usual.port, path)
    assert status == 200
    policy = headers["content-security-policy"]
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    nonce = re.search(r"'nonce-([\w-]{20,})'", policy)[1]
    scripts = re.findall(r"<script\b[^>]*>", body.decode())
    assert len(scripts) > 5
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert nonce not in asked(usual.port, path)[2].decode()  # another one each time
    assert not re.search(r"<[^>]+ on\w+=", body.decode())  # no handler that the policy would stop
    assert headers["cache-control"] == "no-store"


def test_a_browser_gets_a_secret_that_its_scripts_do_not_see_and_keeps_it(usual):
    _, headers, _ = asked(usual.port, "/explore")
    said = headers["set-cookie"]
    assert {"httponly", "samesite=lax"} <= {part.strip().lower() for part in said.split(";")}
    assert "set-cookie" not in asked(usual.port, "/explore", headers={"Cookie": said.split(";")[0]})[1]
    assert "set-cookie" in asked(usual.port, "/explore", headers={"Cookie": "solara-session-id=short"})[1]


ODD = [
    "/static/nbextensions/%00", "/static/%00", "/jupyter/nbextensions/%00", "/_solara/cdn/%00", "/static/assets/%00",
    "/static/public/%00", "/%00", "/%ff%fe", "/compare%00", "/..%2f..%2fetc/passwd", "/static/assets/../app.py",
    "/static/assets/..%2f..%2fapp.py", "/static/assets/%2e%2e/app.py", "/static/assets/.hidden", "//etc/passwd",
    "//elsewhere.example/", "/static/assets//favicon.svg", "/jupyter/nbextensions//etc/passwd", "/compare/../../etc",
    "/static/assets/" + "a" * 5000, "/" + "a" * 20000, "/é".encode().decode("latin-1"), "/compare;x=1", "/compare\\",
    "/resourcez", "/resourcez?verbose", "/_solara/api/evict/" + "0" * 8, "/_solara/auth/login", "/_solara/",
    "/jupyter", "/jupyter/api", "/jupyter/api/kernels", "/jupyter/api/kernels/abc", "/jupyter/api/sessions",
    "/jupyter/nbextensions/jupyter-vue/extension.js", "/static/solara_bootstrap.py", "/static/webworker.js",
    "/static/assets", "/static/assets/", "/_solara/cdn/", "/_solara/cdn/vega@5/build/vega.js", "/nowhere",
    "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/package.json", "/compare/nowhere", "/favicon.ico",
    "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist/nowhere.js",
    "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist/solara-vuetify-app8.js",
    "/docs", "/openapi.json", "/robots.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_what_there_is_not_is_not_found(usual, path):
    status, headers, body = sent(usual.port, f"GET {path} HTTP/1.1")
    assert status in (400, 404)
    assert len(body) < 600
    if status == 404:
        assert "default-src 'none'" in headers["content-security-policy"]
        assert b"There is no such page." in body


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"])
@pytest.mark.parametrize("path", ["/", "/readyz", "/static/assets/favicon.svg", "/nowhere"])
def test_pages_are_only_looked_at(usual, method, path):
    assert asked(usual.port, path, method)[0] in (404, 405)


def test_only_the_head_of_a_page_comes_where_only_that_is_asked_for(usual):
    for path in (*PAGES, "/readyz"):
        status, headers, body = asked(usual.port, path, "HEAD")
        assert (status, body) == (200, b"")
        assert headers["content-length"] == str(len(asked(usual.port, path)[2])) or path != "/readyz"
    assert asked(usual.port, "/nowhere", "HEAD")[0] == 404


def sent(port, line, *headers, body=b"", host=True):
    """Send a request as it is, and return status, headers and body of the answer; 0 where the server hung up."""
    lines = [line, *([f"Host: localhost:{port}"] if host else []), *headers, "Connection: close"]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    head, _, rest = answer.partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    named = dict(one.lower().split(": ", 1) for one in others)
    return int(first.split(" ")[1]) if answer else 0, named, rest


@pytest.mark.parametrize(
    "headers",
    [
        ["X-Script-Name: /x\"></script><script>alert(1)</script>"],
        ["Script-Name: /evil"],
        ["X-Forwarded-Host: elsewhere.example", "X-Forwarded-Proto: https"],
        ["X-Forwarded-Proto: nonsense", "X-Forwarded-For: 1.2.3.4, ::1"],
        ["Range: bytes=0-1,2-3,4-5"],
        ["Cookie: " + "a=b; " * 3000],
        ["Cookie: solara-session-id=\x80\xff; =;;;=,,"],
        ["Accept-Encoding: gzip;q=nonsense, *"],
        ["If-None-Match: " + '"' * 2000],
        ["If-Modified-Since: never"],
        ["X: y"] * 200,
        ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
        ["Expect: 100-continue"],
        ["Authorization: Bearer x"],
    ],
)  # fmt: skip
def test_odd_headers_change_nothing_for_anybody(usual, headers):
    for path in ("/", "/explore"):
        usually = re.sub(rb'nonce="[^"]*"', b"", asked(usual.port, path)[2])
        status, _, body = sent(usual.port, f"GET {path} HTTP/1.1", *headers)
        assert status == 200
        assert re.sub(rb'nonce="[^"]*"', b"", body) == usually
        assert re.sub(rb'nonce="[^"]*"', b"", asked(usual.port, path)[2]) == usually
    assert sent(usual.port, "GET /static/assets/favicon.svg HTTP/1.1", *headers)[0] in (200, 304)


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        ("GET / HTTP/1.1", ["Broken"]),
        ("GET / HTTP/1.1", ["A: b\x00c"]),
        ("GET / HTTP/1.1", ["Content-Length: -1"]),
        ("GET / HTTP/1.1", ["Content-Length: 1", "Content-Length: 2"]),
        ("GET / HTTP/1.1", ["Content-Length: " + "9" * 30]),
        ("GET / HTTP/1.1", ["Transfer-Encoding: nonsense"]),
        ("GET / HTTP/1.1", ["A: " + "b" * 70_000]),
        ("GET", []),
        ("\x00\x01\x02", []),
        ("GET http://elsewhere.example/ HTTP/1.1", []),
        ("PRI * HTTP/2.0", []),
    ],
)
def test_what_is_no_request_is_a_bad_one(usual, line, headers):
    assert 400 <= sent(usual.port, line, *headers)[0] < 500


def test_a_name_that_is_not_ours_is_refused(usual):
    assert sent(usual.port, "GET / HTTP/1.1", "Host: rebound.example", host=False)[0] == 421
    assert sent(usual.port, "GET / HTTP/1.1", host=False)[0] in (400, 421)
    assert sent(usual.port, "GET / HTTP/1.1", "Host: localhost")[0] in (400, 421)  # two of them


@pytest.mark.parametrize(
    "headers", [["Content-Length: 20000"], ["Transfer-Encoding: chunked"], ["Content-Length: 314572800"]]
)
def test_a_body_that_is_too_large_is_refused_before_it_comes(usual, headers):
    status, _, body = sent(usual.port, "POST / HTTP/1.1", *headers)
    assert status == 413
    assert b"That is too much." in body


# --- sockets ----------------------------------------------------------------------------------------------------------


def refused(page, **options):
    """Return the status with which a socket is not opened."""
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus) as error:
        page.connect(**options)
    return error.value.response.status_code


def player_of(page):
    """Return the number of the part that plays."""
    return next(number for number, part in page.parts.items() if part.get("what") == "player")


def test_a_page_is_shown_and_let_go_when_it_is_left(usual):
    page = Page(usual.port).open()
    page.settle()
    assert page.find("address")
    player = player_of(page)
    page.do(player, "event_lift", True)
    page.settle()
    assert "obstacle" in page.parts[player]["truth"][0]
    page.leave()


NUMBER = str(uuid.UUID(int=7))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/jupyter/api/kernels/abc/channels?session_id=" + NUMBER, 404),
        (f"/jupyter/api/kernels/{NUMBER}/channels", 404),
        (f"/jupyter/api/kernels/{NUMBER}/channels?session_id=x", 404),
        (f"/jupyter/api/kernels/{NUMBER}/other?session_id={NUMBER}", 404),
        ("/", 404),
        ("/%00", 404),
    ],
)
def test_sockets_are_for_pages_only(usual, path, status, monkeypatch):
    page = Page(usual.port)
    monkeypatch.setattr(Page, "address", f"ws://127.0.0.1:{usual.port}{path}")
    assert refused(page) == status


def test_a_socket_needs_the_secret_of_its_browser(usual):
    page = Page(usual.port)
    page.cookie = ""
    assert refused(page) == 403
    mine = Page(usual.port).open()
    other = Page(usual.port)
    other.number = mine.number
    assert refused(other) == 403
    assert asked(usual.port, f"/_solara/api/close/{mine.number}?session_id={mine.window}", "POST", body=b"")[0] == 403
    for path in (mine.number, f"{mine.number}?session_id=x", f"{uuid.uuid4()}?session_id={mine.window}"):
        assert asked(usual.port, f"/_solara/api/close/{path}", "POST", body=b"")[0] == 404
    mine.do(player_of(mine), "event_lift", True)  # it is still there
    mine.until(lambda message: "affected" in str(message))
    mine.leave()


def test_what_no_page_says_cuts_the_page_off_and_does_nothing(usual, tmp_path):
    """Widgets import and call whatever they are asked to: here, what would have emptied a file."""
    from websockets.exceptions import ConnectionClosed

    victim = tmp_path / "victim"
    victim.write_text("precious")
    page = Page(usual.port).open().settle()
    props = {"filename": str(victim), "filemode": "w", "force": True}
    code = {"create_widget": ["logging", "basicConfig"], "props": props, "id": "x"}
    page.talk(page.find("address"), {"method": "custom", "content": code})
    with pytest.raises(ConnectionClosed) as end:
        page.settle()
    assert end.value.rcvd.code == 1008
    assert victim.read_text() == "precious"
    page.leave()


def test_the_states_of_a_page_come_to_itself(usual):
    """The class of all widgets remembers one channel for everybody: the last one that was opened."""
    pages = [Page(usual.port).open().settle() for _ in range(2)]
    for page in pages:
        page.control = str(uuid.uuid4())
        opened = {"comm_id": page.control, "target_name": "jupyter.widget.control", "data": {}}
        page.say("comm_open", opened, metadata={"version": "1.0.0"})
        page.settle()
    pages[0].talk(pages[0].control, {"method": "request_states"})
    said = pages[0].until(lambda message: "update_states" in str(message), 10)
    assert set(said["content"]["data"]["states"]) >= set(pages[0].parts) - {pages[0].control}
    with pytest.raises(TimeoutError):
        pages[1].until(lambda message: "update_states" in str(message), 1)
    for page in pages:
        page.leave()


GARBAGE = [
    None, True, -1, 1e300, 0, "", "x" * 3000, [], {}, {"turn": 1}, {"turn": "x", "what": None}, {"turn": 1, "what": {}},
    {"turn": -1, "what": "dark"}, {"turn": 1, "what": {"path": "x", "value": "y"}}, {"run": 1, "from": "x"},
    {"run": "", "from": 10**9}, {"step": -5, "playing": 1, "moves": None}, {"name": "x", "text": 5},
    {"turn": 1, "what": {"case": "no such case"}}, {"turn": 1, "what": {"form": "os:system+each+hub"}},
    {"turn": 1, "what": {"strategy": "os:system"}}, {"turn": 1, "what": [0.5] * 8}, {"vary": "a=b", "worlds": -3},
    {"turn": 1, "what": {"what": "pivot", "who": 10**6}}, {"name": "../../x.toml", "text": "\x00"},
]  # fmt: skip


def test_whatever_comes_with_an_event_the_page_goes_on_and_nobody_hears_of_it(usual):
    """Every event of every part of the Lab with every kind of data; at the end, the page still answers."""
    page = Page(usual.port).open().settle(0.2)
    page.do(page.find("cases", "seed"), "event_lab", {"turn": 1, "what": True})
    page.settle()
    for number, part in list(page.parts.items()):
        for event in part.get("events") or ():
            for data in GARBAGE:
                page.do(number, event, data)
        page.settle(0.05)
    page.settle()
    page.do(page.find("cases", "seed"), "event_pick", {"turn": 5, "what": {"case": "steady"}})
    page.until(lambda message: "steady" in str(message), 20)
    page.leave()


def test_a_page_is_compressed_for_browsers_that_take_that_and_loads_no_letters_of_others(usual):
    usually = asked(usual.port, "/play")[2]
    status, headers, body = sent(usual.port, "GET /play HTTP/1.1", "Accept-Encoding: gzip, deflate, br")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "accept-encoding" in headers["vary"]
    plain = gzip.decompress(body)
    assert re.sub(rb'nonce="[^"]*"', b"", plain) == re.sub(rb'nonce="[^"]*"', b"", usually)
    assert len(body) < len(usually) / 3
    assert b"fonts.css" not in usually
    assert b"main8.css" in usually
