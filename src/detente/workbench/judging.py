"""What a posted form says of records becomes corrections; two who judge at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from urllib.parse import unquote, urlsplit

from detente.correcting import Reviewer
from detente.correcting.fields import Place
from detente.correcting.making import NEEDED
from detente.errors import DetenteError, InputError, NotFoundError
from detente.records import Article, Correction
from detente.store import Workspace
from detente.store.corrected import Coded, Told, id_of
from detente.workbench.addresses import TABLES, RecordAsked
from detente.workbench.forms import field_problems, filled, in_words, problems_of, said
from detente.workbench.guard import Form
from detente.workbench.views.record import article_of, find

MOST_PARTS = 6
"""Into how many events one is split at most."""
ONE_AT_A_TIME = Lock()
"""What was said last is looked up and added to without another between."""


class Unclear(Exception):  # noqa: N818 - it is answered, with the form again
    """A form that cannot be taken as it is: what is wrong, by field; of the whole under an empty name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Case:
    """A form about a record."""

    workspace: Workspace
    name: str
    asked: RecordAsked
    form: Form
    record: Told
    deleted: bool
    history: Sequence[Correction]
    article: Article

    @property
    def table(self) -> Coded:
        return TABLES[self.asked.kind]

    @property
    def why(self) -> str | None:
        return self.form.one("why") or None

    def reviewer(self) -> Reviewer:
        """Who judges a record that stands.

        Where somebody deleted it since the form was served, it is made to stand again first: both words
        are kept, and the later one holds.
        """
        found = _reviewer(self.workspace, self.name)
        if self.deleted:
            last = self.history[-1]
            if last.judgement != "delete" or last.correction_id == self.form.one("seen"):
                raise Unclear({"": f"{last.reviewer} said `{last.judgement}`: undo that first."})
            found.undo(last.correction_id, why="judged meanwhile")
        return found


def judge(workspace: Workspace, name: str, asked: RecordAsked, form: Form) -> Correction:
    """Store what a form says of a record. Raises `Unclear` for what it does not say well, `NotFoundError`
    for a record that is not there."""
    does = JUDGEMENTS.get(form.one("judgement"))
    if does is None:
        raise Unclear({"": "Say what you judge: press one of the buttons."})
    with ONE_AT_A_TIME:
        record, deleted, history = find(workspace, asked)
        article = article_of(workspace, record.article_id)
        case = _Case(workspace, name, asked, form, record, deleted, history, article)
        return _told(lambda: does(case))


def add(workspace: Workspace, name: str, table: Coded, article_id: str, form: Form) -> Correction:
    """Store a record that a form tells of an article. Raises `Unclear` and `NotFoundError` as `judge`."""
    article = article_of(workspace, article_id)
    values = filled(table, form, article)
    place = Place(article, 0, len(article.text))
    lacking = dict.fromkeys(
        [each for each in NEEDED[table] if each not in values], "Tell this, too."
    )
    if problems := lacking | field_problems(table, values, place):
        raise Unclear(problems)
    number = form.one("sentence")
    if number and not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Unclear({"sentence": "Choose one of the sentences."})
    sentence = int(number) if number else None
    reviewer, why = _reviewer(workspace, name), form.one("why") or None
    with ONE_AT_A_TIME:
        return _told(lambda: reviewer.add(table, article_id, values, sentence=sentence, why=why))


def _reviewer(workspace: Workspace, name: str) -> Reviewer:
    if not name:
        raise Unclear({"name": "Say who judges: your name stands beside what you judge."})
    return Reviewer(workspace, name)


def _told(judge: Callable[[], Correction]) -> Correction:
    try:
        return judge()
    except DetenteError as problem:
        raise Unclear({"": in_words(problem)}) from problem


def _accept(case: _Case) -> Correction:
    return case.reviewer().accept(case.table, case.asked.record_id, why=case.why)


def _delete(case: _Case) -> Correction:
    return case.reviewer().delete(case.table, case.asked.record_id, why=case.why)


def _change(case: _Case) -> Correction:
    values = said(case.table, case.form, case.article)
    if not values:
        raise Unclear({"": "Nothing was changed. To say that it is right as it is, accept it."})
    if problems := problems_of(case.record, values, case.article):
        raise Unclear(problems)
    return case.reviewer().change(case.table, case.asked.record_id, values, why=case.why)


def _undo(case: _Case) -> Correction:
    said = case.form.one("correction")
    if said not in {each.correction_id for each in case.history}:
        raise Unclear({"": "That was not said of this record. Open its page anew."})
    return _reviewer(case.workspace, case.name).undo(said)


def _split(case: _Case) -> Correction:
    _must_be_events(case)
    prefixes = prefixes_of(case.form)
    parts = [said("events", case.form, case.article, prefix=each) for each in prefixes]
    problems: dict[str, str] = {}
    for prefix, values in zip(prefixes, parts, strict=True):
        problems |= problems_of(case.record, values, case.article, prefix=prefix)
    if problems:
        raise Unclear(problems)
    if _any_alike(parts):
        raise Unclear({"": "Two of the parts are alike. Say in which field they differ."})
    return case.reviewer().split(case.asked.record_id, parts, why=case.why)


def _any_alike(parts: Sequence[dict[str, str]]) -> bool:
    return any(one == other for n, one in enumerate(parts) for other in parts[:n])


def prefixes_of(form: Form) -> tuple[str, ...]:
    """Under which the parts of a split are sent: `1.`, `2.` …"""
    number = form.one("parts")
    return part_prefixes(int(number) if number in PARTS else 2)


def part_prefixes(number: int) -> tuple[str, ...]:
    """Of so many parts."""
    return tuple(f"{n}." for n in range(1, min(max(number, 2), MOST_PARTS) + 1))


PARTS = tuple(str(n) for n in range(2, MOST_PARTS + 1))


def _merge(case: _Case) -> Correction:
    others = _events(
        case, case.form.all("with"), "Tick the events of this article that are the same."
    )
    if any(each.article_id != case.record.article_id for each in others):
        raise Unclear(
            {"": "Only events of one article are merged. Of others say that they tell it too."}
        )
    ids = [id_of(each) for each in others]
    return case.reviewer().merge([case.asked.record_id, *ids], why=case.why)


def _together(case: _Case) -> Correction:
    given = [_id_in(each) for each in case.form.one("with").split()]
    others = _events(
        case, given, "Write the address or the id of an event that tells the same act."
    )
    ids = [id_of(each) for each in others]
    return case.reviewer().together([case.asked.record_id, *ids], why=case.why)


def _apart(case: _Case) -> Correction:
    told = _events(
        case, case.form.all("with"), "Tick the reports that tell another act.", itself=True
    )
    return case.reviewer().apart([id_of(each) for each in told], why=case.why)


def _events(
    case: _Case, ids: Sequence[str], advice: str, *, itself: bool = False
) -> Sequence[Told]:
    """The events that a form names, looked up before anything is stored."""
    _must_be_events(case)
    named = [each for each in dict.fromkeys(ids) if itself or each != case.asked.record_id]
    if not named:
        raise Unclear({"": f"No {'' if itself else 'other '}event is named. {advice}"})
    found = []
    for each in named:
        try:
            record, deleted, _ = find(case.workspace, RecordAsked("event", each))
        except NotFoundError as problem:
            raise Unclear(
                {"": f"No event '{each[:80]}' is in this workspace. {advice}"}
            ) from problem
        if deleted and each != case.asked.record_id:
            raise Unclear(
                {"": f"The event '{each}' was deleted. Undo that first, or leave it out."}
            )
        found.append(record)
    return found


def _id_in(text: str) -> str:
    """The id in an address of an event's pages, or an id as it is."""
    path = urlsplit(text).path if "/" in text else text
    parts = [unquote(each) for each in path.split("/") if each]
    kinds = [n for n, each in enumerate(parts[:-1]) if each in ("event", "occurrence")]
    return parts[kinds[-1] + 1] if kinds else parts[-1] if parts else text


def _must_be_events(case: _Case) -> None:
    if case.asked.kind != "event":
        raise InputError("only events are split, merged or joined", advice="Fix the statement.")


JUDGEMENTS: Mapping[str, Callable[[_Case], Correction]] = {
    "accept": _accept, "change": _change, "delete": _delete, "undo": _undo, "split": _split,
    "merge": _merge, "together": _together, "apart": _apart,
}  # fmt: skip
"""What the buttons of forms say."""
