"""Every attribution in a text: who says, thinks or wants what, whoever it is and whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.actors.phrases import Phrases
from detente.coding.events import evidence
from detente.coding.voice.attribution import Voices
from detente.coding.voice.quotes import covering
from detente.records import Actor, Evidence

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the word that gives it its words, and the words.

    `cue` is None where nothing but a label or the quotation marks tell who speaks. Content in
    several pieces (`"…," he said, "…"`) is one attribution from the first to the last piece, the
    words between them included. Offsets count in the text: `text[start:end]` is the evidence.
    """

    source: Actor
    cue: Evidence | None
    content: Evidence


def attributions_in(phrases: Phrases, voices: Voices) -> list[Attribution]:
    """Attributions of one sentence, in the order of their cues.

    A quotation that no word in the sentence gives to anybody goes to whom `voices` hold for the
    speaker; without one it has no source and is left out.
    """
    text = phrases.text
    found: list[Attribution] = []
    for saying in voices.sayings(phrases.parse):
        source = voices.speaker_of(phrases, saying.sources)
        if source is not None:
            cue = evidence(text, phrases.parse.starts[saying.cue], phrases.parse.ends[saying.cue])
            content = evidence(text, *_stretch(phrases, saying.content))
            found.append(Attribution(source, cue, content))
    held = {token for each in voices.sayings(phrases.parse) for token in each.content}
    for first, last in _quoted_runs(phrases, voices):
        if not any(token in held for token in range(first, last + 1)):
            found += _of_quotation(phrases, voices, first, last)
    return found


def joined(earlier: list[Attribution], later: list[Attribution], text: str) -> list[Attribution]:
    """Attributions of a text so far with those of its next sentence.

    A quotation that goes on without a cue belongs to the attribution before it.
    """
    for attribution in later:
        last = earlier[-1] if earlier else None
        if last and attribution.cue is None and _goes_on(last, attribution):
            content = evidence(text, last.content.start, attribution.content.end)
            earlier[-1] = replace(last, content=content)
        else:
            earlier.append(attribution)
    return earlier


def _goes_on(last: Attribution, attribution: Attribution) -> bool:
    return (
        last.source.start == attribution.source.start
        and last.content.end <= attribution.content.start
    )


def turns_of(voices: Voices) -> Iterator[Attribution]:
    """Turns of a transcript, each given to its label."""
    text = voices.article.text
    for turn in voices.turns:
        start = text.rfind(turn.label, 0, turn.start)
        speaker = voices.own_voice(turn.start) or Actor(
            turn.label, start, start + len(turn.label), None, None, None
        )
        end = turn.start + len(text[turn.start : turn.end].rstrip())
        if end > turn.start:
            source = replace(speaker, start=start, end=start + len(turn.label))
            yield Attribution(source, None, evidence(text, turn.start, end))


def _of_quotation(phrases: Phrases, voices: Voices, first: int, last: int) -> Iterator[Attribution]:
    text, parse = phrases.text, phrases.parse
    content = evidence(text, parse.starts[first], parse.ends[last])
    speaker, verb = voices.beside(phrases, first)
    if speaker is not None and verb is not None:
        yield Attribution(speaker, evidence(text, parse.starts[verb], parse.ends[verb]), content)
        return
    source = voices.ahead or voices.recent
    if source is not None:
        yield Attribution(source, None, content)


def _quoted_runs(phrases: Phrases, voices: Voices) -> Iterator[Stretch]:
    """First and last word of each stretch of a sentence that stands in quotation marks."""
    parse = phrases.parse
    run: list[int] = []
    for token in range(len(parse)):
        inside = covering(voices.quotes, parse.starts[token]) is not None
        if inside and not parse.is_punctuation(token):
            run.append(token)
        elif not inside and run:
            yield run[0], run[-1]
            run = []
    if run:
        yield run[0], run[-1]


def _stretch(phrases: Phrases, tokens: tuple[int, ...]) -> Stretch:
    parse = phrases.parse
    first, last = min(tokens), max(tokens)
    while first < last and parse.is_punctuation(first):
        first += 1
    while last > first and parse.is_punctuation(last):
        last -= 1
    return parse.starts[first], parse.ends[last]
