"""What a study gives to take home."""

from __future__ import annotations

from functools import partial

from ...experiments.studies import Store
from ...experiments.studies.exports import csv_of, origin_of
from ...experiments.studies.parts import parquet
from ..live.settings import Case
from ..live.study_files import text_of_study
from ..live.study_state import Results
from ..live.study_work import StudyWork
from .figures import pictures_file, report_of_study
from .files import File


def study_files(work: StudyWork, results: Results, file: Case) -> dict[str, File]:
    """Return data, figures, report and file of a study, to take home."""
    name = work.study.name

    def columns() -> bytes:
        import pyarrow

        rows = pyarrow.Table.from_pandas(results.runs, preserve_index=False)
        return parquet(rows, origin_of(Store.open(work.folder), "runs", work.command))

    table = partial(csv_of, results.runs)
    told = partial(report_of_study, work.study, results, work.command)
    found = {
        "csv": File("Data, CSV", "a row a run, as coalitions study export writes it", f"{name}.csv", "text/csv", table),
        "parquet": File("Data, Parquet", "the same, with where it comes from", f"{name}.parquet", BYTES, columns),
        "report": File("Report", "figures, tables and words on one page", f"{name}.html", "text/html", told),
        "study": File("Study file", "to run it again", f"{name}.toml", "text/plain", partial(text_of_study, file)),
    }
    for kind in ("svg", "png"):
        make = partial(pictures_file, work.study, results, kind)
        label, meaning = f"Figures, {kind.upper()}", "all that are below, as they are now"
        found[kind] = File(label, meaning, f"{name}-figures-{kind}.zip", "application/zip", make)
    return found


BYTES = "application/octet-stream"
