"""What self-organized coalitions come to believe (L4); waits for that form of governance."""

from __future__ import annotations

from .check import Check

CHECKS = (
    Check(
        "L4",
        "Without a hub, beliefs meet at the left eigenvector of the weights times the first beliefs (largest gap)",
        "DeGroot 1974",
        0.0,
        None,
        1e-9,
    ),
)
