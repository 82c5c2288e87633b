"""Which state's office a statement or a transcript comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from detente.coding.actors.mentions import Mention
from detente.coding.actors.reference import LACKED_OFFICES
from detente.coding.voice.quotes import QUESTIONERS, SpeakingTurn
from detente.records import Actor, Article

HEAD_OF_TEXT = 300
GOVERNMENT = frozenset({"GOV", "MIL", "LEG"})
OFFICES = ("institution", "seat")
OF = r"(?:\s+of(?:\s+the)?(?:\s+(?:and\s+)?[A-Z][\w’'-]+)+)?"
BODY = re.compile(
    rf"(?:[A-Z][\w’'-]+\s+)?\b(?i:ministry|department|bureau|office|embassy|chancellery|secretariat|"
    rf"council|commission|government)\b{OF}"
)
SPEAKING = re.compile(r"\b(?:spokesperson|spokesman|spokeswoman|premier|minister)\b", re.IGNORECASE)
"""An office, and who speaks for one, whosever it is."""
DATELINE = re.compile(r"\W*$")
AFTER_DATELINE = re.compile(r"\s*(?:,|\(|[-–—]|\.\s|/)")


def actor_of(text: str, mention: Mention) -> Actor:
    """A mention as who speaks, for the government where its sector is not known."""
    written = text[mention.start : mention.end]
    sector = mention.sector or "GOV"
    return Actor(written, mention.start, mention.end, mention.name, mention.code, sector)


def issuing_state(article: Article, issuing: Sequence[Mention]) -> tuple[str, str | None] | None:
    """State, or else body of states, and name of the office that issues a text; None for other outlets.

    `issuing` are the names in the outlet.
    """
    if article.genre not in ("statement", "transcript"):
        return None
    coded = sorted((m for m in issuing if m.code), key=lambda m: ":" in (m.code or ""))
    return next(((m.code, m.name) for m in coded if m.code), None)


def issuer_of(
    article: Article,
    mentions: Sequence[Mention],
    turns: Sequence[SpeakingTurn],
    issuing: Sequence[Mention],
    titled: Sequence[Mention],
) -> Actor | None:
    """The state whose office speaks, or None.

    That of the outlet, where it is an office (`issuing` are the names in it). Else that of the office
    which the head of the text names first; an office without a state (`the ministry announced`) is of
    the capital that the text is dated from, of the only one of two states that has such offices,
    or of the office in the title (`titled`). Else, for a transcript, the first state named before
    the first turn; else the first office named at the head; and without turns the first state.
    """
    for mention in issuing:
        if mention.code and article.outlet:
            name = article.outlet
            return Actor(name, None, None, name, mention.code, mention.sector or "GOV")
    stated = [mention for mention in mentions if mention.code]
    opening = turns[0].start - len(turns[0].label) - 2 if turns else HEAD_OF_TEXT
    found = _at_the_head(article, stated, titled, opening)
    if found is not None:
        return found
    if turns and (before := [m for m in stated if m.start < opening]):
        return actor_of(article.text, before[0])
    named = [
        m for m in stated if not m.is_person and m.kind != "place" and not _asked(turns, m.start)
    ]
    offices = [m for m in named if _is_office(m) and m.start < HEAD_OF_TEXT]
    chosen = next(iter(offices), named[0] if named and not turns else None)
    return actor_of(article.text, chosen) if chosen else None


def _at_the_head(
    article: Article, stated: Sequence[Mention], titled: Sequence[Mention], opening: int
) -> Actor | None:
    text = article.text
    dated = next((m for m in stated[:1] if _is_dateline(text, m)), None)
    after = [m for m in stated if m is not dated and m.start < opening]
    if after and _is_office(after[0]):
        return actor_of(text, after[0])
    until = min(after[0].start, opening) if after else opening
    begin = dated.end if dated else 0
    office = BODY.search(text, begin, until) or SPEAKING.search(text, begin, until)
    if office is None:
        return None
    offices = [m for m in titled if m.code and _is_office(m)]
    code = (
        (dated.code if dated else None)
        or _only_state_with(office[0].lower().split(), stated)
        or next((m.code for m in offices), None)
    )
    if code is None:
        return None
    name = office[0].removeprefix("The ").removeprefix("the ")
    return Actor(name, office.end() - len(name), office.end(), name, code, "GOV")


def _is_dateline(text: str, mention: Mention) -> bool:
    """`LIMA, May 5 - `, `Lima, 5 May.`: the capital that a text begins with."""
    opens = DATELINE.match(text[: mention.start]) is not None
    return opens and mention.kind == "capital" and bool(AFTER_DATELINE.match(text, mention.end))


def _is_office(mention: Mention) -> bool:
    return mention.kind in OFFICES and mention.sector in GOVERNMENT


def _only_state_with(words: Sequence[str], stated: Sequence[Mention]) -> str | None:
    """Of the two states most spoken of the one that has such an office, if just one has."""
    lacking = {code for word in words for code in LACKED_OFFICES.get(word, ())}
    counts = Counter(m.code for m in stated if m.code and ":" not in m.code)
    pair = [code for code, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))][:2]
    having = [code for code in pair if code not in lacking]
    return having[0] if len(pair) == 2 and len(having) == 1 else None


def _asked(turns: Sequence[SpeakingTurn], offset: int) -> bool:
    return any(
        turn.start <= offset < turn.end and turn.label.split()[0] in QUESTIONERS for turn in turns
    )
