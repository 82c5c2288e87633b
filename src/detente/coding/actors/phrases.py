"""From a noun phrase in a parse to the actors it names."""

from __future__ import annotations

from collections.abc import Callable

from detente.coding.actors.agents import CORE, Agent, AgentTable
from detente.coding.actors.mentions import Mention
from detente.coding.actors.noun_phrases import NounPhrases, Party, codes
from detente.coding.actors.reference import PAIR_HEADS, Discourse, Subject
from detente.coding.grammar.parse import Parse
from detente.records import Actor

PARTITIVES = frozenset(
    """one some many most all both each several dozen hundred thousand group number member part
    majority pair couple handful series lot rest half none any fleet crew team staff bulk wave
    """.split()
)
PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
STATE_PRONOUNS = frozenset({"it", "its", "itself", "they", "them", "their", "theirs", "themselves"})
FIRST_PERSON = frozenset({"we", "us", "our", "ours"})
AGREEING = frozenset({"agree", "undertake"})
"""Verbs of what two do together."""
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs", "themselves"})
SPEAKING_SECTORS = frozenset({"GOV", "MIL", "LEG"})
SPEAKING = frozenset(
    "say tell add warn note reply announce declare deny insist explain state write promise".split()
)
OWN_BODIES = frozenset({"MIL", "LEG", "JUD", "COP"})
HOSTED = frozenset({"embassy", "ambassador", "consulate", "envoy", "mission", "delegation"})
"""Bodies that stand in another state than their own: `the embassy in Washington`."""
PRONOUNS = PERSON_PRONOUNS | STATE_PRONOUNS | FIRST_PERSON
BELONGING = frozenset("lead head make build base own produce manufacture register flag".split())
"""Participles that say whose something is: `a group led by X`, `goods made in Y`."""
LEADER = Agent(("head",), "GOV", "person")
ADMINISTRATION = frozenset({"administration", "government", "ministry", "department"})
"""Bodies that an issuer calls `this administration`, `the Ministry`."""
PORTFOLIOS = frozenset({"secretary", "ministry", "minister", "department"})
"""Offices named by what they have charge of: `Secretary of State`."""
NOT_OFFICES = frozenset(CORE)


class Phrases(NounPhrases):
    """Resolves the noun phrases of one parsed sentence, each once.

    What the discourse holds when a phrase is first asked for decides; make a new one after
    the discourse has learnt more.
    """

    def __init__(
        self,
        parse: Parse,
        mentions: list[Mention],
        discourse: Discourse,
        own_voice: Callable[[Phrases, int], Actor | None] | None = None,
        roles: AgentTable | None = None,
        since: int | None = None,
    ) -> None:
        """`since` is where the sentence starts, which may be before its parse (with a dateline)."""
        super().__init__(parse, mentions, discourse.text, roles)
        self.since = parse.start if since is None else since
        self.discourse = discourse
        self.own_voice = own_voice
        self._resolved: dict[tuple[int, bool], list[Party]] = {}

    def voiced(self, own_voice: Callable[[Phrases, int], Actor | None]) -> Phrases:
        """The same phrases, unresolved, with another answer to whom `we` means."""
        return Phrases(self.parse, self.mentions, self.discourse, own_voice, self.roles, self.since)

    def parties(self, head: int, *, coordinated: bool = True) -> list[Party]:
        """Actors named by the phrase with this head and, unless told otherwise, its conjuncts."""
        found = self._resolved.get((head, coordinated))
        if found is None:
            heads = [head, *self.conjuncts(head)] if coordinated else [head]
            found = _distinct([party for member in heads for party in self._single(member)])
            self._resolved[(head, coordinated)] = found
        return found

    def conjuncts(self, head: int) -> list[int]:
        """Heads coordinated with this one to its right."""
        found = []
        beside = [head, *self.parse.appositions(head)]
        for child in (c for host in beside for c in self.parse.conjuncts(host)):
            if not self.parse.is_verb(child):
                found += [child, *self.conjuncts(child)]
        return found

    def _single(self, head: int) -> list[Party]:
        low = self.parse.lowers[head]
        if low in PERSON_PRONOUNS or low in STATE_PRONOUNS:
            return self._pronoun(head)
        if low in FIRST_PERSON and self.parse.is_pronoun(head):
            return self._first_person(head)
        if low == "island" and self.is_definite(head):
            return self._island(head)
        if low == "both" or (low in ("two", "pair", "duo") and self.is_definite(head)):
            return self._both(head)
        mention = self.mention_at.get(head)
        agent = self.role_at(head)
        if mention is not None and mention.code is None:
            return []
        if mention is not None and not self._role_of_other(head, mention, agent):
            return self._vessel(head, mention) or self._named(head, mention)
        if low == "heads" and (pair := self._pair(head, LEADER)):
            return pair
        if self.parse.lemmas[head] in PARTITIVES or self.parse.is_number(head):
            inner = self._inside_of(head)
            if inner and not (agent and self.left_mentions(head)):
                return inner
        if agent is not None:
            return self._role(head, agent)
        return self._titled(head) or self._owned(head)

    def _role_of_other(self, head: int, mention: Mention, agent: Agent | None) -> bool:
        """`the Chinese ambassador`, whose last word a name happens to cover, stays a role."""
        return agent is not None and mention.kind == "adjective"

    def _named(self, head: int, mention: Mention) -> list[Party]:
        others = self.left_mentions(head, besides=mention)
        if others and self.hyphenated(others[-1], mention):
            return [self.mention_party_at(m, m.start, m.end) for m in (*others, mention)]
        start = self.phrase_start(head)
        code, sector = mention.code, mention.sector
        if mention.kind == "adjective":
            sector = "CVL"
        return [
            Party(
                self.actor(start, self.parse.ends[head], mention.name, code, sector),
                direct=True,
                person=mention.is_person,
                office=mention.office,
                place=mention.kind == "place",
            )
        ]

    def _vessel(self, head: int, mention: Mention) -> list[Party]:
        """`the Canadian frigate Vancouver`: a role before a place name that is its own name."""
        if mention.kind != "place" or self.title_within(head) is None:
            return []
        return self._titled(head)

    def _role(self, head: int, agent: Agent) -> list[Party]:
        start, end = self.phrase_start(head), self.parse.ends[head]
        owners = self.left_mentions(head)
        if len(codes(owners)) > 1 and self.side_by_side(owners):
            return [self.mention_party_at(m, m.start, m.end, agent.sector) for m in owners]
        if owners:
            owner = self.owner_among(head, owners)
            return [self._role_party(start, end, owner.name, owner.code, agent)]
        for apposed in self.parse.appositions(head):
            if self.parse.is_pronoun(apposed):
                continue
            named = self._single(apposed)
            if named and named[0].direct:
                return named
        possessor = self.parse.possessor(head)
        if possessor is not None and self.parse.lowers[possessor] in PRONOUNS:
            if pair := self._pair(head, agent):
                return pair
            held = self._single(possessor)
            if agent.words[-1] == "counterpart":
                held = self._inside_of(head, ("from", "of", "in")) or self._other_side(head, held)
                return [
                    self._role_party(start, p.actor.end or end, p.actor.name, p.code, agent)
                    for p in held
                ] or [self._role_party(start, end, None, None, agent)]
            return [
                self._role_party(start, end, party.actor.name, party.code, agent) for party in held
            ]
        inside = self._inside_of(
            head, ("of", "from") if agent.words[-1] in HOSTED else ("of", "for", "from", "in")
        )
        if inside:
            return [
                self._role_party(start, party.actor.end or end, party.actor.name, party.code, agent)
                for party in inside
            ]
        return self._referred(head, agent, start, end)

    def _other_side(self, head: int, owners: list[Party]) -> list[Party]:
        """`visited Peru and met her counterpart`: of the one other state that the sentence names."""
        own = {party.code for party in owners}
        others = {
            m.code: m for m in self.mentions if m.code and ":" not in m.code and m.code not in own
        }
        if (
            None in own
            or not own
            or len(others) != 1
            or (head + 1 < len(self.parse) and self.parse.is_singular_name(head + 1))
        ):
            return []
        (mention,) = others.values()
        start, end = self.phrase_start(head), self.parse.ends[head]
        return [Party(self.actor(start, end, mention.name, mention.code, "GOV"), direct=True)]

    def _referred(self, head: int, agent: Agent, start: int, end: int) -> list[Party]:
        """A role without its state: `the two ministers`, `the embassy`, `a ministry spokesman`."""
        if pair := self._pair(head, agent) or self._agreeing(head):
            return pair
        beside = self._named_beside(head)
        if beside:
            return [self._role_party(start, end, p.actor.name, p.code, agent) for p in beside]
        found = self._of_issuer(head, agent)
        if found is None and self.is_definite(head):
            found = self.discourse.holder_of(agent.words, self.parse.starts[head])
        if found is None and agent.sector in SPEAKING_SECTORS:
            found = (
                self._sent_by(head)
                or self._located(head)
                or self._subject_before(head)
                or self._only_possible(head)
                or self._of_who_acted(head)
            )
        code, name = found or (None, None)
        return [self._role_party(start, end, name, code, agent)]

    def _of_issuer(self, head: int, agent: Agent) -> tuple[str, str | None] | None:
        """`the President`, `this administration` in what an office issues: its own state's."""
        parse, word = self.parse, agent.words[-1]
        if self.discourse.home is None or word in NOT_OFFICES or parse.ends_as_plural(head):
            return None
        determiners = {parse.lowers[t] for t in parse.determiners(head)}
        if not determiners <= {"the", "this"} or agent.sector not in SPEAKING_SECTORS:
            return None
        body = agent.kind == "body" and word in ADMINISTRATION
        if not (body and "this" in determiners) and not parse.words[head][0].isupper():
            return None
        if agent.kind != "person" and not body:
            return None
        if word not in PORTFOLIOS and any(
            parse.lowers[prep] in ("of", "for") for prep in parse.prepositions(head)
        ):
            return None
        return self.discourse.own_office(" ".join(agent.words), parse.starts[head])

    def _pair(self, head: int, agent: Agent) -> list[Party]:
        """The two states behind `the two countries`, `both heads of state`."""
        start, end = self.phrase_start(head), self.parse.ends[head]
        pair = self.discourse.pair_named_by(
            self.parse.lowers, self.left_edge(head), head, start, self.since
        )
        return [self._role_party(start, end, name, code, agent) for code, name in pair or ()]

    def _named_beside(self, head: int) -> list[Party]:
        """`28 firms, most of them in Peru`; `a group led by X`: a state named right after the role."""
        participles = [
            t for t in self.parse.adnominal_clauses(head) if self.parse.lemmas[t] in BELONGING
        ]
        for apposed in (*self.parse.appositions(head), *participles):
            for token in self.parse.subtree(apposed):
                mention = self.mention_at.get(token)
                if mention is not None and mention.code:
                    return [self.mention_party(mention)]
        return self._most_of_them(head)

    def _most_of_them(self, head: int) -> list[Party]:
        """`28 firms, most of them in Peru`, where the parse hangs the aside from the verb."""
        after = range(head + 1, len(self.parse) - 3)
        for token in after:
            words = self.parse.lowers[token : token + 4]
            if words[1] == "of" and words[2] in ("them", "which", "whom") and words[3] in (
                "in", "from",
            ):  # fmt: skip
                place = self.parse.complement(token + 3)
                mention = self.mention_at.get(place) if place is not None else None
                return [self.mention_party(mention)] if mention and mention.code else []
            if self.parse.is_verb(token):
                return []
        return []

    def _subject_before(self, head: int) -> tuple[str, str | None] | None:
        """`Peru objected: a ministry spokesman condemned …`: the state that acts just before."""
        for token in range(head - 1, -1, -1):
            mention = self.mention_at.get(token)
            if mention is None or mention.kind != "country" or not mention.code:
                continue
            acts_on_it = self.parse.heads[token] == self._governing_verb(head)
            if self.parse.is_subject(token) and not acts_on_it:
                return mention.code, mention.name
        return None

    def _sent_by(self, head: int) -> tuple[str, str | None] | None:
        """`We will have a delegation meet them`: whose it is that has it done."""
        verb = self.parse.heads[head]
        above = self.parse.heads[verb]
        caused = self.parse.is_subject(head) and self.parse.is_base_form(verb)
        if (
            not caused
            or self.parse.lemmas[above] != "have"
            or not self.parse.is_clausal_complement(verb)
        ):
            return None
        doers = [p for s in self.parse.subjects(above) for p in self.parties(s) if p.code]
        return (doers[0].code or "", doers[0].actor.name) if doers else None

    def _governing_verb(self, token: int) -> int | None:
        return next((t for t in self.parse.ancestors(token) if self.parse.is_verb(t)), None)

    def _of_who_acted(self, head: int) -> tuple[str, str | None] | None:
        """`Peru has shut the port. The minister said …`: whose doing the sentence before told."""
        speaks = self.parse.lemmas[self.parse.heads[head]] in SPEAKING
        if not self.parse.is_subject(head) or not speaks:
            return None
        code = self.discourse.last_acting(self.parse.start, set())
        return (code, None) if code and ":" not in code else None

    def _only_possible(self, head: int) -> tuple[str, str | None] | None:
        """`a foreign ministry spokesman` of two states of which one has no ministries."""
        words = [self.parse.lowers[token] for token in self.parse.subtree(head)]
        code = self.discourse.only_state_with(words, self.parse.ends[-1])
        return (code, None) if code else None

    def _located(self, head: int) -> tuple[str, str | None] | None:
        """`In Lima, a ministry spokesman said`: the nearest seat of government where an office speaks."""
        for token in sorted(self.mention_at, key=lambda token: abs(token - head)):
            mention = self.mention_at[token]
            if mention.kind != "capital" or not mention.code:
                continue
            prep = self.parse.heads[token]
            if self.parse.is_complement(token) and self.parse.lowers[prep] == "in":
                return mention.code, mention.name
        return None

    def _titled(self, head: int) -> list[Party]:
        """`Chinese Foreign Minister X`, `X, a Chinese official`: a person known by his title."""
        if not self.parse.is_name(head):
            return []
        start, end = self.phrase_start(head), self.parse.ends[head]
        known = self.discourse.person(self.parse.words[head])
        agent = self.title_within(head)
        owners = self.left_mentions(head)
        if agent and owners:
            owner = self.owner_among(head, owners)
            name = self.proper_name(head)
            return [
                Party(self.actor(start, end, name, owner.code, agent.sector), True, person=True)
            ]
        if self.role_at(head) is None:
            bodies = self._inside_of(head)
            if bodies:
                body = bodies[0].actor
                actor = self.actor(start, end, self.proper_name(head), body.country, body.sector)
                return [Party(actor, True)]
        for apposed in self.parse.appositions(head):
            roles = [party for party in self._single(apposed) if party.direct and party.code]
            if roles and self.role_at(apposed):
                role = roles[0].actor
                actor = self.actor(start, end, self.proper_name(head), role.country, role.sector)
                return [Party(actor, True, person=True)]
        if known is not None:
            name, code, sector = known
            return [Party(self.actor(start, end, name, code, sector), True, person=True)]
        return []

    def _owned(self, head: int) -> list[Party]:
        """A thing that belongs to a state: `Chinese goods`, `Beijing's decision`, `the ban by Kenya`."""
        owners = self.left_mentions(head)
        start, end = self.phrase_start(head), self.parse.ends[head]
        if owners:
            chosen = owners if self.side_by_side(owners) else [self.owner_among(head, owners)]
            return [
                Party(self.actor(start, end, m.name, m.code, m.sector), direct=False)
                for m in chosen
            ]
        role = self.title_within(head)
        if role is not None and role.sector in OWN_BODIES:
            return [Party(self.actor(start, end, None, None, role.sector), direct=False)]
        possessor = self.parse.possessor(head)
        if possessor is not None:
            return [
                Party(
                    self.actor(start, end, party.actor.name, party.code, party.actor.sector),
                    direct=False,
                )
                for party in self._single(possessor)
                if party.code
            ]
        return [
            Party(party.actor, direct=False)
            for party in (
                self._inside_of(head, ("of", "by", "from", "in")) or self._named_beside(head)
            )
        ]

    def _island(self, head: int) -> list[Party]:
        start, end = self.phrase_start(head), self.parse.ends[head]
        found = self.discourse.island_before(self.parse.starts[head])
        if found is None:
            return []
        return [Party(self.actor(start, end, found[1], found[0], "GOV"), True, place=True)]

    def _both(self, head: int) -> list[Party]:
        """`both`, `the two`: the states of the last joint subject, else the two spoken of."""
        start, end = self.parse.starts[head], self.parse.ends[head]
        group = self.discourse.latest_pair(start) or self.discourse.latest_pair(self.parse.start)
        if group:
            return [
                Party(self.actor(start, end, s.name, s.code, s.sector), True, office=s.office)
                for s in group
            ]
        pair = self.discourse.salient_pair(start) or ()
        return [Party(self.actor(start, end, None, code, "GOV"), True) for code in pair]

    def _agreeing(self, head: int) -> list[Party]:
        """`they agreed`, `the presidents agreed`: of two states, since nobody agrees alone."""
        parse = self.parse
        verb = parse.heads[head]
        if not parse.is_subject(head) or parse.lemmas[verb] not in AGREEING:
            return []
        plural = parse.lowers[head] == "they" or (
            parse.is_plural(head)
            and parse.lemmas[head] in PAIR_HEADS
            and [parse.lowers[t] for t in parse.children[head]] == ["the"]
        )
        start, end = self.phrase_start(head), parse.ends[head]
        pair = self.discourse.agreeing(start) if plural else []
        return [Party(self.actor(start, end, None, code, "GOV"), True) for code in pair]

    def _pronoun(self, token: int) -> list[Party]:
        low = self.parse.lowers[token]
        if low in PLURAL_PRONOUNS and self.discourse.latest_pair(self.parse.starts[token]):
            return self._both(token)
        if together := self._agreeing(token):
            return together
        found = self.discourse.antecedent(
            person=low in PERSON_PRONOUNS, before=self.parse.starts[token], since=self.parse.start,
            besides=self._speaking_before(token) if low in PLURAL_PRONOUNS else frozenset(),
        )  # fmt: skip
        return [self._standing_for(token, found)] if found else []

    def _speaking_before(self, token: int) -> frozenset[str]:
        """`We met them`: an issuer who speaks of itself earlier in the sentence is not meant by `them`."""
        if self.discourse.home is None:
            return frozenset()
        return frozenset(
            party.code
            for word in range(token)
            if self.parse.lowers[word] in FIRST_PERSON and self.parse.is_pronoun(word)
            for party in self._first_person(word)
            if party.code
        )

    def _standing_for(self, token: int, subject: Subject) -> Party:
        actor = self.actor(
            self.parse.starts[token], self.parse.ends[token],
            subject.name, subject.code, subject.sector,
        )  # fmt: skip
        return Party(actor, True, person=subject.person, office=subject.office)

    def _first_person(self, token: int) -> list[Party]:
        """`we` and `our` in the words of somebody who speaks for a state."""
        speaker = self.own_voice(self, token) if self.own_voice else None
        if speaker is None or speaker.country is None:
            return []
        start, end = self.parse.starts[token], self.parse.ends[token]
        return [Party(self.actor(start, end, speaker.name, speaker.country, speaker.sector), True)]

    def _inside_of(self, head: int, prepositions: tuple[str, ...] = ("of",)) -> list[Party]:
        for prep in self.parse.prepositions(head):
            if self.parse.lowers[prep] in prepositions:
                inner = self.parse.complement(prep)
                if inner is not None and inner != head:
                    found = [p for p in self.parties(inner) if p.code]
                    if found:
                        return found
        return []

    def _role_party(
        self, start: int, end: int, name: str | None, code: str | None, agent: Agent
    ) -> Party:
        actor = self.actor(start, end, name, code, agent.sector)
        return Party(actor, direct=True, person=agent.kind == "person")


def _distinct(parties: list[Party]) -> list[Party]:
    seen: dict[tuple[int | None, int | None, str | None], Party] = {}
    for party in parties:
        seen.setdefault((party.actor.start, party.actor.end, party.code), party)
    return list(seen.values())
