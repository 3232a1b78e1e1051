"""What can go wrong with a store: each trouble has an outcome, which `docs/studies.md` tells, and a test here.

Processes that are killed in the middle of a run are in `test_crashes.py`, workers of Dask in `test_workers.py`.
"""

import ctypes
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clever_coalitions.app.cli import app
from clever_coalitions.experiments.studies import (
    Store,
    StudyError,
    executors,
    frame,
    load_study,
    run_study,
    runner,
    sessions,
)
from clever_coalitions.experiments.studies.exports import export, origin, read_table
from clever_coalitions.scenarios import writing
from clever_coalitions.sim.compiling import CACHE_DIRECTORY

from .small import assert_same, small, stored_keys, tear

KEEP = {"weeks": ["members"]}
STUDY = small(design={"repetitions": 3}, keep=KEEP)

FILE = """
question = "What can go wrong?"
case = "steady"
[set]
weeks = 20
[levers]
governance = ["opt-in", "consensus"]
[design]
repetitions = 60
[keep]
weeks = ["members"]
"""


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    """Return the store of the same study, undisturbed."""
    folder = tmp_path_factory.mktemp("calm") / "store"
    run_study(STUDY, folder, workers=1)
    return folder


@pytest.fixture
def study_file(tmp_path):
    path = tmp_path / "troubled.toml"
    path.write_text(FILE)
    return path


def lose_privileges():
    """Let the rights of files hold for the next program, also where tests run as root."""
    bounding_set_drop, override, search, owner = 24, 1, 2, 3
    for capability in (override, search, owner):
        ctypes.CDLL(None).prctl(bounding_set_drop, capability, 0, 0, 0)


def python(code, *arguments, **options):
    """Run a program in a process of its own."""
    line = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False, **options)


# --- killed while it exports, or while it writes the manifest ---------------------------------------------------------


class Death(BaseException):
    """Stands for a process that ends there and then."""


def dying(monkeypatch, step):
    """Let the process die at the n-th thing that is done to the disk; what was not yet forced to it is torn."""
    count = iter(range(1, 10_000))

    def act(usual, harm=lambda *_: None):
        def done(*arguments, **options):
            if next(count) == step:
                harm(*arguments)
                raise Death
            return usual(*arguments, **options)

        return done

    monkeypatch.setattr(os, "fsync", act(os.fsync, tear))
    monkeypatch.setattr(Path, "replace", act(Path.replace))
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: None)


STEPS = [("csv", 1), ("csv", 2), ("csv", 3), ("csv", 4), ("parquet", 1), ("parquet", 2)]
OTHERS = [*(("csv", step) for step in range(5, 13)), *(("parquet", step) for step in range(3, 7))]


@pytest.mark.parametrize(("kind", "step"), [*STEPS, *(pytest.param(*one, marks=pytest.mark.slow) for one in OTHERS)])
def test_an_export_that_dies_leaves_whole_files_old_or_new(tmp_path, monkeypatch, calm, kind, step):
    run_study(small(design={"repetitions": 2}, keep=KEEP), tmp_path / "store")
    folder = tmp_path / "export"
    files = export(Store.open(tmp_path / "store"), kind, folder)
    sizes = {path: len(read_table(path)) for path in files}
    run_study(STUDY, tmp_path / "store")
    with monkeypatch.context() as patch:
        dying(patch, step)
        with pytest.raises(Death):
            export(Store.open(tmp_path / "store"), kind, folder)
    grown = {path: sizes[path] * 3 // 2 for path in files}
    for path in files:
        assert len(read_table(path)) in (sizes[path], grown[path])
        assert origin(path)["table"] == path.stem
    export(Store.open(tmp_path / "store"), kind, folder)
    assert {path: len(read_table(path)) for path in files} == grown
    assert not list(folder.glob(".*"))


KILLED = """
import os, signal, sys
from pathlib import Path
from clever_coalitions.experiments.studies import Store, load_study, run_study
from clever_coalitions.experiments.studies.exports import export

what, file, store, step = sys.argv[1:]
study, count = load_study(file), 0
opened = Store.open(Path(store)) if what == "export" else None

def act(usual, is_late):
    def done(*arguments, **options):
        global count
        count += 1
        if count == int(step) and not is_late:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = usual(*arguments, **options)
        if count == int(step):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    return done

os.fsync, Path.replace = act(os.fsync, False), act(Path.replace, True)
export(opened, "csv", Path(store) / "export") if what == "export" else run_study(study, store, workers=1)
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, 9))
def test_an_export_that_is_killed_is_done_again(tmp_path, study_file, step):
    store = tmp_path / "store"
    run_study(load_study(study_file), store)
    assert python(KILLED, "export", study_file, store, step).returncode == -signal.SIGKILL
    for path in (store / "export").glob("*.csv"):
        assert len(read_table(path)) > 0
    files = export(Store.open(store), "csv", store / "export")
    assert len(read_table(files[0])) == 120
    assert not list((store / "export").glob(".*"))


@pytest.mark.parametrize("step", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
@pytest.mark.parametrize("what", ["new", pytest.param("grown", marks=pytest.mark.slow)])
def test_who_is_killed_while_writing_a_manifest_begins_again(tmp_path, study_file, what, step):
    """The first thing that is forced to disk, and the first that is renamed, is the manifest."""
    store = tmp_path / "store"
    if what == "grown":
        run_study(load_study(study_file).with_design(repetitions=10), store)
    before = stored_keys(store) if what == "grown" else []
    assert python(KILLED, "run", study_file, store, step).returncode == -signal.SIGKILL
    if what == "grown" or (store / "manifest.json").exists():
        json.loads((store / "manifest.json").read_text())
    run_study(load_study(study_file), store)
    keys = stored_keys(store)
    assert len(keys) == len(set(keys)) == 120
    assert set(before) <= set(keys)
    run_study(load_study(study_file), tmp_path / "calm")
    assert_same(store, tmp_path / "calm", ("runs", "weeks"))


# --- a scheduler of Dask that is lost ---------------------------------------------------------------------------------


class Lost:
    """Stands for a connection to a scheduler that is lost after some batches."""

    def __init__(self, *_, **__):
        self.pool = executors.ThreadPoolExecutor(1)
        self.left = 2

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pool.shutdown()

    def nthreads(self):
        return {"worker": 1}

    def get_executor(self, **_):
        return self

    def submit(self, *arguments):
        self.left -= 1
        future = self.pool.submit(*arguments) if self.left >= 0 else executors.Future()
        if self.left < 0:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


@pytest.mark.filterwarnings("ignore")
def test_a_lost_scheduler_is_named_and_the_same_command_goes_on(tmp_path, monkeypatch, calm):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(distributed, "Client", Lost)
    monkeypatch.setattr(runner, "MOST_RUNS", 2)
    with pytest.raises(StudyError, match="--dask tcp://x:1: the connection to this scheduler was lost"):
        run_study(STUDY, tmp_path / "store", dask="tcp://x:1")
    assert 0 < len(stored_keys(tmp_path / "store")) < 6
    assert [one["state"] for one in sessions.sessions(tmp_path / "store")] == ["failed"]
    run_study(STUDY, tmp_path / "store")
    assert_same(tmp_path / "store", calm, ("runs", "weeks"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_killed_is_named_and_the_same_command_goes_on(tmp_path, capfd):
    pytest.importorskip("distributed")
    study = small(design={"repetitions": 1000}, set={"weeks": 60}, keep=KEEP)
    place, dask = tmp_path / "scheduler.json", [sys.executable, "-m"]
    usual = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)]
    scheduler = subprocess.Popen([*dask, "distributed.cli.dask_scheduler", *usual], stderr=subprocess.DEVNULL)
    while not place.exists():
        time.sleep(0.1)
    address = json.loads(place.read_text())["address"]
    line = [*dask, "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    worker = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    try:
        with distributed_client(address) as client:
            client.wait_for_workers(1, timeout=60)
        with pytest.raises(StudyError, match="the connection to this scheduler was lost"):
            run_study(
                study,
                tmp_path / "store",
                dask=address,
                progress=lambda s: scheduler.kill() if s.computed > 99 else None,
            )
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()
    assert "Traceback" not in capfd.readouterr().err
    kept = len(stored_keys(tmp_path / "store"))
    assert 0 < kept < 2000
    assert run_study(study, tmp_path / "store").computed == 2000 - kept
    run_study(study, tmp_path / "calm")
    assert_same(tmp_path / "store", tmp_path / "calm", ("runs", "weeks"))


def distributed_client(address):
    from distributed import Client

    return Client(address, set_as_default=False)


# --- a clock that jumps -----------------------------------------------------------------------------------------------


class Clock:
    """Stands for the module ``time`` on a machine whose clock is wrong."""

    def __init__(self):
        self.shift = 0.0

    def time(self):
        return time.time() + self.shift

    def gmtime(self):
        return time.gmtime(self.time())

    def __getattr__(self, name):
        return getattr(time, name)


@pytest.fixture
def clock(monkeypatch):
    jumping = Clock()
    monkeypatch.setattr(sessions, "time", jumping)
    return jumping


DAY = 24 * 3600.0


def test_a_clock_that_jumps_forward_and_back_changes_nothing(tmp_path, clock, calm):
    for repetitions, shift in ((1, 0.0), (2, 400 * DAY), (3, -400 * DAY)):
        clock.shift = shift
        run_study(small(design={"repetitions": repetitions}, keep=KEEP), tmp_path / "store", workers=1)
    keys = stored_keys(tmp_path / "store")
    assert len(keys) == len(set(keys)) == 6
    assert_same(tmp_path / "store", calm, ("runs", "weeks"))
    names = [one["name"][:4] for one in sessions.sessions(tmp_path / "store")]
    assert names == sorted(names)
    assert len(set(names)) > 1


def test_what_a_jumping_clock_lets_be_swept_away_is_done_again(tmp_path, clock, monkeypatch, calm):
    """Another machine tidies up while this one has written the weeks of a batch, and not yet its runs."""
    from clever_coalitions.experiments.studies import parts

    usual = parts._write
    monkeypatch.setattr(sessions, "process", lambda: {"host": "elsewhere", "pid": 1, "program": ""})

    def write(folder, name, *arguments):
        if name == "runs" and clock.shift == 0.0:
            clock.shift = 2 * DAY
            sessions.sweep(folder)
        return usual(folder, name, *arguments)

    monkeypatch.setattr(parts, "_write", write)
    run_study(STUDY, tmp_path / "store", workers=1)
    assert "is missing" in Store.open(tmp_path / "store").damaged[0]
    report = run_study(STUDY, tmp_path / "store", workers=1)
    assert (report.computed > 0, len(report.damaged)) == (True, 1)
    assert_same(tmp_path / "store", calm, ("runs", "weeks"))


def test_an_unfinished_file_that_is_swept_away_is_written_again(tmp_path, monkeypatch):
    usual, times = Path.replace, []

    def replace(path, target):
        times.append(path)
        if len(times) == 1:
            path.unlink()
        return usual(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    writing.write_whole(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_is_on_the_disk_before_it_has_its_name_and_the_name_before_anybody_relies_on_it(tmp_path, monkeypatch):
    done, forced, named = [], os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: forced(handle) or done.append("forced"))
    monkeypatch.setattr(Path, "replace", lambda path, target: done.append("named") or named(path, target))
    writing.write_whole(tmp_path / "a", b"whole")
    assert done == ["forced", "named", "forced"]


# --- a file that cannot be written ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", [errno.EXDEV, *(pytest.param(code, marks=pytest.mark.slow) for code in (errno.EACCES, errno.EIO))]
)
@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6])
def test_a_rename_that_fails_names_its_file_and_the_same_command_goes_on(tmp_path, monkeypatch, calm, place, code):
    usual, count = Path.replace, iter(range(1, 1000))

    def replace(path, target):
        if next(count) == place:
            raise OSError(code, os.strerror(code), str(path), None, str(target))
        return usual(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(OSError, match=os.strerror(code)) as caught:
            run_study(STUDY, tmp_path / "store", workers=1)
    assert caught.value.filename.startswith(str(tmp_path / "store"))
    assert not caught.value.filename.endswith(".tmp")
    assert not list((tmp_path / "store").glob("**/*.tmp"))
    run_study(STUDY, tmp_path / "store", workers=1)
    assert_same(tmp_path / "store", calm, ("runs", "weeks"))


READ_ONLY = """
import sys
from pathlib import Path
from clever_coalitions.app.cli import app
from clever_coalitions.experiments.studies import Store, runner

runner.MOST_RUNS = 20
usual, file, store = Store.write, sys.argv[1], Path(sys.argv[2])

def write(self, done):
    usual(self, done)
    if self._written == 2:
        for folder in [store, *(path for path in store.iterdir() if path.is_dir())]:
            folder.chmod(0o555)

Store.write = write
app(["study", "run", file, "--store", str(store)])
"""


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_store_made_read_only_half_way_is_named_and_goes_on_when_it_is_not(tmp_path, study_file):
    store = tmp_path / "store"
    said = python(READ_ONLY, study_file, store, preexec_fn=lose_privileges)
    kept = len(stored_keys(store))
    for path in [store, *store.iterdir()]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert said.stderr.splitlines()[-1].startswith(f"Error: {store}/")
    assert said.stderr.splitlines()[-1].endswith("Permission denied")
    assert 0 < kept < 120
    study = load_study(study_file)
    assert run_study(study, store).computed == 120 - kept
    run_study(study, tmp_path / "calm")
    assert_same(store, tmp_path / "calm", ("runs", "weeks"))


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
@pytest.mark.skipif(CACHE_DIRECTORY is None, reason="there is no machine code to be found elsewhere")
def test_a_home_that_is_read_only_is_no_trouble(tmp_path, study_file):
    """Machine code and the list of fonts are kept elsewhere."""
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir(mode=0o555)
    work.mkdir()
    kept = {"PATH": os.environ["PATH"], "COALITIONS_CACHE_DIR": str(CACHE_DIRECTORY.parent)}
    code = "from clever_coalitions.app.cli import app; app(['run', 'steady', '--weeks', '9', '--output', 'run.svg'])"
    place = {"cwd": work, "env": {**kept, "HOME": str(home), "TMPDIR": str(work)}}
    said = python(code, preexec_fn=lose_privileges, **place)
    assert said.returncode == 0, said.stderr
    assert "Traceback" not in said.stderr
    assert (work / "run.svg").exists()
    assert not list(home.iterdir())


def limited(size):
    """Return what lets no file grow beyond so many bytes."""
    resource = pytest.importorskip("resource")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


LIMITED = """
import sys
from clever_coalitions.app.cli import app
from clever_coalitions.app.commands import writing

writing.ROOM = 1
app(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["study", "run", "FILE", "--store", "TMP/other"], "TMP/other/manifest.json"),
        (["study", "export", "TMP/store", "--csv", "--output", "TMP/out"], "TMP/out/runs.csv"),
        pytest.param(["run", "steady", "--output", "TMP/run.png"], "TMP/run.png", marks=pytest.mark.slow),
    ],
)
def test_a_limit_on_files_names_the_file(tmp_path, study_file, words, named):
    run_study(load_study(study_file), tmp_path / "store")
    words = [word.replace("TMP", str(tmp_path)).replace("FILE", str(study_file)) for word in words]
    said = python(LIMITED, *words, preexec_fn=limited(1000))
    assert said.returncode == 2
    assert said.stderr.splitlines()[-1].startswith("Error: ")
    assert named.replace("TMP", str(tmp_path)) in said.stderr.splitlines()[-1]
    assert said.stderr.endswith("files may not grow so large here (see ulimit -f)\n")
    assert "Traceback" not in said.stderr


def test_a_full_disk_names_the_file_of_the_store(tmp_path, monkeypatch, study_file):
    usual, count = os.fsync, iter(range(1, 1000))

    def fsync(handle):
        if next(count) == 9:
            raise OSError(errno.ENOSPC, "No space left on device")
        usual(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    said = CliRunner().invoke(app, ["study", "run", str(study_file), "--store", str(tmp_path / "store")])
    assert said.exit_code == 2
    assert f"Error: {tmp_path / 'store'}/" in said.stderr
    assert said.stderr.endswith(": the disk is full\n")
    assert "standard output" not in said.stderr


def test_trouble_with_no_name_is_not_taken_for_standard_output(monkeypatch):
    from clever_coalitions.app.errors import trouble

    assert trouble(OSError(errno.ENOSPC, "No space left on device")) == "a file: the disk is full"
    assert trouble(OSError(errno.EIO, "Input/output error", "x.csv")) == "x.csv: Input/output error"


def test_a_part_that_is_damaged_while_we_look_is_one_message(tmp_path, monkeypatch, calm):
    import shutil

    shutil.copytree(calm, tmp_path / "store")
    store = Store.open(tmp_path / "store")
    part = next((tmp_path / "store" / "runs").iterdir())
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(Exception, match="damaged: its content is not what was written"):
        frame(store)
