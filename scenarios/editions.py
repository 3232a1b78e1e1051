"""What became of the names of the first edition of the model, so that a file that still says them is told the new ones.

The same words stand in the table of ``docs/second_edition.md``.
"""

from __future__ import annotations

_FIXED = "fixed in the model now"
_PRICES = "one price list for all forms: work.convening, work.self_organized and work.congestion"
_TRUST = "one law of trust: trust.gain, trust.loss and trust.event"
_GATE = "no reason to join any more but a gate: joining.threshold"
_STEWARD = "stewardship is contact now: trust.stewardship"

WENT: dict[str, str] = {
    "begins_with": "the obstacles of a case, in their order: sequence",
    "events.resistance": "the height of the barrier: barrier",
    "conditions.affected": "those affected stand at 0; move coordinator.value, club.bias and the value of kinds",
    "conditions.resistance": "the height of the barrier: outcome.barrier, in an event barrier",
    "conditions.resistance_rise": "a counter-move is a further obstacle: conditions.hazard",
    "conditions.resistance_return": "a counter-move is a further obstacle: conditions.hazard",
    "sensing.shared_reading": "the same share for facts and obstacles: sensing.shared",
    "sensing.belief_spread": "beliefs begin as noisy as a signal: sensing.noise",
    "consultation.stated_range": _FIXED,
    "consultation.strategic_gap": _FIXED,
    "consultation.silence": f"{_FIXED}: who trusts answers",
    "synthesis.judgement_hours": _FIXED,
    "synthesis.forgetting": _FIXED,
    "diagnosis.probe_share": _FIXED,
    "diagnosis.pivot_loss": "progress stays with its obstacle, and decays: work.decay",
    "diagnosis.pivot_weeks": "members must be briefed again: roles.rebriefing",
    "decision.revise": "a plan is opened again where that is worth more; nothing to set",
    "decision.likely_rounds": _FIXED,
    "decision.likely_share": _FIXED,
    "decision.encounters": _FIXED,
    "decision.confidence": _FIXED,
    "decision.stand_aside": "dissenters stand aside where the quorum agrees: decision.quorum = 1 prevents it",
    "joining.stake_spread": _FIXED,
    "joining.safety": _GATE,
    "joining.threshold_low": "thresholds are normal: joining.threshold and joining.threshold_spread",
    "joining.trust": _GATE,
    "joining.value_distance": "hours fall with distance from the plan: work.ownership",
    "joining.fact_distance": "hours fall with distance from the plan: work.ownership",
    "joining.ceiling_spread": "ceilings reach from joining.ceiling_low to 1",
    "joining.entry_hours": "coming aboard takes briefing: roles.briefing",
    "joining.sweeps": "members reconsider now and then: joining.reconsidering",
    "roles.self_briefing": _FIXED,
    "work.availability": "hours a week are those that an organization has on average: work.capacity",
    "work.enough": _FIXED,
    "work.meeting_base": "hours in meetings about the work: work.meeting",
    "work.meeting_link": _PRICES,
    "work.process_gain": _PRICES,
    "work.process_hours": _PRICES,
    "work.process_member": _PRICES,
    "work.service": _PRICES,
    "work.unserved": _PRICES,
    "outcome.steepness": _FIXED,
    "outcome.barrier_slope": _FIXED,
    "outcome.closeness_width": _FIXED,
    "trust.spread": _FIXED,
    "trust.heard": _TRUST,
    "trust.overruled": _TRUST,
    "trust.forecast": _TRUST,
    "trust.served": _TRUST,
    "trust.waiting": _TRUST,
    "trust.success": _TRUST,
    "trust.harm": _TRUST,
    "trust.kept": _TRUST,
    "trust.shading": _TRUST,
    "trust.left": _TRUST,
    "trust.floor": "trust of strangers returns to where it began: trust.start",
    "trust.stewardship_hours": _STEWARD,
    "trust.core_level": _STEWARD,
    "trust.network_level": _STEWARD,
    "trust.tie_start": "trust on ties begins where all trust does: trust.start",
    "trust.tie_gain": "the same law on ties: trust.gain",
    "trust.tie_fading": "the same law on ties: trust.fading",
    "morale.start": _FIXED,
    "morale.waste": "nobody tires of waiting any more",
    "morale.hub_start": _FIXED,
    "morale.hub_dissent": _FIXED,
    "morale.burnout": _FIXED,
    "club.kinship": _FIXED,
    "club.promotion_hours": _FIXED,
    "coordinator.staff_hours": _FIXED,
    "coordinator.overtime": "a week has no more hours than it has: coordinator.staff",
}
"""What takes the place of each key and number that went; every name in it is one of the present edition."""

OUTCOMES: dict[str, str] = {
    "successes": "issues settled by a plan that turned out to help: success",
    "harms": "what is expected to harm: harm",
    "weeks_to_success": "weeks until an issue is settled: weeks_to_settle",
    "unsettled": "seats are taken and left over weeks: joins and leaves",
}
"""The same of each outcome that went."""


def whatever_became(name: str) -> str:
    """Return what to say of a name of the first edition that went; empty for any other."""
    became = {**WENT, **OUTCOMES}.get(name, "")
    return f"gone since the first edition; {became}" if became else ""
