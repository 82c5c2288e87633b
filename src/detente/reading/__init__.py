"""What is the text? From files, folders, tables and web pages to articles.

The way in is `read`; every other module here answers one question on it:

    paths       which files are meant?            problems    what is said of what cannot be read?
    streams     what are their bytes?             options     what does the caller know beforehand?
    encoding    which characters are these?       mapping     and a mapping file, of single files?
    lines       what are the lines?               drafts      what does a record say of itself?
    formats     what kind of file is it?          dates       on which day, by what is written?
    articles    is it an article, and which?      file_dates  and by all dates of its file?
    used        which mapping was used?           columns     which columns does a file have?
    language    is it English?                    likely      which of them could hold a date?
    reasons     which rejections are of one kind?
    counting    how are they told that a file gives by the thousand?
    mail, warc                                    and of a mailbox, of a web archive?
    archives, services                            what did a press archive, a news service export?
    markup                                        what are the words of a piece of HTML?
    documents, plain, web, jsons, delimited, pdf, zipped, office, epub, rtf
                                                  what are the records of this kind of file?
    paragraphs, pdf_layout, pdf_paragraphs        which words make a line, which lines a paragraph?
    front_matter                                  what stands at the top of a note?
    page_facts, linked_data, site_names           what does a page say of itself?

No article is merged with another here: the same text, outlet and publication date give the same
`article_id`, and the store keeps each id once.
"""

from __future__ import annotations

from detente.reading.articles import MAX_ARTICLE, article_id
from detente.reading.columns import columns_of, takes_front_matter
from detente.reading.dates import parse_date
from detente.reading.language import Language, language
from detente.reading.likely import likely_column
from detente.reading.options import ReadingOptions
from detente.reading.reader import count, read
from detente.reading.used import used_mapping

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
    "takes_front_matter",
    "used_mapping",
]
