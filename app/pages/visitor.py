"""A visitor: the link that is shown, what can be undone, and files that were uploaded.  Nothing here is shared."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace

import solara

from ..limits import LIMITS
from ..live.desk import Desk
from ..live.link import Link, address, fits, opened_link
from ..live.settings import Case, Setting
from .worlds import Run

MOST_RUNS = 2
"""Questions whose worlds are kept: each may hold a hundred megabytes."""

MOST_UNDO = 200
"""Steps that can be undone."""

MOST_TEXT = 4
"""Uploaded files that are kept, and how many of the largest kind all that can be undone may hold together."""

TOO_LONG = "That is more than the address of a page can hold, so it was left as it was. Put it into a file of your own."


class Visitor:
    """What one visitor looks at.

    Attributes:
        link: everything that is shown follows from it.
        said: a message at the top of the page; empty for none.
        lifted: settings whose fog is lifted; another world is in its fog again.
        told_at: the step of the story that ``said`` tells, -1 where it tells none.
        jump: counts the times that the shown week was set from outside of the player.
        texts: uploaded cases and studies by their hashes.
        runs: worlds of the last questions, which can be gone on with.
    """

    def __init__(self) -> None:
        self.link: solara.Reactive[Link] = solara.reactive(Link())
        self.said: solara.Reactive[str] = solara.reactive("")
        self.lifted: solara.Reactive[tuple[Setting, ...]] = solara.reactive(())
        self.told_at = -1
        self.jump = 0
        self.texts: dict[str, str] = {}
        self.runs: OrderedDict[Hashable, Run] = OrderedDict()
        self.past: list[Link] = []
        self.future: list[Link] = []
        self.desk = Desk()

    def open(self, value: str | None) -> None:
        """Show what the address says, unless it is shown already."""
        if value is not None and value == address(self.link.value):
            return
        found = opened_link(value, self.texts)
        self.jump += 1
        self.said.value = found.said
        self.link.value = found.link

    def go(self, link: Link) -> None:
        """Show another link; it can be undone."""
        if link == self.link.value:
            return
        if not fits(link):
            self.said.value = TOO_LONG
            return
        self.past = kept([*self.past, self.link.value])
        self.future = []
        self._show(link)

    def set(self, setting: Setting) -> None:
        """Show another setting in the same week."""
        self.go(replace(self.link.value, setting=setting))

    def change(self, how: Callable[[Setting], Setting]) -> None:
        """Show a changed setting."""
        self.set(how(self.link.value.setting))

    def look(self, **view: object) -> None:
        """Look at the same in another way."""
        self.link.value = self.link.value.viewed(**view)

    def begin(self, link: Link, words: str) -> None:
        """Show the beginning of a story, and tell it until one goes elsewhere in it."""
        self.go(link)
        self.said.value = words
        self.told_at = link.step

    def at(self, step: int, is_playing: bool = False) -> None:
        """Note where the player is."""
        if self.told_at not in (-1, step) and not is_playing:
            self.said.value, self.told_at = "", -1
        if step != self.link.value.step:
            self.link.value = self.link.value.at(step)

    def seek(self, step: int) -> None:
        """Let the player show another week."""
        self.jump += 1
        self.at(step)

    def undo(self) -> None:
        """Go back to the link before."""
        if self.past:
            self.future.append(self.link.value)
            self._show(self.past.pop())

    def redo(self) -> None:
        """Go forward again."""
        if self.future:
            self.past.append(self.link.value)
            self._show(self.future.pop())

    def _show(self, link: Link) -> None:
        self.jump += 1
        self.said.value, self.told_at = "", -1
        self.link.value = link

    def _keep(self, file: Case) -> None:
        """Keep an uploaded file, and no more than a few."""
        self.texts.pop(file.hash, None)
        self.texts[file.hash] = file.text
        while len(self.texts) > MOST_TEXT:
            del self.texts[next(iter(self.texts))]

    def take(self, case: Case) -> None:
        """Show an uploaded case; where the link waits for this file, all of its settings stay."""
        self._keep(case)
        link = self.link.value
        if link.setting.case.awaited == case.hash:
            self.go(replace(link, setting=replace(link.setting, case=case)))
        else:
            self.go(replace(link, setting=Setting(case), step=0, view=replace(link.view, chosen=-1)))

    def take_study(self, file: Case) -> None:
        """Show an uploaded study on the page Experiment; where the link waits for this file, all of its view stays."""
        self._keep(file)
        link = self.link.value
        is_awaited = link.study and link.study.awaited == file.hash
        self.go(replace(link, study=file, view=link.view if is_awaited else replace(link.view, outcome="")))

    def run(self, key: Hashable, make: Callable[[], Run]) -> Run:
        """Return the worlds that were run for a question, to be gone on with, or new ones."""
        for other, one in self.runs.items():
            if other != key:
                one.stop()  # it goes on where it was when its question is asked again
        if key not in self.runs:
            self.runs[key] = make()
            while len(self.runs) > MOST_RUNS:
                self.runs.popitem(last=False)[1].stop()
        self.runs.move_to_end(key)
        return self.runs[key]

    def leave(self) -> None:
        """Stop all that was begun for this visitor alone."""
        for run in self.runs.values():
            run.stop()


def kept(past: list[Link]) -> list[Link]:
    """Return the links that can be undone: the last ones, as far as their files together are not too large."""
    texts: dict[str, int] = {}
    found: list[Link] = []
    for link in reversed(past[-MOST_UNDO:]):
        files = [link.setting.case, *([link.study] if link.study else [])]
        texts |= {file.text: len(file.text) for file in files}
        if sum(texts.values()) > MOST_TEXT * LIMITS.file:
            break
        found.append(link)
    return found[::-1]


visitors = solara.create_context(Visitor())


def use_visitor() -> Visitor:
    """Return the visitor of this page."""
    return solara.use_context(visitors)
