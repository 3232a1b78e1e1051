"""What tests of drawings share: a world, ways into it, and what is looked for."""

import re

from axe_playwright_python.sync_playwright import Axe

from clever_coalitions.app.live.link import Link, View, address
from clever_coalitions.app.live.settings import Case, Setting

from .driving import settle

SYRIA = Setting(Case("syria"), seed=7)
"""Its coalition turns once, in week 71, nineteen weeks after what stood in the way has changed."""

TURN = 72
"""The frame at which it turns."""


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


def findings(page):
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def play_from(page, step, speed="8"):
    week(page).fill(str(step))
    page.get_by_role("combobox", name="Speed").select_option(speed)
    page.get_by_role("button", name="Play", exact=True).click()
