"""Limiting cases of earlier editions that went with their mechanism, and why."""

from __future__ import annotations

GONE = {
    "L14": "a hub is cheaper than a table from 13 participants on: links are no longer counted; convening has one price"
    " list under every form, and its law is L22",
    "L15": "the mean of trust that moves by fixed shares: trust follows a logistic law of contact now, see L23",
    "L17": "the best number of voices a round: how many are heard follows from hours, a round is no longer chosen",
}
"""``{id: what it said: why it is gone}``."""

CHANGED = {
    "L10": "arithmetic on ceilings, no longer 'after Barrett 2002', who argues that broad but shallow can beat narrow"
    " but deep",
}
"""``{id: what is no longer claimed}`` of cases that are still checked."""
