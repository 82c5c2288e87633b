"""Names of a package that are loaded when they are first used, since what they need takes a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def late_names(
    package: str, homes: Mapping[str, str], names: Sequence[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package that has these names, those of `homes` late.

    `homes` tells the module, within the package, of each; none may also be the name of a module there.
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(
                f"module '{package}' has no attribute {name!r}; it has {', '.join(names)}"
            )
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get, lambda: sorted(names)
