"""Calibration: what was done once, before any comparison of forms, as a record.

It looked at whether a default campaign is plausible, and at patterns that compare no forms; at opt-in alone.
``record.json`` is what came of it, and ``docs/calibration.md`` tells it.
"""
