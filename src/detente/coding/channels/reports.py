"""From the names in a sentence to what is reported of channels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Phrases
from detente.coding.channels.finding import Named, find_names
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.parties import Whose, whose
from detente.coding.channels.telling import NAMED, Tale, tale_of
from detente.coding.channels.words import words_of
from detente.coding.events import digest, evidence, in_background
from detente.coding.sentences import SentenceSpan
from detente.coding.time.dating import Dating, date_act
from detente.coding.voice.attribution import Voices
from detente.records import Article, ChannelReport

SERIAL = frozenset({"suspended", "resumed"})
"""What only a series of talks undergoes."""
NO_DATE = Dating(None, None, None, None, False, "")


class Found(NamedTuple):
    """What a sentence reports of channels, and names that turned out to be none, each with why."""

    reports: tuple[ChannelReport, ...]
    left_out: tuple[tuple[str, str], ...]


NOTHING = Found((), ())


def worth_a_look(text: str, mentions: list[Mention], known: ChannelList) -> bool:
    """Whether a sentence that is parsed for nothing else is worth it for a channel.

    It must name a state, and hold a listed name, or a head noun with a qualifier, an ordinal or
    a capital letter beside it.
    """
    if not any(m.code for m in mentions) or not known.possible(text):
        return False
    words = words_of(text)
    if any(hit.meant[0].kind for hit in known.names_in(words)):
        return True
    said = {"standing", "joint", "talk"}
    for place in range(len(words)):
        head = known.head_at(words, place)
        if head is None:
            continue
        if head[1].needs == "parties":
            return True
        before = words[max(0, head[0] - 4) : head[0]]
        if words[place].capital or any(known.says.get((w.form,)) in said for w in before):
            return True
    return False


@dataclass(frozen=True, slots=True)
class ChannelCoder:
    """Codes what one article says of channels, sentence by sentence."""

    article: Article
    voices: Voices
    known: ChannelList
    coder: str = field(kw_only=True)

    def code(
        self, index: int, span: SentenceSpan, phrases: Phrases, anchor: dt.date | None
    ) -> Found:
        """What one parsed sentence reports; `anchor` is what `a day later` counts from."""
        text = self.article.text
        if not self.known.possible(text[span.start : span.end]):
            return NOTHING
        reports: dict[tuple[str, str], ChannelReport] = {}
        left_out: list[tuple[str, str]] = []
        for named in find_names(phrases.parse, text, phrases.mentions, self.known):
            report = self._report(index, span, phrases, named, anchor)
            if isinstance(report, str):
                left_out.append((text[named.start : named.end], report))
            else:
                reports.setdefault((report.key, report.told), report)
        return Found(tuple(reports.values()), tuple(left_out))

    def _report(
        self, index: int, span: SentenceSpan, phrases: Phrases, named: Named, anchor: dt.date | None
    ) -> ChannelReport | str:
        """The report, or why the name is left out."""
        parse = phrases.parse
        tale = tale_of(parse, named.head)
        if parse.words[-1] == "?" or self.voices.asked(span.end - 1):
            tale = NAMED
        if not _stands(named, tale):
            return "nothing beside it makes it a standing channel"
        owned = whose(phrases, named)
        if owned is None:
            return "a channel of nobody known: fewer than two parties are told"
        if reason := _too_vague(named, owned):
            return reason
        dating = self._dating(span, phrases, tale, anchor)
        return self._record(index, span, phrases, named, tale, owned, dating)

    def _dating(
        self, span: SentenceSpan, phrases: Phrases, tale: Tale, anchor: dt.date | None
    ) -> Dating:
        if tale.trigger is None or tale.status is None or not tale.dated:
            return NO_DATE
        parse = phrases.parse
        dating = date_act(
            parse,
            self.article.text[parse.start : span.end],
            tale.trigger,
            status=tale.status,
            published=self.article.published,
            anchor=anchor,
            background=parse.is_verb(tale.trigger) and in_background(parse, tale.trigger),
        )
        # The day on which a plan is told is not the day for which it is.
        ahead = tale.status == "planned" and dating.basis == "publication"
        return NO_DATE if ahead else dating

    def _record(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        named: Named,
        tale: Tale,
        owned: Whose,
        dating: Dating,
    ) -> ChannelReport:
        article, parse = self.article, phrases.parse
        channel = owned.listed or named
        trigger = None
        if tale.trigger is not None:
            trigger = evidence(article.text, parse.starts[tale.trigger], parse.ends[tale.trigger])
        return ChannelReport(
            channel_report_id=digest(
                article.article_id, named.start, named.end, channel.key, tale.told, self.coder
            ),
            article_id=article.article_id,
            sentence=index,
            start=span.start,
            end=span.end,
            channel=channel.name,
            key=channel.key,
            kind=channel.kind or named.kind,
            named=evidence(article.text, named.start, named.end),
            parties=owned.parties,
            parties_from=owned.read_from,
            ordinal=named.ordinal,
            told=tale.told,
            trigger=trigger,
            status=tale.status,
            date_start=dating.start,
            date_end=dating.end,
            date_precision=dating.precision,
            date_basis=dating.basis,
            reported_by=self.voices.attributed(phrases, named.head),
            coder=self.coder,
        )


def _stands(named: Named, tale: Tale) -> bool:
    """Whether what stands beside a head noun makes it the name of a standing channel."""
    if named.meant or named.needs is None:
        return True
    says, needs = named.says, named.needs.needs
    subject = named.topic or named.topic_after
    serial = named.capital or "standing" in says
    told = tale.told in SERIAL and not tale.participle
    if needs == "topic":
        told_after = named.topic_after and tale.told != "named"
        return serial or named.topic or told_after
    if needs == "turn":
        return serial or (subject and (told or tale.participle or named.ordinal is not None))
    joint = "joint" in says or len(named.states) > 1
    if needs == "joint-turn":
        return joint and ("standing" in says or named.ordinal is not None)
    if needs == "talk":
        return "talk" in says
    return joint or needs == "parties"


def _too_vague(named: Named, owned: Whose) -> str | None:
    """Why a name that says little is not joined to two states that are not told beside it."""
    loose = owned.read_from == "article" and not named.meant
    needs = named.needs.needs if named.needs else None
    if loose and needs in ("parties", "joint", "joint-turn"):
        return "its parties are not told in its sentence, and its name says too little"
    return None

