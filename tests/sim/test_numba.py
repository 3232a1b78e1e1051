"""A canary: what of numba's private parts is gone, in a sentence, where another version is tried."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from clever_coalitions import sim
from clever_coalitions.sim import numba_parts as parts

ROOM = Path(sim.__file__).parent
PRIVATE = re.compile(r"^\s*(?:from|import) numba\.|\bnumba\.(?!njit\b|__version__)", re.MULTILINE)
GONE = (
    "import numba.core.caching as place; del place.FunctionCache\n"
    "import clever_coalitions.sim.compiling"
)  # fmt: skip


def test_private_parts_are_touched_in_one_file():
    touching = {path.name for path in ROOM.rglob("*.py") if PRIVATE.search(path.read_text("utf-8"))}
    assert touching == {"numba_parts.py"}


def test_a_part_that_is_gone_is_named_with_the_version_and_what_to_do():
    said = subprocess.run([sys.executable, "-c", GONE], capture_output=True, text=True, check=False, env=os.environ)
    last = said.stderr.strip().splitlines()[-1]
    assert f"numba {numba.__version__} lacks a part" in last
    assert "FunctionCache" in last
    assert "pyproject.toml" in last


@pytest.mark.skipif(parts.config.DISABLE_JIT, reason="there are no dispatchers where nothing is compiled")
@pytest.mark.parametrize(
    ("use", "names"),
    [
        ("checked twins of kernels", ("get_call_template", "get_overload")),
        ("machine code kept on disk", ("_cache", "enable_caching", "_can_compile")),
        ("tables of plug-ins", ("get_compile_result", "signatures", "py_func")),
    ],
)
def test_dispatchers_have_what_is_used_of_them(use, names):
    dispatcher = numba.njit(lambda x: x + 1.0)
    dispatcher(1.0)
    missing = [name for name in names if not hasattr(dispatcher, name)]
    assert not missing, f"numba {numba.__version__}: dispatchers lost {missing}, which {use} need (sim/compiling.py)"


@pytest.mark.skipif(parts.config.DISABLE_JIT, reason="there is no machine code where nothing is compiled")
def test_machine_code_has_an_address_that_other_code_can_call():
    dispatcher = numba.njit("float64(float64)")(lambda x: 2.0 * x)
    result = dispatcher.get_compile_result(dispatcher.nopython_signatures[0])
    address = result.library.get_pointer_to_function(result.fndesc.llvm_func_name)
    lost = (
        f"numba {numba.__version__}: a compiled function has no address any more, which sim/tables.py calls plug-ins by"
    )
    assert isinstance(address, int), lost
    assert address > 0, lost
    assert np.isfinite(dispatcher(1.0))
