"""Which of a sentence's time expressions dates an act, and whether the act is news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.parsing import Parse
from detente.coding.relations.stance import effect_of
from detente.coding.time.calendar import Dated
from detente.coding.time.expressions import Clock, Expression, find_expressions
from detente.records import DateBasis, Precision

RECALLED_AFTER = dt.timedelta(days=45)
"""An act that ended this long before publication is background, not news."""
FARTHEST = 7
"""Steps in the parse beyond which one of several expressions does not date an act."""
COARSENESS = {"month": 1, "season": 1, "quarter": 1, "year": 2, "decade": 2}
"""Steps by which a coarser expression yields to a finer one elsewhere in the sentence."""
FORWARD = frozenset({"planned"})


@dataclass(frozen=True, slots=True)
class Dating:
    """The date of an act, or null with the reason in words."""

    start: dt.date | None
    end: dt.date | None
    precision: Precision | None
    basis: DateBasis | None
    recalled: bool
    reason: str
    expression: str | None = None


def date_act(
    parse: Parse,
    text: str,
    trigger: int,
    *,
    status: str,
    published: dt.date | None,
    anchor: dt.date | None,
    background: bool,
    verbal: bool = False,
) -> Dating:
    """Dates one act. `text` is the sentence; `anchor` what `a day earlier` counts from.

    What a verbal act says (`agreed to meet in May`) has dates of its own, which do not date it.
    """
    forward = status in FORWARD
    expressions: Sequence[Expression] = find_expressions(
        text, Clock(published, 1 if forward else -1, anchor)
    )
    if forward:
        expressions = _told_as_past(parse, text, expressions, Clock(published, -1, anchor))
    if verbal:
        said = _content(parse, trigger)
        expressions = [e for e in expressions if _token_of(parse, e) not in said]
    perfect = _past_perfect(parse, trigger)
    chosen = _nearest(parse, trigger, expressions)
    if background and chosen is not None and _distance_of(parse, trigger, chosen) > 2:
        chosen = None
    if chosen is not None and chosen.dated is not None:
        dated = _open_since(text, chosen, chosen.dated, published)
        recalled = _is_old(dated, published, status) or (
            perfect and _days_old(dated, published) > 7
        )
        return Dating(
            dated.start, dated.end, dated.precision, dated.basis, recalled,
            f"from '{chosen.text}'", chosen.text,
        )  # fmt: skip
    if chosen is not None and published is None:
        return Dating(
            None, None, None, None, background, f"'{chosen.text}' needs a publication date"
        )
    if background or perfect:
        return Dating(None, None, None, None, True, "told as background, with no date beside it")
    if status not in ("done", "ongoing", "planned", "denied"):
        return Dating(None, None, None, None, False, f"{status}: it has no date")
    if published is None:
        return Dating(
            None, None, None, None, False, "no date in the sentence and none of publication"
        )
    if status == "planned":
        return Dating(
            published, published, "day", "publication", False, "day it was said: publication"
        )
    return Dating(
        published, published, "day", "publication", False, "news without a date: publication"
    )


def _told_as_past(
    parse: Parse, text: str, ahead: Sequence[Expression], back: Clock
) -> Sequence[Expression]:
    """`agreed on Wednesday to …`: beside a verb in the past even a plan's weekday lies behind."""
    behind = find_expressions(text, back)
    return [
        before if _governed_by_past(parse, expression) else expression
        for expression, before in zip(ahead, behind, strict=True)
    ]


def _governed_by_past(parse: Parse, expression: Expression) -> bool:
    token = _token_of(parse, expression)
    if token is None:
        return False
    verb = next((t for t in parse.ancestors(token) if parse.is_verb(t)), None)
    return verb is not None and parse.tags[verb] == "VBD"


def _open_since(text: str, chosen: Expression, dated: Dated, published: dt.date | None) -> Dated:
    before = text[max(0, chosen.start - 7) : chosen.start + 6].lower()
    if "since" in before and published is not None and dated.start <= published:
        return Dated(dated.start, published, dated.precision, dated.basis)
    return dated


def _days_old(dated: Dated, published: dt.date | None) -> int:
    return (published - dated.end).days if published else 0


def _is_old(dated: Dated, published: dt.date | None, status: str) -> bool:
    return published is not None and status != "planned" and published - dated.end > RECALLED_AFTER


def _past_perfect(parse: Parse, trigger: int) -> bool:
    """`had visited`, on the trigger or on the verb it hangs from.

    Under a verb of saying in the past (`said he had visited`) it is the plain past, put back a tense.
    """
    if any(
        parse.tags[t] == "VBD" and effect_of(parse, t) in ("report", "deny")
        for t in parse.ancestors(trigger)
    ):
        return False
    node = trigger
    for _ in range(4):
        auxiliaries = [parse.lowers[t] for t in parse.by_dep(node, "aux")]
        if "had" in auxiliaries or "'d" in auxiliaries:
            return True
        if (
            parse.deps[node] not in ("xcomp", "conj", "dobj", "pobj", "prep")
            or parse.heads[node] == node
        ):
            return False
        node = parse.heads[node]
    return False


def _nearest(parse: Parse, trigger: int, expressions: Sequence[Expression]) -> Expression | None:
    """The expression closest to the trigger in the parse; of equals, the one that stands nearer."""
    if not expressions:
        return None
    scored = []
    for expression in expressions:
        token = _token_at(parse, parse.start + expression.start, parse.start + expression.end)
        if token is None:
            continue
        distance = _distance(parse, trigger, token)
        coarse = COARSENESS.get(expression.dated.precision, 0) if expression.dated else 3
        coarse += expression.dated is not None and expression.dated.basis == "relative"
        coarse += 4 * (parse.deps[token] == "poss" and parse.heads[token] != trigger)
        coarse += 3 * expression.text.lower().startswith("since")
        scored.append((distance + coarse, abs(token - trigger), expression.start, expression))
    if not scored:
        return None
    distance, _, _, best = min(scored, key=lambda item: item[:3])
    farthest = FARTHEST if len(expressions) > 1 else 2 * FARTHEST
    return best if distance <= farthest else None


def _content(parse: Parse, trigger: int) -> set[int]:
    """Tokens of the clauses that a verb of speech takes as content."""
    clauses = parse.by_dep(trigger, "xcomp", "ccomp")
    for prep in parse.by_dep(trigger, "prep"):
        clauses += parse.by_dep(prep, "pcomp")
    return {token for clause in clauses for token in parse.subtree(clause)}


def _token_of(parse: Parse, expression: Expression) -> int | None:
    return _token_at(parse, parse.start + expression.start, parse.start + expression.end)


def _distance_of(parse: Parse, trigger: int, expression: Expression) -> int:
    token = _token_of(parse, expression)
    return 99 if token is None else _distance(parse, trigger, token)


def _token_at(parse: Parse, start: int, end: int) -> int | None:
    """The highest token of an expression."""
    inside = [t for t in range(len(parse)) if start <= parse.starts[t] < end]
    if not inside:
        return None
    members = set(inside)
    return next((t for t in inside if parse.heads[t] not in members), inside[0])


def _distance(parse: Parse, first: int, second: int) -> int:
    """Steps between two tokens in the parse; crossing a clause boundary counts three."""
    up = [first, *parse.ancestors(first)]
    other = [second, *parse.ancestors(second)]
    places = {token: steps for steps, token in enumerate(up)}
    for steps, token in enumerate(other):
        if token in places:
            crossed = [*up[: places[token]], *other[:steps]]
            clauses = sum(
                parse.deps[t] in ("relcl", "advcl", "ccomp", "acl", "parataxis", "conj")
                and parse.is_verb(t)
                for t in crossed
            )
            return steps + places[token] + 3 * clauses
    return 99
