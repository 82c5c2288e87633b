"""What kind of word a token is: the Penn tags of a parse under their grammatical names."""

from __future__ import annotations

FINITE = ("VBD", "VBZ", "VBP")
NOMINAL = ("NN", "JJ", "CD", "HYPH", "VBG", "CC", "SYM", "AFX")
HEADING = ("NN", "PRP", "WP", "CD", "DT", "JJ")


class WordClasses:
    """Questions about the tag of a token."""

    __slots__ = ()
    tags: list[str]

    def is_verb(self, token: int) -> bool:
        """`visits`, `visited`, `to visit`; no modal."""
        return self.tags[token][:2] == "VB"

    def is_modal(self, token: int) -> bool:
        """`will`, `might`."""
        return self.tags[token] == "MD"

    def is_verb_or_modal(self, token: int) -> bool:
        """`visits`, `will`."""
        return self.tags[token][:2] in ("VB", "MD")

    def is_finite(self, token: int) -> bool:
        """A verb with a tense of its own: `visits`, `visited`."""
        return self.tags[token] in FINITE

    def is_past_tense(self, token: int) -> bool:
        """`left` of `they left`."""
        return self.tags[token] == "VBD"

    def is_past_participle(self, token: int) -> bool:
        """`left` of `had left`."""
        return self.tags[token] == "VBN"

    def is_past_form(self, token: int) -> bool:
        """Past tense or past participle."""
        return self.tags[token] in ("VBD", "VBN")

    def is_present_tense(self, token: int) -> bool:
        """`leaves`, `leave` of `they leave`."""
        return self.tags[token] in ("VBP", "VBZ")

    def is_gerund(self, token: int) -> bool:
        """`leaving`, as gerund or as participle."""
        return self.tags[token] == "VBG"

    def is_base_form(self, token: int) -> bool:
        """`leave` of `to leave`."""
        return self.tags[token] == "VB"

    def is_infinitive_or_gerund(self, token: int) -> bool:
        """`leave` of `to leave`, `leaving`."""
        return self.tags[token] in ("VB", "VBG")

    def is_non_finite(self, token: int) -> bool:
        """Infinitive, gerund or participle."""
        return self.tags[token] in ("VB", "VBG", "VBN")

    def may_be_participle(self, token: int) -> bool:
        """A form in -ed or -ing, which parsers often take for a past tense."""
        return self.tags[token] in ("VBN", "VBG", "VBD")

    def describes(self, token: int) -> bool:
        """An adjective, or a form in -ed that may stand for one (`the suspended talks`)."""
        return self.tags[token] in ("VBN", "VBD", "JJ")

    def is_noun(self, token: int) -> bool:
        """`talks`, `Peru`."""
        return self.tags[token][:2] == "NN"

    def is_name(self, token: int) -> bool:
        """`Peru`, `Andes`."""
        return self.tags[token].startswith("NNP")

    def is_singular_name(self, token: int) -> bool:
        """`Peru`."""
        return self.tags[token] == "NNP"

    def is_plural(self, token: int) -> bool:
        """`ministers`, no name."""
        return self.tags[token] == "NNS"

    def ends_as_plural(self, token: int) -> bool:
        """A plural noun or name."""
        return self.tags[token].endswith("S")

    def is_pronoun(self, token: int) -> bool:
        """`they`, `their`."""
        return self.tags[token].startswith("PRP")

    def is_personal_pronoun(self, token: int) -> bool:
        """`they`, not `their`."""
        return self.tags[token] == "PRP"

    def is_noun_or_pronoun(self, token: int) -> bool:
        """`talks`, `they`."""
        return self.tags[token].startswith(("NN", "PRP"))

    def may_head_phrase(self, token: int) -> bool:
        """A word that can stand for somebody: noun, pronoun, number, determiner, adjective."""
        return self.tags[token].startswith(HEADING)

    def may_be_in_name(self, token: int) -> bool:
        """A word that the name of a thing can hold: `the Joint Commission on Water and Power-Sharing`."""
        return self.tags[token].startswith(NOMINAL)

    def is_number(self, token: int) -> bool:
        """`two`, `2`."""
        return self.tags[token] == "CD"

    def is_superlative(self, token: int) -> bool:
        """`worst`, `most`."""
        return self.tags[token] in ("JJS", "RBS")

    def is_relative_word(self, token: int) -> bool:
        """`which`, `who`, `when`."""
        return self.tags[token] in ("WDT", "WP", "WRB")

    def is_possessive_mark(self, token: int) -> bool:
        """The `'s` of `Peru's`."""
        return self.tags[token] == "POS"

    def joins_words(self, token: int) -> bool:
        """`and`, a hyphen."""
        return self.tags[token] in ("CC", "HYPH")

    def is_full_stop(self, token: int) -> bool:
        """A mark that ends a sentence."""
        return self.tags[token] == "."
