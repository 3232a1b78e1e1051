"""What became of the names of the first edition of the model, so that a file that still says them is told the new ones.

The same words stand in the table of ``docs/second_edition.md``.
"""

from __future__ import annotations

_FIXED = "fixed in the model now"
_PRICES = "one price list for all forms: work.convening, work.self_organized and work.congestion"
_TRUST = "one law of trust: trust.gain and trust.loss"
_GATE = "no reason to join any more but a gate: joining.threshold"
_STEWARD = f"{_FIXED}: stewardship is contact, coordinator.steward"
_ERROR = "one number for all errors of a coordinator, a multiple of what is usual: synthesis.error"
_WINDOW = "the share of time in which a window is open: conditions.window_share"
_FUNDS = f"{_FIXED}: the less a funder pays, club.grant, the more partners contribute"

WENT: dict[str, str] = {
    "begins_with": "the obstacles of a case, in their order: sequence",
    "events.resistance": "the height of the barrier: barrier",
    "conditions.affected": "those affected stand at 0; move coordinator.value, club.bias and the value of kinds",
    "conditions.resistance": "the height of the barrier: outcome.barrier, in an event barrier",
    "conditions.resistance_rise": "a counter-move is a further obstacle: conditions.hazard",
    "conditions.resistance_return": "a counter-move is a further obstacle: conditions.hazard",
    "conditions.fact_spread": _FIXED,
    "conditions.window_rate": _WINDOW,
    "conditions.window_closing": f"{_FIXED}; {_WINDOW}",
    "sensing.shared_reading": "the same share for facts and obstacles: sensing.shared",
    "sensing.belief_spread": "beliefs begin as noisy as a signal: sensing.noise",
    "consultation.stated_range": _FIXED,
    "consultation.strategic_gap": _FIXED,
    "consultation.silence": f"{_FIXED}: who trusts answers",
    "consultation.share_back": _FIXED,
    "synthesis.judgement": _ERROR,
    "synthesis.desk_noise": _ERROR,
    "synthesis.flaws": _ERROR,
    "synthesis.mending": _FIXED,
    "synthesis.judgement_hours": _FIXED,
    "synthesis.forgetting": _FIXED,
    "diagnosis.probe_evidence": "an hour of probing is worth a share of a reading: sensing.evidence",
    "diagnosis.probe_share": _FIXED,
    "diagnosis.pivot_loss": "progress stays with its obstacle, and decays: work.decay",
    "diagnosis.pivot_weeks": "members must be briefed again, for a share of roles.briefing",
    "decision.reading": _ERROR,
    "decision.values_reading": _ERROR,
    "decision.guess": _ERROR,
    "decision.talks": _FIXED,
    "decision.revise": "a plan is opened again where that is worth more; nothing to set",
    "decision.likely_rounds": _FIXED,
    "decision.likely_share": _FIXED,
    "decision.encounters": _FIXED,
    "decision.confidence": _FIXED,
    "decision.stand_aside": "dissenters stand aside where the quorum agrees: decision.quorum = 1 prevents it",
    "joining.stake": f"{_FIXED}; a case scales it by an event with stakes",
    "joining.outside": f"{_FIXED}, at the price of an hour: joining.hour_price",
    "joining.hysteresis": _FIXED,
    "joining.threshold_spread": f"{_FIXED}, as a share of joining.threshold",
    "joining.stake_spread": _FIXED,
    "joining.safety": _GATE,
    "joining.threshold_low": "thresholds are normal, with a fixed spread: joining.threshold",
    "joining.trust": _GATE,
    "joining.value_distance": "hours fall with distance from the plan: work.ownership",
    "joining.fact_distance": "hours fall with distance from the plan: work.ownership",
    "joining.ceiling_spread": "ceilings reach from joining.ceiling_low to 1",
    "joining.entry_hours": "coming aboard takes briefing: roles.briefing",
    "joining.sweeps": "members reconsider now and then, at a share of joining.response",
    "roles.self_briefing": _FIXED,
    "roles.learning": _FIXED,
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
    "trust.tie_fading": "the same law on ties: trust.gain and trust.loss",
    "trust.fading": _FIXED,
    "trust.stewardship": _STEWARD,
    "morale.recovery": f"{_FIXED}: morale.drain is the one to vary",
    "morale.hub_recovery": f"{_FIXED}: morale.hub_drain is the one to vary",
    "morale.small_win": _FIXED,
    "morale.tired_judgement": "tiredness costs hours, not judgment: morale.hub_drain",
    "morale.lab": _FIXED,
    "morale.start": _FIXED,
    "morale.waste": "nobody tires of waiting any more",
    "morale.hub_start": _FIXED,
    "morale.hub_dissent": _FIXED,
    "morale.burnout": _FIXED,
    "club.kinship": _FIXED,
    "club.homophily": _FIXED,
    "club.contribution": _FUNDS,
    "club.visible_funding": _FUNDS,
    "club.promotion": _FIXED,
    "club.activation": "a core calls at a share of joining.response",
    "club.promotion_hours": _FIXED,
    "coordinator.staff_hours": _FIXED,
    "coordinator.own_weight": f"{_FIXED}, for a strategy to choose otherwise",
    "coordinator.voices": f"{_FIXED}, for a strategy to choose otherwise",
    "coordinator.focus": f"{_FIXED}, for a strategy to choose otherwise",
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
