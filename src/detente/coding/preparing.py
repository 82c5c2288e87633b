"""What is done with an article before anything is parsed: names are found, and sentences chosen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import NameTable
from detente.coding.actors.reference import REACH
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.reports import goes_on, worth_a_look
from detente.coding.likelihood import features
from detente.coding.reader.setting import Setting, issuing_names, setting_of
from detente.coding.sentences import MAX_SENTENCE, SentenceSpan, most_sentences_of, split_sentences
from detente.coding.time.dateline import DATELINE
from detente.coding.voice.quotes import TURN, meeting, quote_spans
from detente.coding.worth import SentencePlace, Worth
from detente.records import Article

MOST_SENTENCES = 25_000
"""Sentences of an article that are read at most: the work that one may cause. A million characters of
prose, the most that an article may have, are some 10,000; lines of a table can be ten times that."""
TOO_LONG = f"longer than {MAX_SENTENCE} characters without a full stop"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence before its parse: its names, and where it stands."""

    span: SentenceSpan
    text: str
    mentions: list[Mention]
    where: SentencePlace

    @property
    def named(self) -> bool:
        """Whether it names a state."""
        return any(mention.code for mention in self.mentions)

    @property
    def features(self) -> frozenset[int] | None:
        """What tells whether it is worth reading (see `detente.coding.worth`); None where it is too long or
        can be about nobody."""
        about = self.where.speaks or self.named or len(self.where.before) > 1 - self.where.quotes
        if not about or len(self.text) > MAX_SENTENCE:
            return None
        states = {mention.code for mention in self.mentions if mention.code}
        words = features(self.text, self.span.start, self.mentions)
        return words.union(self.where.features(states))


@dataclass(slots=True)
class Prepared:
    """An article with its sentences, names and the reason why each sentence is not worth reading.

    `offsets` tell where each sentence begins after its dateline; `looked_at` are those of the passed over
    that are parsed all the same, for channels alone; `issuing` the names in the outlet of a text that
    speaks for whoever issued it.
    """

    article: Article
    sentences: list[Sentence]
    mentions: list[Mention]
    skipped: list[str | None]
    offsets: list[int]
    looked_at: frozenset[int]
    issuing: list[Mention]
    setting: Setting
    refused: str | None = None
    """Why none of its sentences is read, where they are too many."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """How articles are prepared: by which names and channels, and what tells which sentences the reader
    reads (None where it reads all)."""

    names: NameTable
    channels: ChannelList
    worth: Worth | None
    most_sentences: int = MOST_SENTENCES

    def of(self, article: Article) -> Prepared:
        """The article with its names found and its sentences chosen; with none where they are too many."""
        if count := self._too_many(article.text):
            return self._refused(article, count)
        mentions = find_mentions(article.text, self.names, article.published)
        issuing = issuing_names(article, self.names)
        setting = setting_of(article, self.names, issuing)
        quotes = quote_spans(article.text)
        sentences = list(_sentences(article, mentions, quotes, setting))
        skipped = [
            TOO_LONG if len(each.text) > MAX_SENTENCE else self._reason_against(each)
            for each in sentences
        ]
        short = {index for index, why in enumerate(skipped) if why != TOO_LONG}
        looked_at = self._may_tell_of_channels(sentences, short)
        return Prepared(
            article, sentences, mentions, skipped,
            [_opening(article, each) for each in sentences], looked_at, issuing,
            setting,
        )  # fmt: skip

    def _too_many(self, text: str) -> int:
        """The number of sentences of a text that has more than are read; else 0."""
        # To count them takes a while, which ordinary articles need not wait for.
        count = most_sentences_of(text)
        if count > self.most_sentences:
            count = len(split_sentences(text))
        return count if count > self.most_sentences else 0

    def _refused(self, article: Article, count: int) -> Prepared:
        why = (
            f"an article of {count:,} sentences, of which {self.most_sentences:,} are read at most"
        )
        setting = setting_of(article, self.names, [])
        return Prepared(article, [], [], [], [], frozenset(), [], setting, refused=why)

    def _reason_against(self, sentence: Sentence) -> str | None:
        return self.worth.reason_against(sentence.features) if self.worth else None

    def _may_tell_of_channels(
        self, sentences: Sequence[Sentence], asked: Set[int]
    ) -> frozenset[int]:
        """Those asked about that may tell of a channel, or that the next sentence goes on from."""
        told = {
            index
            for index in asked
            if worth_a_look(
                sentences[index].text,
                sentences[index].mentions,
                sentences[index].where.before,
                self.channels,
            )
        }
        for index, (one, other) in enumerate(pairwise(sentences)):
            if goes_on(other.text, one.text, self.channels):
                told |= {index, index + 1}
        return frozenset(told & asked)


def _sentences(
    article: Article, mentions: list[Mention], quotes: list[tuple[int, int]], setting: Setting
) -> Iterator[Sentence]:
    spans = split_sentences(article.text)
    recent: deque[Mention] = deque()
    for span, here in zip(spans, _share_out(mentions, spans), strict=True):
        while recent and recent[0].start < span.start - REACH:
            recent.popleft()
        where = SentencePlace(
            speaks=article.genre != "news",
            quotes=meeting(quotes, span.start, span.end),
            before=frozenset(_named_before(span.start, recent, setting)),
        )
        yield Sentence(span, article.text[span.start : span.end], here, where)
        recent.extend(here)


def _named_before(start: int, recent: Iterable[Mention], setting: Setting) -> Iterator[str]:
    """States named shortly before a place in a text: the headline stands before its opening, the issuer
    before all of it."""
    if setting.issuer:
        yield setting.issuer
    headline = setting.titled if start < REACH else ()
    yield from (mention.code for mention in (*headline, *recent) if mention.code)


def _opening(article: Article, sentence: Sentence) -> int:
    """Where a sentence begins after its dateline or the label of its turn."""
    label = DATELINE.match(sentence.text)
    if label is None and article.genre == "transcript":
        label = TURN.match(sentence.text)
    return sentence.span.start + (label.end() if label else 0)


def _share_out(
    mentions: Sequence[Mention], sentences: Sequence[SentenceSpan]
) -> list[list[Mention]]:
    """Mentions by the sentence they stand in; both come in text order."""
    inside: list[list[Mention]] = [[] for _ in sentences]
    place = 0
    for mention in mentions:
        while place < len(sentences) and sentences[place].end <= mention.start:
            place += 1
        if place < len(sentences) and sentences[place].start <= mention.start:
            inside[place].append(mention)
    return inside
