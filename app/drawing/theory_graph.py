"""The theory of change as its graph: each step a box that fills as the work is done, each edge a step that waits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ...sim.scenario import Step
from ..live.frames import Cast, Frame
from .svg import CARD, MUTED, TINT, color_of_obstacle, drawing, element, group, num, rect, text, titled
from .theory_layout import PAD, Layout, Place, laid_out, lines_of
from .type import LEADING, SMALL, fitted, width_of
from .words import percent, sentence

TITLE = "The theory of change"
CORNER = 6.0


@dataclass(frozen=True)
class Box:
    """A step in its place, and what is believed of it."""

    step: Step
    place: Place
    progress: float
    enough: float
    is_believed: bool

    @property
    def note(self) -> str:
        """What there is to say of the step beside how far it is."""
        if self.is_believed:
            return "" if self.step.needed else "believed, not needed"
        return "not seen yet" if self.step.needed else "not needed"

    @property
    def share(self) -> str:
        """How far it is, rounded down; done from where the model lets the next step begin."""
        share = _whole(self.progress)
        return f"done, {share}" if self.progress >= self.enough else share


def theory_graph(cast: Cast, frame: Frame, *, width: float = 600.0) -> str:
    """Return the theory of change that is followed in a week as SVG, as high as it takes.

    It is that of the obstacle that the plan is against; without a plan, that of the one the coordinator works against;
    without a coordinator, that of the one that truly stands in the way.

    Args:
        width: of the drawing, CSS pixels.
    """
    place = obstacle_shown(frame)
    obstacle, color = cast.scenario.obstacles[place], color_of_obstacle(place)
    head, top = _head(cast, frame, width)
    layout = laid_out(obstacle.steps, width, top)
    enough, is_believed = cast.scenario.parameters.work.enough, frame.theory[place] > 0.0
    boxes = [
        Box(step, layout.places[(step.name,)], float(frame.progress[place, row]), enough, bool(is_believed[row]))
        for row, step in enumerate(obstacle.steps)
    ]
    body = head + _edges(layout) + "".join(_drawn(box, color) for box in boxes)
    return drawing(width, layout.bottom + 6.0, TITLE, theory_in_words(cast, frame), body)


def obstacle_shown(frame: Frame) -> int:
    """Return the index of the obstacle whose theory of change is shown."""
    return next((o for o in (frame.plan_obstacle, frame.assumed) if o >= 0), frame.obstacle)


def theory_in_words(cast: Cast, frame: Frame) -> str:
    """Return in one sentence what is worked against, how sure the coordinator is, and how far the steps are."""
    place = obstacle_shown(frame)
    obstacle = cast.scenario.obstacles[place]
    shares = frame.progress[place, : len(obstacle.steps)].tolist()
    enough = cast.scenario.parameters.work.enough
    done = sum(share >= enough for share in shares)
    begun = [
        f"'{s.name}' {_whole(share)}" for s, share in zip(obstacle.steps, shares, strict=True) if 0 < share < enough
    ]
    truth = cast.scenario.obstacles[frame.obstacle].name
    parts = [
        _against(cast, frame),
        f"in truth '{truth}' stands in the way" if place != frame.obstacle else "",
        f"{done} of {len(shares)} steps {'is' if done == 1 else 'are'} done",
        f"begun: {', '.join(begun)}" if begun else "",
    ]
    return sentence(parts)


def _whole(share: float) -> str:
    """Return a share rounded down: what is not all done is not called so."""
    return f"{int(100.0 * share + 1e-9)} %"


def _against(cast: Cast, frame: Frame) -> str:
    """Return what is worked against, and how sure the coordinator is of it."""
    place = obstacle_shown(frame)
    name = cast.scenario.obstacles[place].name
    if frame.assumed < 0:
        return f"'{name}' stands in the way"
    sure = f"the coordinator is {percent(float(frame.suspicion[place]))} sure of it"
    return (
        f"the plan is against '{name}'; {sure}"
        if frame.plan_obstacle >= 0
        else f"no plan yet; '{name}' is assumed, {sure}"
    )


def _head(cast: Cast, frame: Frame, width: float) -> tuple[str, float]:
    """Return the name of the obstacle and how sure the coordinator is, and where the graph can begin."""
    place = obstacle_shown(frame)
    name, color = cast.scenario.obstacles[place].name, color_of_obstacle(place)
    title = fitted(name, width - 30.0, 13.0, is_bold=True)
    parts = [
        element("path", d="M4 4V18", stroke=color, stroke_width="4"),
        text(13.0, 16.0, title, font_size=13, font_weight="600"),
    ]
    notes = []
    if frame.assumed >= 0:
        kind = "the plan is against it" if frame.plan_obstacle >= 0 else "assumed, no plan yet"
        notes.append(f"{kind}; the coordinator is {percent(float(frame.suspicion[place]))} sure")
    if place != frame.obstacle:
        notes.append(f"in truth: {cast.scenario.obstacles[frame.obstacle].name}")
    y = 16.0
    beside = 13.0 + width_of(title, 13.0, is_bold=True) + 12.0
    for note in notes:
        if beside + width_of(note) > width - 4.0:
            beside, y = 13.0, y + 16.0
        parts.append(text(beside, y, fitted(note, width - beside), fill=MUTED, font_size=SMALL))
        beside += width_of(note) + 14.0
    return "".join(parts), y + 16.0


def _drawn(box: Box, color: str) -> str:
    """Return a box: the border says whether the step is believed in, the filling how far it is."""
    at, leading = box.place, SMALL * LEADING
    said = f"{box.step.name}: {box.share}" + (f", {box.note}" if box.note else "")
    dashes = {"stroke_dasharray": "5 3"} if box.note else {}
    border = rect(
        at.x, at.y, at.width, at.height, rx=CORNER, fill="none", stroke=color if box.is_believed else MUTED,
        stroke_width="1.5", **dashes,
    )  # fmt: skip
    ground = rect(at.x, at.y, at.width, at.height, rx=CORNER, fill=CARD)
    fill = element("path", d=_filled(box), fill=color, fill_opacity=TINT) if box.progress > 0.004 else ""
    ink = {} if box.is_believed else {"fill": MUTED}
    words = [
        text(at.x + PAD, at.y + PAD + (place + 0.8) * leading, line, **ink)
        for place, line in enumerate(lines_of(box.step, at.width))
    ]
    note = box.note if box.progress == 0.0 and box.note else f"{box.share} · {box.note}" if box.note else box.share
    foot = fitted(note, at.width - 2.0 * PAD)
    words.append(text(at.x + PAD, at.y + at.height - PAD - 2.0, foot, fill=MUTED))
    return group([titled(said), ground, fill, border, *words], font_size=SMALL)


def _filled(box: Box) -> str:
    """Return the part of a box that is done, from the left, with its round corners."""
    at = box.place
    wide = at.width * min(box.progress, 1.0)
    corner = min(CORNER, wide)
    r, x = num(corner), num(at.x + corner)
    if wide > at.width - CORNER:
        turn = f"a{r} {r} 0 0 1 {r} {r}V{num(at.y + at.height - corner)}a{r} {r} 0 0 1 -{r} {r}"
        right = f"H{num(at.x + at.width - corner)}{turn}"
    else:
        right = f"H{num(at.x + wide)}V{num(at.y + at.height)}"
    return f"M{x} {num(at.y)}{right}H{x}a{r} {r} 0 0 1 -{r} -{r}V{num(at.y + corner)}a{r} {r} 0 0 1 {r} -{r}z"


def _edges(layout: Layout) -> str:
    """Return a line with an arrow from each step to those that wait for it."""
    paths = [_edge([layout.places[way] for way in edge], layout.is_across) for edge in layout.edges]
    return group(
        [element("path", d=path, fill="none") for path in paths],
        stroke=MUTED, stroke_width="1.4", stroke_linecap="round", stroke_linejoin="round",
    )  # fmt: skip


def _edge(places: list[Place], is_across: bool) -> str:
    """Return a line through places: bending between two of them, straight through those it passes."""
    path = ""
    for source, target in pairwise(places):
        if is_across:
            x, y = source.x + source.width, source.y + source.height / 2.0
            a, b = target.x, target.y + target.height / 2.0
            curve = f"C{num((x + a) / 2.0)} {num(y)} {num((x + a) / 2.0)} {num(b)} {num(a)} {num(b)}"
        else:
            x, y = source.x + source.width / 2.0, source.y + source.height
            a, b = target.x + target.width / 2.0, target.y
            curve = f"C{num(x)} {num((y + b) / 2.0)} {num(a)} {num((y + b) / 2.0)} {num(a)} {num(b)}"
        path += f"{'L' if path else 'M'}{num(x)} {num(y)}{curve}"
    wings = ((-6.0, -4.0), (-6.0, 4.0)) if is_across else ((-4.0, -6.0), (4.0, -6.0))
    (c, d), (e, f) = wings
    return f"{path}M{num(a + c)} {num(b + d)}L{num(a)} {num(b)}L{num(a + e)} {num(b + f)}"
