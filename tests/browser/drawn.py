"""What tests of drawings share: a world, ways into it, and what is looked for."""

import re

from axe_playwright_python.sync_playwright import Axe

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.link import Link, View, address
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.record import record_of

from .driving import settle


def _turning():
    """Return a world whose coalition turns late enough, with voices, and the moment of its first turn."""
    for seed in range(1, 400):
        history = played(plan_of(Setting(Case("syria"), seed=seed)))
        turns = [one for one in record_of(history)["beats"] if one["kind"] == "turn"]
        if turns and 30 < turns[0]["week"] < 180 and turns[0]["voices"]:
            return history, turns[0]
    raise AssertionError("no such world")


HISTORY, BEAT = _turning()
SYRIA = Setting(Case("syria"), seed=HISTORY.plan.seed)
TURN = BEAT["week"]
"""The frame at which it turns."""
AGAINST = HISTORY.scenario.obstacles[int(HISTORY.frames[TURN].plan_obstacle[0])].name
"""What the plan is against from then on."""


def path(step=0, page="", setting=SYRIA, **view):
    return f"{page}?s={address(Link(setting, step=step, view=View(**view)))}"


def ready(someone, where):
    page = someone.open(where)
    page.locator(".dr-scene .dr-mark").first.wait_for()
    settle(page)
    return page


def player(page):
    return page.get_by_role("region", name="The coalition, week by week")


def week(page):
    return page.get_by_role("slider", name="Week that is shown")


def sitting(page):
    """Return the names of those who sit at the table, as a screen reader has them."""
    marks = page.get_by_role("group", name=re.compile("^The table")).get_by_role("button")
    return sorted(label.split(":")[0] for label in marks.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
                  if label.endswith("sits at the table"))  # fmt: skip


def gap(history, step):
    """Return for how many weeks a plan was against another obstacle than the one that stood in the way, and hours."""
    hours = [0.0, *history.result.column("member_hours")]
    pairs = [(int(frame.plan_obstacle[0]), int(frame.obstacle[0])) for frame in history.frames[: step + 1]]
    wrong = [k for k, (mine, there) in enumerate(pairs) if k and mine >= 0 and there not in (-1, mine)]
    return len(wrong), round(sum(hours[k] for k in wrong))


def findings(page):
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def play_from(page, step, speed="8"):
    week(page).fill(str(step))
    page.get_by_role("combobox", name="Speed").select_option(speed)
    page.get_by_role("button", name="Play", exact=True).click()
