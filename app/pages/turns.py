"""What a part of a page says to the server, in turn, so that no answer undoes what the visitor does meanwhile.

The browser numbers what it says (``inTurn`` in ``app/assets/custom.js``) and shows what the visitor did until the last
of it was answered; only then it believes the server again.  An answer to something earlier is about an earlier state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[Any], object]


def use_turns() -> tuple[int, Callable[[Act], Act]]:
    """Return the number of the last thing that was answered, and what makes an event handler of an act.

    The number comes to the browser after all that the act changed, never before.
    """
    turn, set_turn = solara.use_state(0)

    def hearing(act: Act) -> Act:
        def hear(said: dict[str, Any]) -> None:
            try:
                act(said["what"])
            finally:
                set_turn(said["turn"])

        return hear

    return turn, hearing
