"""Studies: from a question to results that survive a crash.

A *study* is a file: a case, *worlds* (uncertain numbers and a seed) and *treatments* (what somebody could choose).
Every world runs under every treatment, and every result is kept under a key that says what it is a result of::

    from clever_coalitions.experiments.studies import frame, load_study, run_study

    run_study(load_study("first_look"), "results/first_look")
    table = frame("results/first_look")
"""

from .frames import frame
from .reading import load_study, names, study_of
from .runner import Progress, Report, run_study
from .store import Store
from .study import Study, StudyError, Treatment

__all__ = [
    "Progress",
    "Report",
    "Store",
    "Study",
    "StudyError",
    "Treatment",
    "frame",
    "load_study",
    "names",
    "run_study",
    "study_of",
]
