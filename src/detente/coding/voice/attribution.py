"""Whose words a clause is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detente.coding.actors.mentions import Mention
from detente.coding.actors.noun_phrases import Party
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import REACH
from detente.coding.grammar.parse import Parse
from detente.coding.voice.issuers import GOVERNMENT, actor_of, issuer_of, issuing_state
from detente.coding.voice.quotes import QUESTIONERS, SpeakingTurn, covering, quote_spans, turns
from detente.coding.voice.sayings import Saying, find_sayings, gives_words, sources_of
from detente.records import Actor, Article

SINGULAR = frozenset({"i", "we", "me", "us"})
NAMELESS = frozenset({"it", "this", "that", "there", "which", "what"})
WITHIN = 60
SPOKE = re.compile(
    r"^[^.;:\"“]*\b(?:said|says|told|tells|added|announced|declared|stated|wrote|spoke|briefed|addressed|"
    r"met (?:the )?(?:press|reporters|journalists))\b"
)
CARRIED = 3
"""Sentences over which a speaker goes on to be meant by `he said` and by a quotation alone."""
OTHER_SIDE = frozenset(
    "friend neighbour neighbor partner colleague brother sister cousin ally guest host rival".split()
)
"""`Our friends` are others."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where in an article, as heard up to a sentence; `Voices.of` makes that of its beginning.

    `issuer` is the state whose office a statement or transcript comes from, `issuing` are the names in its
    outlet. `last` spoke last, `since` sentences ago; `ahead` is who is told to speak where the quotation
    that the sentence at hand stands in closes, several sentences on.
    """

    article: Article
    mentions: list[Mention]
    issuing: list[Mention]
    quotes: list[tuple[int, int]]
    turns: list[SpeakingTurn]
    issuer: Actor | None
    last: Actor | None = None
    since: int = 0
    ahead: Actor | None = None
    _found: dict[int, list[Saying]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        article: Article,
        mentions: list[Mention],
        issuing: list[Mention],
        titled: list[Mention],
    ) -> Voices:
        """The voices of an article before its first sentence; `titled` are the names in its title."""
        fewest = {"transcript": 1, "statement": 2}.get(article.genre or "")
        labelled = turns(article.text, fewest) if fewest else []
        issuer = issuer_of(article, mentions, labelled, issuing, titled) if fewest else None
        return cls(article, mentions, issuing, quote_spans(article.text), labelled, issuer)

    def quoted(self, offset: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        return covering(self.quotes, offset) is not None

    def sayings(self, parse: Parse) -> list[Saying]:
        """Sayings of a sentence, found once."""
        if parse.start not in self._found:
            self._found[parse.start] = find_sayings(parse)
        return self._found[parse.start]

    def attributed(self, phrases: Phrases, node: int, *, vouching: bool = True) -> Actor | None:
        """Who is said to say this clause; None where the text itself does.

        Of several the innermost, who vouches for it. With `vouching` false also who thinks or
        wants it.
        """
        parse = phrases.parse
        around = [
            saying
            for saying in self.sayings(parse)
            if node in saying.content and (saying.vouches or not vouching)
        ]
        for saying in sorted(around, key=lambda each: len(each.content)):
            speaker = self.speaker_of(phrases, saying.sources)
            if speaker is not None:
                return speaker
        if self.quoted(parse.starts[node]):
            return self.beside_quote(phrases, node) or self.ahead or self.recent
        return None

    @property
    def recent(self) -> Actor | None:
        """Who spoke last, in this sentence's neighbourhood."""
        return self.last if self.since <= CARRIED else None

    def speaker_of(self, phrases: Phrases, heads: tuple[int, ...]) -> Actor | None:
        """The first of some phrases as who speaks, state known or not; None where there is none."""
        parse = phrases.parse
        for head in heads:
            low = parse.lowers[head]
            if low in SINGULAR and parse.is_pronoun(head):
                if own := self.first_person(phrases, head):
                    return own
                continue
            parties = phrases.parties(head, coordinated=False)
            if low == "they" and (meant := self._those_who_speak(phrases, head)):
                return _standing_in(meant, phrases, head)
            if low in ("he", "she"):
                meant = self._meant_by(phrases, head)
                if meant is not None:
                    return _standing_in(meant, phrases, head)
            if parties and _are_others(phrases, head):
                return phrases.unresolved(head)
            if parties:
                own = self._of_the_house(phrases, head) if parties[0].code is None else None
                return own or self._ours_first(parties).actor
            if low in NAMELESS:
                continue
            if parse.may_head_phrase(head):
                return self._of_the_house(phrases, head) or phrases.unresolved(head)
        return None

    def _ours_first(self, parties: list[Party]) -> Party:
        """Of `both leaders` in what an office issues its own."""
        if len(parties) == 1 or self.article.genre not in ("statement", "transcript"):
            return parties[0]
        issuer = self.issuer
        ours = (p for p in parties if issuer is not None and p.code == issuer.country)
        return next(ours, parties[0])

    def _of_the_house(self, phrases: Phrases, head: int) -> Actor | None:
        """`The President` in what an office issues, where no other state is told: the issuer's."""
        role = phrases.role_at(head)
        if self.article.genre not in ("statement", "transcript") or role is None:
            return None
        issuer = self.issuer
        parse = phrases.parse
        named = any(token in phrases.mention_at for token in parse.subtree(head))
        bare = phrases.is_definite(head) and not named and not parse.prepositions(head)
        here = bare and not self.quoted(parse.starts[head])
        if issuer is None or not here or role.sector not in GOVERNMENT:
            return None
        return replace(phrases.unresolved(head), name=issuer.name, country=issuer.country)

    def _meant_by(self, phrases: Phrases, pronoun: int) -> Actor | None:
        """Whom `he` stands for among those who speak: earlier in the sentence, else just before it.

        None where a person who acts in the sentence is meant. That is nobody of whom he himself speaks
        (`"Nobody in Peru knew," she said`; `no sign would help a driver who refused, he said`).
        """
        start = phrases.parse.starts[pronoun]
        found = phrases.discourse.antecedent(person=True, before=start, since=phrases.parse.start)
        named = found is not None and found.start >= phrases.parse.start
        in_quote = named and found is not None and self.quoted(found.start)
        if named and not (in_quote and not self.quoted(start)):
            return None
        own = {
            token
            for saying in self.sayings(phrases.parse)
            if pronoun in saying.sources
            for token in saying.content
        }
        for saying in self.sayings(phrases.parse):
            for head in saying.sources:
                spoken_of = head in own or (
                    self.quoted(phrases.parse.starts[head]) and not self.quoted(start)
                )
                noun = head < pronoun and phrases.parse.is_noun(head)
                if noun and not spoken_of:
                    parties = phrases.parties(head, coordinated=False)
                    return parties[0].actor if parties else None
        acted = self._acted_before(phrases, start)
        if self.recent is None:
            return acted if in_quote else None
        last = self.recent.start
        return acted if acted and last is not None and (acted.start or 0) > last else self.recent

    def _acted_before(self, phrases: Phrases, offset: int) -> Actor | None:
        """Who acted last before an offset, outside of quotations and of what hangs from others' words."""
        for subject in reversed(phrases.discourse.subjects):
            near = subject.person and subject.leading and offset - REACH <= subject.start < offset
            if near and not self.quoted(subject.start):
                return Actor(
                    subject.name or subject.code, subject.start, None,
                    subject.name, subject.code, subject.sector,
                )  # fmt: skip
        return None

    def _those_who_speak(self, phrases: Phrases, pronoun: int) -> Actor | None:
        """`officials said they …`: whom `they` stands for where those who speak are several."""
        for saying in self.sayings(phrases.parse):
            for head in saying.sources:
                if head < pronoun in saying.content and phrases.parse.is_plural(head):
                    parties = phrases.parties(head, coordinated=False)
                    if len({party.code for party in parties}) == 1:
                        return parties[0].actor
        return None

    def first_person(self, phrases: Phrases, token: int) -> Actor | None:
        """Who `we` is: the speaker of the quotation, of the turn, or whoever speaks in the text.

        Who speaks may himself be told by a phrase with `our` in it; that asks no further.
        """
        if not self.quoted(phrases.parse.starts[token]):
            return self.own_voice(phrases.parse.starts[token])
        outside = phrases.voiced(self._outside_quotations)
        return self.beside_quote(outside, token) or self.ahead or self.recent

    def _outside_quotations(self, phrases: Phrases, token: int) -> Actor | None:
        start = phrases.parse.starts[token]
        return None if self.quoted(start) else self.own_voice(start)

    def asked(self, offset: int) -> bool:
        """Whether an offset stands in a journalist's turn of a transcript."""
        return any(
            turn.start <= offset < turn.end and turn.label.split()[0] in QUESTIONERS
            for turn in self.turns
        )

    def own_voice(self, offset: int) -> Actor | None:
        """Who speaks where nobody is named: the turn's speaker, the issuer, or the outlet.

        None in plain news, whose unattributed sentences are reports and not positions, and in a
        journalist's question.
        """
        if self.article.genre == "transcript":
            return self._turn_speaker(offset)
        if self.article.genre == "statement":
            return None if self.asked(offset) else self.issuer
        if self.article.genre == "opinion":
            return Actor(
                self.article.outlet or "the outlet", None, None, self.article.outlet, None, "MED"
            )
        return None

    def after(self, phrases: Phrases) -> Voices:
        """One sentence on, with who spoke in it, for `he said` and for quotations in the next sentences."""
        parse = phrases.parse
        within = self.quoted(parse.starts[0]) and self.quoted(parse.starts[-1])
        told = [
            s for s in self.sayings(parse) if s.vouches and not self.quoted(parse.starts[s.cue])
        ]
        outermost = sorted(told, key=lambda each: (-len(each.content), each.cue))
        heads = [each.sources for each in outermost] or [
            sources_of(parse, verb) for verb in self._saying_verbs(parse)
        ]
        for sources in heads:
            if any(parse.lowers[head] in SINGULAR for head in sources):
                continue  # who speaks of himself as `I` is not meant by `he`
            speaker = self.speaker_of(phrases, sources)
            if speaker is not None:
                return self._heard(speaker)
        return self if within else replace(self, since=self.since + 1)

    def passed_over(self, start: int) -> Voices:
        """One sentence on, in which nobody was heard; within a quotation the speaker goes on."""
        return self if self.quoted(start) else replace(self, since=self.since + 1)

    def opened_by(self, mention: Mention) -> Voices:
        """With who opens a sentence that is not parsed, where a word of saying follows."""
        said = SPOKE.search(self.article.text[mention.end : mention.end + WITHIN])
        return self._heard(actor_of(self.article.text, mention)) if said else self

    def closing_with(self, speaker: Actor | None) -> Voices:
        """With who is told to speak where the quotation that the sentence at hand stands in closes."""
        return replace(self, ahead=speaker)

    def _heard(self, speaker: Actor) -> Voices:
        return replace(self, last=speaker, since=1)

    def beside_quote(self, phrases: Phrases, node: int) -> Actor | None:
        """`"…," said X`: who speaks by a verb of saying in the same sentence, outside the quotation."""
        return self.beside(phrases, node)[0]

    def beside(self, phrases: Phrases, node: int) -> tuple[Actor | None, int | None]:
        """The speaker and the verb nearest to a quoted word, or None and None."""
        parse = phrases.parse
        for verb in sorted(self._saying_verbs(parse), key=lambda verb: (abs(verb - node), verb)):
            speaker = self.speaker_of(phrases, sources_of(parse, verb))
            if speaker is not None:
                return speaker, verb
        return None, None

    def _saying_verbs(self, parse: Parse) -> Iterator[int]:
        return (
            verb
            for verb in range(len(parse))
            if parse.is_verb(verb)
            and gives_words(parse, verb)
            and not self.quoted(parse.starts[verb])
        )

    def _turn_speaker(self, offset: int) -> Actor | None:
        turn = next((t for t in self.turns if t.start <= offset < t.end), None)
        if turn is None:
            return self.issuer if issuing_state(self.article, self.issuing) else None
        if turn.label.split()[0] in QUESTIONERS:
            return None
        word = turn.label.split()[-1].strip(".").capitalize()
        named = next((m for m in self.mentions if m.is_person and m.name.split()[-1] == word), None)
        issuer = self.issuer
        country = named.code if named else (issuer.country if issuer else None)
        name = named.name if named else None
        start = self.article.text.rfind(turn.label, 0, turn.start)
        return Actor(turn.label, start, start + len(turn.label), name, country, "GOV")


def _are_others(phrases: Phrases, head: int) -> bool:
    """`its neighbours`, `diplomats in Lima`: of another state than the one named beside them."""
    parse = phrases.parse
    lemma = parse.lemmas[head]
    if lemma in OTHER_SIDE:
        return any(
            parse.lowers[t] in ("its", "his", "her", "their") for t in parse.possessors(head)
        )
    named = any(parse.is_name_modifier(t) for t in parse.children[head]
                if t in phrases.mention_at)  # fmt: skip
    posted = any(parse.lowers[t] == "in" for t in parse.prepositions(head))
    return lemma == "diplomat" and posted and not named


def _standing_in(speaker: Actor, phrases: Phrases, head: int) -> Actor:
    """A pronoun for who spoke last: its own place in the text, his name and state."""
    here = phrases.unresolved(head)
    return replace(here, name=speaker.name, country=speaker.country, sector=speaker.sector)
