"""The default pipeline: articles in, events and statements out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Literal

from detente.coding.actors.agents import AgentTable, agents
from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import NameTable, name_table
from detente.coding.actors.reference import Discourse
from detente.coding.channels.listed import ChannelList, channel_list
from detente.coding.channels.reports import NOTHING
from detente.coding.events import CODER
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.pipeline import parse_sentences
from detente.coding.naming import coder_name
from detente.coding.preparing import MOST_SENTENCES, TOO_LONG, Preparation, Prepared
from detente.coding.reader.article import ArticleRead, ToRead, read_articles, read_given
from detente.coding.reader.model import ReaderModel, shipped_reader
from detente.coding.reader.parties import PartyMaker
from detente.coding.reader.relation import Relation, relation_of
from detente.coding.reader.setting import setting_of
from detente.coding.sentence_coder import SentenceCoder, SoFar, dated
from detente.coding.sentences import MAX_SENTENCE, split_sentences
from detente.coding.time.calendar import Calendar
from detente.coding.time.expressions import NORTHERN
from detente.coding.time.texts import DatedExpression, read_dates
from detente.coding.time.timeline import Timeline
from detente.coding.topics import Lists, load_lists
from detente.coding.traces import Coding, SentenceTrace, TimeTold
from detente.coding.voice.attribution import Voices
from detente.coding.voice.quotes import closings, quote_spans
from detente.coding.voice.sources import Attribution, attributions_in, joined, turns_of
from detente.days import Day, as_day
from detente.errors import InputError, QueryError
from detente.reading import article_id
from detente.reading.options import GENRES
from detente.records import Actor, Article, Genre, Rejected

CARRIED = 4
"""Sentences over which a day or a subject is carried at most."""
AGENT_FILE = ".agents.txt"
SHOWN = 40
"""Characters that an error shows of what was given in place of a text."""
HARDLY = 0.1
"""Probability from which a position is told where hardly sure ones are asked for."""
GENRE_WORDS: dict[str, Genre] = {
    "official": "statement",
    "speech": "statement",
    "briefing": "transcript",
    "interview": "transcript",
    "editorial": "opinion",
    "column": "opinion",
}
"""Other common words for the four genres."""


class Coder:
    """The coder with its names and lists; build it once and give it many articles.

    `names` are a user's name files (see `detente.coding.actors.names.user_names`), `lists` a
    folder with `tracks.tsv`, `issues.tsv`, `contexts.tsv` or `channels.tsv` that replace the
    shipped ones. `model` is "shipped" or a folder with a reader from `detente train`. `calendar`
    is that of the texts' place. Of an article with more than `most_sentences` none is read, and
    `rejected` says so. `name` is what the records say made them: it has a digest of each of these that
    is your own.
    Raises `LexiconError` with file and line for a table that does not parse, and `ModelError`.
    """

    def __init__(
        self,
        *,
        names: Sequence[Path] = (),
        lists: Path | None = None,
        model: Path | Literal["shipped"] = "shipped",
        calendar: Calendar = NORTHERN,
        most_sentences: int = MOST_SENTENCES,
    ) -> None:
        paths = tuple(Path(path) for path in names)
        roles = tuple(path for path in paths if path.name.endswith(AGENT_FILE))
        found: NameTable = name_table(tuple(path for path in paths if path not in roles))
        self._roles: AgentTable = agents(roles)
        self._lists: Lists = load_lists(lists)
        self._channels: ChannelList = channel_list(lists)
        self._calendar = calendar
        self._reader = shipped_reader() if model == "shipped" else ReaderModel(Path(model))
        self._preparation = Preparation(found, self._channels, self._reader.worth, most_sentences)
        self.name = coder_name(self._reader.digest, paths, lists, calendar)

    def code(
        self,
        text: str,
        *,
        published: Day | None = None,
        outlet: str | None = None,
        title: str | None = None,
        genre: Genre | None = None,
    ) -> Coding:
        """Events and statements of one text. `published` is a date or its ISO form."""
        article = make_article(text, published=published, outlet=outlet, title=title, genre=genre)
        return self.code_articles([article])[0]

    def code_articles(self, articles: Sequence[Article], *, trace: bool = False) -> list[Coding]:
        """Codings of articles in order; an article's coding does not depend on the others."""
        prepared = [self._preparation.of(article) for article in articles]
        reads = read_articles([_to_read(work) for work in prepared], self._reader)
        wanted = [
            sorted(read.sentences | work.looked_at)
            for work, read in zip(prepared, reads, strict=True)
        ]
        parses = parse_sentences(
            each
            for work, indices in zip(prepared, wanted, strict=True)
            for each in _to_parse(work, indices)
        )
        return [
            self._code_article(work, read, {index: next(parses) for index in indices}, trace)
            for work, read, indices in zip(prepared, reads, wanted, strict=True)
        ]

    def _code_article(
        self, work: Prepared, read: ArticleRead, parses: dict[int, Parse], trace: bool
    ) -> Coding:
        state, so_far = self._sentence_coder(work), self._nothing_told(work)
        around = [*work.issuing, *work.setting.titled]
        maker = PartyMaker(
            work.article.text, work.mentions, around, work.article.outlet, self._roles
        )
        coding = Coding([], [])
        coding.rejected.extend(_refused(work))
        for index, sentence in enumerate(work.sentences):
            acts, positions = read.acts.get(index, []), read.positions.get(index, [])
            if not acts and not positions:
                found, so_far = self._pass_over(work, state, so_far, index, parses.get(index))
                coding.rejected.extend(_too_long(work, index) or _uncoded(work, index))
            else:
                found, so_far = state.code_sentence(
                    so_far, index, sentence.span, parses[index], sentence.mentions, acts,
                    positions, maker,
                )  # fmt: skip
                coding.events.extend(found.events)
                coding.statements.extend(found.statements)
                if not found.events and not found.statements:
                    coding.rejected.extend(_uncoded(work, index, found.left_out))
                if trace:
                    found = replace(found, parse=parses[index].described())
            coding.channels.extend(found.channels)
            if trace:
                coding.traces.append(found)
        return coding

    def lenient(self) -> Coder:
        """A coder like this that also tells positions of which its reader is hardly sure."""
        other = copy(self)
        other._reader = self._reader.at(replace(self._reader.thresholds, position=HARDLY))
        return other

    def relation(
        self,
        sentence: str,
        actor: tuple[int, int] | None = None,
        recipient: tuple[int, int] | None = None,
    ) -> Relation:
        """Type, mode, quad class and probabilities of the relation of two given spans of a sentence.

        Either span may be None. The spans are taken as parties, whatever they name. Raises `QueryError`
        where a span lies outside the sentence.
        """
        for span in (actor, recipient):
            if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
                raise QueryError(
                    f"span {span} does not lie within a sentence of {len(sentence)} characters",
                    advice="Give the offsets of its first character and of the one after its last.",
                )
        names = self._preparation.names
        mentions = find_mentions(sentence, names, None)
        setting = setting_of(make_article(sentence), names, ())
        seen = self._reader.seen(sentence, mentions, [(0, len(sentence))], setting)
        return relation_of(seen, actor, recipient)

    def times(
        self,
        text: str,
        triggers: Sequence[tuple[int, int]],
        *,
        published: Day | None = None,
        genre: Genre | None = None,
    ) -> list[TimeTold]:
        """Whether and when each act happened that the given stretches of a text tell.

        As for `relation`, the acts are taken as given, whoever does them. Raises `QueryError` where a
        stretch lies in no sentence, or beyond what the reader reads of one.
        """
        work = self._preparation.of(make_article(text, published=published, genre=genre))
        spans = [(each.span.start, each.span.end) for each in work.sentences]
        given = read_given(text, work.mentions, spans, triggers, work.setting, self._reader)
        if lost := [trigger for trigger in triggers if trigger not in given]:
            raise QueryError(
                f"{lost[0]} lies in no sentence of the text",
                advice="Give the offsets of a word that tells an act, counted in the whole text.",
            )
        timeline = self._nothing_told(work).timeline
        told: dict[tuple[int, int], TimeTold] = {}
        parses = parse_sentences(_to_parse(work, range(len(work.sentences))))
        for index, (parse, (start, end)) in enumerate(zip(parses, spans, strict=True)):
            dates = timeline.at(index, parse, end)
            for trigger in triggers:
                if start <= trigger[0] < end:
                    act = given[trigger]
                    word = _first_token(parse, trigger)
                    told[trigger] = TimeTold(act.status, dated(dates, word, act, given=True))
            timeline = dates.after()
        return [told[trigger] for trigger in triggers]

    def attributions(
        self,
        text: str,
        *,
        published: Day | None = None,
        outlet: str | None = None,
        title: str | None = None,
        genre: Genre | None = None,
    ) -> list[Attribution]:
        """Every attribution in a text, whoever speaks: persons, firms, polls and documents too.

        In text order by sentence. Every sentence is parsed, so it takes longer than coding.
        """
        work = self._preparation.of(
            make_article(text, published=published, outlet=outlet, title=title, genre=genre)
        )
        parsed = [
            index
            for index, sentence in enumerate(work.sentences)
            if len(sentence.text) <= MAX_SENTENCE
        ]
        every = dict(zip(parsed, parse_sentences(_to_parse(work, parsed)), strict=True))
        closing = closings(quote_spans(text), [each.span for each in work.sentences])
        state, so_far = self._sentence_coder(work), self._nothing_told(work)
        found = list(turns_of(so_far.voices))
        for index, parse in every.items():
            sentence = work.sentences[index]
            so_far = state.entered(so_far, sentence.span, parse, sentence.mentions)
            ahead = _speaker_ahead(state, so_far, work, closing.get(index), every)
            so_far = replace(so_far, voices=so_far.voices.closing_with(ahead))
            phrases = state.heard(so_far, sentence.span, parse, sentence.mentions)
            found = joined(found, attributions_in(phrases, so_far.voices), text)
            so_far = replace(so_far, voices=so_far.voices.after(phrases))
        return found

    def _sentence_coder(self, work: Prepared) -> SentenceCoder:
        sentences = [each.text for each in work.sentences]
        return SentenceCoder(
            work.article, sentences, self._lists, self._roles, self.name,
            self._channels, self._reader,
        )  # fmt: skip

    def _nothing_told(self, work: Prepared) -> SoFar:
        """What is known before an article's first sentence."""
        article = work.article
        titled = [] if article.genre == "news" else list(work.setting.titled)
        return SoFar(
            Discourse.of(article.text, work.mentions, work.setting.home),
            Voices.of(article, work.mentions, work.issuing, titled),
            Timeline.of(article.text, article.published, self._calendar, article.genre),
        )

    def explain(
        self,
        text: str,
        *,
        published: Day | None = None,
        outlet: str | None = None,
        title: str | None = None,
        genre: Genre | None = None,
    ) -> list[SentenceTrace]:
        """What was seen in each sentence, what was kept, what was left out, and why."""
        article = make_article(text, published=published, outlet=outlet, title=title, genre=genre)
        return self.code_articles([article], trace=True)[0].traces

    def dates(self, text: str, *, published: Day | None = None) -> list[DatedExpression]:
        """Every time expression of a text with the days it stands for, in text order.

        `published` is a date or its ISO form; without it days are counted from what the text told
        before, and what is told from the day of publication (`last week`) has none.
        """
        sentences = ((span.start, span.end) for span in split_sentences(text))
        return read_dates(text, as_day(published), sentences, self._calendar)

    def _pass_over(
        self,
        work: Prepared,
        state: SentenceCoder,
        so_far: SoFar,
        index: int,
        parse: Parse | None,
    ) -> tuple[SentenceTrace, SoFar]:
        """What a sentence leaves that is not coded; its parse, if any, is looked at for channels."""
        sentence = work.sentences[index]
        span, inside = sentence.span, sentence.mentions
        near = any(why is None for why in work.skipped[index + 1 : index + 1 + CARRIED])
        carried = near and len(sentence.text) <= MAX_SENTENCE
        start, found = work.offsets[index], NOTHING
        if parse is not None:
            found, so_far = state.channels_in(so_far, index, span, parse, inside)
        if carried or so_far.timeline.today is None:
            so_far = replace(so_far, timeline=so_far.timeline.past(index, start, span.end))
        if carried:
            so_far = state.pass_over(so_far, start, inside)
        trace = SentenceTrace(
            index, span.start, span.end, work.skipped[index], tuple(inside), (), (), (),
            channels=found.reports, no_channel=found.left_out,
        )  # fmt: skip
        return trace, so_far


def _to_read(work: Prepared) -> ToRead:
    """An article with the sentences that are worth reading."""
    spans = [(each.span.start, each.span.end) for each in work.sentences]
    chosen = [index for index, why in enumerate(work.skipped) if why is None]
    return ToRead(work.article.text, work.mentions, spans, chosen, work.setting)


def _to_parse(work: Prepared, indices: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Text and place of sentences, without the dateline that opens one."""
    for index in indices:
        start = work.offsets[index]
        yield work.article.text[start : work.sentences[index].span.end], start


def _first_token(parse: Parse, span: tuple[int, int]) -> int:
    """The first word of a stretch that can tell an act, else its first word."""
    inside = [t for t in range(len(parse)) if parse.starts[t] < span[1] and span[0] < parse.ends[t]]
    telling = (t for t in inside if parse.is_noun(t) or _tells(parse, t))
    return next(telling, inside[0] if inside else 0)


def _tells(parse: Parse, token: int) -> bool:
    return parse.is_verb(token) and not parse.is_auxiliary(token)


def _speaker_ahead(
    state: SentenceCoder,
    so_far: SoFar,
    work: Prepared,
    later: int | None,
    parses: dict[int, Parse],
) -> Actor | None:
    """Who is told to speak where the quotation that a sentence stands in closes, in a later one."""
    parse = parses.get(later) if later is not None else None
    if parse is None or later is None:
        return None
    sentence = work.sentences[later]
    phrases = state.heard(so_far, sentence.span, parse, sentence.mentions)
    return so_far.voices.beside_quote(phrases, 0)


def make_article(
    text: str,
    published: Day | None = None,
    outlet: str | None = None,
    title: str | None = None,
    genre: Genre | None = None,
    address: str = "text",
) -> Article:
    """An article made of a text at hand. Raises `InputError` for a text that is none, for a date not in
    ISO form, and for a genre that does not exist."""
    if not isinstance(text, str):
        raise InputError(
            f"the text is of type {type(text).__name__}: {_shortened(text)}",
            advice="Give the text itself, as a `str`; bytes need decoding first.",
        )
    day = as_day(published)
    kind = GENRE_WORDS.get(genre, genre) if genre else "news"
    if kind not in GENRES:
        known = ", ".join((*GENRES, *GENRE_WORDS))
        raise InputError(f"there is no genre '{genre}'", advice=f"It may be one of {known}.")
    return Article(article_id(text, outlet, day), text, title, outlet, day, kind, address)


def _shortened(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"


def _refused(work: Prepared) -> list[Rejected]:
    if work.refused is None:
        return []
    return [
        Rejected(
            work.article.address, None, "coding", work.refused,
            "Split it into its articles, and read them again; or code it with a greater `most_sentences`.",
            work.article.article_id,
        )
    ]  # fmt: skip


def _too_long(work: Prepared, index: int) -> list[Rejected]:
    reason = work.skipped[index]
    if reason != TOO_LONG:
        return []
    return [
        Rejected(
            work.article.address, f"sentence {index}", "coding", f"sentence {reason}",
            "If it is prose, give its sentences full stops or lines of their own.",
            work.article.article_id,
        )
    ]  # fmt: skip


def _uncoded(
    work: Prepared, index: int, left_out: Sequence[tuple[str, str]] = ()
) -> list[Rejected]:
    """A row for a sentence that names two states and gave neither event nor statement."""
    states = {m.code for m in work.sentences[index].mentions if m.code and ":" not in m.code}
    if len(states) < 2:
        return []
    reasons = "; ".join(f"'{word}': {why}" for word, why in left_out)
    return [
        Rejected(
            work.article.address,
            f"sentence {index}",
            "coding",
            reasons
            or work.skipped[index]
            or "nothing is told in it that joins the states it names",
            "See `detente explain` on this article.",
            work.article.article_id,
        )
    ]


__all__ = ["CODER", "Coder", "Coding", "SentenceTrace", "make_article"]
