"""Which of the dates that a sentence tells is that of an act, and whether the act is news."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.grammar.clauses import clause_of, host_of
from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.verbs import has_perfect, is_infinitive
from detente.coding.time.anniversaries import anniversary_of, years_since
from detente.coding.time.background import looks_back, told_as_background
from detente.coding.time.calendar import DAY, Calendar, Dated, whole_year
from detente.coding.time.counting import back_by, counted, lasting
from detente.coding.time.expressions import Clock, Direction, Lead
from detente.coding.time.nearest import Circumstances, beside_alone, nearest
from detente.coding.time.reading import Timed
from detente.coding.time.relative import LATER
from detente.records import DateBasis, Precision

RECALLED_AFTER = dt.timedelta(days=14)
"""An act that ended this long before publication is background, not news."""
OPEN: frozenset[Lead] = frozenset({"by", "until", "before", "within"})
"""Leads of expressions that tell only when something ends at the latest."""
LONG_AGO = re.compile(
    r"\b(?:months|years|decades|centuries|generations|long)\s+(?:ago|earlier|before)\b", re.I
)
"""Vague times that lie too far back for news."""


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


UNTOLD = Dating(None, None, None, None, False, "no date in the sentence and none of publication")


def date_act(
    parse: Parse,
    times: Sequence[Timed],
    mine: Sequence[Timed],
    trigger: int,
    about: Circumstances,
) -> Dating:
    """Dates one act by the dates of its sentence; `mine` are those that may be its own."""
    background = (
        about.background
        or told_as_background(parse, trigger)
        or looks_back(parse, trigger, about.genre, about.status)
    )
    own = _own_times(parse, mine, trigger, about)
    feast = anniversary_of(parse, trigger)
    if feast is not None and not _dated_itself(parse, own, trigger):
        return _years_back(parse, times, feast, about)
    chosen = nearest(parse, own, trigger, about)
    if chosen is None:
        chosen = _counted(parse, times, trigger, about)
    if chosen is None:
        chosen = beside_alone(parse, own, trigger, about)
    if chosen is not None:
        chosen = _in_order(parse, times, chosen, trigger, about)
    if chosen is not None and background:
        chosen = _until_the_news(parse, times, chosen, trigger, about)
    if chosen is not None and chosen.dated is not None:
        dated = chosen.dated
        behind = about.today is None or dated.end < about.today
        recalled = _is_old(dated, about) or (background and behind)
        return Dating(
            dated.start, dated.end, dated.precision, dated.basis, recalled,
            f"from '{chosen.expression.text}'", chosen.expression.text,
        )  # fmt: skip
    if chosen is not None and about.today is None:
        return _undated(background, f"'{chosen.expression.text}' needs a publication date")
    if chosen is not None and chosen.expression.form == "vague":
        far = LONG_AGO.search(chosen.expression.text) is not None
        return _undated(background or far, f"'{chosen.expression.text}' tells no day")
    if background and about.status not in ("conditional", "hypothetical"):
        return _undated(True, "told as background, with no date beside it")
    if about.ahead:
        return _undated(False, f"{about.status}: on a day not told")
    if about.today is None:
        return UNTOLD
    return Dating(
        about.today, about.today, "day", "publication", False, "news without a date: publication"
    )


def _in_order(
    parse: Parse, times: Sequence[Timed], chosen: Timed, trigger: int, about: Circumstances
) -> Timed:
    """What is told lies before the telling (`said on Friday that it left on Wednesday`), what an act is for
    after the act (`flew in on Monday to sign on Friday`)."""
    clause = clause_of(parse, trigger)
    above = parse.heads[clause]
    told = parse.is_clausal_complement(clause) and effect_of(parse, above) in ("report", "deny")
    meant = parse.is_adverbial_clause(clause) and is_infinitive(parse, clause)
    if chosen.dated is None or not parse.is_verb(above) or not (told or meant):
        return chosen
    others = [each for each in times if each.token != chosen.token]
    main = _date_of(parse, others, above, about)
    if main is None:
        return chosen
    if told and not about.ahead and chosen.dated.start > main.end:
        return _read_from(chosen, main.start, -1, about.calendar)
    if meant and chosen.dated.end < main.start:
        return _read_from(chosen, main.end, 1, about.calendar)
    return chosen


def _read_from(timed: Timed, day: dt.date, way: Direction, calendar: Calendar) -> Timed:
    """An expression as it is read on another day."""
    dated = timed.expression.read(Clock(day, way, None, calendar))
    return timed if dated is None else replace(timed, dated=dated)


def _dated_itself(parse: Parse, times: Sequence[Timed], word: int) -> bool:
    below = parse.subtree(word)
    return any(timed.token in below for timed in times)


def _years_back(parse: Parse, times: Sequence[Timed], feast: int, about: Circumstances) -> Dating:
    """The year of what an anniversary is of, counted from that in which it falls."""
    years = years_since(parse, feast)
    falls = _date_of(parse, times, feast, about) or _on(about.today)
    told = parse.words[feast]
    if years is None or falls is None or falls.start.year <= years:
        return _undated(True, f"told by its {told}, which says no year")
    start, end = whole_year(falls.start.year - years)
    return Dating(start, end, "year", "relative", True, f"{years} years before its {told}", told)


def _undated(recalled: bool, reason: str) -> Dating:
    return Dating(None, None, None, None, recalled, reason)


def _own_times(
    parse: Parse, times: Sequence[Timed], trigger: int, about: Circumstances
) -> list[Timed]:
    """Expressions that could date an act, with the days they then mean."""
    content = _content(parse, trigger) if about.verbal else set()
    return [
        meant
        for timed in times
        if timed.token not in content
        for meant in [_meant(parse, timed, trigger, about)]
        if meant is not None and not _is_content(parse, meant, trigger, about)
    ]


def _is_content(parse: Parse, timed: Timed, trigger: int, about: Circumstances) -> bool:
    """Whether an expression that is not over yet stands in what a verb of speech asks or promises to do."""
    if not about.verbal or timed.dated is None or about.today is None:
        return False
    told = timed.expression.read(Clock(about.today, 1, None, about.calendar)) or timed.dated
    inside = {t for clause in parse.open_complements(trigger) for t in parse.subtree(clause)}
    return timed.token in inside and told.end > about.today and timed.dated.end >= about.today


def _content(parse: Parse, trigger: int) -> set[int]:
    """Tokens of the clauses that a verb of speech takes as content."""
    clauses = parse.contents(trigger)
    for prep in parse.prepositions(trigger):
        clauses += parse.prepositional_clauses(prep)
    return {token for clause in clauses for token in parse.subtree(clause)}


def _meant(parse: Parse, timed: Timed, trigger: int, about: Circumstances) -> Timed | None:
    """The expression with the days on which the act can have been; None where it cannot date it."""
    expression, today = timed.expression, about.today
    if expression.form == "vague":
        return timed
    if expression.form == "length":
        dated = _lasting(parse, timed, trigger, about)
        return replace(timed, dated=dated) if dated else None
    if expression.lead == "since" and _of_a_record(parse, timed):
        return None
    if expression.form == "present" or (expression.form == "offset" and expression.last is None):
        return None
    dated = timed.dated
    if today is None:
        return None if _ends_before(parse, timed, trigger, about) else timed
    return _over_or_to_come(parse, timed, dated, trigger, about) if dated else None


def _over_or_to_come(
    parse: Parse, timed: Timed, dated: Dated, trigger: int, about: Circumstances
) -> Timed | None:
    """The expression with the days on this side of the day of the text, or beyond it, as the act is."""
    expression, today = timed.expression, about.today
    assert today is not None, "asked only where the day of the text is known"
    if about.ahead:
        return _to_come(parse, timed, dated, trigger, about)
    if dated.start > today and expression.lead != "until":
        return None
    if expression.lead in OPEN and about.status != "ongoing":
        perfect = expression.lead == "by" and has_perfect(parse, clause_of(parse, trigger))
        return timed if perfect else None
    if expression.lead == "until":
        return replace(timed, dated=replace(dated, start=today)) if today <= dated.end else None
    if expression.lead == "since":
        return replace(timed, dated=replace(dated, end=today))
    if dated.end > today and about.status != "ongoing":
        return replace(timed, dated=replace(dated, end=today))
    return timed


def _ends_before(parse: Parse, timed: Timed, trigger: int, about: Circumstances) -> bool:
    """`asked to put it off until May`: whether an act was over by a date that tells only when another thing
    ends; not where it happened then (`until 3 March, when Peru left`)."""
    begins = parse.heads[clause_of(parse, trigger)] == timed.token
    if begins or about.ahead or about.status == "ongoing":
        return False
    return timed.expression.lead in ("until", "before", "within")


def _told_before_subject(parse: Parse, timed: Timed, trigger: int) -> bool:
    """`said last week it would leave`, where the parser has `last week` in the clause that is said."""
    clause = clause_of(parse, trigger)
    subject = parse.any_subject(clause)
    return parse.is_clausal_complement(clause) and subject is not None and timed.token < subject


def _of_a_record(parse: Parse, timed: Timed) -> bool:
    """`for the first time since May`, `the worst attack since May`: told of what was before."""
    host = host_of(parse, timed.token)
    return parse.is_noun(host) and any(
        parse.is_superlative(t) or parse.lowers[t] in ("first", "last", "only")
        for t in parse.subtree(host)
        if t < host
    )


def _to_come(
    parse: Parse, timed: Timed, dated: Dated, trigger: int, about: Circumstances
) -> Timed | None:
    lead, today = timed.expression.lead, about.today
    assert today is not None, "asked only where the day of the text is known"
    if about.status == "planned" and dated.end < today:
        if _told_before_subject(parse, timed, trigger):
            return None
        if timed.token in parse.subtree(trigger):
            # `plans for a visit in June were announced`: the visit lies ahead, whatever the verb
            dated = timed.expression.read(Clock(today, 1, None, about.calendar)) or dated
    if dated.end < today:
        return timed if lead in ("", "in", "over", "between") else None
    start, end = max(dated.start, today), dated.end
    if lead in OPEN:
        start = today
    if lead == "before" and " end " not in f" {timed.expression.text} ":
        end = dated.start - DAY
    return replace(timed, dated=replace(dated, start=start, end=end)) if start <= end else None


def _lasting(parse: Parse, timed: Timed, trigger: int, about: Circumstances) -> Dated | None:
    """`for two weeks` of what goes on, `over the past year`, `within three months`."""
    expression, today = timed.expression, about.today
    if today is None:
        return None
    count, unit = lasting(expression.match)
    side = (expression.match.groupdict().get("side") or "").lower()
    precision = _unit(unit)
    if side in ("next", "coming") or expression.lead == "within":
        if not about.ahead:
            return None
        return Dated(today, back_by(today, -count, unit), precision, "relative")
    perfect = has_perfect(parse, clause_of(parse, trigger))
    if about.ahead or not (side or about.status == "ongoing" or perfect):
        return None
    days = count - 1 if unit in ("day", "night") and not side else count
    return Dated(back_by(today, days, unit), today, precision, "relative")


def _unit(unit: str) -> Precision:
    names: dict[str, Precision] = {
        "week": "week", "fortnight": "week", "month": "month", "year": "year", "decade": "decade",
        "centur": "decade",
    }  # fmt: skip
    return names.get(unit, "day")


def _until_the_news(
    parse: Parse, times: Sequence[Timed], chosen: Timed, trigger: int, about: Circumstances
) -> Timed:
    """`who had been held since May was freed on Monday`: what lasted ends with the news."""
    lasted = chosen.expression.lead == "since" or chosen.expression.form == "length"
    head = parse.heads[clause_of(parse, trigger)]
    main = clause_of(parse, head)
    if not lasted or chosen.dated is None or main == clause_of(parse, trigger):
        return chosen
    news = _date_of(parse, [each for each in times if each.token != chosen.token], main, about)
    if news is None or news.start < chosen.dated.start:
        return chosen
    back = (chosen.dated.end - news.end) if chosen.expression.form == "length" else dt.timedelta(0)
    start = chosen.dated.start - back
    return replace(chosen, dated=replace(chosen.dated, start=start, end=news.end))


def _counted(
    parse: Parse, times: Sequence[Timed], trigger: int, about: Circumstances
) -> Timed | None:
    """The date of an act told by its distance from another in the sentence (`two days after the vote`)."""
    found = [
        (ends, timed)
        for timed in times
        if timed.expression.form == "offset" and timed.expression.last is None
        for ends in [_ends(parse, timed)]
        if ends is not None
    ]
    inner = [each for each in found if trigger in parse.subtree(each[0][1])]
    if inner:
        (main, other), timed = min(inner, key=lambda each: len(parse.subtree(each[0][1])))
        origin = _date_of(parse, times, main, about) or about.anchor or _on(about.today)
        return _shifted(timed, origin, -1, about.calendar)
    for (main, other), timed in found:
        if main in (trigger, clause_of(parse, trigger)):
            return _shifted(timed, _date_of(parse, times, other, about), 1, about.calendar)
    return None


def _shifted(offset: Timed, origin: Dated | None, side: int, calendar: Calendar) -> Timed | None:
    """The offset with the date that lies so far from another; `side` is -1 from the later end."""
    if origin is None:
        return None
    count, unit = lasting(offset.expression.match)
    sign = side if offset.expression.match["way"].lower() in LATER else -side
    return replace(offset, dated=counted(origin, unit, sign * count, told=True, calendar=calendar))


def _ends(parse: Parse, offset: Timed) -> tuple[int, int] | None:
    """The clause that an offset dates, and the clause or noun from which it counts."""
    stop = parse.start + offset.expression.end
    word = next((t for t in range(len(parse)) if parse.ends[t] == stop), None)
    if word is None:
        return None
    head = parse.heads[word]
    if parse.is_marker(word) and parse.is_verb(head):
        return clause_of(parse, parse.heads[head]), head
    inner = parse.complement_or_clause(word)
    return None if inner is None else (clause_of(parse, head), inner)


def _date_of(parse: Parse, times: Sequence[Timed], word: int, about: Circumstances) -> Dated | None:
    past = replace(about, status="done", verbal=False)
    chosen = nearest(parse, _own_times(parse, times, word, past), word, past)
    return chosen.dated if chosen else None


def _on(day: dt.date | None) -> Dated | None:
    return Dated(day, day, "day", "publication") if day else None


def _is_old(dated: Dated, about: Circumstances) -> bool:
    if about.today is None or about.ahead:
        return False
    return about.today - dated.end > RECALLED_AFTER
