"""What things are worth to a usual organization, in its own hours: the scale of all reasons to join."""

STAKE_HOURS = 2400.0
"""Hours: what the full outcome is worth to it."""

OUTSIDE_HOURS = 3.7
"""Hours a week that the best of what else it could do would take, on average, at the price of an hour."""
