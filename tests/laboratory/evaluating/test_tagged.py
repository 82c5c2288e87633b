"""Sentences with tagged words: read back as text, and scored by overlap."""

import pytest

from detente.coding.coder import Coder
from detente.errors import InputError
from detente.laboratory.evaluating.tagged import is_tagged, read_tagged, score_tagged

TAGGED = """\
Kenya\tB-S
on\tO
Monday\tO
condemned\tO
Uganda\tB-T
's\tI-T
decision\tI-T
.\tO

Peru\tB-R
and\tO
(\tO
Chile\tB-R
)\tO
met\tO
,\tO
officials\tO
said\tO
.\tO
"""


def written(tmp_path, text):
    path = tmp_path / "spans.conll"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_become_a_text_and_tags_become_spans(tmp_path):
    first, second = read_tagged(written(tmp_path, TAGGED))
    assert first.text == "Kenya on Monday condemned Uganda's decision."
    assert [first.text[slice(*span)] for span in first.actors] == ["Kenya"]
    assert [first.text[slice(*span)] for span in first.recipients] == ["Uganda's decision"]
    assert second.text == "Peru and (Chile) met, officials said."
    assert [second.text[slice(*span)] for span in second.actors] == ["Peru", "Chile"]
    assert second.recipients == second.actors


def test_told_and_tagged_spans_are_counted_once_each(tmp_path):
    score = score_tagged(read_tagged(written(tmp_path, TAGGED)), Coder())
    assert (score.sentences, score.actors.tagged, score.recipients.tagged) == (2, 3, 3)
    assert score.actors.f1 == score.recipients.f1 == 1.0


def test_a_sentence_without_an_event_lowers_recall_alone(tmp_path):
    quiet = TAGGED + "\nGhana\tB-S\nlies\tO\nnear\tO\nTogo\tB-T\n.\tO\n"
    score = score_tagged(read_tagged(written(tmp_path, quiet)), Coder())
    assert (score.actors.precision, score.actors.recall) == (1.0, 0.75)


def test_the_kind_is_told_from_the_first_line(tmp_path):
    assert is_tagged(written(tmp_path, TAGGED))
    assert not is_tagged(written(tmp_path, "sentence\tmarked_sentence\n"))
    assert not is_tagged(written(tmp_path, "wire: Kenya condemned Uganda.\n"))


def test_a_line_that_is_none_is_named(tmp_path):
    with pytest.raises(InputError, match=r"spans\.conll:2"):
        read_tagged(written(tmp_path, "Kenya\tB-S\nno tag here\n"))
