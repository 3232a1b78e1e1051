"""Which studies the evidence is made of, chapter by chapter."""

from __future__ import annotations

MAPS = "Opt-in or consensus, over two numbers"

CHAPTERS = {
    "Forms of governance": ("forms", "rules", "strategies", "contexts", "required_share", "agreeing"),
    "The Syria case": ("syria_turns",),
    MAPS: (
        "values_hazard", "facts_hazard", "drift_hazard", "members_legitimacy", "staff_members", "distance_harm",
    ),
    "The ten principles, part by part": ("principles", "together"),
    "How much of a good thing": ("credit", "listening", "core", "rest"),
    "How the whole behaves": ("idle_core", "hub", "matching", "voices", "cascade"),
    "Checks of the experiments": ("channels", "free_of_price"),
}  # fmt: skip
"""Shipped studies by chapter; the first of all is asked first."""

STUDIES = tuple(name for chapter in CHAPTERS.values() for name in chapter)
