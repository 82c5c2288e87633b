"""Which part of a page's title is the name of its site?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_LAST = re.compile(r"(?P<rest>.+)(?:\s*\|\s*|\s+[-–—·•»:]\s+)(?P<name>.+?)")
_FIRST = re.compile(r"(?P<name>.+?)(?:\s*\|\s*|\s+[-–—·•»:]\s+)(?P<rest>.+)")
_ADDED = re.compile(r"^the|(?:news|online|com)$")
_GENERAL = {"www", "com", "org", "net", "gov", "edu", "news", "web"}


class SiteNames:
    """The names of a site, by what its page says and by its domain."""

    def __init__(self, names: Iterable[str], domain: str | None) -> None:
        labels = domain.split(".")[:-1] if domain else []
        meant = [label for label in labels if len(label) > 2 and label not in _GENERAL]
        self._forms = {form for name in (*names, domain or "", *meant) for form in _forms(name)}

    def is_one(self, text: str) -> bool:
        """Whether a text is nothing but a name of the site."""
        return not self._forms.isdisjoint(_forms(text))

    def without(self, title: str) -> str:
        """The title without the site's name at its end, else at its beginning."""
        for parts in (_LAST.fullmatch(title), _FIRST.fullmatch(title)):
            if parts and self.is_one(parts["name"]):
                return parts["rest"].strip()
        return title


def _forms(name: str) -> set[str]:
    """A name as it may be written elsewhere: `The Harbour News` as `harbour`, for one."""
    whole = re.sub(r"[\W_]", "", name.casefold())
    return {whole, _ADDED.sub("", whole)} - {""} - _GENERAL
