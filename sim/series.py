"""Series: what a run writes down each step, one column each in ``state.series``.

Members by kind and progress by step of the current plan follow in further columns. To add one, declare it here, and
write to it in ``mechanisms/record.py``.
"""

from .declare import Table

SERIES = Table()

FACT = SERIES("fact", "position", "what would really help")
OBSTACLE = SERIES("obstacle", "index", "of what blocks the outcome")
BARRIER = SERIES("barrier", "multiple", "of the usual barrier that stands against any plan")
WINDOW = SERIES("window", "0 or 1", "whether a window of opportunity is open")
FORECAST = SERIES("forecast", "position", "what the coordinator holds the fact to be")
DEVIATION = SERIES("deviation", "position", "standard deviation of the forecast")
ASSUMED = SERIES("assumed", "index", "of the obstacle that the coordinator works against")
CONFIDENCE = SERIES("confidence", "probability", "that it is the one, as the coordinator believes")
ALARM = SERIES("alarm", "nats", "largest evidence against it")
PLAN_FACT = SERIES("plan_fact", "position", "that the plan bets on")
PLAN_VALUE = SERIES("plan_value", "position", "that the plan stands for")
PLAN_AMBITION = SERIES("plan_ambition", "ambition", "of the plan")
PLAN_OBSTACLE = SERIES("plan_obstacle", "index", "of the plan's obstacle")
MEMBERS = SERIES("members", "organizations", "with a seat")
PARTICIPATION = SERIES("participation", "share", "of the audience's heed that members command")
PROGRESS = SERIES("progress", "share", "of the theory of change that is done, as believed")
CHANCE = SERIES("chance", "probability", "of a win in this step, if a window is open")
TRUST = SERIES("trust", "share", "of members in the coordinator, on average")
ENERGY = SERIES("energy", "share", "of organizations, on average")
HUB_ENERGY = SERIES("hub_energy", "share", "of the coordinator")
HUB_HOURS = SERIES("hub_hours", "hours a week", "that the coordinator has")
MEMBER_HOURS = SERIES("member_hours", "hours a week", "of work of all members")
MEETING_HOURS = SERIES("meeting_hours", "hours a week", "of meetings of all members")
SERVED = SERIES("served", "share", "of the members whom the hub served")
FUNDING = SERIES("funding", "share", "of the coordinator's cost that is covered")
DISSENT = SERIES("dissent", "share", "of capacity outside that is hurt")
VALUE = SERIES("value", "ambition", "net value so far")
TALKS = SERIES("talks", "0 or 1", "whether a draft waits for agreement")
