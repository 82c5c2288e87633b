"""How does the coder do on each set?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from detente.coding.coder import Coder, Coding
from detente.commands.inputs import ReadTally, batches
from detente.commands.inputs import articles as told_articles
from detente.commands.options import Model
from detente.errors import InputError
from detente.laboratory.commands.score_outcomes import OutcomeResult
from detente.laboratory.commands.score_results import (
    AnnotatedResult,
    AttributedResult,
    DatedResult,
    GradedResult,
    PassagesResult,
    RecordResult,
    RelationResult,
    Result,
    TaggedResult,
    TimedResult,
    VoicedResult,
)
from detente.laboratory.commands.score_sets import sorted_out
from detente.laboratory.evaluating import (
    read_record,
    score_given_spans,
    score_record,
    score_relations,
)
from detente.laboratory.evaluating.annotated import marked_pairs, score_annotated
from detente.laboratory.evaluating.attributed import read_attributed, score_attributed
from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.dated import read_dated
from detente.laboratory.evaluating.graded import read_graded, score_graded
from detente.laboratory.evaluating.labelled import read_labelled
from detente.laboratory.evaluating.marking import part_of
from detente.laboratory.evaluating.passages import score_passages
from detente.laboratory.evaluating.record import read_readings
from detente.laboratory.evaluating.standoff import parted, read_standoff
from detente.laboratory.evaluating.tagged import read_tagged, score_tagged
from detente.laboratory.evaluating.timed import DatesOf, read_timed, score_dates
from detente.laboratory.evaluating.times import score_dated
from detente.laboratory.evaluating.voiced import read_voiced
from detente.laboratory.evaluating.voices import score_voiced
from detente.reading import read
from detente.records import Article


def scores(
    sets: Iterable[Path],
    *,
    between: tuple[str, str] | None,
    articles: Path | None,
    model: Model = "shipped",
    sources: Path | None = None,
    every: bool = False,
) -> Iterator[Result | OutcomeResult]:
    """The score on each set; files of one folder are one set. Real passages have their texts in the folder
    `sources`; of them those are scored that no shipped reader learnt from, or `every` one. Raises
    `InputError`."""
    found = sorted_out(sets)
    coder = Coder(model=model)
    for folder, files in found.records.items():
        told = _coded(articles or folder / "articles", coder)
        yield _record(folder, files, between, told)
        if (outcomes := folder / "outcomes.csv").exists():
            yield OutcomeResult.of(outcomes, told, between)
    for path in found.marked:
        yield _relations(path, coder)
    for folder, files in found.annotated.items():
        yield _annotated(folder, files, coder)
    for folder, files in found.dated.items():
        passages = _held_out(read_dated(files), folder)
        yield DatedResult(str(folder), score_dated(passages, coder))
    for folder, files in found.voiced.items():
        spoken = _held_out(read_voiced(files), folder)
        yield VoicedResult(str(folder), score_voiced(spoken, coder))
    for folder, files in found.passages.items():
        yield _passages(folder, files, coder, sources, every=every)
    for path in found.tagged:
        yield TaggedResult(str(path), score_tagged(read_tagged(path), coder))
    for folder, files in found.timed.items():
        yield TimedResult(_name(folder, files), score_dates(read_timed(files), _dates_by(coder)))
    for path in found.attributed:
        yield _attributed(path, coder)
    for path in found.graded:
        yield GradedResult(str(path), score_graded(read_graded(path), coder))


def _name(folder: Path, files: Sequence[Path]) -> str:
    return str(folder) if len(files) > 1 else str(files[0])


def _record(
    folder: Path,
    files: Sequence[Path],
    between: tuple[str, str] | None,
    told: Sequence[tuple[Article, Coding]],
) -> RecordResult:
    rows = read_record(files)
    readings = folder / "readings.csv"
    score = score_record(
        rows,
        [event for _, coding in told for event in coding.events],
        between=between,
        readings=read_readings(readings) if readings.exists() else None,
    )
    return RecordResult(_name(folder, files), between, score)


def _coded(articles: Path, coder: Coder) -> list[tuple[Article, Coding]]:
    if not articles.exists():
        raise InputError(
            "no articles to score with", where=str(articles), advice="Name them with --articles."
        )
    found = told_articles(read([articles]), ReadTally())
    return [
        each
        for batch in batches(found)
        for each in zip(batch, coder.code_articles(batch), strict=True)
    ]


class _Remembered:
    """A coder that codes each article once, so that rows can be scored together and alone."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self._known: dict[str, Coding] = {}

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        new = {each.article_id: each for each in articles if each.article_id not in self._known}
        codings = self._coder.code_articles(list(new.values()))
        self._known |= dict(zip(new, codings, strict=True))
        return [self._known[each.article_id] for each in articles]


def _relations(path: Path, coder: Coder) -> RelationResult:
    rows, remembered = read_labelled(path), _Remembered(coder)
    score = score_relations(rows, remembered)
    missed = (row for row in rows if not score_relations([row], remembered).root)
    given = score_given_spans(rows, coder.relation)
    return RelationResult(str(path), score, given, tuple(missed))


def _annotated(folder: Path, files: Sequence[Path], coder: Coder) -> AnnotatedResult:
    """Only the part that no model is trained on is scored."""
    held = _held_out(read_corpus(files), folder)
    given = score_given_spans(marked_pairs(held), coder.relation)
    return AnnotatedResult(str(folder), score_annotated(held, coder), given)


class _WithText(Protocol):
    @property
    def text(self) -> str: ...


Passage = TypeVar("Passage", bound=_WithText)


def _held_out(passages: Sequence[Passage], folder: Path) -> list[Passage]:
    """The part on which nothing is trained or chosen."""
    held = [each for each in passages if part_of(each.text) == "test"]
    if not held:
        raise InputError(
            "nothing in it belongs to the held-out part", where=str(folder),
            advice="A tenth of the texts is held out, told by their words; give more of them.",
        )  # fmt: skip
    return held


def _passages(
    folder: Path, files: Sequence[Path], coder: Coder, sources: Path | None, *, every: bool
) -> PassagesResult:
    found = read_standoff(files, sources)
    name, whole = _name(folder, files), found.passages
    if not whole:
        raise InputError(
            "no passage of it has its text here", where=name,
            advice="Name the folder that holds the collections with --sources.",
        )  # fmt: skip
    chosen = whole if every else parted(whole)[1]
    if not chosen:
        raise InputError(
            f"none of its {len(whole)} passages is held out from training", where=name,
            advice="Eight in a hundred are, told by their words; --every scores all.",
        )  # fmt: skip
    scores = score_passages(chosen, coder, coder.lenient())
    return PassagesResult(name, scores, found.missing, len(whole) - len(chosen))


def _attributed(folder: Path, coder: Coder) -> AttributedResult:
    return AttributedResult(
        str(folder), score_attributed(read_attributed(folder), coder.attributions)
    )


def _dates_by(coder: Coder) -> DatesOf:
    return lambda text, published: coder.dates(text, published=published)
