"""How do the texts of a workspace tell what two states did? Deeds, loaded words, and their sentences."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from detente.coding.manner import Deed, Loaded, Manner, MannerReader, Named, Shown
from detente.coding.topics import topics_of
from detente.measuring.exporting import Exports
from detente.records import Article, column
from detente.store import Query, Workspace
from detente.store.query import resolve_pair
from detente.store.texts import Texts, TextsOf
from detente.store.words import tells

TITLE_ENDS = "\n\n"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A deed as an outlet tells it."""

    article_id: str = column("the article")
    outlet: str = column("who prints it")
    published: dt.date | None = column("day of publication")
    sentence: int = column("its number, from 0, in the title and the text")
    word: str = column("the word that tells the deed")
    doer: str | None = column("words that name who does it; null where nobody is named")
    doer_codes: tuple[str, ...] = column("states and bodies that these name")
    form: str = column(
        "how the doer is put: `subject` of the verb, `by` a passive, beside a `noun`, `understood` from "
        "another clause, `none`"
    )
    to: str | None = column("words that name whom or what it is done to")
    to_codes: tuple[str, ...] = column("states and bodies that these name")
    said: bool = column("whether it is told in somebody's words, not the outlet's own")
    by: str | None = column("words that name who says so; null where nobody is named")
    by_codes: tuple[str, ...] = column("states and bodies that these name")
    stance: str = column(
        "`fact`; `claimed`, where a distance is kept; `admitted`; `denied`; `possible`, where it is to "
        "come or not known"
    )
    text: str = column("the sentence")


@dataclass(frozen=True, slots=True)
class LoadedRow:
    """A word that praises or damns."""

    article_id: str = column("the article")
    outlet: str = column("who prints it")
    published: dt.date | None = column("day of publication")
    sentence: int = column("its number, from 0, in the title and the text")
    word: str = column("the word, or words")
    way: str = column("`against` or `for`")
    of: str | None = column("words that name of whom it is said")
    of_codes: tuple[str, ...] = column("states and bodies that these name")
    said: bool = column("whether it stands in somebody else's mouth")
    by: str | None = column("words that name whose")
    by_codes: tuple[str, ...] = column("states and bodies that these name")
    text: str = column("the sentence")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """In what light a sentence shows one of the two states."""

    article_id: str = column("the article")
    outlet: str = column("who prints it")
    published: dt.date | None = column("day of publication")
    sentence: int = column("its number, from 0, in the title and the text")
    state: str = column("the state that is named")
    light: float = column("from -1 (very bad) to 1 (very good), as readers would feel it")
    said: bool = column("whether the light comes from somebody's reported words")
    issues: tuple[str, ...] = column("the issues that the sentence tells of")
    text: str = column("the sentence")


@dataclass(frozen=True, slots=True, eq=False)
class DeedsResult(Exports):
    """Deeds as they are told."""

    record = DeedRow
    worded_by = "detente.comparing.wording"

    asking: dict[str, Any]
    rows: tuple[DeedRow, ...]

    def records(self) -> tuple[DeedRow, ...]:
        """By day, article and place."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked for."""
        return {"measure": "deeds as told", **self.asking}


@dataclass(frozen=True, slots=True, eq=False)
class LoadedResult(Exports):
    """Loaded words as they stand."""

    record = LoadedRow
    worded_by = "detente.comparing.wording"

    asking: dict[str, Any]
    rows: tuple[LoadedRow, ...]

    def records(self) -> tuple[LoadedRow, ...]:
        """By day, article and place."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked for."""
        return {"measure": "loaded words", **self.asking}


@dataclass(frozen=True, slots=True, eq=False)
class ShownResult(Exports):
    """Sentences with the light in which they show a state."""

    record = ShownRow
    worded_by = "detente.comparing.wording"

    asking: dict[str, Any]
    rows: tuple[ShownRow, ...]

    def records(self) -> tuple[ShownRow, ...]:
        """By day, article and place."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked for."""
        return {"measure": "states as shown", **self.asking}


@dataclass(frozen=True, slots=True)
class Framed:
    """What was read of how two states are told of: deeds, loaded words, the light in which each is shown,
    and how many sentences of each outlet and day were looked at."""

    between: tuple[str, str]
    words: str | None
    deeds: tuple[DeedRow, ...]
    loaded: tuple[LoadedRow, ...]
    sentences: Counter[tuple[str, dt.date | None]]
    shown: tuple[ShownRow, ...] = ()

    @property
    def asking(self) -> dict[str, Any]:
        """What was looked for."""
        return {"between": self.between, "words": self.words}

    def deeds_result(self) -> DeedsResult:
        """The deeds, to be exported."""
        return DeedsResult(self.asking, self.deeds)

    def loaded_result(self) -> LoadedResult:
        """The loaded words, to be exported."""
        return LoadedResult(self.asking, self.loaded)

    def shown_result(self) -> ShownResult:
        """The sentences with their light, to be exported."""
        return ShownResult(self.asking, self.shown)


def framed(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    words: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: tuple[str, ...] = (),
    article_ids: Collection[str] | None = None,
    on_progress: Progress = lambda read: None,
) -> Framed:
    """Read how the articles of a workspace that have an outlet tell deeds of two states.

    Looked at are sentences that name one of the two or, with `words`, those that tell these in articles
    that do. Of them deeds count whose doer is one of the two or no state, and loaded words of one of
    the two. `article_ids` are those that are read, whatever else is asked of articles. Raises
    `QueryError` for a state that is none, and for words that are none.
    """
    pair = resolve_pair(between)
    query = Query(
        outlet=outlets or None, article_words=words, reported_since=since, reported_until=until
    )
    texts = (
        Texts(workspace.folder, query)
        if article_ids is None
        else TextsOf(workspace.folder, article_ids)
    )
    look = _Look(pair, words)
    for number, article in enumerate(_articles(texts), start=1):
        look.at(article)
        on_progress(number)
    return look.found()


def _articles(texts: Texts) -> Iterator[Article]:
    """Those with an outlet, each with its title before its text where it does not open with it."""
    for batch in texts.batches():
        for row in batch.to_pylist():
            if row["outlet"]:
                title, text = row["title"], row["text"]
                opens = not title or text.startswith(title)
                yield Article(
                    row["article_id"], text if opens else f"{title}{TITLE_ENDS}{text}", None,
                    row["outlet"], row["published"], row["genre"], "",
                )  # fmt: skip


class _Look:
    """Gathers what is told of two states."""

    def __init__(self, pair: tuple[str, str], words: str | None) -> None:
        self._pair, self._words = pair, words
        self._reader = MannerReader()
        self._deeds: list[DeedRow] = []
        self._loaded: list[LoadedRow] = []
        self._shown: list[ShownRow] = []
        self._sentences: Counter[tuple[str, dt.date | None]] = Counter()

    def found(self) -> Framed:
        """All, by day, article and place."""
        return Framed(
            self._pair,
            self._words,
            tuple(sorted(self._deeds, key=_order)),
            tuple(sorted(self._loaded, key=_order)),
            self._sentences,
            tuple(sorted(self._shown, key=_order)),
        )

    def at(self, article: Article) -> None:
        """Read one article."""
        manner = self._reader.read(article, self._wanted)
        assert article.outlet is not None
        self._sentences[article.outlet, article.published] += len(manner.sentences)
        told = _Told(article, manner)
        self._deeds += [told.deed(each) for each in manner.deeds if self._is_theirs(each)]
        self._loaded += [
            told.loaded(each) for each in manner.loaded if each.of and self._names(each.of)
        ]
        self._shown += [told.shown(each) for each in manner.shown if each.code in self._pair]

    def _wanted(self, sentence: str, named: frozenset[str]) -> bool:
        if self._words is not None:
            return tells([sentence], self._words)
        return not named.isdisjoint(self._pair)

    def _is_theirs(self, deed: Deed) -> bool:
        """Whether one of the two does it, or nobody who has a state."""
        return deed.doer is None or not deed.doer.codes or self._names(deed.doer)

    def _names(self, named: Named) -> bool:
        return not set(named.codes).isdisjoint(self._pair)


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows of what was read of an article."""

    article: Article
    manner: Manner

    def deed(self, deed: Deed) -> DeedRow:
        """The row of a deed."""
        doer, doer_codes = self._named(deed.doer)
        to, to_codes = self._named(deed.to)
        by, by_codes = self._named(deed.by)
        return DeedRow(
            **self._place(deed), doer=doer, doer_codes=doer_codes, form=deed.form, to=to,
            to_codes=to_codes, said=deed.said, by=by, by_codes=by_codes, stance=deed.stance,
        )  # fmt: skip

    def loaded(self, word: Loaded) -> LoadedRow:
        """The row of a loaded word."""
        of, of_codes = self._named(word.of)
        by, by_codes = self._named(word.by)
        return LoadedRow(
            **self._place(word), way=word.way, of=of, of_codes=of_codes, said=word.said, by=by,
            by_codes=by_codes,
        )  # fmt: skip

    def shown(self, shown: Shown) -> ShownRow:
        """The row of a state in a sentence."""
        place = self._sentence(shown.sentence)
        return ShownRow(
            **place, state=shown.code, light=round(shown.light, 3), said=shown.said,
            issues=topics_of(place["text"]).issues,
        )  # fmt: skip

    def _place(self, told: Deed | Loaded) -> dict[str, Any]:
        return {**self._sentence(told.sentence), "word": self._words(told.start, told.end)}

    def _sentence(self, number: int) -> dict[str, Any]:
        return {
            "article_id": self.article.article_id,
            "outlet": self.article.outlet,
            "published": self.article.published,
            "sentence": number,
            "text": self._words(*self.manner.sentences[number]),
        }

    def _named(self, named: Named | None) -> tuple[str | None, tuple[str, ...]]:
        if named is None:
            return None, ()
        return self._words(named.start, named.end), named.codes

    def _words(self, start: int, end: int) -> str:
        return " ".join(self.article.text[start:end].split())


def _order(row: DeedRow | LoadedRow | ShownRow) -> tuple[Any, ...]:
    return (row.published or dt.date.max, row.article_id, row.sentence)
