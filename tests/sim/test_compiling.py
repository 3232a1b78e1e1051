"""Compiled functions: a cache that is never stale and never stops a run, and tables of plug-ins."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from clever_coalitions.sim import compiling, numba_parts, state, tables
from clever_coalitions.sim.compiling import kernel
from clever_coalitions.sim.tables import (
    NotCompiledError,
    function_at,
    function_table,
    function_type,
    interrupts_afterwards,
)

from ..programs import programs

needs_compiler = pytest.mark.skipif(not compiling.is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")


# --- a tiny package with a cache of its own -----------------------------------------------------------------

CALLEE = """
from tiny.compiling import kernel

@kernel
def rate(x):
    return 2 * x
"""
CALLER = """
from tiny.callee import rate
from tiny.compiling import kernel
from tiny.tables import function_at, function_table, function_type

RATE = function_type(1.0, 1.0)

@kernel
def double(x):
    return rate(x)

@kernel
def through(table, x):
    return function_at(RATE, table[0])(x)
"""
REPORT = """
from tiny import caller, compiling, tables

def hits(*kernels):
    return sum(sum(kernel.stats.cache_hits.values()) for kernel in kernels)
"""


@pytest.fixture
def tiny(tmp_path):
    """A package whose sources are those of compiling, a caller and a callee in another file."""
    folder = tmp_path / "tree" / "tiny"
    folder.mkdir(parents=True)
    for module in (compiling, numba_parts, tables):
        shutil.copy(module.__file__, folder)
    (folder / "__init__.py").touch()
    (folder / "callee.py").write_text(CALLEE)
    (folder / "caller.py").write_text(CALLER)
    return folder


def start(tiny, program, cache=None, **environment):
    """Start `program` in a new process, which sees `caller`, `compiling` and `hits`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NUMBA")}
    kept |= {
        "COALITIONS_CACHE_DIR": str(cache or tiny.parent.parent / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    kept |= {"PYTHONPATH": os.pathsep.join([str(tiny.parent), *sys.path])} | environment
    before, _, program = program.rpartition("---\n")
    command = [sys.executable, "-W", "error", "-c", before + REPORT + textwrap.dedent(program)]
    return subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def compiler():
    """Return what runs programs, each in a process of its own that begins with numba, and knows nothing of ours."""
    with programs(["-W", "error"], "compiler", NUMBA_DISABLE_JIT="0") as started:
        yield started


def finish(process):
    """Return the words that a process printed, and what it said on standard error."""
    output, message = process.communicate(timeout=120)
    assert process.returncode == 0, message
    return output.split(), message


@pytest.fixture
def run(compiler):
    """Return what runs a program as ``start`` does, and returns what ``finish`` does, in a fifth of the time."""

    def done(tiny, program, cache=None):
        before, _, program = program.rpartition("---\n")
        cache = str(cache or tiny.parent.parent / "cache")
        first = (
            "import os, sys\n"
            f"os.environ['COALITIONS_CACHE_DIR'], sys.dont_write_bytecode = {cache!r}, True\n"
            f"sys.path.insert(0, {str(tiny.parent)!r})\n"
        )
        ended = compiler.end(tiny.parent, "python", first + before + REPORT + textwrap.dedent(program))
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.split(), ended.stderr

    return done


DOUBLE = "print(caller.double(3), hits(caller.double))"


def test_a_second_process_loads_what_the_first_compiled(tiny):
    """In processes that share nothing."""
    program = """
        table = tables.function_table([caller.rate], caller.RATE)
        print(caller.double(3), caller.through(table, 4.0), hits(caller.double, caller.through, caller.rate))
    """
    assert finish(start(tiny, program)) == (["6", "8.0", "0"], "")
    words, message = finish(start(tiny, program))
    assert (words[:2], message) == (["6", "8.0"], "")
    assert int(words[2]) == 3  # a kernel inside a loaded kernel need not be loaded


def test_an_edited_callee_in_another_file_is_noticed(tiny, run):
    assert run(tiny, DOUBLE)[0] == ["6", "0"]
    (tiny / "callee.py").write_text(CALLEE.replace("2 * x", "5 * x"))
    assert run(tiny, DOUBLE)[0] == ["15", "0"]
    (tiny / "callee.py").write_text(CALLEE)
    assert run(tiny, DOUBLE)[0] == ["6", "1"]


def test_sources_edited_under_a_running_command_leave_no_trace(tiny, run):
    edit = f"compiling.SOURCES.joinpath('callee.py').write_text('''{CALLEE.replace('2 * x', '7 * x')}''')"
    late = "import tiny.compiling as compiling\n" + edit + "\n---\n" + DOUBLE
    assert run(tiny, late)[0] == ["21", "0"]
    (tiny / "callee.py").write_text(CALLEE)
    assert run(tiny, DOUBLE)[0] == ["6", "0"]


def test_a_read_only_tree_is_cached_elsewhere(tiny, run):
    before = sorted(tiny.rglob("*"))
    for path in (*before, tiny):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert run(tiny, DOUBLE) == (["6", "0"], "")
    assert run(tiny, DOUBLE) == (["6", "1"], "")
    tiny.chmod(0o755)
    assert sorted(tiny.rglob("*")) == before  # root may write to it, and did not


def test_where_nothing_is_writable_a_run_says_so_once_and_compiles(tiny, run):
    blocked = tiny / "callee.py" / "below-a-file"
    nowhere = f"import tempfile\ntempfile.tempdir = {str(blocked)!r}\n---\n{DOUBLE}"
    words, message = run(tiny, nowhere, cache=blocked)
    assert words == ["6", "0"]
    assert message.count("coalitions:") == message.count("\n") == 1
    assert "compiles its kernels anew" in message
    assert "Set COALITIONS_CACHE_DIR" in message


def test_a_cache_that_fails_later_is_given_up_with_one_message(tiny, run):
    program = """
        import pathlib, shutil
        shutil.rmtree(compiling.CACHE_DIRECTORY)
        pathlib.Path(compiling.CACHE_DIRECTORY).touch()  # as good as read-only, also for root
        print(caller.double(3), caller.double(1.5))
    """
    words, message = run(tiny, program)
    assert words == ["6", "3.0"]
    assert message.count("coalitions:") == message.count("\n") == 1
    assert "compiling without the cache" in message


def test_a_cache_removed_under_a_running_command_is_made_again(tiny, run):
    remove = "import shutil; shutil.rmtree(compiling.CACHE_DIRECTORY)\n"
    assert run(tiny, remove + DOUBLE) == (["6", "0"], "")
    assert run(tiny, DOUBLE) == (["6", "1"], "")


def test_damaged_files_are_replaced(tiny, run):
    run(tiny, DOUBLE)
    cache = tiny.parent.parent / "cache"
    for damaged in ("*.nbi", "*.nbc"):
        files = [path for path in cache.rglob(damaged) if path.name.startswith("caller.double")]
        assert len(files) >= 1
        for path in files:
            path.write_bytes(path.read_bytes()[:50])
        assert run(tiny, DOUBLE) == (["6", "0"], "")
        assert run(tiny, DOUBLE) == (["6", "1"], "")


def test_two_processes_can_compile_at_once(tiny, run):
    meet = """
        import os, pathlib, time
        here = compiling.CACHE_DIRECTORY.parent
        here.joinpath(str(os.getpid())).touch()
        while len(list(here.glob("[0-9]*"))) < 2:
            time.sleep(0.001)
        print(caller.double({}))
    """
    both = [start(tiny, meet.format(x)) for x in ("3", "1.5")]
    assert [finish(process) for process in both] == [(["6"], ""), (["3.0"], "")]
    assert run(tiny, "print(caller.double(3), caller.double(1.5))") == (["6", "3.0"], "")


@needs_compiler
def test_two_processes_never_share_a_data_file(tmp_path):
    names = set()
    for _ in range(2):
        dispatcher = kernel(lambda x: x)
        compiling._enable_cache(dispatcher, tmp_path)
        names.add(dispatcher._cache._cache_file._data_name(1))
    assert len(names) == 2


def test_nothing_is_kept_where_compiling_is_switched_off(tiny):
    words, _ = finish(start(tiny, "print(caller.double(3), type(caller.double).__name__)", NUMBA_DISABLE_JIT="1"))
    assert words == ["6", "function"]
    assert not (tiny.parent.parent / "cache").exists()


# --- where the cache lies -----------------------------------------------------------------------------------


def test_the_hash_sees_names_contents_and_settings(tmp_path, monkeypatch):
    def changed():
        hashes.append(compiling.source_hash(tmp_path))
        return len(set(hashes)) == len(hashes)

    hashes = []
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.py").write_text("x = 1")
    assert changed()
    (tmp_path / "deep" / "a.py").write_text("x = 2")
    assert changed()
    (tmp_path / "deep" / "a.py").rename(tmp_path / "a.py")
    assert changed()
    monkeypatch.setattr(compiling.parts.config, "BOUNDSCHECK", 1)
    assert changed()
    (tmp_path / ".#a.py").symlink_to("nowhere")  # an editor's lock
    (tmp_path / "notes.txt").write_text("not a source")
    assert not changed()
    assert all(len(digits) == 16 for digits in hashes)


def test_the_three_versions_used_last_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COALITIONS_CACHE_DIR", str(tmp_path))
    now = time.time()
    for digit in range(6):
        old = tmp_path / f"kernels-{digit:016x}"
        old.mkdir()
        os.utime(old, (now - 3600 * digit, now - 3600 * digit))
    for other in ("kernels-of-mine", "results"):
        (tmp_path / other).mkdir()
        os.utime(tmp_path / other, (0, 0))
    current = compiling.cache_directory()
    kept = {current.name, "kernels-" + "0" * 16, f"kernels-{1:016x}", "kernels-of-mine", "results"}
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_versions_used_just_now_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COALITIONS_CACHE_DIR", str(tmp_path))
    for digit in range(6):
        (tmp_path / f"kernels-{digit:016x}").mkdir()
    compiling.cache_directory()
    assert len(list(tmp_path.iterdir())) == 7


def test_the_places_tried(tmp_path, monkeypatch):
    for variable in ("COALITIONS_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert compiling.cache_directory().parent == tmp_path / "home" / ".cache" / "coalitions"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    assert compiling.cache_directory().parent == tmp_path / "home" / ".cache" / "coalitions"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert compiling.cache_directory().parent == tmp_path / "xdg" / "coalitions"
    monkeypatch.setenv("COALITIONS_CACHE_DIR", str(tmp_path / "chosen"))
    assert compiling.cache_directory().parent == tmp_path / "chosen"


def test_the_last_place_is_for_temporary_files_unless_others_can_write_there(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COALITIONS_CACHE_DIR", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(compiling.tempfile, "tempdir", str(tmp_path))
    directory = compiling.cache_directory()
    assert directory.parent.parent == tmp_path
    assert capsys.readouterr().err == ""
    if hasattr(os, "getuid"):
        directory.parent.chmod(0o777)
        assert compiling.cache_directory() is None
        assert "Set COALITIONS_CACHE_DIR" in capsys.readouterr().err


@needs_compiler
def test_other_users_of_numba_keep_their_cache(tmp_path):
    before = compiling.parts.config.CACHE_DIR
    dispatcher = kernel(lambda x: x)
    compiling._enable_cache(dispatcher, tmp_path)
    after = compiling.parts.config.CACHE_DIR
    assert before == after != str(tmp_path)
    assert dispatcher._cache.cache_path.startswith(str(tmp_path))


@needs_compiler
def test_kernels_from_elsewhere_are_not_cached():
    assert Path(__file__).resolve().is_relative_to(compiling.SOURCES) is False
    assert half._cache.cache_path is None


# --- kernels and tables -------------------------------------------------------------------------------------


@kernel
def half(x):
    return x / 2


@kernel
def quarter(x):
    return x / 4


@kernel
def refuse(x):
    if x > 0:
        raise ValueError("not positive")
    return x


@kernel
def misfit(x):
    return x.nothing


RULE = function_type(0.0, 1.0)


@kernel
def total(table, x):
    result = 0.0
    for k in range(len(table)):
        result += function_at(RULE, table[k])(x)
    return result


def test_kernels_divide_as_numpy_does():
    if compiling.is_compiling_enabled():
        assert kernel(lambda x: 1.0 / x)(0.0) == np.inf


def test_a_kernel_calls_the_functions_of_a_table():
    table = function_table([half, quarter, half], RULE)
    assert total(table, 8.0) == 10.0
    assert total(function_table([half], RULE), 8.0) == 4.0
    assert len(table) == 3


@needs_compiler
def test_a_table_costs_no_new_compilation():
    for functions in ([half], [quarter, half], [half] * 9):
        total(function_table(functions, RULE), 1.0)
    assert len(total.signatures) == 1
    assert len(half.signatures) == 1


def test_an_error_in_a_plug_in_reaches_the_caller():
    with pytest.raises(ValueError, match="not positive"):
        total(function_table([half, refuse], RULE), 1.0)


@needs_compiler
def test_a_plain_function_is_refused_by_name():
    def my_rule(x):
        return x

    with pytest.raises(NotCompiledError, match=r"my_rule is a plain Python function.*decorate it with @"):
        function_table([half, my_rule], RULE)


@needs_compiler
def test_a_function_of_another_type_is_refused_by_name():
    with pytest.raises(NotCompiledError, match=r"misfit cannot be compiled: .*line \d+: Unknown attribute 'nothing'"):
        function_table([misfit], RULE)


def test_a_function_that_returns_nothing_has_a_type():
    assert str(function_type(None, np.zeros(2)).signature) == "(Array(float64, 1, 'C', False, aligned=True),) -> none"


def interrupted(times):
    """Press Ctrl-C so many times while something is compiled; return how far that came."""
    done = []
    try:
        with interrupts_afterwards():
            for pressed in range(times):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.01)
                done.append(pressed)
    except KeyboardInterrupt:
        return done
    raise AssertionError("it went on as if nothing had been")


def test_ctrl_c_waits_for_what_is_compiled_and_a_second_one_does_not():
    assert interrupted(1) == [0]
    assert interrupted(2) == [0]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@needs_compiler
@pytest.mark.parametrize("opened", [state.coalitions, state.organizations, state.plan, state.seats])
def test_entities_are_opened_within_whatever_reads_them(opened):
    """Left to the compiler's judgment, the 41st field of an entity made all runs five times as slow."""
    assert opened.targetoptions["forceinline"]
