"""A little of everything at once; ``make nightly`` sends the whole crowd."""

from pathlib import Path


def test_a_server_bears_everybody_at_once(usual, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))
    from benchmarks.load import SHORT, loaded, missed

    figures = loaded(usual, SHORT)
    assert missed(figures, SHORT) == [], figures
