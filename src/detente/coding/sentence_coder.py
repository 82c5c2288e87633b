"""Coding of one article, sentence by sentence, with what is carried from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.actors.agents import AgentTable
from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import Discourse, Subject, role_after
from detente.coding.acts import Act, LeftOut
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.reports import ChannelCoder, ChannelsFound
from detente.coding.events import digest, evidence, make_event
from detente.coding.grammar.arguments import subject_at
from detente.coding.grammar.parse import Parse
from detente.coding.reader.decoding import ActRead, PositionRead
from detente.coding.reader.model import ReaderModel
from detente.coding.reader.parties import PartyMaker
from detente.coding.reader.records import PositionHeld, act_of, position_of, token_at
from detente.coding.sentences import SentenceSpan
from detente.coding.time.dating import Dating
from detente.coding.time.nearest import Circumstances
from detente.coding.time.timeline import DatesHere, Timeline
from detente.coding.topics import Floats, Lists, spoken_for, text_around, topics_of
from detente.coding.traces import SentenceTrace
from detente.coding.voice.attribution import Voices
from detente.coding.voice.conditions import condition_of
from detente.records import Actor, Article, ChannelReport, Event, Statement

SPEECH_TYPES = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})


LAWS = frozenset("act law bill statute legislation decree treaty rule regulation ban".split())
BODIES = ("person", "body")
OPENINGS = frozenset({"", "the", "a", "an", "mr", "mrs", "ms", "mr.", "mrs.", "ms.", "president"})
"""What may stand before a name that opens a sentence as its subject."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """What an article has told up to a sentence: who was named and acted, who spoke, which days and
    channels were told. Coding a sentence takes one and gives the next."""

    discourse: Discourse
    voices: Voices
    timeline: Timeline
    channels: tuple[tuple[str, ChannelReport], ...] = ()


class SentenceCoder:
    """Codes the sentences of one article, each after what was told so far."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[str],
        lists: Lists,
        roles: AgentTable,
        coder: str,
        channels: ChannelList,
        reader: ReaderModel,
    ) -> None:
        self.article = article
        self.sentences = sentences
        self.coder = coder
        self.lists = lists
        self.roles = roles
        self.known_channels = channels
        self.reader = reader

    def code_sentence(
        self,
        so_far: SoFar,
        index: int,
        span: SentenceSpan,
        parse: Parse,
        mentions: list[Mention],
        acts: Sequence[ActRead],
        positions: Sequence[PositionRead],
        maker: PartyMaker,
    ) -> tuple[SentenceTrace, SoFar]:
        """What a sentence tells of which the reader read acts and positions, and what is told with it."""
        so_far = self.entered(so_far, span, parse, mentions)
        phrases = self.heard(so_far, span, parse, mentions)
        dates = so_far.timeline.at(index, parse, span.end)
        events: list[Event] = []
        datings: list[str] = []
        left_out: list[tuple[str, str]] = []
        for read in acts:
            act = act_of(read, parse, maker)
            if isinstance(act, LeftOut):
                left_out.append((parse.words[act.trigger], act.reason))
                continue
            event, dating = self._event(index, span, phrases, dates, act, read, maker)
            if any(event.event_id == other.event_id for other in events):
                left_out.append((event.trigger.text, "told twice by the same word"))
                continue
            events.append(event)
            datings.append(f"{event.trigger.text}: {dating.reason}")
        held = [position_of(read, maker) for read in positions]
        statements = [
            self._statement(so_far, index, span, parse, each)
            for each in held
            if isinstance(each, PositionHeld)
        ]
        left_out += [
            (parse.words[token_at(parse, read.clause)], why)
            for read, why in zip(positions, held, strict=True)
            if isinstance(why, str)
        ]
        channels, so_far = self._channels(so_far, index, span, phrases, dates)
        trace = SentenceTrace(
            index, span.start, span.end, None, tuple(mentions), tuple(events), tuple(statements),
            tuple(left_out), tuple(datings),
            channels=channels.reports, no_channel=channels.left_out,
        )  # fmt: skip
        return trace, replace(so_far, voices=so_far.voices.after(phrases), timeline=dates.after())

    def _event(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        dates: DatesHere,
        act: Act,
        read: ActRead,
        maker: PartyMaker,
    ) -> tuple[Event, Dating]:
        dating = dated(dates, act.trigger, read)
        reporter = maker.parties(read.reporter)[0].actor if read.reporter else None
        text = self.article.text
        near = text_around(text, read.trigger, (span.start, span.end))
        topics = topics_of(text[span.start : span.end], near=near, lists=self.lists)
        parties = [party.actor for party in (*act.actors, *act.recipients)]
        tracks = self._tracks(read.meaning, index, near, parties)
        event = make_event(
            self.article, index, span, phrases, act, dating, reporter, topics, tracks,
            self.reader.confidence_of_act(read), self.coder,
        )  # fmt: skip
        trigger = evidence(text, *read.trigger)
        return replace(event, trigger=trigger), dating

    def channels_in(
        self,
        so_far: SoFar,
        index: int,
        span: SentenceSpan,
        parse: Parse,
        mentions: list[Mention],
    ) -> tuple[ChannelsFound, SoFar]:
        """What a sentence that is read for nothing else reports of channels; nothing else of it is kept."""
        phrases = self.heard(so_far, span, parse, mentions)
        dates = so_far.timeline.at(index, parse, span.end)
        return self._channels(so_far, index, span, phrases, dates)

    def _channels(
        self, so_far: SoFar, index: int, span: SentenceSpan, phrases: Phrases, dates: DatesHere
    ) -> tuple[ChannelsFound, SoFar]:
        coder = ChannelCoder(
            self.article, so_far.voices, self.known_channels, so_far.channels, coder=self.coder
        )
        found = coder.code(index, span, phrases, dates)
        return found, replace(so_far, channels=(*so_far.channels, *found.by_noun))

    def heard(
        self, so_far: SoFar, span: SentenceSpan, parse: Parse, mentions: list[Mention]
    ) -> Phrases:
        """The phrases of a sentence after what was told so far."""
        voices, discourse = so_far.voices, so_far.discourse
        return Phrases(parse, mentions, discourse, voices.first_person, self.roles, span.start)

    def entered(
        self, so_far: SoFar, span: SentenceSpan, parse: Parse, mentions: list[Mention]
    ) -> SoFar:
        """What is told with the subjects of a sentence."""
        phrases = self.heard(so_far, span, parse, mentions)
        found: list[Subject] = []
        strangers: list[int] = []
        laws: list[int] = []
        for token in range(len(parse)):
            subject = subject_at(parse, token)
            if subject is None or parse.is_personal_pronoun(subject):
                continue
            start, leading = parse.starts[subject], parse.is_root(parse.heads[subject])
            parties = phrases.parties(subject)
            if not parties and parse.is_name(subject):
                strangers.append(start)
            if not parties and not LAWS.isdisjoint(_named_with(parse, subject)):
                laws.append(start)
            found += [
                Subject(
                    start, party.code, party.actor.name, party.actor.sector, party.person,
                    party.office, leading,
                )
                for party in parties
                if party.code and party.direct
            ]  # fmt: skip
        return replace(so_far, discourse=so_far.discourse.noting(found, strangers, laws))

    def pass_over(self, so_far: SoFar, start: int, mentions: list[Mention]) -> SoFar:
        """What a sentence that is not coded leaves to the next: who opens it."""
        voices, discourse = so_far.voices.passed_over(start), so_far.discourse
        for mention in mentions[:1]:
            opening = self.article.text[start : mention.start]
            if mention.code and opening.strip().lower() in OPENINGS:
                voices = voices.opened_by(mention)
                role = (
                    None
                    if mention.is_person
                    else role_after(self.article.text, mention.end, BODIES)
                )
                subject = Subject(
                    mention.start, mention.code, mention.name, role[0] if role else mention.sector,
                    mention.is_person, mention.office, leading=True,
                )  # fmt: skip
                discourse = discourse.noting([subject])
        return replace(so_far, voices=voices, discourse=discourse)

    def _tracks(
        self, meaning: Floats, index: int, near: str, parties: Sequence[Actor]
    ) -> tuple[str, ...]:
        """The tracks of an act or position with such a meaning, in a sentence, near words, by parties."""
        before = self.sentences[index - 1] if index else ""
        spoken = spoken_for(
            self.sentences[index],
            phrases=[party.text for party in parties],
            near=near,
            about=(self.article.title or "", before),
            lists=self.lists,
        )
        return self.reader.tracks.tracks(meaning, spoken)

    def _statement(
        self, so_far: SoFar, index: int, span: SentenceSpan, parse: Parse, held: PositionHeld
    ) -> Statement:
        """A position as read, with its if-clause and whether it is quoted."""
        article, read = self.article, held.read
        about = evidence(article.text, *read.clause)
        topics = topics_of(article.text[span.start : span.end], near=about.text, lists=self.lists)
        tied = condition_of(parse, token_at(parse, read.clause), article.text, read.clause)
        return Statement(
            statement_id=digest(
                article.article_id, read.kind, about.start, about.end, held.speaker.text, self.coder
            ),
            article_id=article.article_id,
            sentence=index,
            start=span.start,
            end=span.end,
            speaker=held.speaker,
            addressees=held.addressees,
            kind=read.kind,
            about=about,
            issues=topics.issues,
            tracks=self._tracks(read.meaning, index, about.text, (held.speaker, *held.addressees)),
            condition=evidence(article.text, *tied) if tied else None,
            quoted=so_far.voices.quoted(sum(read.clause) // 2),
            date=article.published,
            confidence=self.reader.confidence_of_position(read),
            coder=self.coder,
        )


def dated(dates: DatesHere, word: int, read: ActRead, *, given: bool = False) -> Dating:
    """The date of an act: of an expression of its clause that the reader holds possible, else of the
    words that it points at, else by its place in the text.

    At the words of an act that is `given` the reader may have seen none: there any expression may date
    it. Of the reader's acts on held-out real passages .84 have the right expression, or rightly none,
    and .82 where any expression of the clause may tell it.
    """
    verbal = read.event_type in SPEECH_TYPES
    about = Circumstances(read.status, verbal=verbal, background=read.recalled)
    told = dates.date(word, about, None if given else read.may_date)
    if told.expression is None and read.when and not about.ahead:
        told = dates.told_at(*read.when) or told
    return replace(told, recalled=told.recalled or read.recalled)


def _named_with(parse: Parse, noun: int) -> set[str]:
    """A noun, and what it is a part of: `no part of the act`."""
    whole = (t for prep in parse.prepositions(noun) for t in parse.complements(prep))
    return {parse.lemmas[noun], *(parse.lemmas[t] for t in whole)}
