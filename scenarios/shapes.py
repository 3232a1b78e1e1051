"""Checks data against the format, and translates what pydantic finds into problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..sim.parameters import numbers
from .editions import whatever_became
from .mistakes import ABSENT, MOST_PROBLEMS, Problem, at, key_of, nearest, one_of, problem
from .schema import ScenarioFile, whole_file

File = TypeVar("File", bound=BaseModel)


def shaped(data: Mapping[str, Any]) -> ScenarioFile | list[Problem]:
    """Return ``data`` as a checked scenario file, or everything that is wrong with its shape, types and ranges."""
    return shaped_as(whole_file(), data)


def shaped_as(form: type[File], data: Mapping[str, Any]) -> File | list[Problem]:
    """Return ``data`` as a checked ``form``, or everything that is wrong with its shape, types and ranges."""
    try:
        return form.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        return list(dict.fromkeys(_translated(form, detail, data) for detail in details[: MOST_PROBLEMS + 1]))


def _translated(form: type[BaseModel], detail: ErrorDetails, data: Mapping[str, Any]) -> Problem:
    location = detail["loc"]
    key = key_of(location, data)
    if detail["type"] == "extra_forbidden":
        return _unknown_key(form, location, key, at(location, data))
    if detail["type"] == "missing":
        return problem(key, ABSENT, f"this key is missing; {expectation(location, form)}")
    return problem(key, at(location, data), expectation(location, form) or detail["msg"])


def _unknown_key(form: type[BaseModel], location: Sequence[str | int], key: str, value: object) -> Problem:
    """Return the problem of a key that is not in the format; at the top of a case a parameter may have been meant."""
    if became := whatever_became(".".join(part for part in location if isinstance(part, str))):
        return problem(key, value, became)
    valid = sorted(model_at(location[:-1], form).model_fields)
    elsewhere = [path for path, _, _ in numbers()] if len(location) == 1 and issubclass(form, ScenarioFile) else []
    meant = nearest(str(location[-1]), [*valid, *elsewhere])
    own = "; a mechanism that does not ship needs --plugin FILE" if elsewhere and isinstance(value, Mapping) else ""
    return problem(key, value, f"unknown key; {one_of(valid)}{own}", meant)


def expectation(location: Sequence[str | int], form: type[BaseModel] | None = None) -> str:
    """Return what the format expects at ``location``, such as ``("kinds", 0, "count")``, if it says so."""
    way = _walk(location, form or whole_file())
    return next((place.description for place in reversed(way) if place.description), "")


def model_at(location: Sequence[str | int], form: type[BaseModel] | None = None) -> type[BaseModel]:
    """Return the model of the table at ``location``; the whole file's at ``()``."""
    form = form or whole_file()
    way = _walk(location, form)
    return cast(type[BaseModel], way[-1].type) if way else form


class _Place(NamedTuple):
    """What the format says of one place: the type without annotations, and the description or nothing."""

    type: Any
    description: str


def _walk(location: Sequence[str | int], form: type[BaseModel]) -> list[_Place]:
    """Return every place on the way to ``location``."""
    way = [_Place(form, "")]
    for part in location:
        way.append(_below(way[-1].type, part))
    return way[1:]


def _below(kind: Any, part: str | int) -> _Place:
    """Return the place at ``part`` of something of type ``kind``: a table of its own, a list, or names."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(str(part), FieldInfo(annotation=object))
        inner = _plain(field.annotation)
        return _Place(inner.type, field.description or inner.description)
    arguments = get_args(kind)
    return _plain(arguments[-1]) if arguments else _Place(object, "")


def _plain(annotation: Any) -> _Place:
    """Return a type without its annotations and its ``None``, and the description among the annotations."""
    if get_origin(annotation) in (Union, UnionType):
        return _plain(next(one for one in get_args(annotation) if one is not type(None)))
    if get_origin(annotation) is not Annotated:
        return _Place(annotation, "")
    kind, *notes = get_args(annotation)
    return _Place(kind, next((note.description or "" for note in notes if isinstance(note, FieldInfo)), ""))
