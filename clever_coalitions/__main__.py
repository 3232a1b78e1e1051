"""``python -m clever_coalitions`` is the command ``coalitions``."""

from .app.cli import main

if __name__ == "__main__":
    main()
