"""Whether system packages are installed for the tests of the pages: only where somebody has allowed it."""

import shutil
import subprocess
from pathlib import Path

import pytest

FINDER = Path(__file__).parents[1] / ".ci" / "chromium"
TOOLS = ("bash", "grep", "mktemp", "rm", "tail")


def script(path, text):
    path.write_text(f"#!{shutil.which('bash')}\n{text}\n")
    path.chmod(0o755)


def find(folder, user="0", mode=(), **given):
    """Look for a browser on a machine that has none, and apt-get; return the process and what was asked of apt-get."""
    log = folder / "log"
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    script(folder / "ldconfig", "echo none")
    script(folder / "id", f"echo {user}")
    script(folder / "apt-get", f'echo "$@" >> {log}; [ "$1" != install ] || printf "#!$BASH\\n" > {folder}/chromium')
    script(folder / "chromium", "exit 1")
    environment = {"PATH": str(folder), "TMPDIR": str(folder), **given}
    said = subprocess.run(["bash", FINDER, *mode], env=environment, capture_output=True, text=True, timeout=60)
    return said, log.read_text().splitlines() if log.exists() else []


@pytest.mark.parametrize("given", [{}, {"APT": "0"}, {"CI": ""}])
def test_nothing_is_installed_unless_somebody_allows_it(tmp_path, given):
    said, asked = find(tmp_path, **given)
    assert (said.returncode, said.stdout, asked) == (3, "", [])
    first = said.stderr.splitlines()[0]
    assert all(word in first for word in ("chromium", "fonts-liberation", "libatomic1", "APT=1"))


@pytest.mark.parametrize("given", [{"APT": "1"}, {"CI": "true"}])
def test_what_is_missing_is_installed_where_that_is_allowed(tmp_path, given):
    said, asked = find(tmp_path, **given)
    assert asked == ["install -y --no-install-recommends chromium fonts-liberation libatomic1"]
    assert (said.returncode, said.stdout) == (0, f"{tmp_path}/chromium\n")
    assert said.stderr.startswith("== installing for the browser tests")


def test_only_root_installs_and_looking_installs_nothing(tmp_path):
    for name, options in {"user": {"user": "1000"}, "find": {"mode": ("--find",)}}.items():
        (tmp_path / name).mkdir()
        said, asked = find(tmp_path / name, **options, APT="1")
        assert (said.returncode, asked) == (3, [])
        assert "sudo apt install chromium" in said.stderr
