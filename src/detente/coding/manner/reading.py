"""From what the network sees of a text to deeds and loaded words as the text tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from detente.coding.actors.mentions import Mention
from detente.coding.actors.names import name_table
from detente.coding.channels.listed import channel_list
from detente.coding.grammar.marks import Hung
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.pipeline import parse_sentences
from detente.coding.manner.weights import FORMS, WAYS, Form, MannerWeights, Way
from detente.coding.manner.words import Asked, Words
from detente.coding.preparing import TOO_LONG, Preparation, Prepared
from detente.coding.reader.article import windows
from detente.coding.reader.heads import Floats
from detente.coding.reader.model import FOLDER, ReaderModel, shipped_reader
from detente.coding.reader.window import Span
from detente.errors import ModelError
from detente.records import Article

Stance = Literal["fact", "claimed", "admitted", "denied", "possible"]
"""How a deed is put: as happened; with a distance kept (`claims`, `alleged`); owned up to; as not done; as
something to come or not known."""
STANCES: tuple[Stance, ...] = get_args(Stance)
Run = tuple[int, int]
Wanted = Callable[[str, frozenset[str]], bool]
"""Whether a sentence is to be read, by its text and the codes of the states and bodies that it names."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name somebody or something, and the codes of the states or bodies that they name or, where
    they name none, stand for."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as a text tells it: the word that tells it (`start` to `end` in the text), who does it to
    whom, how the doer is put, whether it is told in somebody's words and in whose (None where nobody is
    named), and how it is put."""

    sentence: int
    start: int
    end: int
    doer: Named | None
    form: Form
    to: Named | None
    said: bool
    by: Named | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class Loaded:
    """Words that praise or damn where plainer ones would do: of whom, and in whose mouth."""

    sentence: int
    start: int
    end: int
    way: Way
    of: Named | None
    said: bool
    by: Named | None


@dataclass(frozen=True, slots=True)
class Shown:
    """In what light a sentence shows a state or body that it names, from -1 (very bad) to 1 (very good), as
    readers would feel it; and whether that comes from somebody's reported words."""

    sentence: int
    code: str
    light: float
    said: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article tells what it tells, in text order; and the sentences that were read, by number."""

    deeds: tuple[Deed, ...]
    loaded: tuple[Loaded, ...]
    shown: tuple[Shown, ...]
    sentences: dict[int, Span]


@dataclass(frozen=True, slots=True)
class WindowSeen:
    """Some sentences of an article: the number of the first, those that are wanted and stood in no window
    before, the words seen in all of them, and their parses."""

    first: int
    wanted: frozenset[int]
    words: Words
    parses: Sequence[Parse]


class MannerReader:
    """Reads how texts tell, with the shipped network and what is fitted onto it.

    What is read of an article does not depend on others. Raises `ModelError` where the weights cannot be
    read.
    """

    def __init__(self, weights: MannerWeights | None = None) -> None:
        self._reader = shipped_reader()
        self._weights = weights or _shipped()
        self._preparation = Preparation(name_table(()), channel_list(None), None)

    def read(self, article: Article, wanted: Wanted = lambda text, named: True) -> Manner:
        """How the sentences of an article that are wanted tell what they tell."""
        work = self._preparation.of(article)
        chosen = [
            index
            for index, each in enumerate(work.sentences)
            if work.skipped[index] != TOO_LONG
            and wanted(each.text, frozenset(m.code for m in each.mentions if m.code))
        ]
        deeds: list[Deed] = []
        loaded: list[Loaded] = []
        shown: list[Shown] = []
        for seen in windows_seen(work, self._reader, chosen):
            here = _WindowRead(
                seen, self._weights, work.mentions, article.text, self._reader.thresholds.link
            )
            deeds += (each for each in here.deeds() if each.sentence in seen.wanted)
            loaded += (each for each in here.loaded() if each.sentence in seen.wanted)
            shown += here.shown()
        spans = {index: work.sentences[index].span for index in chosen}
        return Manner(
            tuple(deeds),
            tuple(loaded),
            tuple(shown),
            {index: (span.start, span.end) for index, span in spans.items()},
        )


def windows_seen(
    work: Prepared, reader: ReaderModel, wanted: Sequence[int]
) -> Iterator[WindowSeen]:
    """The windows of an article that hold some sentences, in order, each with its parses."""
    spans = [(each.span.start, each.span.end) for each in work.sentences]
    held = list(windows(spans, wanted))
    inside = sorted({index for first, last in held for index in range(first, last + 1)})
    readable = [index for index in inside if work.skipped[index] != TOO_LONG]
    texts = ((work.article.text[slice(*spans[index])], spans[index][0]) for index in readable)
    parses = dict(zip(readable, parse_sentences(texts), strict=True))
    left = set(wanted)
    for first, last in held:
        seen = reader.seen(work.article.text, work.mentions, spans[first : last + 1], work.setting)
        here = frozenset(range(first, last + 1))
        if (words := Words.of(seen)) is not None:
            told = [parses[index] for index in sorted(here) if index in parses]
            yield WindowSeen(first, here & left, words, told)
        left -= here


def names_seen(seen: WindowSeen, mentions: Iterable[Mention]) -> Iterator[tuple[int, str, Floats]]:
    """For each wanted sentence of a window and each state or body that it names, in order: what is seen in
    the words that name it."""
    words, places = seen.words, defaultdict[tuple[int, str], set[int]](set)
    for mention in mentions:
        for at in words.at((mention.start, mention.end)) if mention.code else ():
            sentence = seen.first + int(words.sentences[at])
            if sentence in seen.wanted:
                places[sentence, str(mention.code)].add(at)
    for (sentence, code), held in sorted(places.items()):
        yield sentence, code, words.states[sorted(held)].mean(0)


def word_marks(words: Words, text: str) -> list[list[str]]:
    """The mark of each word: itself, without the ending of a plural."""
    return [[f"word {text[start:end].lower().rstrip('s')}"] for start, end in words.spans]


@cache
def cues() -> dict[Stance, frozenset[str]]:
    """The listed words of each stance that is told by them."""
    lines = Path(__file__).with_name("cues.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        stance: frozenset(lemma for lemma, told in rows if told == stance) for stance in STANCES
    }


@cache
def _shipped() -> MannerWeights:
    try:
        return MannerWeights.load(FOLDER)
    except (OSError, KeyError, ValueError) as problem:
        raise ModelError(
            f"{FOLDER} holds no weights for how deeds are told ({problem})",
            advice="Install detente again.",
        ) from problem


@dataclass(frozen=True, slots=True)
class _WindowRead:
    seen: WindowSeen
    weights: MannerWeights
    mentions: Sequence[Mention]
    text: str
    link: float
    """Probability from which words stand for a state."""

    def deeds(self) -> Iterator[Deed]:
        (runs,) = self._runs("deed")
        for run in runs:
            asked, hung = self.words.asked(*run), self._hung(run)
            marks, paths = hung.marks(), hung.paths(self.words.spans)
            form = self._form(asked, marks)
            doer = None if form == "none" else self._named("doer", asked, paths, sure=True)
            said = self._is("said", asked, marks)
            start, end = self.words.characters(*run)
            yield Deed(
                sentence=self._sentence(run),
                start=start,
                end=end,
                doer=doer,
                form=form if doer else "none",
                to=self._named("to", asked, paths),
                said=said,
                by=self._named("by", asked, paths) if said else None,
                stance=self._stance(asked, marks, hung.governing()),
            )

    def loaded(self) -> Iterator[Loaded]:
        found = [
            (run, way) for way, runs in zip(WAYS, self._runs("loaded"), strict=True) for run in runs
        ]
        for run, way in sorted(found):
            asked, hung = self.words.asked(*run), self._hung(run)
            paths = hung.paths(self.words.spans)
            said = self._is("said", asked, hung.marks())
            start, end = self.words.characters(*run)
            yield Loaded(
                sentence=self._sentence(run),
                start=start,
                end=end,
                way=way,
                of=self._named("of", asked, paths),
                said=said,
                by=self._named("by", asked, paths) if said else None,
            )

    def shown(self) -> Iterator[Shown]:
        for sentence, code, own in names_seen(self.seen, self.mentions):
            share, quoted = (
                float(self.weights.shares(name, own[None, :], [()])[0, 0])
                for name in ("light", "quoted")
            )
            said = quoted >= self.weights.least("quoted")
            yield Shown(sentence, code, 2 * share - 1, said)

    @property
    def words(self) -> Words:
        return self.seen.words

    def _hung(self, run: Run) -> Hung:
        return Hung(self.seen.parses, self.words.characters(*run))

    def _runs(self, name: str) -> list[list[Run]]:
        """For each answer of a head, the stretches of likely words of one sentence."""
        marks = word_marks(self.words, self.text)
        shares = self.weights.shares(name, self.words.each(), marks)
        least = self.weights.least(name)
        return [
            [kept for run in _stretches(column, self.words, least) if (kept := self._worded(run))]
            for column in shares.T
        ]

    def _form(self, asked: Asked, marks: Sequence[str]) -> Form:
        return FORMS[int(self.weights.shares("form", asked.own[None, :], [marks])[0].argmax())]

    def _is(self, name: str, asked: Asked, marks: Sequence[str]) -> bool:
        share = self.weights.shares(name, asked.own[None, :], [marks])[0, 0]
        return bool(share >= self.weights.least(name))

    def _stance(self, asked: Asked, marks: Sequence[str], governing: Iterable[str]) -> Stance:
        """What is learnt goes before what is listed, a denial before all."""
        if self._is("denied", asked, marks):
            return "denied"
        told = next((s for s in STANCES if not cues()[s].isdisjoint(governing)), None)
        return told or ("possible" if self._is("possible", asked, marks) else "fact")

    def _named(
        self, name: str, asked: Asked, paths: Sequence[Sequence[str]], *, sure: bool = False
    ) -> Named | None:
        """The likeliest stretch of words in a role; none where none is likely, unless there is one for
        `sure`."""
        shares = self.weights.shares(name, asked.beside, paths)[:, 0]
        best = int(shares.argmax())
        least = self.weights.least(name)
        if shares[best] < least and not sure:
            return None
        runs = _stretches(shares, self.words, min(least, float(shares[best])))
        found = self._worded(next(run for run in runs if run[0] <= best <= run[1]))
        if found is None:
            return None
        first, last = found
        start, end = self.words.characters(first, last)
        codes = dict.fromkeys(
            mention.code
            for mention in self.mentions
            if mention.code and mention.start < end and start < mention.end
        )
        stood_for = codes or self.words.standing_for(first, last, self.link)
        return Named(start, end, tuple(stood_for))

    def _worded(self, run: Run) -> Run | None:
        """A run without the marks at its ends; None where nothing is left."""
        first, last = run
        while first <= last and not self._is_word(first):
            first += 1
        while last >= first and not self._is_word(last):
            last -= 1
        return (first, last) if first <= last else None

    def _is_word(self, place: int) -> bool:
        return any(map(str.isalnum, self.text[slice(*self.words.spans[place])]))

    def _sentence(self, run: Run) -> int:
        return self.seen.first + int(self.words.sentences[run[0]])


def _stretches(shares: Floats, words: Words, least: float) -> list[Run]:
    """Runs of neighbouring words of one sentence that are all likely."""
    likely = np.flatnonzero(shares >= least).tolist()
    if not likely:
        return []
    sentences = words.sentences
    breaks = [
        (old, new)
        for old, new in pairwise(likely)
        if new != old + 1 or sentences[new] != sentences[old]
    ]
    starts = [likely[0], *(new for _, new in breaks)]
    return list(zip(starts, [*(old for old, _ in breaks), likely[-1]], strict=True))
