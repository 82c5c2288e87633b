"""What is done with an article before anything is parsed: names are found, and sentences chosen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import NameTable
from detente.coding.actors.reference import REACH
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.reports import goes_on, worth_a_look
from detente.coding.gate import likelihood_of, worth_parsing
from detente.coding.likelihood import Likelihood, features
from detente.coding.sentences import MAX_SENTENCE, SentenceSpan, split_sentences
from detente.coding.time.dateline import DATELINE
from detente.coding.voice.issuers import issuing_state
from detente.coding.voice.likelihood import Circumstances
from detente.coding.voice.quotes import TURN, closings, meeting, quote_spans
from detente.records import Article

TOO_LONG = f"longer than {MAX_SENTENCE} characters without a full stop"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence before its parse: its names, where it stands, and the features of its words (see
    `detente.coding.likelihood`), which are None where it is too long or can be about nobody."""

    span: SentenceSpan
    text: str
    mentions: list[Mention]
    where: Circumstances
    words: frozenset[int] | None

    @property
    def named(self) -> bool:
        """Whether it names a state."""
        return any(mention.code for mention in self.mentions)

    @property
    def heard(self) -> frozenset[int] | None:
        """The features by which it is judged whether a position is taken in it."""
        return self.words and self.words.union(self.where.features(named=self.named))


@dataclass(slots=True)
class Prepared:
    """An article with its sentences, names and the reason why each sentence needs no parse.

    `inside` are the names in each sentence, `heard` the features by which it is told whether a position is
    taken in it, `likelihoods` those of its telling an act; `offsets` where it begins after its
    dateline; `looked_at` are those of the passed over that are parsed all the same, for channels alone;
    `issuing` the names in the outlet of a text that speaks for whoever issued it, `home` the state whose
    office issued it, with the name of that office.
    """

    article: Article
    sentences: list[SentenceSpan]
    mentions: list[Mention]
    inside: list[list[Mention]]
    heard: list[frozenset[int] | None]
    skipped: list[str | None]
    likelihoods: list[float | None]
    offsets: list[int]
    looked_at: frozenset[int]
    closings: dict[int, int]
    issuing: list[Mention]
    home: tuple[str, str | None] | None

    @property
    def parsed(self) -> list[int]:
        """Indexes of the sentences to parse, in order."""
        return [i for i, why in enumerate(self.skipped) if why is None or i in self.looked_at]


@dataclass(frozen=True, slots=True)
class Preparation:
    """How articles are prepared: by which names and channels, and what judges a sentence by its words:
    that it tells an act, and that a position is taken in it (None where nothing does)."""

    names: NameTable
    channels: ChannelList
    acts: Likelihood | None
    positions: Likelihood | None

    def of(self, article: Article) -> Prepared:
        """The article with its names found and its sentences chosen."""
        mentions = find_mentions(article.text, self.names, article.published)
        issuing = self.issuing(article, article.outlet)
        home = issuing_state(article, issuing)
        read = list(
            self._sentences(article, mentions, frozenset(home[:1]) if home else frozenset())
        )
        acts = [self._act(sentence) for sentence in read]
        skipped = [self._reason(sentence, act) for sentence, act in zip(read, acts, strict=True)]
        looked_at = frozenset(
            index
            for index in self._may_tell_of_channels(read)
            if skipped[index] not in (None, TOO_LONG)
        )
        spans = [each.span for each in read]
        closing = closings(quote_spans(article.text), spans)
        for index, later in closing.items():
            if skipped[index] is None and skipped[later] != TOO_LONG:
                skipped[later] = None
        return Prepared(
            article, spans, mentions, [each.mentions for each in read],
            [each.heard for each in read], skipped, acts,
            [_opening(article, each) for each in read], looked_at, closing, issuing, home,
        )  # fmt: skip

    def _may_tell_of_channels(self, sentences: Sequence[Sentence]) -> Iterator[int]:
        """Sentences that may tell of a channel, and those that the next one goes on from."""
        for index, each in enumerate(sentences):
            if worth_a_look(each.text, each.mentions, each.where.before, self.channels):
                yield index
            if index and goes_on(each.text, sentences[index - 1].text, self.channels):
                yield from (index - 1, index)

    def issuing(self, article: Article, naming: str | None) -> list[Mention]:
        """States and offices named by outlet or title of a text that speaks for whoever issued it."""
        if naming is None or article.genre == "news":
            return []
        return find_mentions(naming, self.names, article.published)

    def _sentences(
        self, article: Article, mentions: list[Mention], home: frozenset[str]
    ) -> Iterator[Sentence]:
        spans = split_sentences(article.text)
        quotes = quote_spans(article.text)
        recent: deque[Mention] = deque()
        for span, here in zip(spans, _share_out(mentions, spans), strict=True):
            while recent and recent[0].start < span.start - REACH:
                recent.popleft()
            where = Circumstances(
                speaks=article.genre != "news",
                quotes=meeting(quotes, span.start, span.end),
                before=home | frozenset(m.code for m in recent if m.code),
            )
            text = article.text[span.start : span.end]
            yield Sentence(span, text, here, where, self._words(text, span.start, here, where))
            recent.extend(here)

    def _words(
        self, text: str, start: int, mentions: list[Mention], where: Circumstances
    ) -> frozenset[int] | None:
        about = (
            where.speaks or any(m.code for m in mentions) or len(where.before) > 1 - where.quotes
        )
        return features(text, start, mentions) if about and len(text) <= MAX_SENTENCE else None

    def _act(self, sentence: Sentence) -> float | None:
        """How likely a sentence tells an act."""
        if self.acts is None or sentence.words is None:
            return None
        about = sentence.named or len(sentence.where.before) > 1
        if not about:
            return None
        return likelihood_of(
            sentence.text, sentence.span.start, sentence.mentions, self.acts, sentence.words
        )

    def _reason(self, sentence: Sentence, act: float | None) -> str | None:
        """Why a sentence needs no parse."""
        if len(sentence.text) > MAX_SENTENCE:
            return TOO_LONG
        heard = sentence.heard
        position = self.positions.of(heard) if self.positions and heard is not None else None
        return worth_parsing(
            sentence.text, sentence.mentions, sentence.where, act=act, position=position
        )


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
