"""While a thread imports a library, the pages of others are drawn."""

import subprocess
import sys
from types import ModuleType

import pytest

pytest.importorskip("solara")
from clever_coalitions.app.serving.lazily import pass_over_what_is_half_there


def test_half_a_module_has_no_tables(monkeypatch):
    from reacton import utils

    monkeypatch.setattr(utils, "import_item", utils.import_item)
    monkeypatch.setitem(sys.modules, "pandas", ModuleType("pandas"))
    with pytest.raises(AttributeError):
        utils.isinstance_lazy(1, "pandas.DataFrame")  # once this fails, Reacton has mended it, and lazily.py can go
    pass_over_what_is_half_there()
    assert not utils.isinstance_lazy(1, "pandas.DataFrame")


def test_a_table_is_one_once_pandas_is_there(monkeypatch):
    import pandas
    from reacton import utils

    monkeypatch.setattr(utils, "import_item", utils.import_item)
    pass_over_what_is_half_there()
    assert utils.isinstance_lazy(pandas.DataFrame(), "pandas.DataFrame")
    assert not utils.isinstance_lazy(1, "nowhere.DataFrame")


def test_what_few_visitors_need_is_not_loaded_for_all():
    heavy = ("matplotlib", "mesa", "networkx", "pandas", "scipy.stats")
    look = "import sys, clever_coalitions.app.pages.main; print(*(one for one in sys.argv[1:] if one in sys.modules))"
    done = subprocess.run([sys.executable, "-c", look, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
