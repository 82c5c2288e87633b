"""A wording as it is read by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledgers.titles import title

# sentence, its clause in brackets | the title
TITLES = """
Chile said [that the harbour would stay closed]. | The harbour would stay closed
It spoke [since the rule applies to timber exports]. | The rule applies to timber exports
[Chile closed the harbour, which Kenya had leased]. | Chile closed the harbour, which Kenya had leased
Kenya said [it would keep that harbour open, which surprised many]. | It would keep that harbour open
Chile wants [Kenya to lean on Iran]. | Wants Kenya to lean on Iran
It was ready to [invite fifty young pilots]. | Ready to invite fifty young pilots
The owner is due protection, [which Chile will give]. | The owner is due protection, which Chile will give
On Monday Chile [asked for that]. | On Monday Chile asked for that
"We shall [keep the “harbour card]”, he said. | Keep the “harbour card”
MR. OTIENO: [No]. We will pay for the harbour. | No. We will pay for the harbour
[Nor will we lower the harbour fees]. | Nor will we lower the harbour fees
"""


@pytest.mark.parametrize("row", TITLES.strip().splitlines())
def test_titles(row: str) -> None:
    marked, wanted = row.split(" | ")
    start, end = marked.index("["), marked.index("]") - 1
    assert title(marked.replace("[", "").replace("]", ""), start, end) == wanted


@given(st.text(min_size=1, max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_title_is_one_line_and_begins_with_no_small_letter(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = title(text, start, end)
    assert "\n" not in found and found[:1] == found[:1].upper()
