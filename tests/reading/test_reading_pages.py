"""What a page says of itself, before anything is guessed."""

import datetime as dt
import json

import pytest

from detente.reading import ReadingOptions, read
from detente.reading.page_facts import page_facts
from detente.reading.site_names import SiteNames

DAY = dt.date(2024, 1, 11)
TEXT = (
    "<p>Chile and Norway opened talks on fishing quotas in Santiago on Thursday, the first in a"
    " year, officials on both sides told reporters after the morning session had ended.</p>"
    "<p>The two delegations will meet again on Friday to discuss licences, ports and the"
    " reopening of a joint research station that has been closed since the summer.</p>"
)


def page(head="", above="", title="<title>Talks open</title>"):
    return f"<html><head>{title}{head}</head><body><article>{above}{TEXT}</article></body></html>"


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def linked(*nodes):
    return f'<script type="application/ld+json">{json.dumps(list(nodes))}</script>'


def one(folder, markup, name="a.html"):
    (folder / name).write_text(markup, encoding="utf-8")
    (article,) = read([folder / name])
    return article


CANONICAL = '<link rel="canonical" href="https://www.harbour-gazette.example/2/talks">'


@pytest.mark.parametrize(
    ("head", "above", "published"),
    [
        (linked({"@type": "NewsArticle", "datePublished": "2024-01-11T08:00:00Z"}), "", DAY),
        (linked({"@graph": [{"@type": ["Report"], "datePublished": "2024-01-11"}]}), "", DAY),
        (linked({"@type": "WebPage", "datePublished": "2024-01-11"}), "", DAY),
        (meta("article:published_time", "2024-01-11T08:00:00+0000"), "", DAY),
        (meta("article:published_time", "1850-03-02"), "", dt.date(1850, 3, 2)),
        ('<meta name="parsely-pub-date" content="2024-01-11T10:15:00Z">', "", DAY),
        ('<meta name="citation_publication_date" content="2024/01/11">', "", DAY),
        ('<meta name="DC.date.issued" content="2024-01-11">', "", DAY),
        ("", '<time datetime="2024-01-11T09:00">yesterday</time>', DAY),
        ("", '<time class="published">Thursday 11 January 2024 10.15 GMT</time>', DAY),
        ("", '<span itemprop="datePublished" content="1850-03-02">x</span>', dt.date(1850, 3, 2)),
        ("", '<p class="story-date">Published: 2 March 1850</p>', dt.date(1850, 3, 2)),
        ("", '<p class="updated date">2 March 1850</p>', None),
        # The publication counts, whatever was modified and wherever that stands.
        (
            linked(
                {
                    "@type": "NewsArticle",
                    "dateModified": "2024-02-02",
                    "datePublished": "2024-01-11",
                }
            )
            + meta("article:modified_time", "2024-02-02"),
            '<time class="updated" datetime="2024-02-02">now</time>',
            DAY,
        ),
        ("", '<time class="updated" datetime="2024-02-02"></time><time>11 Jan 2024</time>', DAY),
        # What is not understood does not hide what is.
        (meta("article:published_time", "soon") + meta("dc.date", "2024-01-11"), "", DAY),
        (
            linked({"@type": "NewsArticle", "datePublished": None}) + meta("date", "2024-01-11"),
            "",
            DAY,
        ),
        (
            "<script type='application/ld+json'>{broken</script>" + meta("date", "2024-01-11"),
            "",
            DAY,
        ),
    ],
)
def test_day_of_publication(tmp_path, head, above, published):
    assert one(tmp_path, page(head, above)).published == published


@pytest.mark.parametrize(
    "markup",
    [page(meta("date", "02/07/2023")), page("", '<div class="published">02/07/2023</div>')],
)
def test_open_day_of_a_page_is_told(tmp_path, markup):
    (tmp_path / "a.html").write_text(markup)
    article, row = read([tmp_path])
    assert article.published is None
    assert "02/07/2023" in row.reason


@pytest.mark.parametrize(
    ("name", "head", "options", "published"),
    [
        ("a", meta("date", "2024-01-11"), {"published": dt.date(2024, 3, 3)}, DAY),
        ("a", meta("article:modified_time", "2024-02-02"), {"published": DAY}, DAY),
        ("a", meta("article:modified_time", "2024-01-11"), {}, DAY),
        ("2024-01-11", "", {}, DAY),
        ("2024-01-11", meta("date", "02/07/2023"), {}, DAY),
        (
            "a",
            meta("date", "11/01/2024"),
            {"dates": "day-first", "published": dt.date(2024, 3, 3)},
            DAY,
        ),
        ("a", meta("date", "11/01/2024"), {"published": DAY}, DAY),
        ("a", meta("date", "02/07/2023") + meta("article:modified_time", "2024-01-11"), {}, DAY),
    ],
)
def test_what_is_known_of_a_day(tmp_path, name, head, options, published):
    (tmp_path / f"{name}.html").write_text(page(head))
    article, *_ = read([tmp_path], ReadingOptions(**options))
    assert article.published == published


def test_an_outlet_that_is_given_comes_before_the_domain(tmp_path):
    (tmp_path / "a.html").write_text(page(CANONICAL))
    (article,) = read([tmp_path], ReadingOptions(outlet="Fjord Herald"))
    assert article.outlet == "Fjord Herald"


@pytest.mark.parametrize(
    ("title", "head", "shown", "outlet"),
    [
        ("Talks open | Reuters", meta("og:site_name", "Reuters"), "Talks open", "Reuters"),
        (
            "Talks open - Harbour News",
            linked({"@type": "NewsArticle", "publisher": {"name": "Harbour News"}}),
            "Talks open",
            "Harbour News",
        ),
        (
            "Talks open — The Gazette",
            meta("og:site_name", "the gazette"),
            "Talks open",
            "the gazette",
        ),
        ("The Gazette: home | Talks - now", "", "The Gazette: home | Talks - now", None),
        # The domain names the site where the page does not.
        ("Talks open – Harbour Gazette", CANONICAL, "Talks open", "harbour-gazette.example"),
        ("Harbour Gazette | Talks open", CANONICAL, "Talks open", "harbour-gazette.example"),
        ("Talks open - World", CANONICAL, "Talks open - World", "harbour-gazette.example"),
        # A headline's tail is no outlet.
        ("Quotas: Chile - Norway", "", "Quotas: Chile - Norway", None),
        ("Chile says no | gazette.example", "", "Chile says no | gazette.example", None),
        # Accounts and addresses are no names.
        (
            "Talks",
            meta("og:site_name", "@gazette") + meta("publisher", "https://x.example"),
            "Talks",
            None,
        ),
        (
            "Talks &amp;amp; &#8220;quotas&#8221;",
            meta("og:site_name", "A &amp;amp; B"),
            "Talks & “quotas”",
            "A & B",
        ),
    ],
)
def test_title_and_outlet(tmp_path, title, head, shown, outlet):
    article = one(tmp_path, page(head, title=f"<title>{title}</title>"))
    assert (article.title, article.outlet) == (shown, outlet)


def test_title_without_the_site_where_the_head_says_it_better(tmp_path):
    head = meta("og:title", "Talks open | Fjord Herald") + meta("og:site_name", "Fjord Herald")
    article = one(tmp_path, page(head, "<h1>Talks open</h1>"))
    assert article.title == "Talks open"
    assert article.text.startswith("Chile and Norway")


def test_heading_that_is_the_sites_name_is_no_title(tmp_path):
    head = meta("og:site_name", "Fjord Herald")
    article = one(tmp_path, page(head, "<h1>Fjord Herald</h1>", "<title>Talks open</title>"))
    assert article.title == "Talks open"


def test_publisher_that_is_only_referred_to(tmp_path):
    graph = [
        {"@type": "Organization", "@id": "#us", "name": "Fjord Herald"},
        {"@type": "NewsArticle", "headline": "Talks <em>open</em>", "publisher": {"@id": "#us"}},
    ]
    article = one(tmp_path, page(linked({"@graph": graph}), title="<title>Other</title>"))
    assert (article.title, article.outlet) == ("Talks open", "Fjord Herald")


def test_article_of_the_page_among_others(tmp_path):
    def node(path, day):
        return {"@type": "NewsArticle", "url": f"https://a.example/{path}/", "datePublished": day}

    head = linked(node("other", "2020-02-02"), node("this", "2024-01-11"))
    canonical = '<link rel="canonical" href="/this">' + meta("og:url", "https://a.example/this#top")
    article = one(tmp_path, page(head + canonical))
    assert article.published == DAY
    assert article.address == "https://a.example/this"
    assert article.outlet == "a.example"


def test_page_that_a_browser_saved(tmp_path):
    saved = "<!-- saved from url=(0029)https://www.fjord.example/a -->\n" + page()
    article = one(tmp_path, saved)
    assert (article.address, article.outlet) == ("https://www.fjord.example/a", "fjord.example")


def test_where_a_page_was_found_counts_only_where_it_is_silent():
    import trafilatura

    told = linked({"@type": "NewsArticle", "url": "https://told.example/a"})
    for head, address in (
        ("", "https://found.example/a"),
        ('<link rel="canonical" href="/b">', "https://found.example/b"),
        (told, "https://told.example/a"),
        (CANONICAL + told, "https://www.harbour-gazette.example/2/talks"),
    ):
        markup = page(head)
        facts = page_facts(trafilatura.load_html(markup), markup, "https://found.example/a")
        assert facts.address == address


@pytest.mark.parametrize(
    ("title", "domain", "shown"),
    [
        ("X | BBC News", "bbc.co.uk", "X"),
        ("X | The Guardian", "theguardian.com", "X"),
        ("X|AP News", "apnews.com", "X"),
        ("X - Y - reuters.com", "reuters.com", "X - Y"),
        ("X - News", "news.example.com", "X - News"),
        ("X-Ray", "ray.com", "X-Ray"),
        ("Ray", "ray.com", "Ray"),
    ],
)
def test_site_names(title, domain, shown):
    assert SiteNames([], domain).without(title) == shown
