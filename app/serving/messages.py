"""What pages say on their sockets: a few kinds of Jupyter's messages, and of those only what our pages use.

Jupyter's widgets are made for people who may run any code on the machine that they talk to.  Visitors may not: among
much else, a widget would import any module and call any function for whoever asks (``create_widget`` of ipyvue).  So
whatever is not described here is refused, and what is handed on is written anew from what was understood.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, TypeAdapter, ValidationError

from ..limits import LIMITS

CONTROL = "solara.control"
STATES = "jupyter.widget.control"

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F-]{32,36}$")]
Short = Annotated[str, StringConstraints(max_length=100)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Path = Annotated[str, StringConstraints(pattern=r"^/[!-~]*$")]
Nothing = Annotated[dict[str, JsonValue], Field(max_length=0)]
NoList = Annotated[list[JsonValue], Field(max_length=0)]


class Piece(BaseModel):
    """A part of a message: these keys and no others, of these kinds and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Head(Piece):
    """Who says what, and when."""

    msg_type: Short
    msg_id: Short
    session: Short
    username: Short = ""
    version: Short = ""
    date: Short = ""


class Metadata(Piece):
    """The version of the protocol of widgets."""

    version: Short | None = None


class Envelope(Piece):
    """A message, but for what it says."""

    header: Head
    content: dict[str, JsonValue]
    channel: Literal["shell"]
    metadata: Metadata = Metadata()
    parent_header: Nothing = Field(default_factory=dict)
    buffers: NoList = Field(default_factory=list)


class Info(Piece):
    """Which parts are there?"""

    target_name: Literal["jupyter.widget"] = "jupyter.widget"


class Open(Piece):
    """Open a channel."""

    comm_id: Id
    target_name: Literal["solara.control", "jupyter.widget.control"]
    data: Nothing


class Arguments(Piece):
    """What a page is begun with."""

    path: Path
    dark: bool
    themes: dict[Literal["light", "dark"], Nothing]
    appName: None = None  # noqa: N815  Solara's name


class Run(Piece):
    """Begin."""

    method: Literal["run"]
    args: Arguments


class Asking(Piece):
    """Is what I show still there; how are all parts; how is this part?"""

    method: Literal["app-status", "request_states", "request_state"]


class Changed(Piece):
    """What a page knows and the server does not: whether it is dark, and where it was gone to."""

    dark_effective: bool | None = None
    location: Path | None = None


class Update(Piece):
    """Something has changed."""

    method: Literal["update"]
    state: Changed
    buffer_paths: NoList = Field(default_factory=list)


class Event(Piece):
    """What a visitor did with a part of a page; the part looks at ``data``."""

    event: Word
    data: JsonValue = None


class Custom(Piece):
    """Something has happened."""

    method: Literal["custom"]
    content: Event


Speech = Annotated[Run | Asking | Update | Custom, Field(discriminator="method")]


class Talk(Piece):
    """Say something on a channel."""

    comm_id: Id
    data: Speech


class Close(Piece):
    """Close a channel."""

    comm_id: Id
    data: JsonValue = None


KINDS: dict[str, TypeAdapter[Any]] = {
    "kernel_info_request": TypeAdapter(Nothing),
    "comm_info_request": TypeAdapter(Info),
    "comm_open": TypeAdapter(Open),
    "comm_msg": TypeAdapter(Talk),
    "comm_close": TypeAdapter(Close),
}
"""What there is to say, by the kind of the message."""

TARGETS = {"run": CONTROL, "app-status": CONTROL, "request_states": STATES}
"""On which channel; all else is said to a part of the page."""


class Said(NamedTuple):
    """What was understood.

    Attributes:
        text: the message, written anew; kind: of the message.
        part: number of the channel, or of the part of a page, that is meant; target: what that channel is for.
        event: what happened to a part; empty for nothing.
    """

    text: str
    kind: str
    part: str = ""
    target: str = ""
    event: str = ""


def understood(text: str | None, events: frozenset[str]) -> Said | None:
    """Return what a page says; None where no page of ours says such a thing.

    Args:
        text: of the message; None where it was bytes.
        events: names of all that can happen to a part.
    """
    if text is None or len(text) > LIMITS.message:
        return None
    try:
        envelope = Envelope.model_validate_json(text)
        kind = envelope.header.msg_type
        content = KINDS[kind].validate_python(envelope.content) if kind in KINDS else None
    except ValidationError:
        return None
    if content is None:
        return None
    if isinstance(content, BaseModel):
        envelope.content = content.model_dump(exclude_unset=True)
    anew = json.dumps({**envelope.model_dump(), "metadata": envelope.metadata.model_dump(exclude_none=True)})
    if not isinstance(content, Talk):
        return Said(anew, kind)
    speech = content.data
    event = speech.content.event if isinstance(speech, Custom) else ""
    if event and event not in events:
        return None
    return Said(anew, kind, content.comm_id, TARGETS.get(speech.method, ""), event)
