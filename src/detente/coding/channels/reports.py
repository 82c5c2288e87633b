"""From the names in a sentence to what is reported of channels."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import PAIR_HEADS, PAIR_WORDS
from detente.coding.channels.dates import dated
from detente.coding.channels.finding import NamedChannel, find_names
from detente.coding.channels.listed import ChannelList
from detente.coding.channels.parties import Whose, told_between, whose
from detente.coding.channels.telling import NAMED, Tale, is_series, opened, tale_of
from detente.coding.channels.words import Word, words_of
from detente.coding.events import digest, evidence
from detente.coding.grammar.parse import Parse
from detente.coding.sentences import SentenceSpan
from detente.coding.time.dating import Dating
from detente.coding.time.timeline import DatesHere
from detente.coding.voice.attribution import Voices
from detente.records import Article, ChannelReport

SERIAL = frozenset({"suspended", "resumed"})
"""What only a series of talks undergoes."""
REFERRED = frozenset({"held", "planned", "cancelled"}) | SERIAL
"""What may be told of `the talks`, where they were named before."""
SETS = frozenset({"set", "kind", "sort", "type"})
"""`Three sets of talks` are three channels, not one."""
REACH = 4
"""Sentences over which `the talks` means those named before."""
BROKEN_OFF = frozenset({"suspended", "cancelled"})
TOLD_DAY = frozenset({"explicit", "relative"})
STANDING_FOR = frozenset({"those", "these", "they", "both", "it"})
IMPERSONAL = frozenset(
    "take resume suspend cancel postpone reopen restore freeze shelve restart".split()
)
"""Verbs that tell something of talks, and of nobody who holds them (`take place`)."""
GOING_ON = re.compile(
    r"(?:[A-Z][A-Z. ]+: )?(?:Those|These|They|Both|It) (?:[\w-]+ ){0,4}"
    r"(?:place|suspended|resumed|cancell?ed|postponed|reopened|restored|frozen|shelved|restarted)\b"
)
"""`Those took place`, `They have been suspended`, looked for before any parse."""
JOINING = frozenset({"with", "between", "among", "by"})
QUALIFIED = 4
"""Words before a head noun among which a qualifier of it is looked for before any parse."""


class ChannelsFound(NamedTuple):
    """What a sentence reports of channels, names that turned out to be none, each with why, and all
    reports, each with the noun that heads the channel's name."""

    reports: tuple[ChannelReport, ...]
    left_out: tuple[tuple[str, str], ...]
    by_noun: tuple[tuple[str, ChannelReport], ...] = ()


NOTHING = ChannelsFound((), ())


def worth_a_look(
    text: str, mentions: list[Mention], before: frozenset[str], known: ChannelList
) -> bool:
    """Whether a sentence that is parsed for nothing else is worth it for a channel.

    Two states must be named in it or just `before`, and it must hold a listed name, a hotline, or
    a head noun; where it does not name both states itself, one with a qualifier or a capital letter
    beside it. Where it names no state itself, it must speak of `the two governments`, or of a channel
    that is joint.
    """
    own = {mention.code for mention in mentions if mention.code}
    if len(own | before) < 2 or not known.possible(text):
        return False
    words = words_of(text)
    named = bool(own) or _refers_to_two(words)
    if named and any(hit.meant[0].kind for hit in known.names_in(words)):
        return True
    wanted = {"standing", "joint", "talk"} if named else {"joint"}
    for place in range(len(words)):
        head = known.head_at(words, place)
        if head is None:
            continue
        needs = head[1].needs
        beside = words[max(0, head[0] - QUALIFIED) : head[0]]
        if not wanted.isdisjoint(known.says.get((word.form,)) for word in beside):
            return True
        shared = len(own) > 1 or not needs.startswith("joint")
        if len(own) > 1 or (named and (needs == "parties" or (words[place].capital and shared))):
            return True
    return False


def goes_on(text: str, before: str, known: ChannelList) -> bool:
    """Whether a sentence may tell what became of a channel named in the one before it."""
    return GOING_ON.match(text) is not None and known.possible(before)


def _refers_to_two(words: list[Word]) -> bool:
    return any(
        word.form in PAIR_WORDS
        and {later.form for later in words[place + 1 : place + 3]} & PAIR_HEADS
        for place, word in enumerate(words)
    )


@dataclass(frozen=True, slots=True)
class ChannelCoder:
    """Codes what a sentence says of channels, after what was `named_before` in its article, each report
    with the noun that heads the channel's name."""

    article: Article
    voices: Voices
    known: ChannelList
    named_before: tuple[tuple[str, ChannelReport], ...]
    coder: str = field(kw_only=True)

    def code(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        dates: DatesHere,
    ) -> ChannelsFound:
        """What one parsed sentence reports, with its dates."""
        text = self.article.text
        if not self.known.possible(text[span.start : span.end]):
            return self._by_pronoun(index, span, phrases, dates)
        reports: dict[tuple[str, str], ChannelReport] = {}
        by_noun: list[tuple[str, ChannelReport]] = []
        left_out: list[tuple[str, str]] = []
        names = find_names(phrases.parse, text, phrases.mentions, self.known)
        heads = frozenset(named.head for named in names)
        for named in names:
            tale = self._tale(span, phrases.parse, named, heads)
            report = self._report(index, span, phrases, named, tale, dates)
            if isinstance(report, str):
                report = self._referred(index, span, phrases, named, tale, dates) or report
            if isinstance(report, str):
                left_out.append((text[named.start : named.end], report))
            else:
                reports.setdefault((report.key, report.told), report)
                by_noun.append((_noun(phrases.parse, named.head), report))
        return ChannelsFound(tuple(reports.values()), tuple(left_out), tuple(by_noun))

    def _by_pronoun(
        self, index: int, span: SentenceSpan, phrases: Phrases, dates: DatesHere
    ) -> ChannelsFound:
        """`Those took place on Friday`: what is told of the channels named in the sentence before.

        Only by words that tell of no person, as `they met` and `they were held` may.
        """
        parse = phrases.parse
        before = [report for _, report in self.named_before if report.sentence == index - 1]
        token = next((t for t in range(len(parse)) if parse.lowers[t] in STANDING_FOR), None)
        if not before or token is None or parse.words[-1] == "?":
            return NOTHING
        tale = tale_of(parse, token)
        if tale.told not in REFERRED or tale.trigger is None:
            return NOTHING
        telling = parse.lemmas[tale.trigger]
        if telling not in IMPERSONAL or not parse.is_root(parse.heads[token]):
            return NOTHING
        dating = dated(parse, tale, token, dates)
        tale = _as_dated(tale, dating, dates.today)
        start, end = parse.starts[token], parse.ends[token]
        return ChannelsFound(
            tuple(
                self._record(
                    index, span, phrases,
                    NamedChannel(token, token, start, end, each.channel, each.key, each.kind, (), None),
                    tale, Whose(each.parties, each.parties_from, None), dating,
                )
                for each in {report.key: report for report in before}.values()
            ),
            (),
        )  # fmt: skip

    def _tale(
        self, span: SentenceSpan, parse: Parse, named: NamedChannel, heads: frozenset[int]
    ) -> Tale:
        """What is told of a name; a question tells nothing."""
        if parse.words[-1] == "?" or self.voices.asked(span.end - 1):
            return NAMED
        tale = tale_of(parse, named.head, heads)
        if named.kind == "hotline" and tale.trigger is not None:
            return opened(parse, tale)
        return tale

    def _referred(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        named: NamedChannel,
        tale: Tale,
        dates: DatesHere,
    ) -> ChannelReport | None:
        """`The talks ended on Friday`: what is told of a channel named in one of the sentences before."""
        noun = _noun(phrases.parse, named.head)
        earlier = next(
            (
                report
                for word, report in reversed(self.named_before)
                if word == noun and 0 < index - report.sentence <= REACH
            ),
            None,
        )
        if earlier is None or tale.told not in REFERRED or not _says_nothing_new(phrases, named):
            return None
        if tale.trigger is None or phrases.parse.is_relative_clause(tale.trigger):
            return None  # `on the day the talks opened` dates something else
        dating = dated(phrases.parse, tale, named.last, dates)
        meant = replace(named, name=earlier.channel, key=earlier.key, kind=earlier.kind)
        owned = Whose(earlier.parties, earlier.parties_from, None)
        tale = _as_dated(tale, dating, dates.today)
        return self._record(index, span, phrases, meant, tale, owned, dating)

    def _report(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        named: NamedChannel,
        tale: Tale,
        dates: DatesHere,
    ) -> ChannelReport | str:
        """The report, or why the name is left out."""
        if _is_several(phrases.parse, named.head):
            return "several channels are told by one word"
        serial = is_series(phrases.parse, named.head)
        if not _stands(named, tale, serial=serial, joint=told_between(phrases, named)):
            return "nothing beside it makes it a standing channel"
        owned = whose(phrases, named)
        if owned is None and named.instead is not None:
            return self._report(index, span, phrases, named.instead, tale, dates)
        if owned is None:
            return "a channel of nobody known: fewer than two parties are told"
        if reason := _too_vague(named, owned):
            return reason
        dating = self._with_the_others(index, tale, dated(phrases.parse, tale, named.last, dates))
        tale = _as_dated(tale, dating, dates.today)
        return self._record(index, span, phrases, named, tale, owned, dating)

    def _with_the_others(self, index: int, tale: Tale, dating: Dating) -> Dating:
        """`Second, … are cancelled. Third, … are suspended`: all of one day, where only that is told."""
        if dating.basis != "publication" or tale.told not in BROKEN_OFF:
            return dating
        for _, report in reversed(self.named_before):
            told = report.told in BROKEN_OFF and report.status == tale.status
            if told and index - report.sentence == 1 and report.date_basis in TOLD_DAY:
                return replace(
                    dating, start=report.date_start, end=report.date_end,
                    precision=report.date_precision, basis=report.date_basis,
                )  # fmt: skip
        return dating

    def _record(
        self,
        index: int,
        span: SentenceSpan,
        phrases: Phrases,
        named: NamedChannel,
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


def _noun(parse: Parse, head: int) -> str:
    return parse.lowers[head].removesuffix("s")


def _says_nothing_new(phrases: Phrases, named: NamedChannel) -> bool:
    """Whether a name is only `the talks`, of nobody else."""
    parse = phrases.parse
    own = named.topic or named.topic_after or named.capital or named.states or named.says
    others = any(parse.lowers[t] in JOINING for t in parse.prepositions(named.head))
    return not own and not others and phrases.is_definite(named.head)


def _is_several(parse: Parse, head: int) -> bool:
    """`three sets of military talks`."""
    of = parse.heads[head]
    above = parse.heads[of]
    return (
        parse.is_complement(head)
        and parse.lowers[of] == "of"
        and parse.lemmas[above] in SETS
        and parse.is_plural(above)
    )


def _as_dated(tale: Tale, dating: Dating, today: dt.date | None) -> Tale:
    """`opens in Oslo on 4 July 2031`: what has a day to come is planned, whatever its tense."""
    if tale.status not in ("done", "ongoing") or dating.start is None or today is None:
        return tale
    if dating.start <= today:
        return tale
    return replace(tale, told="planned" if tale.told == "held" else tale.told, status="planned")


def _stands(named: NamedChannel, tale: Tale, *, serial: bool, joint: bool) -> bool:
    """Whether what stands beside a head noun makes it the name of a standing channel.

    `serial` is true for `a series of` such talks, `joint` for those that two states are named for.
    """
    if named.meant or named.needs is None:
        return True
    says, needs = named.says, named.needs.needs
    subject = named.topic or named.topic_after
    standing = named.capital or "standing" in says
    if needs == "topic":
        return standing or named.thing or (subject and tale.told != "named")
    if needs == "turn":
        turns = serial or tale.told in SERIAL or named.ordinal is not None
        return standing or (subject and turns)
    joint = joint or "joint" in says
    if needs == "joint-turn":
        return joint and ("standing" in says or named.ordinal is not None)
    if needs == "talk":
        return "talk" in says
    return joint or needs == "parties"


def _too_vague(named: NamedChannel, owned: Whose) -> str | None:
    """Why a name that says little is not joined to two states that are not told beside it."""
    if owned.read_from != "article" or named.meant or "joint" in named.says:
        return None
    if named.needs is None or named.needs.needs in ("topic", "talk"):
        return None
    return "its parties are not told in its sentence, and its name says too little"
