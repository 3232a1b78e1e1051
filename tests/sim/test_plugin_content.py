"""A store notices that a plug-in changed: its own file, and what it imports."""

import sys

import pytest

from clever_coalitions.sim import plugins
from clever_coalitions.sim.plugins import content_of, use_plugin

FILES = {
    "plain.py": "SHARE = 0.1\n",
    "from_it": "from plain import SHARE\n",
    "star": "from plain import *\n",
    "as_module": "import plain as other\nSHARE = other.SHARE\n",
    "in_a_function": "def late():\n    import plain\n    return plain.SHARE\nSHARE = late()\n",
}


@pytest.fixture
def content(tmp_path):
    """Return a function that tells the content of a plug-in, as a new process would; all is forgotten at the end."""
    before, path = dict(plugins._USED), list(sys.path)
    known = set(sys.modules)

    def tell(source="the_plugin.py"):
        for name in [name for name in sys.modules if name not in known and is_mine(sys.modules[name])]:
            del sys.modules[name]
        plugins._USED.clear()
        sys.path_importer_cache.clear()
        return content_of(use_plugin(tmp_path / source if source.endswith(".py") else source))

    def is_mine(module):
        return str(getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", [""])))).startswith(
            str(tmp_path)
        )

    sys.dont_write_bytecode, was = True, sys.dont_write_bytecode
    yield tell
    sys.dont_write_bytecode = was
    plugins._USED.clear()
    plugins._USED.update(before)
    sys.path[:] = path
    for name in set(sys.modules) - known:
        if is_mine(sys.modules[name]):
            del sys.modules[name]


@pytest.mark.parametrize("way", [name for name in FILES if name != "plain.py"])
def test_a_change_is_noticed_however_a_file_is_imported(way, content, tmp_path):
    (tmp_path / "the_plugin.py").write_text(FILES[way])
    (tmp_path / "plain.py").write_text("SHARE = 0.1\n")
    first = content()
    assert content() == first
    (tmp_path / "plain.py").write_text("SHARE = 0.2\n")
    assert content() != first
    (tmp_path / "plain.py").write_text("SHARE = 0.1\n")
    (tmp_path / "beside.py").write_text("nobody uses this\n")
    assert content() == first


@pytest.mark.parametrize("changed", ["__init__", "lead", "numbers", "deep/__init__", "deep/more"])
def test_all_of_a_package_that_is_imported_counts(changed, content, tmp_path, monkeypatch):
    package = tmp_path / "my_rules"
    (package / "deep").mkdir(parents=True)
    texts = {
        "__init__": "NAME = 'mine'\n",
        "lead": "from . import numbers\nfrom .deep.more import *\nlead = print\n",
        "numbers": "SHARE = 0.1\n",
        "deep/__init__": "",
        "deep/more": "from ..numbers import SHARE\n",
        "unused": "",
    }
    for name, text in texts.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    first = content("my_rules.lead")
    (package / "unused.py").write_text("# nobody imports it\n")
    assert content("my_rules.lead") == first
    (package / f"{changed}.py").write_text(f"{texts[changed]}# changed\n")
    assert content("my_rules.lead") != first


def test_what_is_installed_counts_where_it_is_the_plug_in_itself(content, tmp_path, monkeypatch):
    monkeypatch.setattr(plugins, "_HOMES", [*plugins._HOMES, str(tmp_path)])
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "installed_lead.py").write_text("import installed_numbers\n")
    (tmp_path / "installed_numbers.py").write_text("SHARE = 0.1\n")
    first = content("installed_lead")
    (tmp_path / "installed_numbers.py").write_text("SHARE = 0.2\n")
    assert content("installed_lead") == first  # as the page says
    (tmp_path / "installed_lead.py").write_text("import installed_numbers  # changed\n")
    assert content("installed_lead") != first
