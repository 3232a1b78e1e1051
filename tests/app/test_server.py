"""The server of the pages: what it needs, what it says when that is missing, and that nothing leaves the machine."""

import asyncio
import errno
import io
import os
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.app.errors import UserError
from clever_coalitions.app.serving import LOOPBACK, offline, server
from clever_coalitions.app.serving.guard import Guarded, Hosts
from clever_coalitions.sim import warm as sim_warm

PAGES = """
import solara

@solara.component
def Home():
    solara.Text("hello")

routes = [solara.Route(path="/", component=Home)]
"""

SERVE = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        print("network:", event, arguments[1:], file=sys.stderr, flush=True)

sys.addaudithook(watch)
from clever_coalitions.app.errors import guarded
from clever_coalitions.app.serving.server import serve

try:
    guarded(serve)("127.0.0.1", int(sys.argv[1]), False, "little_pages")
except BaseException as end:
    sys.exit(getattr(end, "exit_code", 1))
"""


@pytest.fixture
def assets(tmp_path, monkeypatch):
    """An empty folder in which offline assets are looked for."""
    monkeypatch.setenv(offline.FOLDER_SETTING, str(tmp_path / "cdn"))
    return tmp_path / "cdn"


@pytest.fixture
def published(monkeypatch):
    """A package and its archive, as npm would send it."""
    archive = packed({"package/dist/main.js": b"1;", "package/dist/main.js.map": b"{}", "package/../../outside": b"2;"})
    package = offline.Package("@us/pages", "1.2.3", checksum(archive))
    monkeypatch.setattr(offline, "PACKAGES", (package,))
    return package, archive


def packed(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def checksum(archive):
    import base64
    import hashlib

    return base64.b64encode(hashlib.sha512(archive).digest()).decode()


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put an npm first in the path that sends the archive it is given, and counts how often it was called."""

    def stand_in(archive, status=0):
        tools = tmp_path / "tools"
        tools.mkdir()
        (tools / "archive").write_bytes(archive)
        (tools / "npm").write_text(
            f'#!/bin/sh\necho "$@" >> "{tools}/calls"\n[ "$1" = --version ] && exit 0\n'
            f'[ {status} = 0 ] || {{ echo "npm error code E404" >&2; exit {status}; }}\n'
            f'cp "{tools}/archive" sent.tgz && echo sent.tgz\n'
        )
        (tools / "npm").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
        return tools / "calls"

    return stand_in


def quietly(line):
    assert line


def test_assets_are_fetched_once_and_whole(assets, published, npm):
    package, archive = published
    calls = npm(archive)
    assert offline.missing() == [package]
    assert offline.install(quietly) == 1
    assert offline.missing() == []
    assert [str(path.relative_to(assets)) for path in assets.rglob("*") if path.is_file()] == [
        "@us/pages@1.2.3/dist/main.js"  # no top folder, no source map, nothing outside of the folder
    ]
    assert not (assets.parent / "outside").exists()
    before = calls.read_text()
    assert offline.install(quietly) == 0
    assert calls.read_text() == before


def test_an_archive_that_is_not_the_published_one_is_refused(assets, published, npm):
    npm(packed({"package/dist/main.js": b"evil();"}))
    with pytest.raises(UserError, match=r"@us/pages@1\.2\.3: the archive .* is not the one that was published"):
        offline.install(quietly)
    assert list(assets.iterdir()) == []


def test_a_registry_out_of_reach_is_said_in_npms_words(assets, published, npm):
    npm(b"", status=1)
    with pytest.raises(UserError, match=r"npm could not fetch @us/pages@1\.2\.3: code E404"):
        offline.install(quietly)
    assert list(assets.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_work_in_progress_is_not(assets, published, npm):
    npm(published[1])
    for name, age in ((".partial-old", 7200), (".partial-new", 60)):
        (assets / name).mkdir(parents=True)
        os.utime(assets / name, (time.time() - age, time.time() - age))
    offline.install(quietly)
    assert {path.name for path in assets.iterdir()} == {"@us", ".partial-new"}


def test_without_assets_the_message_says_what_to_run(assets):
    with pytest.raises(UserError, match="coalitions app --install-assets"):
        server.serve(LOOPBACK, 0, is_opening=False)


def test_studies_are_kept_where_one_says_and_end_with_the_server(tmp_path, monkeypatch):
    studies = pytest.importorskip("clever_coalitions.app.live.studies")
    asked, own = [], studies.Studies()
    monkeypatch.setattr(studies, "STUDIES", own)
    monkeypatch.setattr("clever_coalitions.app.live.ensemble.ENDING", threading.Event())  # or no later test runs worlds
    monkeypatch.setattr(own, "close", lambda: asked.append(own.root))
    with server.keeping(tmp_path):
        assert own.root == tmp_path
        assert asked == []
    assert asked == [tmp_path]
    monkeypatch.setattr(server, "serve", lambda *_, **options: asked.append(options["studies"]))
    for arguments, folder in (([], Path("results/studies")), (["--studies", str(tmp_path)], tmp_path)):
        assert CliRunner().invoke(app, ["app", "--no-open", *arguments]).exit_code == 0
        assert asked[-1] == folder


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'clever-coalitions\[app\]'"):
        server.check_extra()


def test_a_taken_port_is_named_with_the_next_free_one():
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"port {port} is taken") as raised:
            server.listen(LOOPBACK, port)
    offered = int(str(raised.value).rsplit(" ", 1)[1])
    assert offered > port
    server.listen(LOOPBACK, offered).close()


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(UserError, match=r"cannot listen at 192\.0\.2\.1"):
        server.listen("192.0.2.1", 8765)


def test_a_port_that_needs_more_rights_is_explained(monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("socket.create_server", refuse)
    with pytest.raises(UserError, match="port 80 needs more rights than yours; those from 1024 up do not"):
        server.listen(LOOPBACK, 80)


@pytest.mark.parametrize(("screen", "opened"), [(":0", ["http://localhost:8765"]), ("", [])])
def test_a_browser_is_opened_where_there_is_a_screen(monkeypatch, screen, opened):
    asked = []
    monkeypatch.setattr("webbrowser.open", asked.append)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    server.open_page("http://localhost:8765")
    assert asked == opened


@pytest.mark.parametrize(
    ("host", "name"),
    [(LOOPBACK, "localhost"), ("0.0.0.0", "localhost"), ("::1", "localhost"), ("fe80::1", "[fe80::1]"), ("lab", "lab")],
)
def test_the_address_that_is_told_works_in_a_browser(host, name):
    assert server.host_in_browser(host) == name


def test_the_command_fetches_assets_and_says_when_they_are_there(assets, published, npm):
    npm(published[1])
    first = CliRunner().invoke(app, ["app", "--install-assets"])
    again = CliRunner().invoke(app, ["app", "--install-assets"])
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert f"are now in {assets}" in first.stdout
    assert f"are already in {assets}" in again.stdout


async def answered(request, headers, hosts=None, method="GET"):
    said = []

    async def page(scope, receive, send):
        await send({"type": f"{scope['type']}.response.start" if scope["type"] == "http" else "websocket.accept"})

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        said.append(message)

    scope = {"type": request, "headers": headers, "path": "/", "raw_path": b"/"}
    scope |= {"method": method} if request == "http" else {"extensions": {}}
    await Guarded(page, hosts or Hosts())(scope, receive, send)
    return said


def test_every_answer_carries_the_policy():
    [answer] = asyncio.run(answered("http", [(b"host", b"localhost")]))
    policy = dict(answer["headers"])[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "http" not in policy  # no other machine is named


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [(b"http://localhost:8765", True), (None, True), (b"http://elsewhere.example", False), (b"null", False)],
)
def test_only_our_own_pages_may_connect(origin, is_let_in):
    headers = [(b"host", b"localhost:8765"), *([(b"origin", origin)] if origin else [])]
    [answer] = asyncio.run(answered("websocket", headers))
    assert (answer["type"] == "websocket.accept") == is_let_in
    answer = asyncio.run(answered("http", headers, method="POST"))[0]
    assert (answer.get("status") is None) == is_let_in


@pytest.mark.parametrize(
    ("listening", "given", "host", "is_ours"),
    [
        ("127.0.0.1", [], b"localhost:8765", True),
        ("127.0.0.1", [], b"LocalHost", True),
        ("127.0.0.1", [], b"[::1]:8765", True),
        ("127.0.0.1", [], b"rebound.example:8765", False),
        ("127.0.0.1", [], b"localhost.rebound.example", False),
        ("127.0.0.1", [], b"localhost:8765@rebound.example", False),
        ("127.0.0.1", [], b"192.0.2.7:8765", False),
        ("127.0.0.1", [], b"", False),
        ("127.0.0.1", [], b"[", False),
        ("127.0.0.1", ["lab.example"], b"lab.example", True),
        ("lab", [], b"lab:8765", True),
        ("0.0.0.0", [], b"192.0.2.7:8765", True),
        ("0.0.0.0", [], socket.gethostname().encode(), True),
        ("0.0.0.0", [], b"rebound.example:8765", False),
        ("::", [], b"[fe80::7]:8765", True),
    ],
)
def test_only_names_of_this_server_are_answered(listening, given, host, is_ours):
    """A page whose owner points its name at this machine asks under that name: also where its origin is the same."""
    hosts = Hosts(listening, given)
    answer = asyncio.run(answered("http", [(b"host", host)], hosts))[0]
    assert answer.get("status") == (None if is_ours else 421)
    [connected] = asyncio.run(answered("websocket", [(b"host", host), (b"origin", b"http://" + host)], hosts))
    assert (connected["type"] == "websocket.accept") == is_ours


def test_a_request_with_two_hosts_or_none_is_not_answered():
    for headers in ([], [(b"host", b"localhost"), (b"host", b"localhost")]):
        assert asyncio.run(answered("http", headers))[0]["status"] == 421


def test_the_server_calls_nobody_and_ends_on_ctrl_c(tmp_path):
    """It is started with a page of two lines, asked for it, and interrupted; an audit hook hears of any connection."""
    pytest.importorskip("solara")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "little_pages.py").write_text(PAGES)
    for package in offline.PACKAGES:
        (tmp_path / "cdn" / package.spec).mkdir(parents=True)
    version = ".".join(map(str, sys.version_info[:2]))
    libraries = tmp_path / "other" / "lib" / f"python{version}" / "site-packages"  # of an environment that is activated
    libraries.mkdir(parents=True)
    (libraries / "other.pth").write_text("import sys; sys.stderr.write('run from another environment')\n")
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "pages"),
        offline.FOLDER_SETTING: str(tmp_path / "cdn"),
        "SOLARA_HOME": str(tmp_path / "solara"),
        "VIRTUAL_ENV": str(tmp_path / "other"),
    }
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == f"Clever Coalitions is at http://localhost:{port} (Ctrl-C ends it)\n"
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/", timeout=30) as answer:
            assert "Clever Coalitions" in answer.read().decode()
        began = time.monotonic()
        with pytest.raises(urllib.error.HTTPError, match="404") as refused:
            urllib.request.urlopen(f"http://{LOOPBACK}:{port}/_solara/cdn/vega@5/build/vega.js", timeout=30)
        refused.value.close()
        assert time.monotonic() - began < 2  # it did not try elsewhere
        running.send_signal(signal.SIGINT)
        try:
            _, err = running.communicate(timeout=30)
        finally:
            running.kill()  # else leaving waits for what does not end
    assert running.returncode == 130
    assert err == "interrupted\n"


def test_what_is_missing_is_compiled_in_another_process_that_gives_its_memory_back(monkeypatch):
    commands = []
    monkeypatch.setattr(sim_warm, "is_warm", lambda: bool(commands))
    monkeypatch.setattr(sim_warm, "warm_up", lambda progress: pytest.fail("compiled here"))
    monkeypatch.setattr(server.subprocess, "run", lambda command, check: commands.append(command))
    server.warm()
    (command,) = commands
    assert (command[0], command[-1]) == (sys.executable, "clever_coalitions.sim.warm")
    assert "-P" in command  # nothing that lies in this folder is imported
