"""The manifest of a store: which study it is of, and which edition of the model made its runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...scenarios.mistakes import Problem
from ...scenarios.opening import MANIFEST, MissingFileError, UnreadableError, json_of
from ...scenarios.writing import write_json
from ...sim.edition import model_edition
from .format import ManifestPart
from .parts import TABLES
from .provenance import now, provenance
from .reading import study_from
from .study import Study, StudyError, shaped_in

FORMAT = 1
"""Version of the layout."""


FOLDERS = (*TABLES, "sessions", "set_aside", "tmp")


def manifest_for(folder: Path, study: Study, command: str) -> dict[str, Any]:
    """Return the manifest of a store to which a study may be added; a new one where there is none.

    Raises:
        StudyError: the folder holds something else, another study, or runs of another edition of the model.
        OSError: it cannot be written.
    """
    is_new = not (folder / "manifest.json").exists()
    _make_folders(folder, is_new)
    return _new(folder, study, command) if is_new else _fitting(folder, read_manifest(folder), study)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a store.

    Raises:
        StudyError: there is none, or it cannot be read.
    """
    path = folder / "manifest.json"
    try:
        manifest = json_of(path, MANIFEST)
    except MissingFileError:
        raise StudyError(str(folder), [Problem("", "there is no study in this folder (no manifest.json)")]) from None
    except UnreadableError as error:
        raise StudyError(error.file, error.problems) from None
    if not isinstance(manifest, dict):
        raise StudyError(str(path), [Problem("", "expected an object: the study of this store, and who made it")])
    if manifest.get("format") != FORMAT:
        raise StudyError(str(path), [Problem("", "this store was made by another version of the project")])
    shaped_in(str(path), ManifestPart, manifest)
    return manifest


def _make_folders(folder: Path, is_new: bool) -> None:
    """Make the folders of a store.

    Raises:
        StudyError: it is to be a new one, and there is something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(path.name for path in folder.iterdir() if path.name not in (*FOLDERS, "manifest.json"))
    if others and is_new:
        raise StudyError(str(folder), [Problem("", f"expected an empty folder or a store; there is {others[0]}")])
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)


def _new(folder: Path, study: Study, command: str) -> dict[str, Any]:
    """Write the manifest of a new store."""
    manifest = {
        "format": FORMAT,
        "study": study.as_data(),
        "digest": study.digest,
        "model": model_edition(),
        "made": {**provenance(command), "time": now()},
        "earlier": [],
    }
    write_json(folder / "manifest.json", manifest, folder / "tmp")
    return manifest


def _fitting(folder: Path, manifest: dict[str, Any], study: Study) -> dict[str, Any]:
    """Return the manifest of a store that the study may be added to; with the study, where that has grown."""
    said = ""
    if manifest["model"] != model_edition():
        said = (
            f"its runs are of {manifest['model']}, and this is {model_edition()}; two editions are "
            "not mixed: choose another --store, and compare the two with coalitions study diff"
        )
    elif manifest["study"]["name"] != study.name:
        said = f"this store belongs to the study {manifest['study']['name']}, not {study.name}; choose another --store"
    elif manifest["digest"] == study.digest:
        return manifest
    elif study_from(manifest["study"]).keep != study.keep:
        said = "[keep] is not that of the runs in this store, which have other weeks and events; choose another --store"
    if said:
        raise StudyError(str(folder), [Problem("", said)])
    earlier = [*manifest["earlier"], {"digest": manifest["digest"], "until": now()}]
    changed = {**manifest, "study": study.as_data(), "digest": study.digest, "earlier": earlier}
    write_json(folder / "manifest.json", changed, folder / "tmp")
    return changed
