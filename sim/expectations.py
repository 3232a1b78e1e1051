"""What to expect of a form of governance before anybody has met: the links to keep up, and who must be served."""

from __future__ import annotations

from .compiling import kernel
from .state import LINKS_EACH, OWN_LINKS, SERVES, State


@kernel
def links_to_expect(state: State, size: float) -> float:
    """Return the links that one of ``size`` members will have to keep up."""
    return state.form[OWN_LINKS] + state.form[LINKS_EACH] * max(0.0, size - 1.0)


@kernel
def service_to_expect(state: State) -> float:
    """Return the coordinator's hours a week that one member will take."""
    return state.form[SERVES] * state.parameters.work.service
