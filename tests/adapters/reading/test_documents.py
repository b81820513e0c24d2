"""From bytes to an article's text, and what is refused."""

from __future__ import annotations

import contextlib
from datetime import date
from time import process_time

import pytest

from adapters.reading.documents import LARGEST, LONGEST, NoDay, Unreadable, open_document
from adapters.reading.pages import MOST_ELEMENTS
from adapters.reading.reading import read_bytes

STORY = (
    "The Kenyan foreign minister, Asha Otieno, will visit Peru in May, her ministry said on Thursday. "
    "She is to meet President Luis Paz and to open the new embassy of her country in Lima. "
    "It will be the first visit of a Kenyan minister to the country since the two opened relations. "
    "Trade between them has grown by a tenth in each of the last three years, officials said."
)


def page(head="", body=STORY):
    paragraphs = "".join(f"<p>{part}.</p>" for part in body.split(". "))
    return f"<!doctype html><html><head><title>Minister to visit Peru</title>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>Minister to visit Peru</h1>{paragraphs}</article></body></html>".encode()


PUBLISHED = '<meta property="article:published_time" content="2024-03-14T09:30:00+03:00">'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"PK\x03\x04rest", "archive"),
        (b"\x89PNG\r\n", "image"),
        (b"\x00\x01\x02\x03" * 500, "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"a" * (LARGEST + 1), "bytes"),
        (b"word and the of " * (LONGEST // 10), "characters"),
        (b"<html><body></body></html>", "no text of an article"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(data, why):
    with pytest.raises(Unreadable, match=why):
        open_document(data)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Außenminister reiste am Montag nach Lima und traf dort den Präsidenten, wie das Ministerium mitteilte.", "German"),
        ("Le ministre des affaires étrangères se rendra au Pérou la semaine prochaine, a annoncé jeudi son cabinet.", "French"),
        ("El ministro de Asuntos Exteriores viajará a Kenia la próxima semana, según informó el jueves su oficina.", "Spanish"),
        ("Министр иностранных дел посетит Перу в мае, сообщили в четверг в министерстве.", "Russian"),
        ("O ministro das Relações Exteriores visitará a China a convite de Wang Yi, informou a chancelaria.", "Portuguese"),
        ("Il ministro degli esteri andrà in Cina in maggio e in Giappone in giugno, ha detto il ministero.", "Italian"),
        ("O presidente Luiz Inácio Lula da Silva convidou João Lourenço para Brasília.", "Portuguese"),
        ("Il presidente ha incontrato Edi Rama a Roma venerdì.", "Italian"),
        ("Präsident Steinmeier trifft Präsident Duda in Warschau am Montag zu Gesprächen.", "German"),
        ("Nederlandse premier Rutte sprak in Parijs met de Oekraïense president Zelensky.", "Dutch"),
        ("外交部长将于五月访问秘鲁，该部星期四表示。", "Chinese"),
    ],
)  # fmt: skip
def test_another_language_is_named_and_not_read(text, language):
    with pytest.raises(Unreadable, match=f"{language}.*only English"):
        open_document(text.encode())


def test_a_short_dispatch_that_is_made_of_names_is_english():
    text = "RIGA, May 20 -- Foreign Minister Marta Ozola met Minister Karl Maier in Vienna on Thursday (May 16)."
    assert open_document(text.encode()).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Brazilian President Luiz Inacio Lula da Silva invited Angolan President Joao Lourenco to Brasilia.",
        "Mozambican President Filipe Nyusi met Cape Verdean Prime Minister Ulisses Correia e Silva in Praia on Tuesday.",
        "São Tomé and Príncipe President Carlos Vila Nova met Guinea-Bissau President Umaro Sissoco Embaló in Bissau.",
        "Turkish President Recep Tayyip Erdoğan hosted Polish President Andrzej Duda in Ankara on Wednesday.",
    ],
)
def test_names_of_another_language_make_no_other_language(text):
    assert open_document(text.encode()).text == text


def test_whoever_says_that_it_is_english_is_believed():
    text = "Portugal-Moçambique, São Tomé: Presidente Ulisses Correia e Silva, Filipe Nyusi, José Ramos-Horta; Luiz Inácio Lula da Silva."
    with pytest.raises(Unreadable, match="only English"):
        open_document(text.encode())
    with pytest.raises(Unreadable, match="only English"):
        open_document(text.encode(), language="pt")
    assert open_document(text.encode(), language="en-GB").text == text


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_charset_is_found_whatever_was_claimed(charset):
    text = "“The minister’s visit to São Tomé was a success,” said the ministry on Thursday and on Friday."
    assert open_document(text.encode(charset), charset="ascii").text.lstrip("\ufeff") == text


def test_a_page_is_read_without_what_surrounds_the_story():
    document = open_document(page(PUBLISHED))
    assert "will visit Peru" in document.text
    assert "Home" not in document.text
    assert document.published_on == date(2024, 3, 14)
    assert document.title == "Minister to visit Peru"


def test_without_a_certain_day_nothing_is_guessed_and_the_dates_found_are_named():
    two = PUBLISHED + '<meta name="date" content="2024-03-15"><meta name="pubdate" content="2024-03-16">'
    with pytest.raises(
        NoDay, match=r"2024-03-14 \(meta article:published_time\).*2024-03-16 \(meta pubdate\)"
    ) as refused:
        read_bytes(page(two))
    assert ("2024-03-14", "meta article:published_time") in refused.value.found


def test_a_date_printed_in_plain_text_is_shown_and_not_taken():
    text = f"Minister to visit Peru\nView Date: 2026-01-09 14:22:07\n\n{STORY}\n"
    with pytest.raises(NoDay, match=r"2026-01-09 \(in the text, after 'View Date:'\)"):
        read_bytes(text.encode())


def test_a_dateline_and_days_without_a_year_are_shown_with_their_places():
    text = (
        "RIGA, May 20 (Own Wire) -- The Kenyan foreign minister will visit Latvia in June, her ministry said. "
        "She was last there on Thursday (Oct 19), and on 3 March, and in 1999 for the first time.\n"
    )
    with pytest.raises(NoDay) as refused:
        read_bytes(text.encode())
    assert refused.value.found == (
        ("May 20", "in the dateline, without a year"),
        ("Oct 19", "in the text, after 'said. She was last there on Thursday (', without a year"),
        ("3 March", "in the text, after 'last there on Thursday (Oct 19), and on', without a year"),
    )


def test_the_dates_in_the_text_of_a_page_are_shown_too():
    body = "RIGA, May 20 -- " + STORY
    with pytest.raises(NoDay, match=r"May 20 \(in the"):
        read_bytes(page(body=body))


def test_a_longer_text_is_refused_with_the_way_out():
    with pytest.raises(Unreadable, match=r"60,000 characters, and 50,000 are read at once: cut it"):
        open_document(b"word and the of " * 3_750)


def test_the_day_given_comes_before_what_the_page_says():
    reading = read_bytes(page(PUBLISHED), date(2024, 3, 1))
    assert reading.published_on == date(2024, 3, 1)


def test_a_page_gives_the_events_of_its_story():
    reading = read_bytes(page(PUBLISHED))
    assert next(c.event["type"] for c in reading.candidates) == "visit_announced"


@pytest.mark.parametrize(
    "unit",
    [
        *("<div>", "<p>a", "<table><tr><td>", "<b", "<!--", "<script>", "<a href='", "&#", "<html>"),
        *("<br>", "<h1>x</h1>", "<p>word and the of </p>", "<!-- x -->", "<li><a href='/x'>Related</a>", "<?x?>"),
    ],
)
@pytest.mark.parametrize("length", [30_000, 1_000_000])
def test_html_that_is_made_to_hurt_ends_soon(unit, length):
    open_document(page())  # So that importing is not measured.
    data = (b"<html><body><p>" + STORY.encode() + unit.encode() * length)[:length]
    started = process_time()
    with contextlib.suppress(Unreadable):
        read_bytes(data, date(2024, 3, 14))
    assert process_time() - started < 2


def test_of_a_page_with_too_many_parts_the_story_is_read_where_it_says_which_it_is():
    links = "<li><a href='/x'>x</a></li>" * MOST_ELEMENTS
    story = page(PUBLISHED).decode()
    found = open_document(story.replace("</body>", f"{links}</body>").encode())
    assert "will visit Peru" in found.text
    assert (found.published_on, found.title) == (date(2024, 3, 14), "Minister to visit Peru")
    with pytest.raises(Unreadable, match="give the text alone"):
        open_document(story.replace("article>", "div>").replace("</body>", f"{links}</body>").encode())
