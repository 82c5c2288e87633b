from __future__ import annotations

import pytest

from detente.errors import QueryError
from detente.store import resolve_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHN", "CHN"),
        ("chn", "CHN"),
        (" united states ", "USA"),
        ("U.S.", "USA"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("IGO:UN", "IGO:UN"),
        ("United Nations", "IGO:UN"),
    ],
)
def test_names(text: str, code: str) -> None:
    assert resolve_country(text) == code


@pytest.mark.parametrize(
    ("text", "advice"),
    [("Germny", r"Germany \(DEU\)"), ("", "ISO 3166"), ("zzzzzz", "ISO 3166")],
)
def test_no_such_state(text: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice):
        resolve_country(text)
