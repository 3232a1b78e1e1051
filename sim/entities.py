"""Entities: what an organization, a coalition, a plan and a coordinator are, field by field.

An entity is a row of numbers for each of its fields, by position, in a block of a run's memory: a field is declared
here, and room for it, what opens the block and its documentation follow. The last axis of a field is who it is about:
N organizations, I issues, C coalitions, H coordinators.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Issues(NamedTuple):
    """What blocks an outcome that some care about, until it is settled.  All of shape (I,)."""

    obstacle: Annotated[Floats, "index of what stands in the way now, NONE once it is settled"]
    open: Annotated[Floats, "obstacles that still stand in the way, this one included"]
    fact: Annotated[Floats, "theta: what would really help, position"]
    first_fact: Annotated[Floats, "the same at the start"]
    barrier: Annotated[Floats, "how high this one is, multiple of the usual"]
    window: Annotated[Floats, "1 while a window of opportunity is open"]
    window_until: Annotated[Floats, "week until which it is held open by script, 0 otherwise"]
    stakes: Annotated[Floats, "multiple of what the outcome is worth to everybody"]
    heeded: Annotated[Floats, "participation that the audience heeded last week, share"]
    dissent: Annotated[Floats, "capacity share of those outside whom a plan hurt last week"]
    switched_at: Annotated[Floats, "week in which the obstacle last changed"]
    followed: Annotated[Floats, "1 once a plan followed that change"]
    ambition: Annotated[Floats, "least ambition of the plans that overcame an obstacle so far, 1 before"]
    arises: Annotated[Floats, "week in which it arises"]
    settled: Annotated[Floats, "1 once the last obstacle is overcome, -1 where the deadline has passed, 0 before"]


class Organizations(NamedTuple):
    """What an organization is; fixed for a run.  All of shape (N,)."""

    id: Annotated[Ints, "stable identity that keys its random numbers"]
    kind: Annotated[Ints, "index of its kind"]
    core: Annotated[Ints, "1 core partner, 0 global network"]
    by_right: Annotated[Ints, "1 where it sits at every table, invited or not"]
    acquainted: Annotated[Ints, "1 where the coordinator of a case without a core knows it from before"]
    capacity: Annotated[Floats, "hours a week for joint work"]
    ceiling: Annotated[Floats, "D: most ambitious plan it accepts, [0, 1]"]
    noise: Annotated[Floats, "s: standard deviation of its signals, position"]
    outside: Annotated[Floats, "hours a week that the best of what else it could do would take"]
    threshold: Annotated[Floats, "share that must be in, or be promised, before it joins"]
    weight: Annotated[Floats, "share of its kind's voice before an audience"]
    turn: Annotated[Floats, "[0, 1): organizations decide in the order of these"]


class Stocks(NamedTuple):
    """What changes about an organization.  All of shape (N,)."""

    energy: Annotated[Floats, "[0, 1]"]
    load: Annotated[Floats, "share of its capacity that joint work took this week"]
    spent: Annotated[Floats, "hours this week beside work and meetings: interviews, contributions"]
    talked: Annotated[Floats, "spent at tables without a seat in this step, hours"]
    contributed: Annotated[Floats, "of these, hours that pay for coordinators"]
    seats: Annotated[Floats, "coalitions that it sits in"]


class Concerns(NamedTuple):
    """What an issue is to an organization.  All of shape (I, N)."""

    stake: Annotated[Floats, "hours: what the full outcome is worth to it"]
    home: Annotated[Floats, "position on the values axis"]
    value: Annotated[Floats, "the same now: deliberation moves it for as long as the issue is open"]
    belief: Annotated[Floats, "m: what it thinks would help, position"]
    voiced: Annotated[Floats, "what it tells others this week that it thinks, position"]


class Standing(NamedTuple):
    """How an organization stands to a coordinator.  All of shape (H, N)."""

    trust: Annotated[Floats, "[0, 1]"]
    mapped_ceiling: Annotated[Floats, "ceiling of ambition as the map shows it"]


class Seats(NamedTuple):
    """What an organization is to a coalition.  All of shape (C, N)."""

    member: Annotated[Floats, "1 where it belongs"]
    offered: Annotated[Floats, "1 where a place is offered"]
    called: Annotated[Floats, "1 where it has heard of that place"]
    invited: Annotated[Floats, "1 where the draft would offer a place"]
    pledged: Annotated[Floats, "1 where the draft counts on it (at a table: seated)"]
    objects: Annotated[Floats, "1 where it voted no in the last round"]
    briefing: Annotated[Floats, "coordinator's hours still needed before it can work"]
    role: Annotated[Floats, "index of the step it works on, NONE without"]
    hours: Annotated[Floats, "hours of work this week"]
    meeting: Annotated[Floats, "hours of meetings this week"]
    promised: Annotated[Floats, "1 where it gave its word for the current plan"]
    reluctant: Annotated[Floats, "1 where it is bound and would rather go"]
    before: Annotated[Floats, "1 where it belonged under the plan before"]
    taken: Annotated[Floats, "share of its capacity that this seat took in the last week"]


class Reports(NamedTuple):
    """What whoever convenes a coalition was told of organizations.  All of shape (C, N)."""

    mapped_value: Annotated[Floats, "position on the values axis as the map shows it"]
    said: Annotated[Floats, "what it last reported on the fact, position"]
    heard: Annotated[Floats, "1 where it was heard since the last plan"]
    answered: Annotated[Floats, "1 where it was heard in the round under way"]
    chosen: Annotated[Floats, "rows of those asked in the running round of consultation, the first `asked` are valid"]


class Coalitions(NamedTuple):
    """What a coalition is beside its plan and members.  All of shape (C,)."""

    status: Annotated[Floats, "IDLE, TALKING or ACTIVE"]
    drafting: Annotated[Floats, "1 while a draft waits for agreement"]
    round: Annotated[Floats, "round of talks on the draft, from 0"]
    ready_at: Annotated[Floats, "week in which the draft can next be put to agreement"]
    review_at: Annotated[Floats, "week of the next review"]
    asked_at: Annotated[Floats, "week in which the need for a plan arose"]
    adopted_at: Annotated[Floats, "week of the last adoption"]
    fulfilled: Annotated[Floats, "1 when its issue has ended and the coalition still stands"]
    size: Annotated[Floats, "members"]
    reluctant: Annotated[Floats, "members that are bound and would rather go"]
    compels: Annotated[Floats, "1 where whoever is invited has to sit"]
    would_bind: Annotated[Floats, "1 where a plan that it adopts now binds"]
    crowd: Annotated[
        Floats, "who meet about the work, in willing members: members, and those they know who press the same"
    ]
    convened: Annotated[Floats, "hours of this week for which somebody convenes the members"]
    served: Annotated[Floats, "share of its work that so much convening lets a member do"]
    effort: Annotated[Floats, "proficient hours of the last week"]
    expected: Annotated[Floats, "proficient hours a week that the draft counts on"]
    heeded: Annotated[Floats, "share of the audience that the draft counts on"]
    relied: Annotated[Floats, "proficient hours a week that the current plan counted on"]
    relied_heed: Annotated[Floats, "share of the audience that the current plan counted on"]
    negotiated: Annotated[Floats, "weeks of talks behind the current draft"]
    facilitated: Annotated[Floats, "convener's hours that talks took this week"]
    inviting: Annotated[Floats, "convener's hours for calling those who are to come to the first round of talks"]
    calling: Annotated[Floats, "convener's hours that calls took this week"]
    owed: Annotated[Floats, "convener's hours of calls that are begun and not yet paid for"]
    unseen: Annotated[Floats, "hours a week of those out of sight"]
    unseen_hurt: Annotated[Floats, "of these, of those whom the plan hurts, by how much"]
    unseen_value: Annotated[Floats, "the value of the plan for which that was worked out"]
    unseen_many: Annotated[Floats, "and how many were in sight then"]
    binds: Annotated[Floats, "1 where the plan binds those who gave their word for it"]
    room: Annotated[Floats, "most members"]
    hub: Annotated[Floats, "index of its coordinator"]
    issue: Annotated[Floats, "index of the issue that it works on"]
    won: Annotated[Floats, "this week's win: 1 an obstacle overcome, -1 the last one, by a plan that harms, 0 none"]
    changes: Annotated[Floats, "joins and leaves this week"]
    joined: Annotated[Floats, "joins this week"]
    turned: Annotated[Floats, "1 once there was a plan against another obstacle before"]
    chance: Annotated[Floats, "chance of a win this step if a window is open"]
    offering: Annotated[Floats, "1 where further places are to be offered this week"]
    is_booked: Annotated[Floats, "1 where its plan was counted"]
    waited: Annotated[Floats, "weeks from the need for the plan to its adoption; -1 of a revision"]
    small_wins: Annotated[Floats, "steps completed this week"]
    wasted: Annotated[Floats, "proficient hours of the week that went into steps not needed"]


class Plan(NamedTuple):
    """What a coalition has agreed to do, or a draft of it.  All of shape (C,)."""

    fact: Annotated[Floats, "position it bets on"]
    value: Annotated[Floats, "position on the values axis it stands for"]
    ambition: Annotated[Floats, "d in (0, 1]"]
    obstacle: Annotated[Floats, "index of the obstacle whose theory of change it follows, NONE without a plan"]


class Coordinators(NamedTuple):
    """What a coordinator is; fixed for a run, but for the credit.  All of shape (H,)."""

    staff: Annotated[Floats, "people"]
    value: Annotated[Floats, "position on the values axis"]
    noise: Annotated[Floats, "standard deviation of its own signals of the fact, position"]
    own: Annotated[Floats, "row of the organization that it is, NONE for an independent one"]
    credit_kept: Annotated[Floats, "share of the visibility it keeps, as its strategy decides"]
    candour: Annotated[Floats, "[0, 1]"]


class Minds(NamedTuple):
    """How a coordinator is.  All of shape (H,)."""

    energy: Annotated[Floats, "[0, 1]"]
    funding: Annotated[Floats, "[0, 1] share of the cost that is covered"]
    visible: Annotated[Floats, "visibility this week, multiple of what work itself makes"]
    skill: Annotated[Floats, "multiple of the noise of judgment that learning has left"]


class Campaigns(NamedTuple):
    """What a coordinator knows of the issue of a coalition, and does about it.  All of shape (C,)."""

    hours: Annotated[Floats, "hours of this week that the coordinator has for it"]
    estimate: Annotated[Floats, "of the fact, from what was heard, position"]
    variance: Annotated[Floats, "of that estimate"]
    opinion: Annotated[Floats, "its own view of the fact, position"]
    forecast: Annotated[Floats, "what it holds the fact to be: estimate and opinion weighed, position"]
    doubt: Annotated[Floats, "standard deviation of the forecast, position"]
    assumed: Annotated[Floats, "index of the obstacle it works against"]
    receiver: Annotated[Floats, "values of whoever receives the reports: its own, or the table's"]
    asked: Annotated[Floats, "voices asked for in the running round, 0 between rounds"]
    heard: Annotated[Floats, "voices heard so far in it"]
    answers: Annotated[Floats, "of them, those that said something"]
    weight: Annotated[Floats, "sum of the weights of the reports"]
    told: Annotated[Floats, "weighted sum of the reports, position"]
    age: Annotated[Floats, "weighted sum of the weeks in which they came"]
    budget: Annotated[Floats, "hours of listening not yet used"]
    heard_at: Annotated[Floats, "week in which a round was last completed"]
    misjudged: Annotated[Floats, "error of its first guess of the opposition, log"]
    voices: Annotated[Floats, "voices heard on the issue so far"]
    met_at: Annotated[Floats, "week in which a table last pooled what it knows"]
