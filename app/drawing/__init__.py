"""Drawings: pure functions from what a run looked like to SVG, the same string for the same week.

They know casts and frames (``app/live/frames.py``) and nothing of a running model or of a page. All colors are CSS
variables of ``analysis/palette.py``, so one drawing serves light and dark. Type is never smaller than ``type.SMALL``
pixels: a drawing is laid out for the width it is asked for.
"""
