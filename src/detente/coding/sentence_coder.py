"""Coding of one article, sentence by sentence, with what is carried from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.actors.agents import AgentTable
from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import SPEAKING_SECTORS, Party, Phrases
from detente.coding.actors.reference import Discourse, role_after
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.reports import ChannelCoder, Found
from detente.coding.confidence import Calibration
from detente.coding.events import digest, evidence, in_background, make_event
from detente.coding.gate import reads_as_sport
from detente.coding.parsing import Parse
from detente.coding.reader.decoding import ActRead, PositionRead
from detente.coding.reader.model import ReaderModel
from detente.coding.reader.parties import PartyMaker
from detente.coding.reader.records import Held, act_of, position_of, token_at
from detente.coding.relations.acts import Act, LeftOut
from detente.coding.relations.conventions import as_put, promised
from detente.coding.relations.embedding import effect_of
from detente.coding.relations.finding import find_acts
from detente.coding.relations.frames import subject_at
from detente.coding.relations.habits import is_habit
from detente.coding.relations.lexicon import Pattern, patterns_of
from detente.coding.relations.stance import stance_of
from detente.coding.sentences import SentenceSpan
from detente.coding.time.calendar import Calendar
from detente.coding.time.dating import Circumstances, Dating
from detente.coding.time.reading import tense_of
from detente.coding.time.timeline import Timeline
from detente.coding.time.told_past import ToldPast
from detente.coding.topics import Lists, Topics, topics_of
from detente.coding.traces import SentenceTrace, TimeTold
from detente.coding.voice.attribution import Voices
from detente.coding.voice.conditions import condition_of
from detente.coding.voice.cues import cues
from detente.coding.voice.spoken import performs, spoken_acts
from detente.coding.voice.statements import Position, find_positions
from detente.records import Actor, Article, Event, Statement

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
        "COERCE",
        "RETREAT",
    }
)
"""Types whose field is that of what they are about, which the sentences around may tell."""


SPEECH_TYPES = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})


SPEAKING = frozenset({"commit", "threat"})
"""Effects of words by which an act to come is promised or threatened."""


CONTESTED = frozenset({"AGREE", "ASSAULT", "THREATEN", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"})
"""Types whose words (`beat`, `attack`, `defend`) are also the words of games."""


ADDRESSING = frozenset({"you", "your", "yours"})


LAWS = frozenset("act law bill statute legislation decree treaty rule regulation ban".split())
BODIES = ("person", "body")
OPENINGS = frozenset({"", "the", "a", "an", "mr", "mrs", "ms", "mr.", "mrs.", "ms.", "president"})
"""What may stand before a name that opens a sentence as its subject."""


NO_EVIDENCE = "diplomatic"


MOST_TRACKS = 3


class SentenceCoder:
    """Codes the sentences of one article in order, and carries names, dates and speakers on."""

    def __init__(
        self,
        article: Article,
        discourse: Discourse,
        voices: Voices,
        lists: Lists,
        roles: AgentTable,
        coder: str,
        channels: ChannelList,
        calendar: Calendar,
        reader: ReaderModel | None = None,
    ) -> None:
        self.article = article
        self.coder = coder
        self.calibration = Calibration()
        self.discourse = discourse
        self.voices = voices
        self.lists = lists
        self.roles = roles
        self.channels = ChannelCoder(article, voices, channels, coder=coder)
        self.timeline = Timeline(article.text, article.published, calendar, article.genre)
        self.past = ToldPast(home=discourse.home[0] if discourse.home else None)
        self.reader = reader
        self.previous = ""
        self.lead = ""

    def code_sentence(
        self,
        index: int,
        span: SentenceSpan,
        parse: Parse,
        mentions: list[Mention],
    ) -> SentenceTrace:
        """What lexicon and rules read in a sentence."""
        phrases, read, left_out = self.read(span, parse, mentions)
        self.timeline.enter(index, parse, span.end)
        if self.past.is_told:
            self.past.enter(parse, self.timeline.times)
        positions = find_positions(phrases, self.voices)
        spoken = spoken_acts(phrases, positions, read)
        acts = [*read, *spoken]
        reasons = [(parse.words[item.trigger], item.reason) for item in left_out]
        events: list[Event] = []
        datings: list[str] = []
        bases: list[str] = []
        if parse.words[-1] == "?" or self._leads_to_question(span, parse):
            reasons += [(parse.words[act.trigger], "it is asked, not told") for act in acts]
            acts = []
        hostile = [act for act in acts if act.event_type in CONTESTED]
        if hostile and reads_as_sport(self.article.text[span.start : span.end]):
            reasons += [(parse.words[act.trigger], "it reads as sport") for act in hostile]
            acts = [act for act in acts if act.event_type not in CONTESTED]
        habits = [act for act in acts if is_habit(parse, act.trigger)]
        reasons += [
            (parse.words[act.trigger], "it is told as a habit, not as an act") for act in habits
        ]
        for act in acts:
            if act in habits:
                continue
            event, dating, reason = self._event(index, span, phrases, act)
            if event is None:
                reasons.append((parse.words[act.trigger], reason))
                continue
            if any(event.event_id == other.event_id for other in events):
                reasons.append((event.trigger.text, "told twice by the same word"))
                continue
            events.append(event)
            datings.append(f"{event.trigger.text}: {dating.reason}")
            bases.append(act.basis)
        statements = [self._statement(index, span, position) for position in positions]
        channels = self.channels.code(index, span, phrases, self.timeline)
        self.voices.note(phrases)
        self.timeline.leave()
        return SentenceTrace(
            index, span.start, span.end, None, tuple(mentions), tuple(events), tuple(statements),
            tuple(reasons), tuple(datings), tuple(bases),
            channels=channels.reports, no_channel=channels.left_out,
        )  # fmt: skip

    def code_read(
        self,
        index: int,
        span: SentenceSpan,
        parse: Parse,
        mentions: list[Mention],
        acts: Sequence[ActRead],
        positions: Sequence[PositionRead],
        maker: PartyMaker,
    ) -> SentenceTrace:
        """What a sentence tells of which the reader read acts and positions."""
        phrases = self.phrases(span, parse, mentions)
        self.timeline.enter(index, parse, span.end)
        if self.past.is_told:
            self.past.enter(parse, self.timeline.times)
        events: list[Event] = []
        datings: list[str] = []
        left_out: list[tuple[str, str]] = []
        for read in acts:
            act = act_of(read, parse, maker)
            if isinstance(act, LeftOut):
                left_out.append((parse.words[act.trigger], act.reason))
                continue
            event, dating = self._event_read(index, span, phrases, act, read, maker)
            if any(event.event_id == other.event_id for other in events):
                left_out.append((event.trigger.text, "told twice by the same word"))
                continue
            events.append(event)
            datings.append(f"{event.trigger.text}: {dating.reason}")
        held = [position_of(read, maker) for read in positions]
        statements = [
            self._statement(index, span, self._position_read(parse, each))
            for each in held
            if isinstance(each, Held)
        ]
        left_out += [
            (parse.words[token_at(parse, read.clause)], why)
            for read, why in zip(positions, held, strict=True)
            if isinstance(why, str)
        ]
        channels = self.channels.code(index, span, phrases, self.timeline)
        self.voices.note(phrases)
        self.timeline.leave()
        return SentenceTrace(
            index, span.start, span.end, None, tuple(mentions), tuple(events), tuple(statements),
            tuple(left_out), tuple(datings), tuple("reader" for _ in events),
            channels=channels.reports, no_channel=channels.left_out,
        )  # fmt: skip

    def _event_read(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        act: Act,
        read: ActRead,
        maker: PartyMaker,
    ) -> tuple[Event, Dating]:
        parse = phrases.parse
        dating = self._dated_read(parse, act, read)
        reporter = maker.parties(read.reporter)[0].actor if read.reporter else None
        topics = self._topics(phrases, act, span)
        assert self.reader is not None
        event = make_event(
            self.article, index, span, phrases, act, dating, reporter, topics,
            self.reader.confidence_of_act(read), self.coder,
        )  # fmt: skip
        trigger = evidence(self.article.text, *read.trigger)
        return replace(event, trigger=trigger), dating

    def _dated_read(self, parse: Parse, act: Act, read: ActRead) -> Dating:
        """The date of an act: of the words that the reader points at, else by its place in the text."""
        told = self.timeline.told_at(*read.when) if read.when else None
        if told is None:
            verbal = act.event_type in SPEECH_TYPES
            about = Circumstances(act.status, verbal=verbal, background=read.recalled)
            told = self.timeline.date(parse, act.trigger, about)
        return replace(told, recalled=told.recalled or read.recalled)

    def _position_read(self, parse: Parse, held: Held) -> Position:
        """A position as read, with its if-clause and whether it is quoted."""
        assert self.reader is not None
        read = held.read
        clause = token_at(parse, read.clause)
        return Position(
            clause=clause,
            kind=read.kind,
            speaker=held.speaker,
            addressees=held.addressees,
            about=read.clause,
            condition=condition_of(parse, clause, self.article.text, read.clause),
            quoted=self.voices.quoted(sum(read.clause) // 2),
            confidence=self.reader.confidence_of_position(read),
        )

    def channels_in(
        self, index: int, span: SentenceSpan, parse: Parse, mentions: list[Mention]
    ) -> Found:
        """What a sentence that is read for nothing else reports of channels; it leaves no trace."""
        discourse = self.discourse.at(span.start)
        phrases = Phrases(parse, mentions, discourse, self.voices.first_person, self.roles)
        self.timeline.enter(index, parse, span.end)
        return self.channels.code(index, span, phrases, self.timeline)

    def read(
        self, span: SentenceSpan, parse: Parse, mentions: list[Mention]
    ) -> tuple[Phrases, list[Act], list[LeftOut]]:
        """The phrases of a sentence, and the acts that the lexicon reads in it."""
        phrases = self.phrases(span, parse, mentions)
        return (phrases, *find_acts(phrases))

    def phrases(self, span: SentenceSpan, parse: Parse, mentions: list[Mention]) -> Phrases:
        """The phrases of a sentence, whose subjects the discourse has taken note of."""
        self._note_subjects(self.heard(span, parse, mentions))
        return self.heard(span, parse, mentions)

    def heard(self, span: SentenceSpan, parse: Parse, mentions: list[Mention]) -> Phrases:
        """The phrases of a sentence as the discourse stands."""
        discourse = self.discourse.at(span.start)
        return Phrases(parse, mentions, discourse, self.voices.first_person, self.roles)

    def _leads_to_question(self, span: SentenceSpan, parse: Parse) -> bool:
        """`You said that …`: a journalist's own words to the one asked, which are no report."""
        return self.voices.asked(span.end - 1) and bool(ADDRESSING & set(parse.lowers))

    def _note_subjects(self, phrases: Phrases) -> None:
        parse = phrases.parse
        for token in range(len(parse)):
            if parse.deps[token] == "dobj" and parse.is_noun(token):
                self._note_deed(phrases, token)
            subject = subject_at(parse, token)
            if subject is None or parse.tags[subject] == "PRP":
                continue
            leading = parse.deps[parse.heads[subject]] == "ROOT"
            parties = phrases.parties(subject)
            if not parties and parse.tags[subject].startswith("NNP"):
                self.discourse.strangers.add(parse.starts[subject])
            if not parties and not LAWS.isdisjoint(_named_with(parse, subject)):
                self.discourse.laws.add(parse.starts[subject])
            for party in parties:
                if party.code and party.direct:
                    self.discourse.note_subject(
                        parse.starts[subject], party.code, party.actor.name,
                        party.actor.sector, party.person, office=party.office, leading=leading,
                    )  # fmt: skip

    def _note_deed(self, phrases: Phrases, thing: int) -> None:
        """Whose a thing is that the sentence brings up; `the paper` is one already spoken of."""
        parse = phrases.parse
        if phrases.is_definite(thing):
            return
        doers = {
            party.code
            for subject in parse.by_dep(parse.heads[thing], "nsubj")
            for party in phrases.parties(subject)
            if party.code and party.direct
        }
        if len(doers) == 1:
            self.discourse.note_deed(parse.lemmas[thing], parse.start, doers.pop())

    def _event(
        self, index: int, span: SentenceSpan, phrases: Phrases, act: Act
    ) -> tuple[Event | None, Dating, str]:
        parse, article = phrases.parse, self.article
        act, dating = self._in_time(parse, act)
        if self.article.genre in ("statement", "transcript"):
            dating = self.past.carried(parse, act.trigger, act.status, dating, _states_in(act))
        speaker = self.voices.attributed(phrases, act.trigger)
        act = _announced(act, speaker)
        said = parse.tags[act.trigger] == "VBD" and parse.lemmas[act.trigger] in cues("saying")
        if reason := self._opinion(act, dating, speaker, said=said):
            return None, dating, reason
        topics = self._topics(phrases, act, span)
        event = make_event(
            article, index, span, phrases, act, dating, self._reporter(phrases, act), topics,
            self.calibration.of(act), self.coder,
        )  # fmt: skip
        return event, dating, ""

    def _reporter(self, phrases: Phrases, act: Act) -> Actor | None:
        """Who says that an act happened; nobody but the outlet where the words are the act."""
        speaker = self.voices.attributed(phrases, act.trigger)
        if speaker is None and self.article.genre in ("statement", "transcript"):
            speaker = self.voices.own_voice(phrases.parse.starts[act.trigger])
        if speaker is None or performs(phrases, act, speaker):
            return None
        return speaker

    def _in_time(self, parse: Parse, act: Act) -> tuple[Act, Dating]:
        """An act with its date; one told in the present of a day to come is planned."""
        if act.status in ("done", "ongoing") and not _of_speech(parse, act):
            ahead = self.timeline.lies_ahead(parse, act.trigger)
            if ahead is not None:
                return promised(act), ahead
        return act, self.dated(parse, act)

    def dated(self, parse: Parse, act: Act) -> Dating:
        """When an act of a sentence was, by its own words or those of the sentences before."""
        word = _said_at(act)
        about = Circumstances(
            act.status,
            verbal=word != act.trigger or _of_speech(parse, act),
            background=act.stance.effect != "fail" and in_background(parse, act.trigger),
        )
        dating = self.timeline.date(parse, word, about)
        said = act.stance.governor if act.stance.effect in SPEAKING else None
        if dating.start is None and act.status == "planned" and said is not None:
            # `Agreed on Friday to restore contacts`: agreed was on Friday, whatever is to come of it.
            return self.timeline.date(parse, said, Circumstances("done", verbal=True))
        return dating

    def times_of(
        self,
        index: int,
        span: SentenceSpan,
        parse: Parse,
        mentions: list[Mention],
        words: Sequence[int],
    ) -> list[TimeTold]:
        """Whether and when the acts of a sentence happened that words of its parse tell."""
        phrases, read, _ = self.read(span, parse, mentions)
        self.timeline.enter(index, parse, span.end)
        told = [self._told_at(phrases, read, word) for word in words]
        self.timeline.leave()
        return told

    def _told_at(self, phrases: Phrases, read: Sequence[Act], token: int) -> TimeTold:
        """What is told of the act at a word, known to the lexicon or not."""
        act = next((act for act in read if act.trigger == token), None) or as_put(
            _unknown_act(phrases.parse, token)
        )
        if isinstance(act, LeftOut):
            return TimeTold("hypothetical", Dating(None, None, None, None, False, act.reason))
        act, dating = self._in_time(phrases.parse, act)
        return TimeTold(act.status, dating)

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

    def pass_over(self, index: int, start: int, end: int, mentions: list[Mention]) -> None:
        """What a sentence that is not parsed leaves to the next: the day it names, who opens it."""
        self.timeline.pass_over(index, start, end)
        self.voices.pass_over(start)
        for mention in mentions[:1]:
            opening = self.article.text[start : mention.start]
            if mention.code and opening.strip().lower() in OPENINGS:
                self.voices.note_opening(mention)
                role = (
                    None
                    if mention.is_person
                    else role_after(self.article.text, mention.end, BODIES)
                )
                self.discourse.note_subject(
                    mention.start, mention.code, mention.name, role[0] if role else mention.sector,
                    mention.is_person, office=mention.office, leading=True,
                )  # fmt: skip

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
        return tuple(
            track
            for text in around
            if text.strip()
            for track in topics_of(text, lists=self.lists).tracks[:2]
        )

    def _statement(self, index: int, span: SentenceSpan, position: Position) -> Statement:
        article = self.article
        about = evidence(article.text, *position.about)
        topics = topics_of(article.text[span.start : span.end], act=about.text, lists=self.lists)
        condition = evidence(article.text, *position.condition) if position.condition else None
        return Statement(
            statement_id=digest(
                article.article_id,
                position.kind,
                about.start,
                about.end,
                position.speaker.text,
                self.coder,
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
            coder=self.coder,
        )


def _states_in(act: Act) -> frozenset[str]:
    return frozenset(p.code for p in (*act.actors, *act.recipients) if p.code)


def _of_speech(parse: Parse, act: Act) -> bool:
    """Whether an act was done by saying it; one that is to be said lies ahead as any other."""
    ahead = parse.is_verb(act.trigger) and tense_of(parse, act.trigger) > 0
    to_come = act.status in ("planned", "conditional", "hypothetical")
    if to_come and act.event_type in ("AGREE", "THREATEN"):
        # types of what is to come; only a word for saying tells that it was said
        return not ahead and _is_word_for_saying(parse, act.trigger)
    spoken = act.pattern.event_type in SPEECH_TYPES or effect_of(parse, act.trigger) in SPEAKING
    return spoken and not ahead


def _is_word_for_saying(parse: Parse, token: int) -> bool:
    part = "v" if parse.is_verb(token) else "n"
    effect = effect_of(parse, token)
    if effect in ("plan", "thought", "try"):
        return False
    return effect in (*SPEAKING, "refuse", "report", "ask") or any(
        pattern.event_type in SPEECH_TYPES for pattern in patterns_of(parse.lemmas[token], part)
    )


def _said_at(act: Act) -> int:
    """The word that dates an act: its own; of what will not be (`will not go, he said`), `said`."""
    stance = act.stance
    refused = act.event_type == "REJECT" and stance.negated and (stance.future or stance.would)
    return stance.speakers[0] if refused and stance.speakers else act.trigger


def _unknown_act(parse: Parse, trigger: int) -> Act:
    """An act of nobody at a word, of a type that no convention treats apart.

    `Promised to send`, `tried to cross`, `is expected`: such words tell of themselves what they make of
    other acts.
    """
    part = "v" if parse.is_verb(trigger) else "n"
    pattern = Pattern.bare("a word given", parse.lemmas[trigger], part, "COOPERATE")
    stance = stance_of(parse, trigger)
    if stance.effect is None and _makes_of_others(parse, trigger):
        stance.effect = effect_of(parse, trigger)
    return Act(
        trigger, pattern, "COOPERATE", None, None, [], [], False, "done", stance, "given",
    )  # fmt: skip


def _makes_of_others(parse: Parse, trigger: int) -> bool:
    effect = effect_of(parse, trigger)
    if effect == "plan":
        return parse.first(trigger, "auxpass") is not None
    return effect in ("commit", "try", "thought") and parse.first(trigger, "xcomp") is not None


def _announced(act: Act, speaker: Actor | None) -> Act:
    """`Patrols were held off Samoa, Fiji's navy said`: whose office tells an act of nobody did it."""
    acted_upon = {party.code for party in act.recipients}
    if act.actors or speaker is None or speaker.country in (None, *acted_upon):
        return act
    if speaker.sector not in SPEAKING_SECTORS:
        return act
    return replace(act, actors=[Party(speaker, direct=True, implied=True)])


def _with_subject(own: tuple[str, ...], around: tuple[str, ...]) -> tuple[str, ...]:
    """Own tracks, then those of the subject that words alone (`objected to the move`) do not tell."""
    told = [track for track in around if track != NO_EVIDENCE]
    return tuple(dict.fromkeys([*own, *told]))[:MOST_TRACKS]


def _named_with(parse: Parse, noun: int) -> set[str]:
    """A noun, and what it is a part of: `no part of the act`."""
    whole = (t for prep in parse.by_dep(noun, "prep") for t in parse.by_dep(prep, "pobj"))
    return {parse.lemmas[noun], *(parse.lemmas[t] for t in whole)}
