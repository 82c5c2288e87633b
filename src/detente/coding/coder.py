"""The default pipeline: articles in, events and statements out."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.coding import ontology
from detente.coding.actors.agents import AgentTable, agents
from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import NameTable, name_table
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.actors.reference import REACH, Discourse
from detente.coding.confidence import confidence
from detente.coding.gate import reads_as_sport, worth_parsing
from detente.coding.parsing import Parse, parse_sentences
from detente.coding.relations.acts import Act, find_acts
from detente.coding.relations.frames import LIGHT_VERBS, MEASURES
from detente.coding.relations.pairs import Relation, relation_of
from detente.coding.sentences import MAX_SENTENCE, SentenceSpan, split_sentences
from detente.coding.time.dating import Dating, date_act
from detente.coding.time.expressions import Clock, find_expressions
from detente.coding.topics import Lists, Topics, load_lists, topics_of
from detente.coding.voice.attribution import Voices
from detente.coding.voice.spoken import spoken_acts
from detente.coding.voice.statements import Position, cues, find_positions
from detente.reading import article_id
from detente.records import Actor, Article, Event, Evidence, Genre, Rejected, Statement
from detente.version import __version__

CODER = f"detente-{__version__}"
DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’/-]{2,40}(?:,\s+[A-Z][A-Za-z. ]{2,25})?(?:,\s+[A-Z][a-z]+\.?\s+\d{1,2})?"
    r"(?:\s+\([^)]{2,30}\))?\s*(?:—|–|--|-)\s+"
)
CONCRETE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "AGREE"})
"""Types that an opinion piece may report without a date; its undated charges are its opinion."""
ABOUT_SOMETHING = frozenset(
    {
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "AGREE",
        "SUPPORT",
        "CONCEDE",
        "SANCTION",
        "RETREAT",
    }
)
"""Types whose field is that of what they are about, which the sentences around may tell."""
NARRATIVE_REACH = 2
"""Sentences over which a date goes on to hold."""
NARRATIVE_DAYS = 5
"""Days before publication within which a carried date is believed."""
SPEECH_TYPES = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
CONTESTED = frozenset({"AGREE", "ASSAULT", "THREATEN", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"})
"""Types whose words (`beat`, `attack`, `defend`) are also the words of games."""
TEMPORAL_MARKS = frozenset({"after", "before", "since", "until"})
AGENT_FILE = ".agents.txt"
NO_EVIDENCE = "diplomatic"
MOST_TRACKS = 3
MEETING_PREPOSITIONS = frozenset({"for", "in", "during", "at", "on", "under"})


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """What was seen in one sentence, kept and left out: one part of an explanation."""

    sentence: int
    start: int
    end: int
    skipped: str | None
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    left_out: tuple[tuple[str, str], ...]
    dating: tuple[str, ...] = ()
    parse: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """What one article gave, in text order; `traces` only where they were asked for."""

    events: list[Event]
    statements: list[Statement]
    rejected: list[Rejected] = field(default_factory=list)
    traces: list[SentenceTrace] = field(default_factory=list, repr=False)


@dataclass(slots=True)
class _Prepared:
    """An article with its sentences, names and the reason why each sentence needs no parse."""

    article: Article
    sentences: list[SentenceSpan]
    mentions: list[Mention]
    inside: list[list[Mention]]
    skipped: list[str | None]
    offsets: list[int]


class Coder:
    """The coder with its names and lists; build it once and give it many articles.

    `names` are a user's name files (see `detente.coding.actors.names.user_names`), `lists` a
    folder with `tracks.tsv`, `issues.tsv` or `contexts.tsv` that replace the shipped ones.
    Raises `LexiconError` with file and line for a table that does not parse.
    """

    def __init__(self, *, names: Sequence[Path] = (), lists: Path | None = None) -> None:
        paths = tuple(Path(path) for path in names)
        roles = tuple(path for path in paths if path.name.endswith(AGENT_FILE))
        self._names: NameTable = name_table(tuple(path for path in paths if path not in roles))
        self._roles: AgentTable = agents(roles)
        self._lists: Lists = load_lists(lists)

    def code(
        self,
        text: str,
        published: dt.date | str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        genre: Genre | None = None,
    ) -> Coding:
        """Events and statements of one text. `published` is a date or its ISO form."""
        article = make_article(text, published, outlet, title, genre)
        return self.code_articles([article])[0]

    def code_articles(self, articles: Sequence[Article], *, trace: bool = False) -> list[Coding]:
        """Codings of articles in order; an article's coding does not depend on the others."""
        prepared = [self._prepare(article) for article in articles]
        wanted = [
            (
                work.article.text[work.offsets[index] : work.sentences[index].end],
                work.offsets[index],
            )
            for work in prepared
            for index in range(len(work.sentences))
            if work.skipped[index] is None
        ]
        parses = parse_sentences(wanted)
        return [
            self._code_prepared(
                work, {i: next(parses) for i, why in enumerate(work.skipped) if why is None}, trace
            )
            for work in prepared
        ]

    def relation(
        self,
        sentence: str,
        actor: tuple[int, int] | None = None,
        recipient: tuple[int, int] | None = None,
    ) -> Relation:
        """Type, mode, quad class and probabilities of the relation of two given spans.

        Either span may be None. Raises ValueError where a span lies outside the sentence.
        """
        return relation_of(sentence, actor, recipient)

    def explain(
        self,
        text: str,
        published: dt.date | str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        genre: Genre | None = None,
    ) -> list[SentenceTrace]:
        """What was seen in each sentence, what was kept, what was left out, and why."""
        article = make_article(text, published, outlet, title, genre)
        return self.code_articles([article], trace=True)[0].traces

    def _prepare(self, article: Article) -> _Prepared:
        sentences = split_sentences(article.text)
        mentions = find_mentions(article.text, self._names, article.published)
        inside = _share_out(mentions, sentences)
        speaks = article.genre != "news"
        skipped: list[str | None] = []
        offsets: list[int] = []
        recent: deque[Mention] = deque()
        for span, here in zip(sentences, inside, strict=True):
            text = article.text[span.start : span.end]
            dateline = DATELINE.match(text)
            offsets.append(span.start + (dateline.end() if dateline else 0))
            if len(text) > MAX_SENTENCE:
                skipped.append(f"longer than {MAX_SENTENCE} characters without a full stop")
            else:
                while recent and recent[0].start < span.start - REACH:
                    recent.popleft()
                before = frozenset(m.code for m in recent if m.code)
                skipped.append(worth_parsing(text, here, speaks=speaks, before=before))
            recent.extend(here)
        return _Prepared(article, sentences, mentions, inside, skipped, offsets)

    def _code_prepared(self, work: _Prepared, parses: dict[int, Parse], trace: bool) -> Coding:
        discourse = Discourse(work.article.text, work.mentions)
        voices = Voices(work.article, work.mentions)
        state = _ArticleState(work.article, discourse, voices, self._lists, self._roles)
        events: list[Event] = []
        statements: list[Statement] = []
        rejected: list[Rejected] = []
        traces: list[SentenceTrace] = []
        for index, span in enumerate(work.sentences):
            parse = parses.get(index)
            if index == 0:
                state.lead = work.article.text[span.start : span.end]
            else:
                before = work.sentences[index - 1]
                state.previous = work.article.text[before.start : before.end]
            if parse is None:
                rejected += _too_long(work, index)
                if trace:
                    why = work.skipped[index]
                    traces.append(SentenceTrace(index, span.start, span.end, why,
                                                tuple(work.inside[index]), (), (), ()))  # fmt: skip
                continue
            found = state.code_sentence(index, span, parse, work.inside[index])
            events += found.events
            statements += found.statements
            rejected += _uncoded(work, index, found)
            if trace:
                traces.append(found)
        return Coding(events, statements, rejected, traces)


class _ArticleState:
    """What coding carries from sentence to sentence of one article."""

    def __init__(
        self,
        article: Article,
        discourse: Discourse,
        voices: Voices,
        lists: Lists,
        roles: AgentTable,
    ) -> None:
        self.article = article
        self.discourse = discourse
        self.voices = voices
        self.lists = lists
        self.roles = roles
        self.anchor: dt.date | None = None
        self.anchored_at = 0
        self.previous = ""
        self.lead = ""

    def code_sentence(
        self, index: int, span: SentenceSpan, parse: Parse, mentions: list[Mention]
    ) -> SentenceTrace:
        phrases = Phrases(
            parse, mentions, self.discourse.at(span.start), self.voices.first_person, self.roles
        )
        self._note_subjects(phrases)
        acts, left_out = find_acts(phrases)
        reasons = [(parse.words[item.trigger], item.reason) for item in left_out]
        positions = find_positions(phrases, self.voices)
        acts += spoken_acts(phrases, positions, acts)
        events: list[Event] = []
        datings: list[str] = []
        if parse.words[-1] == "?" or self.voices.asked(span.end - 1):
            reasons += [(parse.words[act.trigger], "it is asked, not told") for act in acts]
            acts = []
        if reads_as_sport(self.article.text[span.start : span.end]):
            hostile = [act for act in acts if act.event_type in CONTESTED]
            reasons += [(parse.words[act.trigger], "it reads as sport") for act in hostile]
            acts = [act for act in acts if act.event_type not in CONTESTED]
        for act in acts:
            event, dating, reason = self._event(index, span, phrases, act)
            if event is None:
                reasons.append((parse.words[act.trigger], reason))
                continue
            if any(event.event_id == other.event_id for other in events):
                reasons.append((event.trigger.text, "told twice by the same word"))
                continue
            events.append(event)
            datings.append(f"{event.trigger.text}: {dating.reason}")
        statements = [self._statement(index, span, phrases, position) for position in positions]
        self.voices.note(phrases, span.paragraph)
        self._set_anchor(index, parse, span)
        return SentenceTrace(
            index, span.start, span.end, None, tuple(mentions), tuple(events), tuple(statements),
            tuple(reasons), tuple(datings), describe(parse),
        )  # fmt: skip

    def _note_subjects(self, phrases: Phrases) -> None:
        parse = phrases.parse
        for token in range(len(parse)):
            if parse.deps[token] not in ("nsubj", "nsubjpass") or parse.tags[token] == "PRP":
                continue
            for party in phrases.parties(token):
                if party.code and party.direct:
                    self.discourse.note_subject(
                        parse.starts[token], party.code, party.actor.name,
                        party.actor.sector, party.person,
                    )  # fmt: skip

    def _event(
        self, index: int, span: SentenceSpan, phrases: Phrases, act: Act
    ) -> tuple[Event | None, Dating, str]:
        parse, article = phrases.parse, self.article
        dating = date_act(
            parse,
            article.text[parse.start : span.end],
            act.trigger,
            status=act.status,
            published=article.published,
            anchor=self.anchor,
            background=_in_background(parse, act.trigger),
            verbal=act.pattern.event_type in SPEECH_TYPES,
        )
        dating = self._carried(index, act, dating)
        speaker = self.voices.attributed(phrases, act.trigger)
        said = parse.tags[act.trigger] == "VBD" and parse.lemmas[act.trigger] in cues("saying")
        if reason := self._opinion(act, dating, speaker, said=said):
            return None, dating, reason
        topics = self._topics(phrases, act, span)
        return _make_event(article, index, span, phrases, act, dating, speaker, topics), dating, ""

    def _carried(self, index: int, act: Act, dating: Dating) -> Dating:
        """An undated answer to something dated just before happened with it, not on publication."""
        published = self.article.published
        if dating.basis != "publication" or act.status == "planned" or published is None:
            return dating
        if self.anchor is None or index - self.anchored_at > NARRATIVE_REACH:
            return dating
        if not 0 <= (published - self.anchor).days <= NARRATIVE_DAYS:
            return dating
        return Dating(
            self.anchor, published, "day", "relative", False, "carried from the sentences before"
        )

    def _opinion(
        self, act: Act, dating: Dating, speaker: Actor | None, *, said: bool
    ) -> str | None:
        """Why an act told in an opinion piece is the outlet's opinion, or None.

        `said` is true for a plain verb of speech in the past (`urged`, `accused`), which reports.
        """
        if self.article.genre != "opinion" or speaker is not None:
            return None
        if said:
            return None
        if act.event_type in CONCRETE and act.status in ("done", "ongoing"):
            return None
        if dating.basis in ("explicit", "relative") and act.status == "done":
            return None
        return "an undated charge or forecast in an opinion piece is the outlet's opinion, not an event"

    def _set_anchor(self, index: int, parse: Parse, span: SentenceSpan) -> None:
        """The last day a sentence names is what `a day later` in the next one counts from."""
        clock = Clock(self.article.published, -1, self.anchor)
        for expression in find_expressions(self.article.text[parse.start : span.end], clock):
            if expression.dated and expression.dated.precision == "day":
                self.anchor = expression.dated.start
                self.anchored_at = index

    def _topics(self, phrases: Phrases, act: Act, span: SentenceSpan) -> Topics:
        parse = phrases.parse
        tokens = parse.subtree(act.trigger)
        near = self.article.text[parse.starts[tokens[0]] : parse.ends[tokens[-1]]]
        parties = [*act.actors, *act.recipients]
        own = topics_of(
            self.article.text[span.start : span.end],
            phrases=[party.actor.text for party in parties],
            act=near,
            event_type=act.event_type,
            mode=act.mode,
            offices=[party.office for party in parties if party.office],
            lists=self.lists,
        )
        if act.event_type not in ABOUT_SOMETHING:
            return own
        return replace(own, tracks=_with_subject(own.tracks, self._subject_tracks()))

    def _subject_tracks(self) -> tuple[str, ...]:
        """Tracks of what the talk is about: the sentence before, then the headline."""
        around = (self.previous, self.article.title or "", self.lead)
        return tuple(topics_of(text, lists=self.lists).tracks[0] for text in around if text.strip())

    def _statement(
        self, index: int, span: SentenceSpan, phrases: Phrases, position: Position
    ) -> Statement:
        article = self.article
        about = _evidence(article.text, *position.about)
        topics = topics_of(article.text[span.start : span.end], act=about.text, lists=self.lists)
        condition = _evidence(article.text, *position.condition) if position.condition else None
        return Statement(
            statement_id=_digest(
                article.article_id,
                position.kind,
                about.start,
                about.end,
                position.speaker.text,
                CODER,
            ),
            article_id=article.article_id,
            sentence=index,
            start=span.start,
            end=span.end,
            speaker=position.speaker,
            addressees=position.addressees,
            kind=position.kind,
            about=about,
            issues=topics.issues,
            tracks=topics.tracks,
            condition=condition,
            quoted=position.quoted,
            date=article.published,
            confidence=position.confidence,
            coder=CODER,
        )


def _with_subject(own: tuple[str, ...], around: tuple[str, ...]) -> tuple[str, ...]:
    """Own tracks, then those of the subject that words alone (`objected to the move`) do not tell."""
    told = [track for track in around if track != NO_EVIDENCE]
    return tuple(dict.fromkeys([*own, *told]))[:MOST_TRACKS]


def make_article(
    text: str,
    published: dt.date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    genre: Genre | None = None,
    address: str = "text",
) -> Article:
    """An article made of a text at hand. Raises ValueError for a date not in ISO form."""
    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    return Article(
        article_id(text, outlet, day), text, title, outlet, day, genre or "news", address
    )


def _share_out(mentions: list[Mention], sentences: list[SentenceSpan]) -> list[list[Mention]]:
    """Mentions by the sentence they stand in; both come in text order."""
    inside: list[list[Mention]] = [[] for _ in sentences]
    place = 0
    for mention in mentions:
        while place < len(sentences) and sentences[place].end <= mention.start:
            place += 1
        if place < len(sentences) and sentences[place].start <= mention.start:
            inside[place].append(mention)
    return inside


def _in_background(parse: Parse, trigger: int) -> bool:
    """Whether an act is only named, not told: `after the Geneva summit`, `worry over the tariffs`.

    Told are acts that are a subject, that a light verb performs, or for which somebody meets.
    """
    if parse.is_verb(trigger):
        return _in_temporal_clause(parse, trigger)
    if not parse.is_noun(trigger):
        return False
    head, dep = parse.heads[trigger], parse.deps[trigger]
    if dep == "dobj":
        return parse.lemmas[head] not in LIGHT_VERBS
    if dep != "pobj":
        return False
    governor = parse.heads[head]
    if parse.lowers[head] == "of" and parse.lemmas[governor] in MEASURES:
        return _in_background(parse, governor)
    return not (parse.lowers[head] in MEETING_PREPOSITIONS and parse.is_verb(governor))


def _in_temporal_clause(parse: Parse, verb: int) -> bool:
    """`ten days after the two presidents met`: an act that only places another in time."""
    while parse.deps[verb] == "conj" and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
    mark = parse.first(verb, "mark")
    return parse.deps[verb] in ("advcl", "pcomp") and (
        mark is not None and parse.lowers[mark] in TEMPORAL_MARKS
    )


def _make_event(
    article: Article,
    index: int,
    span: SentenceSpan,
    phrases: Phrases,
    act: Act,
    dating: Dating,
    speaker: Actor | None,
    topics: Topics,
) -> Event:
    parse = phrases.parse
    actors = tuple(party.actor for party in act.actors)
    recipients = tuple(party.actor for party in act.recipients)
    trigger = _evidence(article.text, parse.starts[act.trigger], parse.ends[act.trigger])
    parties = ",".join(sorted(f"{a.country}@{a.start}" for a in (*actors, *recipients)))
    return Event(
        event_id=_digest(article.article_id, trigger.start, act.event_type, parties, CODER),
        article_id=article.article_id,
        sentence=index,
        start=span.start,
        end=span.end,
        actors=actors,
        recipients=recipients,
        reciprocal=act.reciprocal,
        event_type=act.event_type,
        mode=act.mode,
        cameo=act.cameo,
        quad_class=ontology.quad_class(act.event_type),
        score=ontology.score(act.event_type, act.mode),
        goldstein=ontology.goldstein(act.cameo),
        contexts=topics.contexts,
        tracks=topics.tracks,
        issues=topics.issues,
        trigger=trigger,
        status=act.status,
        date_start=dating.start,
        date_end=dating.end,
        date_precision=dating.precision,
        date_basis=dating.basis,
        recalled=dating.recalled,
        place=_place(phrases, act),
        reported_by=speaker,
        confidence=confidence(act),
        coder=CODER,
    )


def _place(phrases: Phrases, act: Act) -> str | None:
    """The first place in a phrase of location that hangs from the act or its verb."""
    parse = phrases.parse
    hosts = [act.trigger, *list(parse.ancestors(act.trigger))[:2]]
    for host in hosts:
        for prep in parse.by_dep(host, "prep"):
            if parse.lowers[prep] not in ("in", "at", "near", "off", "over"):
                continue
            for inner in parse.by_dep(prep, "pobj"):
                mention = phrases.mention_at.get(inner)
                if mention is not None and mention.kind in (
                    "capital",
                    "place",
                    "country",
                    "nonactor",
                ):
                    return phrases.discourse.text[mention.start : mention.end]
    return None


def _too_long(work: _Prepared, index: int) -> list[Rejected]:
    reason = work.skipped[index]
    if reason is None or not reason.startswith("longer"):
        return []
    return [
        Rejected(
            work.article.address, f"sentence {index}", "coding", f"sentence {reason}",
            "If it is prose, give its sentences full stops or lines of their own.",
            work.article.article_id,
        )
    ]  # fmt: skip


def _uncoded(work: _Prepared, index: int, found: SentenceTrace) -> list[Rejected]:
    """A row for a sentence that names two states and gave neither event nor statement."""
    states = {m.code for m in work.inside[index] if m.code and ":" not in m.code}
    if found.events or found.statements or len(states) < 2:
        return []
    reasons = "; ".join(f"'{word}': {why}" for word, why in found.left_out)
    return [
        Rejected(
            work.article.address,
            f"sentence {index}",
            "coding",
            reasons or "no word in it joins the states it names",
            "See `detente explain` on this article.",
            work.article.article_id,
        )
    ]


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(text[start:end], start, end)


def _digest(*parts: object) -> str:
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()


def describe(parse: Parse) -> str:
    """A parse in one line: each word with its tag, label and head."""
    return " ".join(
        f"{word}/{tag}/{dep}→{parse.words[head]}"
        for word, tag, dep, head in zip(
            parse.words, parse.tags, parse.deps, parse.heads, strict=True
        )
    )


__all__ = ["CODER", "Coder", "Coding", "Party", "SentenceTrace", "make_article"]
