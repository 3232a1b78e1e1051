"""numba's private parts: all of them that this project touches, in one place.

numba promises nothing of them, so the project is bound to versions with which its tests pass (``pyproject.toml``), and
``tests/sim/test_numba.py`` says in a sentence what is gone where a newer one is tried.
"""

from __future__ import annotations

from typing import Any

import numba

try:
    from numba.core import cgutils as cgutils
    from numba.core import types as types
    from numba.core.caching import FunctionCache as _FunctionCache
    from numba.core.caching import NullCache as NullCache
    from numba.core.dispatcher import Dispatcher as Dispatcher
    from numba.core.targetconfig import ConfigStack as _ConfigStack
    from numba.core.types import FunctionType as FunctionType
    from numba.core.typing.templates import AttributeTemplate as _AttributeTemplate
    from numba.extending import NativeValue as _NativeValue
    from numba.extending import infer_getattr as _infer_getattr
    from numba.extending import intrinsic as _intrinsic
    from numba.extending import lower_getattr_generic as _lower_getattr_generic
    from numba.extending import models as _models
    from numba.extending import overload as _overload
    from numba.extending import register_model as _register_model
    from numba.extending import typeof_impl as _typeof_impl
    from numba.extending import unbox as _unbox
    from numba.np.arrayobj import populate_array as _populate_array
except ImportError as error:
    raise ImportError(
        f"numba {numba.__version__} lacks a part that compiled code stands on ({error}); "
        "install a version that pyproject.toml allows"
    ) from error

# numba is only partly typed.
AttributeTemplate: Any = _AttributeTemplate
ConfigStack: Any = _ConfigStack
FunctionCache: Any = _FunctionCache
NamedTuple: Any = numba.types.NamedTuple
NativeValue: Any = _NativeValue
OpaqueModel: Any = _models.OpaqueModel
config: Any = numba.config
infer_getattr: Any = _infer_getattr
intrinsic: Any = _intrinsic
lower_getattr_generic: Any = _lower_getattr_generic
overload: Any = _overload
populate_array: Any = _populate_array
register_model: Any = _register_model
struct_proxy: Any = cgutils.create_struct_proxy
typeof: Any = numba.typeof
typeof_impl: Any = _typeof_impl
unbox: Any = _unbox
unliteral: Any = numba.types.unliteral
