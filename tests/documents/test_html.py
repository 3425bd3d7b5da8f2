"""Pages: main text, headline, and only the dates that they state."""

import datetime as dt

import pytest

from .samples import lost, page, run, text_of

DAY = dt.date(2025, 12, 3)


def test_main_text_with_its_headline(tmp_path):
    document, problems = text_of(tmp_path / "a.html", page().encode())
    first, second, third = document.text.split("\n\n")
    assert first == document.title == "Talks in Caracas"
    assert second.startswith("Officials from Venezuela") and third.startswith("China sent")
    assert "Sport" not in document.text and "Copyright" not in document.text
    assert (document.publisher, document.url) == ("The Example", "https://example.org/talks")
    assert not lost(problems)


@pytest.mark.parametrize(
    ("head", "time"),
    [
        ('<meta property="article:published_time" content="2025-12-03T22:00:00-04:00">', ""),
        ('<meta name="DC.date.issued" content="2025-12-03">', ""),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": '
            '["NewsArticle"], "datePublished": "2025-12-03T09:00:00Z"}]}</script>',
            "",
        ),
        ("", '<time itemprop="datePublished" datetime="2025-12-03">Wednesday</time>'),
        ("", '<time datetime="2025-12-03T10:00">3 Dec</time>'),
        ("", "<p>Caracas, 3 December 2025 – The ministers of both countries met again.</p>"),
    ],
)
def test_stated_dates(tmp_path, head, time):
    document, problems = text_of(tmp_path / "a.html", page(head, time).encode())
    assert document.published == DAY and problems == []


@pytest.mark.parametrize(
    ("head", "time"),
    [
        ("", ""),
        ('<script type="application/ld+json">{broken</script>', ""),
        ('<meta name="last-modified" content="2025-12-03">', ""),
        ("", '<time datetime="2025-12-03">a</time><time datetime="2024-01-01">b</time>'),
        ('<link rel="canonical" href="https://example.org/2025/12/03/talks">', ""),
    ],
)
def test_no_date_is_guessed(tmp_path, head, time):
    document, [problem] = text_of(tmp_path / "a.html", page(head, time).encode())
    assert document.published is None and "no publication date" in problem.message


def test_a_date_in_the_future_is_told(tmp_path):
    head = '<meta property="article:published_time" content="2999-12-03">'
    document, problems = text_of(tmp_path / "a.html", page(head).encode())
    assert document.published is None and "future" in problems[0].message


def test_the_declared_encoding(tmp_path):
    data = page().replace("utf-8", "windows-1250").replace("both sides", "Łukasz Żak")
    document, problems = text_of(tmp_path / "a.html", data.encode("cp1250"))
    assert "Łukasz Żak" in document.text and not lost(problems)


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<html><body><script>var x = 1;</script></body></html>",
        b"<",
        b"<html>" + b"<div>" * 20_000,
    ],
)
def test_pages_without_main_text_are_told(tmp_path, data):
    (tmp_path / "a.html").write_bytes(data)
    found, problems = run(tmp_path / "a.html")
    assert found == [] and len(lost(problems)) == 1


def test_a_title_that_only_the_head_names_loses_the_site(tmp_path):
    data = page().replace("<h1>Talks in Caracas</h1>", "")
    document, _ = text_of(tmp_path / "a.html", data.encode())
    assert document.title == "Talks in Caracas" and document.text.startswith("Talks in Caracas\n\n")


def test_the_site_s_name_in_the_only_h1_is_no_headline(tmp_path):
    head = '<meta property="og:title" content="Envoys talk of old loans">'
    data = page(head).replace("<h1>Talks in Caracas</h1>", "<h1>The Example</h1>")
    document, _ = text_of(tmp_path / "a.html", data.encode())
    assert document.title == "Envoys talk of old loans"


def test_a_headline_below_a_section_s_name_is_not_told_twice(tmp_path):
    data = page().replace("<h1>", "<p>World news of the day</p><h1>")
    document, _ = text_of(tmp_path / "a.html", data.encode())
    assert document.text.startswith("Talks in Caracas\n\n")
    assert document.text.count("Talks in Caracas") == 1
