"""Decisions and happenings of a run, as rows of numbers that ``app/telling`` reads as sentences.

A row: step, what happened, coalition, who (number of an organization in the case, index of an obstacle or step, or
NONE), one number, then the terms of a score, for a seat that is taken or left. Where everybody is on its own, an
organization has the coalitions from its number times the number of issues on. To add an event, declare it here with
what its ``who`` is, and ``note`` it where it happens.
"""

from .declare import Table
from .terms import MANY

HAPPENINGS = Table()

OBSTACLE_CHANGED = HAPPENINGS(
    "obstacle changed", "obstacle", "another obstacle blocks the outcome now; the number says of which issue"
)
WINDOW_OPENED = HAPPENINGS("window opened", "none", "a window of opportunity opens; the number says for which issue")
WINDOW_CLOSED = HAPPENINGS("window closed", "none", "it closes; the number says for which issue")
CAMPAIGN_CALLED = HAPPENINGS("campaign called", "none", "the coordinator calls for a campaign")
ROUND_HEARD = HAPPENINGS("round heard", "none", "a round of consultation is complete")
STEP_UNDERSTOOD = HAPPENINGS("step understood", "step", "the number says whether it is needed after all")
ALARM_RANG = HAPPENINGS("alarm rang", "obstacle", "the evidence against the assumed obstacle is enough")
PLAN_DRAFTED = HAPPENINGS("plan drafted", "obstacle", "a draft waits for agreement")
PLAN_REFUSED = HAPPENINGS("plan refused", "obstacle", "it was not agreed to; the number says how many object")
WALKED_AWAY = HAPPENINGS("walked away", "organization", "a seat under the draft is not worth its hours")
STOOD_ASIDE = HAPPENINGS("stood aside", "organization", "it says no and does not block")
PLAN_ADOPTED = HAPPENINGS("plan adopted", "obstacle", "the number is its ambition")
PIVOTED = HAPPENINGS("pivoted", "obstacle", "the plan is given up for one against another obstacle")
JOINED = HAPPENINGS("joined", "organization", "a seat is taken; the number is how many there are since")
LEFT = HAPPENINGS("left", "organization", "a seat is left or lost")
STEP_DONE = HAPPENINGS("step done", "step", "a step of the plan is complete")
OVERCOME = HAPPENINGS("overcome", "obstacle", "it no longer stands in the way; the number says how many still do")
SETTLED_HELPS = HAPPENINGS("settled and helps", "obstacle", "the last one is overcome, by a plan that helps")
SETTLED_HARMS = HAPPENINGS("settled and harms", "obstacle", "the last one is overcome, by a plan that harms")
DEADLINE_PASSED = HAPPENINGS("deadline passed", "none", "the issue ends unsettled; the number says which")
CAMPAIGN_ENDED = HAPPENINGS("campaign ended", "none", "the purpose is achieved, or the campaign is given up")
HUB_BURNT_OUT = HAPPENINGS("hub burnt out", "none", "the coordinator's energy is gone")
CAME = HAPPENINGS("came", "organization", "it comes into the world")
GONE = HAPPENINGS("gone", "organization", "it leaves the world, and all its seats")
ACTED = HAPPENINGS("acted", "organization", "it does for itself what an obstacle takes; the number says which obstacle")
OBJECTED = HAPPENINGS("objected", "organization", "it votes no on a draft that is refused; the number is the round")

FIRST_TERM = 5
WIDTH = FIRST_TERM + MANY
"""Numbers in a row."""
