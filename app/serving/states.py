"""A page that comes back asks how all of its parts are, and is answered itself.

The class of all widgets keeps the last channel on which anybody has asked, and sends the next answer there, whoever it
was for: of two pages that ask at once, one would get what the other shows.
"""

from __future__ import annotations

from typing import Any


def answer_each_its_own() -> None:
    """Let each page be answered on the channel on which it asks."""
    from ipywidgets.widgets import widget

    def opened(channel: Any, _: object) -> None:
        def answer(_: object) -> None:
            all_states = {one.model_id: _state_of(one) for one in widget._instances.values()}  # of this page: Solara's
            states, paths, buffers = widget._remove_buffers(all_states)
            channel.send({"method": "update_states", "states": states, "buffer_paths": paths}, buffers=buffers)

        channel.on_msg(answer)

    widget.Widget.handle_control_comm_opened = staticmethod(opened)


def _state_of(one: Any) -> dict[str, Any]:
    return {
        "model_name": one._model_name,
        "model_module": one._model_module,
        "model_module_version": one._model_module_version,
        "state": one.get_state(drop_defaults=False),
    }
