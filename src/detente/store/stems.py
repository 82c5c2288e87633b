"""What is a word's stem? Porter's algorithm (Program 14, 1980), with what his later one (Snowball's
English stemmer, 2001) does otherwise in short words, whose forms the first keeps apart: `tie` and `ties`,
`spy` and `spies`, `add` and `added`; and `use` from `us`.

Written out here since DuckDB's own needs an extension that is fetched from the network, and no
library that detente rests on has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

VOWELS = "aeiou"
STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "abli": "able", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
STEP_4 = (
    "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize"
).split()  # fmt: skip
LETTERS = re.compile(r"[a-z]{3,}")
IRREGULAR = {"dying": "die", "lying": "lie", "tying": "tie", "vying": "vie"}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of an English word in small letters; whatever is none stays as it is."""
    if not LETTERS.fullmatch(word):
        return word
    word = IRREGULAR.get(word, word)
    for step in (_plural, _past, _final_y, _step_2, _step_3, _step_4, _final_e, _double_l):
        word = step(word)
    return word


def _is_consonant(word: str, place: int) -> bool:
    if word[place] == "y":
        return place == 0 or not _is_consonant(word, place - 1)
    return word[place] not in VOWELS


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant: Porter's m."""
    kinds = [_is_consonant(word, place) for place in range(len(word))]
    return sum(after and not before for before, after in pairwise(kinds))


def _has_vowel(word: str) -> bool:
    return any(not _is_consonant(word, place) for place in range(len(word)))


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _is_consonant(word, len(word) - 1)


def _ends_short(word: str) -> bool:
    """Consonant, vowel, consonant at the end, the last none of w, x and y; or vowel and consonant alone."""
    last = len(word) - 1
    if last == 1:
        return not _is_consonant(word, 0) and _is_consonant(word, 1)
    return (
        last >= 2
        and [_is_consonant(word, place) for place in (last - 2, last - 1, last)]
        == [True, False, True]
        and word[-1] not in "wxy"
    )


def _plural(word: str) -> str:
    if len(word) > 3 and word.endswith(("ies", "ied")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            left = word.removesuffix(ending)
            return _mended(left) if _has_vowel(left) else word
    return word


def _mended(left: str) -> str:
    """What `-ed` and `-ing` leave, as a word again: `conflat`, `hopp`, `fil`."""
    if left.endswith(("at", "bl", "iz")):
        return f"{left}e"
    if _ends_double(left) and left[-1] not in "lsz" and len(left) > 3:
        return left[:-1]
    return f"{left}e" if _measure(left) == 1 and _ends_short(left) else left


def _final_y(word: str) -> str:
    follows = len(word) > 2 and word.endswith("y") and _is_consonant(word, len(word) - 2)
    return f"{word[:-1]}i" if follows else word


def _replacing(endings: dict[str, str]) -> Callable[[str], str]:
    longest_first = sorted(endings, key=len, reverse=True)

    def step(word: str) -> str:
        ending = next((each for each in longest_first if word.endswith(each)), None)
        if ending is None or _measure(word.removesuffix(ending)) == 0:
            return word
        return word.removesuffix(ending) + endings[ending]

    return step


_step_2, _step_3 = _replacing(STEP_2), _replacing(STEP_3)


def _step_4(word: str) -> str:
    ending = max((each for each in STEP_4 if word.endswith(each)), key=len, default=None)
    if ending is None:
        return word
    left = word.removesuffix(ending)
    if _measure(left) < 2 or (ending == "ion" and not left.endswith(("s", "t"))):
        return word
    return left


def _final_e(word: str) -> str:
    if not word.endswith("e"):
        return word
    left = word[:-1]
    goes = _measure(left) > 1 or (_measure(left) == 1 and not _ends_short(left))
    return left if goes else word


def _double_l(word: str) -> str:
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
