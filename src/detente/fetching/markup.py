"""What is the text in a piece of HTML?"""

from __future__ import annotations

import re

BLOCKS = frozenset(
    "address article blockquote br div dd dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table "
    "td th tr ul".split()
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold; HTML may write them by number."""
UNSEEN = ("script", "style", "template")


def text_of(markup: str) -> str:
    """The words of a piece of HTML, its blocks on lines of their own; empty where it has none."""
    import lxml.etree  # type: ignore[import-untyped]  # lxml brings no types
    import lxml.html  # type: ignore[import-untyped]

    try:
        whole = _CONTROLS.sub("", markup)
        root = lxml.html.fragment_fromstring(whole, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    lxml.etree.strip_elements(root, *UNSEEN, with_tail=False)
    for element in root.iter():
        block = "\n" if element.tag in BLOCKS else ""
        element.tail = block + _spaced(element.tail)
        if isinstance(element.tag, str):
            element.text = block + _spaced(element.text)
    lines = (line.strip() for line in root.text_content().split("\n"))
    return "\n".join(filter(None, lines))


def _spaced(text: str | None) -> str:
    """The text with its breaks as spaces, as HTML means them."""
    text = _CONTROLS.sub("", text or "")
    words = " ".join(text.split())
    if not text or not words:
        return " " if text else ""
    return " " * text[0].isspace() + words + " " * text[-1].isspace()
