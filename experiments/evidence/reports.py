"""What interest does to a report (L5: Crawford & Sobel 1982)."""

from __future__ import annotations

from ...sim.compiling import kernel
from ...sim.mechanisms.consultation import message, message_loss, messages, report_variance
from .check import Check
from .worlds import alike, begin


@kernel
def loss_by_integration(gap: float, upward: bool, points: int) -> float:
    """Return the mean squared error of the messages themselves, over states spread evenly in [0, 1]."""
    total = 0.0
    for k in range(points):
        x = (k + 0.5) / points
        error = message(x, gap, upward) - x
        total += error * error
    return total / points


def variance_of_a_report(gap: float) -> float:
    """Return the error variance of a report by somebody who sees the fact itself."""
    return float(report_variance(begin(alike(2)), 0, gap))


SOURCE = "Crawford & Sobel 1982"
LOSS = 1 / 108 + 0.0025 * 8 / 3
"""1 / (12 N²) + b² (N² − 1) / 3 at b = .05, N = 3: .01593."""

CHECKS = (
    Check("L5", "Messages that survive a gap of .05 of the range", SOURCE, 3, lambda: messages(0.05), 0.0),
    Check("L5b", "Messages that survive a gap of .02", SOURCE, 5, lambda: messages(0.02), 0.0),
    Check("L5c", "At a gap of .25 nothing is told", SOURCE, 1, lambda: messages(0.25), 0.0),
    Check("L5d", "The receiver's loss at .05", SOURCE, LOSS, lambda: message_loss(0.05)),
    Check("L5e", "The same loss, summed over the messages that are sent", SOURCE, LOSS,
          lambda: loss_by_integration(0.05, True, 200_000), 2e-6),
    Check("L5f", "The error variance of a report over the two positions that it can speak of is four times that",
          SOURCE, 4 * LOSS, lambda: variance_of_a_report(0.05)),
)  # fmt: skip
