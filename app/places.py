"""Where results are kept unless somebody says where."""

from pathlib import Path

DEMO = Path("results/demo")
CALIBRATION = Path("results/calibration")
EVIDENCE = Path("results/evidence")
STUDIES = Path("results/studies")
