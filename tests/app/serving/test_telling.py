"""A real server tells the prologue: the files of the folder, with a policy of their own, and nothing else there."""

import gzip

import pytest

from ...visiting import asked

KINDS = {"": "text/html", "es.html": "text/html", "prologue.js": "text/javascript", "site.css": "text/css"}


@pytest.mark.parametrize("name", [*KINDS, "data/words-en.js"])
def test_files_of_the_prologue_come_with_a_policy_by_which_only_files_of_the_server_run(usual, name):
    status, headers, body = asked(usual.port, f"/{name}")
    assert status == 200
    assert headers["content-type"].startswith(KINDS.get(name, "text/javascript"))
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "connect-src" not in policy
    assert "set-cookie" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert asked(usual.port, f"/{name}", "HEAD")[2] == b""
    assert len(body) == int(headers["content-length"])


@pytest.mark.parametrize(
    ("before", "now"),
    [("/prologue", "/"), ("/prologue/", "/"), ("/?s=1.abc", "/explore?s=1.abc"), ("/?s=", "/explore?s=")],
)
def test_links_of_before_lead_where_they_did(usual, before, now):
    status, headers, _ = asked(usual.port, before)
    assert (status, headers["location"]) == (308, now)


@pytest.mark.parametrize("path", ["/nowhere.html", "/data/", "/data/secret.js", "/data/x/y", "/prologue/x"])
def test_what_there_is_not_is_not_found(usual, path):
    status, headers, body = asked(usual.port, path)
    assert status == 404
    assert b"There is no such page." in body
    assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_is_only_looked_at(usual, method):
    assert asked(usual.port, "/", method)[0] == 405


def test_the_tale_is_the_same_as_in_the_folder_and_holds_no_truth(usual):
    from clever_coalitions.app.site.pages import files

    body = asked(usual.port, "/data/tale.js")[2].decode()
    assert body == files()["data/tale.js"]()
    assert "needed" not in body


def test_it_is_sent_compressed_and_not_again_where_a_browser_has_it(usual):
    path = "/data/tale.js"
    whole, squeezed = asked(usual.port, path), asked(usual.port, path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(squeezed[2]) == whole[2]
    assert len(squeezed[2]) < len(whole[2]) / 3
    assert squeezed[1]["etag"] == whole[1]["etag"]
    known = asked(usual.port, path, headers={"If-None-Match": whole[1]["etag"], "Accept-Encoding": "gzip"})
    assert (known[0], known[2]) == (304, b"")
    assert asked(usual.port, "/es.html", headers={"If-None-Match": whole[1]["etag"]})[0] == 200
