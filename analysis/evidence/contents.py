"""Which studies the evidence is made of, chapter by chapter."""

from __future__ import annotations

PRIORS = "Over all that is not known"

MAPS = "Which form, over two numbers"

CHAPTERS = {
    "Forms of governance": ("forms", "rules", "strategies", "gains", "contexts", "required_share", "agreeing"),
    PRIORS: ("priors",),
    "The cases": ("syria_turns", "syria_dates", "central_african"),
    MAPS: (
        "staff_members", "bias_offset", "drift_hazard", "members_legitimacy", "urgency_obstacles", "losers_dissent",
        "values_hazard",
    ),
    "The ten principles, part by part": ("principles", "together"),
    "How much of a good thing": ("credit", "listening", "core", "rest", "portfolio"),
    "How the whole behaves": ("idle_core", "hub", "matching", "cascade"),
}  # fmt: skip
"""Shipped studies by chapter; the first of all is asked first."""

STUDIES = tuple(name for chapter in CHAPTERS.values() for name in chapter)
