"""Named tuples by reference: what makes a state of forty arrays cheap to pass.

numba passes a named tuple by value, field by field; for a state of forty arrays and two hundred numbers that costs a
second of compile time in every kernel.  Here a tuple of a marked class is described once, as words of eight bytes in a
small block of memory, and kernels receive one pointer to that.  They read fields as before, and so does plain Python:
with the compiler off, a state is just the named tuple that it is.

A description is a snapshot of pointers: the arrays must stay where they are for as long as it is used, which the tuple
itself ensures by holding them.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from . import numba_parts as parts


class Reference(parts.types.Type):
    """The type of a pointer to the description of a named tuple."""

    def __init__(self, class_: type, fields: dict[str, parts.types.Type]) -> None:
        self.class_ = class_
        self.fields: dict[str, Any] = fields
        self._content = "; ".join(str(getattr(kind, "_content", kind)) for kind in fields.values())
        super().__init__(name=f"Reference({class_.__name__})")

    @property
    def key(self) -> Any:
        """What makes two of these types equal: class and types of the fields, as text, whose hash Python keeps."""
        return self.class_, self._content

    def place(self, field: str) -> int:
        """Return where in the description a field begins, in words."""
        words = 0
        for name, kind in self.fields.items():
            if name == field:
                return words
            words += _words(kind)
        raise KeyError(field)


def _words(kind: parts.types.Type) -> int:
    """Return the length of the description of a field, in words."""
    if isinstance(kind, Reference):
        return sum(_words(field) for field in kind.fields.values())
    if isinstance(kind, parts.types.Array):
        return 1 + 2 * int(kind.ndim)
    return 1


def reference_type(example: Any) -> Reference:
    """Return the type of a reference to tuples like ``example``: of arrays, floats, and such tuples."""
    fields = {
        name: reference_type(value) if hasattr(value, "_fields") else parts.typeof(value)
        for name, value in zip(example._fields, example, strict=True)
        if not (isinstance(value, tuple) and value == ())  # what is empty, kernels do not see
    }
    return Reference(type(example), fields)


@functools.lru_cache(maxsize=64)
def described(numbers: tuple[Any, ...]) -> np.ndarray[Any, Any]:
    """Return the words that describe a tuple of floats, or of such tuples."""
    flat = [
        described(value) if isinstance(value, tuple) else [np.float64(value).view(np.int64)]
        for value in numbers
        if value != ()
    ]
    return np.concatenate(flat).astype(np.int64)


def pass_by_reference(class_: type, example: Any) -> Reference:
    """Make kernels take tuples of ``class_`` by reference; they need an attribute ``address`` (of their description).

    All tuples of the class must have fields of the same types as ``example``.
    """
    kind = reference_type(example)
    parts.typeof_impl.register(class_)(lambda value, context: kind)
    return kind


@parts.register_model(Reference)
class _ReferenceModel(parts.OpaqueModel):
    """One pointer."""


@parts.unbox(Reference)
def _unbox(kind: Any, value: Any, context: Any) -> Any:
    address = context.pyapi.object_getattr_string(value, "address")
    pointer = context.pyapi.long_as_voidptr(address)
    context.pyapi.decref(address)
    return parts.NativeValue(pointer)


@parts.infer_getattr
class _ReferenceAttributes(parts.AttributeTemplate):
    key = Reference

    def generic_resolve(self, kind: Reference, field: str) -> Any:
        return kind.fields.get(field)


@parts.lower_getattr_generic(Reference)
def _lower_getattr(context: Any, builder: Any, kind: Any, pointer: Any, field: str) -> Any:
    """Load a field.  The description never changes, and the compiler may know it."""
    found = kind.fields[field]
    word = parts.cgutils.intp_t
    start = builder.gep(
        builder.bitcast(pointer, word.as_pointer()), [context.get_constant(parts.types.intp, kind.place(field))]
    )

    def load(offset: int, as_type: Any = word) -> Any:
        place = builder.gep(start, [context.get_constant(parts.types.intp, offset)])
        value = builder.load(builder.bitcast(place, as_type.as_pointer()))
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
        return value

    if isinstance(found, Reference):
        return builder.bitcast(start, parts.cgutils.voidptr_t)
    if not isinstance(found, parts.types.Array):
        return load(0, context.get_value_type(found))
    array = context.make_array(found)(context, builder)
    parts.populate_array(
        array,
        data=load(0, context.get_data_type(found.dtype).as_pointer()),
        shape=[load(1 + axis) for axis in range(found.ndim)],
        strides=[load(1 + found.ndim + axis) for axis in range(found.ndim)],
        itemsize=context.get_constant(parts.types.intp, found.dtype.bitwidth // 8),
        meminfo=None,
    )
    return array._getvalue()
