"""What people can do wrong, and how a command ends: 0, 2 for a mistake of theirs, 130 when interrupted."""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, TypeVar

import typer

R = TypeVar("R")

FAILED = 1
MISTAKE = 2
INTERRUPTED = 130
READER_GONE = 1
"""As rich and typer do it: nobody reads standard output any more (``| head``)."""


class UserError(Exception):
    """Something that was asked for cannot be done; the text is the one message to show."""


@contextlib.contextmanager
def explained(*also: type[Exception], said: str = "") -> Iterator[None]:
    """Turn what is wrong with a case, a study or a store into the one message to show.

    Args:
        also: further errors whose text is for people; said: what the message begins with.
    """
    from clever_coalitions.scenarios import ScenarioError

    known: tuple[type[Exception], ...] = (ScenarioError, *also)
    try:
        yield
    except known as error:
        raise UserError(f"{said}{error}") from None


Seconds = Annotated[
    float | None,
    typer.Option(
        "--plugin-seconds",
        min=0.1,
        metavar="NUMBER",
        help="Seconds that a run of code from --plugin may take; default: 20 and more, by its size.",
    ),
]
Plugin = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE_OR_MODULE",
        help="Use the rules and strategies of a Python file or module, as module:function; may be repeated. "
        "This runs its code: whatever else names code has none imported.",
    ),
]


def guarded(command: Callable[..., R]) -> Callable[..., R]:
    """Let a command take ``--plugin``, and end with one clear message and the right exit status in any case."""

    @functools.wraps(command)
    def guard(*args: Any, plugin: Sequence[str] | None = None, plugin_seconds: float | None = None, **kwargs: Any) -> R:
        try:
            answer = _with_plugins(plugin or (), plugin_seconds, functools.partial(command, *args, **kwargs))
            sys.stdout.flush()
            return answer
        except UserError as mistake:
            typer.echo(f"Error: {mistake}", err=True)
            raise typer.Exit(MISTAKE) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            hush()
            raise typer.Exit(READER_GONE) from None
        except OSError as error:
            typer.echo(f"Error: {trouble(error)}", err=True)
            hush()
            raise typer.Exit(MISTAKE) from None

    signature = inspect.signature(command, eval_str=True)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in (("plugin", Plugin), ("plugin_seconds", Seconds))
    ]
    guard.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *options])  # type: ignore[attr-defined]
    return guard


def _with_plugins(sources: Sequence[str], seconds: float | None, command: Callable[[], R]) -> R:
    """Do a command with the code that its user chose, in processes of its own, and with no other."""
    from clever_coalitions.sim.plugins import using_only

    with contextlib.ExitStack() as stack:
        try:
            if sources:
                from clever_coalitions.experiments.workshop import workshop

                stack.enter_context(workshop(sources, seconds))
            stack.enter_context(using_only(sources))
        except LookupError as error:
            raise UserError(str(error)) from None
        return command()


def trouble(error: OSError) -> str:
    """Return what went wrong with which file, in one line."""
    return f"{error.filename or _nameless(error)}: {reason(error)}"


def _nameless(error: OSError) -> str:
    """Return what trouble without the name of a file is trouble with: who prints is known, all others write files."""
    raised_in = [frame.f_globals["__name__"] for frame, _ in traceback.walk_tb(error.__traceback__)]
    printed = raised_in and (raised_in[-1] == __name__ or raised_in[-1].partition(".")[0] in PRINTERS)
    return "standard output" if printed else "a file"


PRINTERS = ("click", "rich", "typer")
"""Packages whose nameless trouble is with standard output."""

REASONS = {
    errno.ENOSPC: "the disk is full",
    getattr(errno, "EDQUOT", -1): "the disk quota is used up",
    errno.EFBIG: "files may not grow so large here (see ulimit -f)",
}


def reason(error: OSError) -> str:
    """Return what went wrong with a file."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


def hush() -> None:
    """Send what is still to be written nowhere: whoever read it (``| head``) has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, as in tests
        return
