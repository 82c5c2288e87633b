"""What is the text? From files, folders, tables and web pages to articles.

The way in is `read`; every other module here answers one question on it:

    paths      which files are meant?             problems   what is said of what cannot be read?
    streams    what are their bytes?              options    what does the caller know beforehand?
    encoding   which characters are these?        drafts     what does a record say of itself?
    lines      what are the lines?                dates      on which day, by what is written?
    formats    what kind of file is it?           articles   is it an article, and which?
    language   is it English?                     columns    what could hold a missing field?
    reasons    which rejections are of one kind?
    documents, plain, web, jsons, delimited       what are the records of this kind of file?

No article is merged with another here: the same text, outlet and publication date give the same
`article_id`, and the store keeps each id once.
"""

from __future__ import annotations

from detente.reading.articles import MAX_ARTICLE, article_id
from detente.reading.columns import columns_of, likely_column
from detente.reading.dates import parse_date
from detente.reading.language import Language, language
from detente.reading.options import ReadingOptions
from detente.reading.reader import count, read

__all__ = [
    "MAX_ARTICLE",
    "Language",
    "ReadingOptions",
    "article_id",
    "columns_of",
    "count",
    "language",
    "likely_column",
    "parse_date",
    "read",
]
