"""Numbers and ordinals in words, as dates and counts of days use them."""

from __future__ import annotations

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
UNITS += "fifteen sixteen seventeen eighteen nineteen twenty".split()
ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh".split()
ORDINAL_UNITS += "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth".split()
ORDINAL_UNITS += "nineteenth twentieth".split()
TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
NUMBERS = (
    {word: value for value, word in enumerate(UNITS)}
    | TENS
    | {
        "a": 1,
        "an": 1,
        "a couple of": 2,
        "a dozen": 12,
        "a score of": 20,
        "a hundred": 100,
        "half a": 0,
    }
)
ORDINALS = (
    {word: value for value, word in enumerate(ORDINAL_UNITS, 1)}
    | {f"twenty-{word}": 20 + value for value, word in enumerate(ORDINAL_UNITS[:9], 1)}
    | {"thirtieth": 30, "thirty-first": 31}
)


def number(text: str) -> int:
    """A count in figures or words (`12`, `twelve`, `a couple of`, `forty-five`)."""
    word = " ".join(text.lower().split())
    if word in NUMBERS:
        return NUMBERS[word]
    tens, _, unit = word.partition("-")
    if tens in NUMBERS and unit in NUMBERS:
        return NUMBERS[tens] + NUMBERS[unit]
    return int(word)


def ordinal(text: str) -> int:
    """A place in figures or words (`3rd`, `third`, `twenty-first`)."""
    word = text.lower()
    return ORDINALS.get(word) or int(word.rstrip("stndrh"))


def ordinal_word(text: str) -> int | None:
    """A place in a longer row in figures or words (`45th`, `fortieth`, `hundredth`), or None."""
    word = text.lower()
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return int(word[:-2])
    if word == "hundredth":
        return 100
    tens, _, unit = word.partition("-")
    if unit:
        return (
            TENS[tens] + ORDINALS[unit] if tens in TENS and unit in ORDINALS else ORDINALS.get(word)
        )
    return TENS.get(word.removesuffix("ieth") + "y") or ORDINALS.get(word)


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)).replace(" ", r"\s+")


_SMALL = "|".join(UNITS[1:10])
NUMBER = (
    rf"(?:(?:twenty|{'|'.join(TENS)})-(?:{_SMALL})|{_alternatives(NUMBERS)}|(?<!\d[,.])\d{{1,3}})"
)
"""Pattern of what `number` reads, case ignored; not the end of a longer number (`2,100`)."""
ORDINAL = rf"(?:{_alternatives(ORDINALS)}|[0-3]?\d(?:st|nd|rd|th))"
"""Pattern of what `ordinal` reads, case ignored."""
