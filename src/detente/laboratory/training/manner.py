"""Fitting of the weights that tell how deeds are told, on annotated passages; the network stays as it is.

One logistic regression for each head, with a penalty on the squared weights (ridge; Hoerl and Kennard,
1970). Each head's threshold is the one that does best on passages that the weights were not fitted on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.coding.actors.names import name_table
from detente.coding.channels.listed import channel_list
from detente.coding.grammar.marks import Hung
from detente.coding.manner.reading import WindowSeen, names_seen, windows_seen, word_marks
from detente.coding.manner.weights import FORMS, HEADS, ONE_OF, WAYS, Head, MannerWeights
from detente.coding.manner.words import Words
from detente.coding.preparing import TOO_LONG, Preparation, Prepared
from detente.coding.reader.heads import Floats
from detente.coding.reader.model import shipped_reader
from detente.coding.reader.window import Span
from detente.laboratory.evaluating.showings import Showing
from detente.laboratory.evaluating.tellings import DeedTold, Telling, WordLoaded

PARTS = 4
"""Into which the passages are cut, so that thresholds are found on others than the weights."""
STEPS = 120
FEWEST = 4
"""Places at which a mark must stand to have a weight."""
LEASTS = tuple(number / 100 for number in range(10, 65, 5))
Doubles = NDArray[np.float64]
Truths = NDArray[np.bool_]


class Penalty(NamedTuple):
    """Of the squared weights of a head, and the scale of its marks beside what is seen."""

    weights: float
    marks: float


PENALTIES: Mapping[str, Penalty] = {
    "deed": Penalty(0.3, 0.1),
    "loaded": Penalty(1.0, 1.0),
    "form": Penalty(0.3, 0.1),
    "said": Penalty(0.3, 0.1),
    "possible": Penalty(0.3, 0.1),
    "denied": Penalty(0.3, 0.3),
    "doer": Penalty(1.0, 0.3),
    "to": Penalty(0.3, 1.0),
    "by": Penalty(0.3, 1.0),
    "of": Penalty(0.3, 0.3),
    "light": Penalty(1.0, 1.0),
    "quoted": Penalty(0.3, 1.0),
}
"""Chosen on parts of the passages that are learnt from."""
OF_PLACES = frozenset({"doer", "to", "by", "of"})
"""Heads that choose one stretch of words, if any; they are judged by how often the right one, or rightly
none, is chosen, all others by F1."""


SOFT = frozenset({"light"})
"""Heads whose right answer is a share, and which tell it as it is."""


@dataclass(slots=True)
class Examples:
    """What a head is given at each place, and what is right; `group` tells of which stretch, or passage,
    each is, and `part` in which part of the passages."""

    seen: list[Floats] = field(default_factory=list)
    marks: list[list[list[str]]] = field(default_factory=list)
    right: list[Floats] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)

    def add(self, part: int, seen: Floats, marks: list[list[str]], right: Floats) -> None:
        """The places of one window, or of one stretch."""
        self.seen.append(seen)
        self.marks.append(marks)
        self.right.append(right)
        self.parts.append(part)

    def of(self, keep: Callable[[int], bool]) -> Examples:
        """Those of some parts."""
        kept = [at for at, part in enumerate(self.parts) if keep(part)]
        return Examples(
            [self.seen[at] for at in kept],
            [self.marks[at] for at in kept],
            [self.right[at] for at in kept],
            [self.parts[at] for at in kept],
        )


def fit_manner(tellings: Iterable[Telling], showings: Iterable[Showing]) -> MannerWeights:
    """The weights of all heads, fitted on some passages and rated sentences."""
    found = examples(tellings) | examples_shown(showings)
    return MannerWeights({name: _head(name, found[name]) for name in HEADS})


def examples(tellings: Iterable[Telling]) -> dict[str, Examples]:
    """What each head is given in some passages."""
    preparation = Preparation(name_table(()), channel_list(None), None)
    found: dict[str, Examples] = defaultdict(Examples)
    for number, telling in enumerate(tellings):
        work = preparation.of(telling.article)
        for seen in windows_seen(work, shipped_reader(), _readable(work)):
            _Window(seen, telling, number % PARTS, found).add()
    return found


def examples_shown(showings: Iterable[Showing]) -> dict[str, Examples]:
    """What the heads of the light in which a state is shown are given: at the names of each state in a
    sentence, the mean rating as a share of the way from the worst to the best light (a soft answer), and
    whether most took it for somebody's words."""
    found: dict[str, Examples] = defaultdict(Examples)
    for number, (showing, code, own) in enumerate(_names_rated(showings)):
        share, part = (showing.light(code) + 1) / 2, number % PARTS
        found["light"].add(part, own[None, :], [[]], _answer(share))
        if (said := showing.said(code)) is not None:
            found["quoted"].add(part, own[None, :], [[]], _answer(said))
    return found


def _names_rated(showings: Iterable[Showing]) -> Iterator[tuple[Showing, str, Floats]]:
    """What is seen at the names of each rated state of each sentence."""
    preparation = Preparation(name_table(()), channel_list(None), None)
    for showing in showings:
        work = preparation.of(showing.article)
        spans = [(each.span.start, each.span.end) for each in work.sentences]
        here = [index for index in _readable(work) if spans[index] == showing.span]
        for seen in windows_seen(work, shipped_reader(), here):
            for _, code, own in names_seen(seen, work.mentions):
                if code in showing.ratings:
                    yield showing, code, own


def lights_in_folds(
    showings: Sequence[Showing], folds: int = 5
) -> Iterator[tuple[Showing, str, float]]:
    """The light read of each rated state in a sentence, by weights fitted on sentences of other folds."""
    seen = list(_names_rated(showings))
    places = [int(showing.digest[8:12], 16) % folds for showing, _, _ in seen]
    for fold in range(folds):
        learnt = Examples()
        for place, (showing, code, own) in zip(places, seen, strict=True):
            if place != fold:
                learnt.add(0, own[None, :], [[]], _answer((showing.light(code) + 1) / 2))
        head = MannerWeights({"light": _head("light", learnt)})
        for place, (showing, code, own) in zip(places, seen, strict=True):
            if place == fold:
                share = head.shares("light", own[None, :], [()])[0, 0]
                yield showing, code, float(2 * share - 1)


def _answer(right: float) -> Floats:
    return np.array([[right]], np.float32)


def _readable(work: Prepared) -> list[int]:
    return [index for index, why in enumerate(work.skipped) if why != TOO_LONG]


@dataclass(frozen=True, slots=True)
class _Window:
    seen: WindowSeen
    telling: Telling
    part: int
    found: dict[str, Examples]

    def add(self) -> None:
        words, marks = self.seen.words, word_marks(self.seen.words, self.telling.article.text)
        each = words.each()
        deeds = [(deed, at) for deed in self.telling.deeds if (at := self._at(deed.word))]
        loaded = [(word, at) for word in self.telling.loaded if (at := self._at(word.word))]
        telling, judging = self._blank(1), self._blank(len(WAYS))
        for _, at in deeds:
            telling[at] = 1
        for word, at in loaded:
            judging[at, WAYS.index(word.way)] = 1
        self.found["deed"].add(self.part, each, marks, telling)
        self.found["loaded"].add(self.part, each, marks, judging)
        for deed, at in deeds:
            self._deed(words, deed, at)
        for word, at in loaded:
            self._loaded(words, word, at)

    def _deed(self, words: Words, deed: DeedTold, at: range) -> None:
        asked, hung = words.asked(at[0], at[-1]), self._hung(at)
        own, marks = asked.own[None, :], [hung.marks()]
        form = np.eye(len(FORMS), dtype=np.float32)[[FORMS.index(deed.form)]]
        self.found["form"].add(self.part, own, marks, form)
        for name, right in (
            ("said", deed.said),
            ("possible", deed.stance == "possible"),
            ("denied", deed.stance == "denied"),
        ):
            self.found[name].add(self.part, own, marks, np.array([[right]], np.float32))
        paths = hung.paths(words.spans)
        for name, span in (("doer", deed.doer), ("to", deed.to), ("by", deed.by)):
            if name != "by" or deed.said:
                self.found[name].add(self.part, asked.beside, paths, self._where(span))

    def _loaded(self, words: Words, word: WordLoaded, at: range) -> None:
        asked, hung = words.asked(at[0], at[-1]), self._hung(at)
        paths = hung.paths(words.spans)
        self.found["of"].add(self.part, asked.beside, paths, self._where(word.of))
        right = np.array([[word.said]], np.float32)
        self.found["said"].add(self.part, asked.own[None, :], [hung.marks()], right)

    def _hung(self, at: range) -> Hung:
        return Hung(self.seen.parses, self.seen.words.characters(at[0], at[-1]))

    def _at(self, span: Span) -> range:
        return self.seen.words.at(span)

    def _blank(self, answers: int) -> Floats:
        return np.zeros((len(self.seen.words), answers), np.float32)

    def _where(self, span: Span | None) -> Floats:
        right = self._blank(1)
        if span is not None:
            right[self._at(span)] = 1
        return right


def _head(name: str, held: Examples) -> Head:
    """A head fitted on all examples, its threshold found on parts left out in turn."""
    if name in ONE_OF or name in SOFT:
        return _fitted(name, held, 0.5)
    shares: list[list[Floats]] = []
    right: list[list[Floats]] = []
    for part in range(PARTS):
        judge = _fitted(name, held.of(lambda other, part=part: other != part), 0.5)  # type: ignore[misc]
        judged = held.of(lambda other, part=part: other == part)  # type: ignore[misc]
        weights = MannerWeights({name: judge})
        shares += [
            [weights.shares(name, seen, marks)]
            for seen, marks in zip(judged.seen, judged.marks, strict=True)
        ]
        right += [[each] for each in judged.right]
    pairs = [(one[0], other[0] > 0) for one, other in zip(shares, right, strict=True)]
    score = _chosen if name in OF_PLACES else _f1
    return _fitted(name, held, max(LEASTS, key=lambda least: score(pairs, least)))


def _chosen(pairs: Sequence[tuple[Floats, Truths]], least: float) -> float:
    """How often the likeliest place is right, or none is told where there is none."""
    right = 0
    for shares, truth in pairs:
        best = int(shares[:, 0].argmax())
        right += bool(truth[best, 0]) if shares[best, 0] >= least else not truth.any()
    return right / max(1, len(pairs))


def _f1(pairs: Sequence[tuple[Floats, Truths]], least: float) -> float:
    told = np.concatenate([shares.ravel() >= least for shares, _ in pairs])
    truth = np.concatenate([each.ravel() for _, each in pairs])
    return 2 * int((told & truth).sum()) / max(1, int(told.sum()) + int(truth.sum()))


def _fitted(name: str, held: Examples, least: float) -> Head:
    """Weights by penalised maximum likelihood."""
    seen, right = np.vstack(held.seen), np.vstack(held.right)
    names = [marks for each in held.marks for marks in each]
    known = _known(names)
    centre, spread = seen.mean(0), (seen.std(0) + 1e-3) * np.sqrt(seen.shape[1])
    penalty = PENALTIES[name]
    given = np.hstack([(seen - centre) / spread, _marked(names, known) * penalty.marks])
    weights = _minimised(given.astype(np.float32), right, penalty.weights, name in ONE_OF)
    rows = (weights[: seen.shape[1]] / spread[:, None]).astype(np.float16).astype(np.float32)
    of_marks = (weights[seen.shape[1] : -1] * penalty.marks).astype(np.float16).astype(np.float32)
    constant = (weights[-1] - centre @ rows).astype(np.float32)
    return Head(rows, known, of_marks, constant, least)


def _known(names: Sequence[Iterable[str]]) -> dict[str, int]:
    counts = Counter(mark for marks in names for mark in set(marks))
    kept = sorted(mark for mark, number in counts.items() if number >= FEWEST)
    return {mark: place for place, mark in enumerate(kept)}


def _marked(names: Sequence[Iterable[str]], known: Mapping[str, int]) -> Floats:
    found = np.zeros((len(names), len(known)), np.float32)
    for row, marks in enumerate(names):
        found[row, sorted({known[mark] for mark in marks if mark in known})] = 1
    return found


def _minimised(given: Floats, right: Floats, penalty: float, one_of: bool) -> Doubles:
    """A row for each column of what is given, and the constants."""
    answers = right.shape[1]

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(-1, answers).astype(np.float32)
        scores = given @ weights[:-1] + weights[-1]
        off, slope = (_off_one_of if one_of else _off_each)(scores, right)
        above = np.vstack([given.T @ slope + penalty * weights[:-1], slope.sum(0, keepdims=True)])
        total = off + penalty / 2 * float((weights[:-1].astype(np.float64) ** 2).sum())
        return total, above.astype(np.float64).ravel()

    start = np.zeros((given.shape[1] + 1) * answers)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x.reshape(-1, answers), dtype=np.float64)


def _off_each(scores: Floats, right: Floats) -> tuple[float, Floats]:
    shares = (1 + np.tanh(scores / 2)) / 2
    off = np.logaddexp(0, scores) - right * scores
    return float(off.sum(dtype=np.float64)), (shares - right).astype(np.float32)


def _off_one_of(scores: Floats, right: Floats) -> tuple[float, Floats]:
    raised = scores - scores.max(1, keepdims=True)
    logs = raised - np.log(np.exp(raised).sum(1, keepdims=True))
    return -float((right * logs).sum(dtype=np.float64)), (np.exp(logs) - right).astype(np.float32)
