"""What trials say, in plain words that the data choose."""

from __future__ import annotations

import math

from ...experiments.trials import PRICE_OFF
from ..effects import Effect
from ..words import listed, signed, worlds
from .ablation import CIRCULAR, NONE, Ablation, Best, Bound, Finding, share_of


def span(found: Effect) -> str:
    """Return ``+0.20 [+0.12, +0.28]``."""
    scale = max(abs(found.low), abs(found.high)) if math.isfinite(found.low) else None
    return f"{signed(found.mean, scale)} [{signed(found.low, scale)}, {signed(found.high, scale)}]"


def percent(share: float) -> str:
    """Return ``+18%``; a dash where it is not defined; tenths where it is small."""
    if not math.isfinite(share):
        return "–"
    digits = 0 if abs(share) >= 0.1 else 1
    return f"{100 * share:+.{digits}f}%".replace("-", "−")


def sentence(finding: Finding) -> str:
    """Return what a trial came to in one condition, in a few sentences."""
    parts = [_effect(finding), _bound(finding), _price(finding), _best(finding.best), _waits(finding)]
    return " ".join(part for part in parts if part)


def page(kept: Ablation) -> str:
    """Return what all trials came to as Markdown: for each principle its claim, and a paragraph for each condition."""
    parts = [f"# Ten principles on trial\n\nBase seed {kept.seed}, {worlds(kept.worlds)}; coalitions {kept.version}."]
    for number in sorted({one.number for one in kept.findings}):
        here = [one for one in kept.findings if one.number == number]
        parts.append(f"## {number}. {here[0].name}\n\n{here[0].claim} (after Mortensen 2017).")
        parts += [sentence(one) for one in here]
    return "\n\n".join(parts) + "\n"


def _effect(finding: Finding) -> str:
    found, first = finding.effect, finding.lines[0].doses[0].dose
    against = "none of it" if first == "zero" else first
    share = percent(share_of(found.mean, finding.baseline))
    head = f"{finding.name}, {finding.condition}:"
    if found.worlds < 2:
        return f"{head} {worlds(found.worlds)}: too few to compare."
    if found.sign == 0:
        return f"{head} the default dose cannot be told from {against}, {span(found)} ({share} of the value as it is)."
    helps = "helps" if found.sign > 0 else "hurts"
    return f"{head} the default dose {helps}, {span(found)} against {against} ({share} of the value as it is)."


def _bound(finding: Finding) -> str:
    if finding.bound is None:
        return ""
    text = f"Without the channel of its benefit: {upper(finding.bound)}, {finding.bound.verdict}"
    return f"{text}{needs(finding.bound)}."


def upper(bound: Bound) -> str:
    """Return ``at most +1.2%``."""
    return f"at most {percent(bound.upper)} in {worlds(bound.effect.worlds)}"


def needs(bound: Bound) -> str:
    """Return how many worlds would decide, where they are not enough; with a space before."""
    if bound.verdict in (NONE, CIRCULAR):
        return ""
    return f" (about {bound.needed:,.0f})" if math.isfinite(bound.needed) else " (how many, cannot be said)"


def _price(finding: Finding) -> str:
    line = finding.line(PRICE_OFF)
    return f"Without its price: {span(line.default.against_none)}." if line else ""


def best_dose(best: Best) -> str:
    """Return ``default (not told apart from low)``, with whether it is at an edge."""
    edge = ", at the edge" if best.is_edge else ""
    rivals = f" (not told apart from {listed(list(best.rivals))})" if best.rivals else ""
    return f"{best.dose}{edge}{rivals}"


def _best(best: Best) -> str:
    return f"Best dose: {best_dose(best)}."


def _waits(finding: Finding) -> str:
    return f"Waits for {finding.waits_for}." if finding.waits_for else ""
