"""What browsers say happened to parts of pages: the kinds of such data.  All else is not heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict

Nothing = Any
"""Nothing but that it happened: whatever comes with it is not looked at."""

Step = Annotated[int, Field(ge=0, le=1_000_000)]
Row = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=2**53)]
Real = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Name = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[str, StringConstraints(max_length=2_000)]


class At(TypedDict):
    """Where the player is, and how often it was moved by hand."""

    step: Step
    playing: bool
    moves: Count


class Pick(TypedDict, total=False):
    """What is picked in the bar, one of these."""

    case: Name
    form: Name
    strategy: Name
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    reset: bool


class Changed(TypedDict):
    """Another number; None for the usual one."""

    path: Name
    value: Real | None


class Asked(TypedDict):
    """A question, and in how many worlds."""

    vary: Words
    worlds: Annotated[int, Field(ge=2, le=2**31)]


class Given(TypedDict):
    """A file."""

    name: Name
    text: str


class OneChange(TypedDict, total=False):
    """One thing that is to be different."""

    what: Literal["governance", "strategy", "week", "invite", "pivot"]
    name: Name
    who: Row
    value: Literal[0, 1]
    shares: Shares


Share = Annotated[float, Field(ge=0.0, le=1.0)]
Shares = Annotated[list[Share], Field(min_length=7, max_length=7)]


class Decided(TypedDict):
    """What is decided before a stretch of a game: shares of the week if they are others, a turn, how much to dare."""

    step: Step
    shares: Shares | None
    turn: Annotated[int, Field(ge=-1, le=1_000_000)]
    daring: Annotated[int, Field(ge=-1, le=100)]


def one_by_one(kind: Any) -> Any:
    """Return the kind of what is said in turn, as ``use_turns`` hears it."""
    return TypedDict("InTurn", {"turn": Count, "what": kind})  # type: ignore[operator]


def kind_of(kind: Any) -> TypeAdapter[Any]:
    """Return what checks data of a kind."""
    return TypeAdapter(kind)


@dataclass(frozen=True)
class Hearing:
    """An act that is done only where what is said is of its kind."""

    kind: TypeAdapter[Any]
    act: Callable[[Any], object]

    def __call__(self, data: Any, buffers: object = None) -> None:
        """Hear what was said."""
        try:
            said = self.kind.validate_python(data, strict=True)
        except ValidationError:
            return  # no page of ours says such a thing
        self.act(said)
