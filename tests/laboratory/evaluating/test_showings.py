"""Ratings of the light in which sentences show states: rows in, ratings out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from detente.coding.manner import MannerReader
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.evaluating.showings import read_showings, score_shown
from detente.laboratory.evaluating.standoff import digest_of

TEXT = "It rained. Kenyan troops massacred civilians in the Norwegian town of Bergen. It snowed."
SENTENCE = "Kenyan troops massacred civilians in the Norwegian town of Bergen."


def rated(folder: Path, **other: object) -> Path:
    """A collection of one text, and a file with the ratings of its second sentence."""
    row = {"text": TEXT, "date": "2021-03-04"}
    collection = folder / "corpora" / "news-leads.jsonl.gz"
    collection.parent.mkdir()
    with gzip.open(collection, "wt") as file:
        file.write(json.dumps(row) + "\n")
    start = TEXT.index(SENTENCE)
    told = {
        "source": "news-leads", "row": 0, "field": "text", "start": start,
        "end": start + len(SENTENCE), "digest": digest_of(SENTENCE),
        "shown": {"KEN": [[-2, "own"], [-1, "own"]], "NOR": [[0.5, "said"], [0, None]]},
    }  # fmt: skip
    path = folder / "rated.jsonl"
    path.write_text(json.dumps(told | other) + "\n", encoding="utf-8")
    return path


def test_ratings_are_read_with_their_means(tmp_path: Path) -> None:
    (found,) = read_showings([rated(tmp_path)], tmp_path)
    assert found.article.text[slice(*found.span)] == SENTENCE
    assert (found.light("KEN"), found.light("NOR")) == (-0.75, 0.125)
    assert (found.said("KEN"), found.said("NOR")) == (False, True)


def test_a_sentence_of_other_words_is_left_out(tmp_path: Path) -> None:
    assert read_showings([rated(tmp_path, digest="0" * 16)], tmp_path) == []


@pytest.mark.parametrize("shown", [{"KEN": [[3, "own"]]}, {"KEN": [[1]]}, {"KEN": 1}])
def test_what_is_no_rating_is_told_with_its_line(tmp_path: Path, shown: object) -> None:
    with pytest.raises(AnnotationError) as told:
        read_showings([rated(tmp_path, shown=shown)], tmp_path)
    assert str(told.value.where).endswith("rated.jsonl:1")


def test_the_score_counts_the_states_of_the_rated_sentence(tmp_path: Path) -> None:
    score = score_shown(MannerReader(), read_showings([rated(tmp_path)], tmp_path))
    assert (score.states, score.clear, score.side) == (2, 1, 1.0)
