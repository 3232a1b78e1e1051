"""Files to take home: whatever happens while one is made, the page says so."""

import pytest

from clever_coalitions.app.pages.files import File, made_of


@pytest.mark.parametrize("error", [ValueError("why"), RecursionError("why"), KeyError("why")])
def test_a_file_that_cannot_be_made_is_told(error):
    def make():
        raise error

    said = made_of(File("Report", "all of it", "x.html", "text/html", make))
    assert said["name"] == "x.html"
    assert said["trouble"].startswith("x.html could not be made: ")
    assert "why" in said["trouble"]
