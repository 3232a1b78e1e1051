"""Where results are kept unless somebody says where."""

from pathlib import Path

DEMO = Path("results/demo")
EVIDENCE = Path("results/evidence")
STORES = Path("results/stores")
STUDIES = Path("results/studies")
