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
"We shall [keep the “harbour card]”, he said. | Shall keep the “harbour card”
MR. OTIENO: [No]. We will pay for the harbour. | No. We will pay for the harbour
[Nor will we lower the harbour fees]. | Nor will we lower the harbour fees
Chile does [not plan to lower harbour fees]. | Does not plan to lower harbour fees
Chile will never [lower its harbour fees]. | Will never lower its harbour fees
Fiji and Kenya have agreed [to widen the harbour]. | Agreed to widen the harbour
Norway spoke [out against harbour fees for ferries] | Spoke out against harbour fees for ferries
Kenya repeatedly asked [for harbour talks]. | Asked for harbour talks
Fiji opposes [harbour fees that hit the] ferries of Tonga. | Harbour fees that hit the ferries of Tonga
Fiji [will send ferries to Kenya's] harbour after the storm. | Will send ferries to Kenya's harbour
Fiji [will list harbour ferries] seized by Kenya in May. | Will list harbour ferries seized by Kenya
Fiji [accepts no harbour fees and] it will say so. | Accepts no harbour fees
Fiji [will lower harbour fees] but Kenya will not. | Will lower harbour fees
It spoke of the fees, which Kenya [refused to lower for ferries]. \
| It spoke of the fees, which Kenya refused to lower for ferries
It was a visit during which Kenya [promised lower harbour fees]. | Promised lower harbour fees
Fiji named it, [as well as harbour vessels], free. | Fiji named it, as well as harbour vessels, free
[Fiji keeps a harbour pier, which Kenya built, open]. | Fiji keeps a harbour pier, which Kenya built, open
[Fiji will keep harbours open, as long as Kenya pays]. | Fiji will keep harbours open, as long as Kenya pays
[As long as Kenya pays, harbours stay open]. | As long as Kenya pays, harbours stay open
[Kenya would urge Fiji to hire] U.S. ferries there. | Kenya would urge Fiji to hire U.S. ferries there
"""


@pytest.mark.parametrize("row", TITLES.strip().replace("\\\n", "").splitlines())
def test_titles(row: str) -> None:
    marked, wanted = row.split(" | ")
    start, end = marked.index("["), marked.index("]") - 1
    assert title(marked.replace("[", "").replace("]", ""), start, end) == wanted


@pytest.mark.parametrize(
    ("marked", "condition", "wanted"),
    [
        ("If Kenya pays, Fiji [will open the harbour].", "If Kenya pays",
         "Will open the harbour, if Kenya pays"),
        ("Fiji [will open the harbour] if  Kenya pays.", "if  Kenya pays",
         "Will open the harbour, if Kenya pays"),
        ("Fiji [will open the harbour if Kenya pays].", "if Kenya pays",
         "Will open the harbour if Kenya pays"),
        ("Fiji, Kenya said, [will open the harbour].", "Kenya said", "Will open the harbour"),
    ],
)  # fmt: skip
def test_a_title_tells_the_condition(marked: str, condition: str, wanted: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    sentence = marked.replace("[", "").replace("]", "")
    assert title(sentence, start, end, condition=condition) == wanted


@given(st.text(min_size=1, max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_title_is_one_line_and_begins_with_no_small_letter(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = title(text, start, end)
    assert "\n" not in found and found[:1] == found[:1].upper()
