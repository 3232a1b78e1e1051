"""Calibration: once, before any comparison of forms, by rules that were written down first.

It may look at whether a default campaign is plausible, and at those patterns of which the model's document says that
calibration may look at them; at opt-in alone, and at nothing that compares forms. ``plausible.py`` says what plausible
means, ``search.py`` what is varied and how one candidate is chosen; ``record.json`` is what came of it. The frozen
numbers are known by their hash (``frozen.py``).
"""
