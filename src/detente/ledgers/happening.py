"""What happened later? Events and accusations as they are compared with what was said."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.ledgers.gathering import SURE
from detente.ledgers.naming import Person, people
from detente.ledgers.rarity import Rarity
from detente.ledgers.words import WORD, content, form, issues_of
from detente.merging import Report, counted_day
from detente.merging.dyads import party_codes
from detente.records import Article, Bearing, EventType, Statement, StatementKind

PROPOSING: frozenset[StatementKind] = frozenset(
    {"demand", "appeal", "warning", "red-line", "condition", "commitment", "offer"}
)
SPOKEN: frozenset[EventType] = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Acts of speech: saying is not doing."""
Spans = dict[str, list[tuple[int, int]]]
"""Stretches of text by article."""
People = Mapping[tuple[str, int], frozenset[Person]]
"""Those named in a sentence of an article."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event or an accusation as it is compared."""

    bearing: Bearing
    parties: frozenset[str]
    """Both sides of it."""
    sentence: tuple[str, int]
    words: frozenset[str]
    issues: frozenset[str]
    telling: frozenset[str]
    """Lemmas of the words that tell it."""
    text: str
    proposed: bool
    """Whether it is a deed whose word stands within what somebody demands, promises or supposes."""
    sure: bool
    """Whether it is told as news of its day, and surely: not as background, which may be older."""
    mode: str | None
    """PLOVER mode of an event."""
    people: frozenset[str]
    """Who is named in its sentence, and who acts in it."""

    @property
    def happened(self) -> bool:
        """Whether it is surely told as done, as news, by words that are nobody's demand or promise."""
        return self.bearing.status == "done" and self.sure and not self.proposed


class Happenings:
    """Events and accusations, found by their issues and words."""

    def __init__(self, every: Iterable[Happening], people: People, last: dt.date | None) -> None:
        self.every = sorted(every, key=_by_time)
        self.people = people
        self.last = last
        """The day of the latest article, up to which the record goes."""
        self.rarity = Rarity([each.text for each in self.every])
        self._by_issue: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_sentence: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._by_type: dict[str, list[int]] = defaultdict(list)
        self._by_event = {
            each.bearing.event_id: place
            for place, each in enumerate(self.every)
            if each.bearing.event_id
        }
        for place, each in enumerate(self.every):
            self._by_type[each.bearing.what].append(place)
            self._by_sentence[each.sentence].append(place)
            for issue in each.issues:
                self._by_issue[issue].append(place)
            for word in each.words:
                self._by_word[word].append(place)

    def event(self, event_id: str) -> Happening:
        """The event of a name."""
        return self.every[self._by_event[event_id]]

    def told_in(self, sentence: tuple[str, int]) -> list[Happening]:
        """Those that a sentence of an article tells, in order of time."""
        return [self.every[place] for place in self._by_sentence.get(sentence, ())]

    def of_types(self, types: Iterable[str]) -> list[Happening]:
        """Those of some types, in order of time."""
        places = (place for each in set(types) for place in self._by_type.get(each, ()))
        return [self.every[place] for place in sorted(places)]

    def near(
        self, issues: Iterable[str], wordings: Iterable[frozenset[str]], enough: int
    ) -> list[Happening]:
        """Those that share an issue, or enough words with one of the wordings, in order of time."""
        found = {place for issue in issues for place in self._by_issue.get(issue, ())}
        for words in wordings:
            counts = Counter(place for word in words for place in self._by_word.get(word, ()))
            found |= {place for place, count in counts.items() if count >= enough}
        return [self.every[place] for place in sorted(found)]


def happenings(
    reports: Iterable[Report], statements: Sequence[Statement], articles: Mapping[str, Article]
) -> Happenings:
    """Events and accusations with a day; of an accusation that is also an event, the event."""
    said_so, told_of = _proposals(statements), list(reports)
    named = _people(told_of, statements)
    events = (_event(report, articles, said_so, named) for report in told_of)
    found = [each for each in events if each is not None]
    told = {each.sentence for each in found if each.bearing.what == "ACCUSE"}
    for said in statements:
        if said.kind == "accusation" and (said.article_id, said.sentence) not in told:
            accused = _accusation(said, articles)
            found += [accused] if accused is not None else []
    days = (article.published for article in articles.values() if article.published)
    return Happenings(found, named, max(days, default=None))


def _people(reports: Iterable[Report], statements: Iterable[Statement]) -> People:
    found: dict[tuple[str, int], set[Person]] = defaultdict(set)
    for event in (report.event for report in reports):
        place = (event.article_id, event.sentence)
        found[place] |= people([*event.actors, *event.recipients])
    for said in statements:
        found[said.article_id, said.sentence] |= people([said.speaker, *said.addressees])
    return {place: frozenset(named) for place, named in found.items()}


def _proposals(statements: Iterable[Statement]) -> Spans:
    """Where an article tells what somebody wants or will do, which is not what was done."""
    found: Spans = defaultdict(list)
    for said in statements:
        if said.kind in PROPOSING:
            found[said.article_id].append((said.about.start, said.about.end))
    return found


def _event(
    report: Report, articles: Mapping[str, Article], said_so: Spans, named: People
) -> Happening | None:
    event, day = report.event, counted_day(report.event, report.published)
    article = articles.get(event.article_id)
    if day is None or article is None:
        return None
    speaker = event.reported_by
    bearing = Bearing(
        event_id=event.event_id,
        statement_id=None,
        article_id=event.article_id,
        date=day,
        actors=party_codes(
            [*event.actors, *event.recipients] if event.reciprocal else event.actors
        ),
        recipients=() if event.reciprocal else party_codes(event.recipients),
        what=event.event_type,
        text=event.trigger.text,
        status=event.status,
        outcome=None,
        reported_by=(speaker.name or speaker.text) if speaker else report.outlet,
        shared=(),
    )
    text = article.text[event.start : event.end]
    telling = frozenset(form(word) for word in WORD.findall(event.trigger.text) if word.isalpha())
    sentence = (event.article_id, event.sentence)
    place = event.trigger.start
    proposed = event.event_type not in SPOKEN and any(
        start <= place < end for start, end in said_so.get(event.article_id, ())
    )
    sure = not event.recalled and event.confidence >= SURE
    return Happening(
        bearing=bearing,
        parties=frozenset({*bearing.actors, *bearing.recipients}),
        sentence=sentence,
        words=content(text),
        issues=frozenset(event.issues),
        telling=telling,
        text=text,
        proposed=proposed,
        sure=sure,
        mode=event.mode,
        people=frozenset(name for name, _ in named[sentence]),
    )


def _accusation(said: Statement, articles: Mapping[str, Article]) -> Happening | None:
    article = articles.get(said.article_id)
    day = said.date or (article.published if article else None)
    if article is None or day is None:
        return None
    bearing = Bearing(
        event_id=None,
        statement_id=said.statement_id,
        article_id=said.article_id,
        date=day,
        actors=party_codes([said.speaker]),
        recipients=party_codes(said.addressees),
        what="accusation",
        text=said.about.text,
        status=None,
        outcome=None,
        reported_by=said.speaker.name or said.speaker.text,
        shared=(),
    )
    text = article.text[said.start : said.end]
    sentence = (said.article_id, said.sentence)
    words, issues = content(said.about.text), issues_of(said.about.text, said.issues)
    return Happening(
        bearing=bearing,
        parties=frozenset({*bearing.actors, *bearing.recipients}),
        sentence=sentence,
        words=words,
        issues=issues,
        telling=frozenset(),
        text=text,
        proposed=False,
        sure=said.confidence >= SURE,
        mode=None,
        people=frozenset(),
    )


def _by_time(each: Happening) -> tuple[dt.date, str, str]:
    bearing = each.bearing
    return bearing.date, bearing.article_id, bearing.event_id or bearing.statement_id or ""
