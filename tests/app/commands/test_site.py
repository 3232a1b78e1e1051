"""`coalitions site` writes a folder of pages, and says in one message what cannot be."""

import json

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.app.site import pack
from clever_coalitions.app.site.tale import many_worlds


def call(*arguments):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, list(map(str, arguments)))


def test_help_has_an_example():
    assert "Example: coalitions site" in call("site", "--help").stdout


@pytest.fixture
def few(monkeypatch):
    asked = []
    monkeypatch.setattr(pack, "many_worlds", lambda: many_worlds(3))
    monkeypatch.setattr(pack, "lessons_drawn", lambda worlds, report: asked.append(worlds) or {})
    monkeypatch.setattr(pack, "sandbox_files", lambda worlds, report: [("sandbox", {"worlds": worlds})])
    return asked


def test_the_folder_holds_pages_in_each_language_and_all_that_they_ask_for(tmp_path, few):
    folder = tmp_path / "new" / "pages"
    said = call("site", folder, "--quick", "--address", "https://pages.example/here")
    assert said.exit_code == 0, said.output
    assert str(folder / "index.html") in said.stdout.replace("\n", "")
    names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert {"index.html", "es.html", "lessons.html", "lessons-es.html", "picture.png", "data/curves.js"} <= names
    assert {"sandbox.html", "sandbox-es.html", "sandbox.js", "data/sandbox.js"} <= names
    assert "https://pages.example/here/picture.png" in (folder / "index.html").read_text("utf-8")
    worlds = (folder / "data" / "worlds.js").read_text("utf-8")
    assert len(json.loads(worlds[worlds.index("{") : worlds.rindex("}") + 1])["ways"]) == 4
    call("site", folder)
    from clever_coalitions.app.site.curves import QUICK, WORLDS

    assert few == [QUICK, WORLDS]


def test_what_cannot_be_is_said_in_one_message(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    for arguments, expected in (
        ([file], f"{file}: expected a directory, but this is a file"),
        ([tmp_path / "x", "--address", "pages.example"], "expected an address that begins with https:// or http://"),
    ):
        said = call("site", *arguments)
        assert said.exit_code == 2
        assert expected in said.stderr.replace("\n", "")
        assert "--output" not in said.stderr
        assert "Traceback" not in said.output
