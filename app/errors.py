"""What people can do wrong, and how a command ends: 0, 2 for a mistake of theirs, 130 when interrupted."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

P = ParamSpec("P")
R = TypeVar("R")

MISTAKE = 2
INTERRUPTED = 130
READER_GONE = 1
"""As rich and typer do it: nobody reads standard output any more (``| head``)."""


class UserError(Exception):
    """Something that was asked for cannot be done; the text is the one message to show."""


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end with one clear message and the right exit status, whatever its user does."""

    @functools.wraps(command)
    def guard(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            answer = command(*args, **kwargs)
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

    return guard


def trouble(error: OSError) -> str:
    """Return what went wrong with which file, in one line."""
    return f"{error.filename or 'standard output'}: {reason(error)}"


def reason(error: OSError) -> str:
    """Return what went wrong with a file."""
    return "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)


def hush() -> None:
    """Send what is still to be written nowhere: whoever read it (``| head``) has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, as in tests
        return
