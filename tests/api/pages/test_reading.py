from xml.etree import ElementTree

import pytest

from api.pages.rendering import link_to

PUTIN = "/promises/pmygpff7c5nl2n43vmgmee7xype"
PAGES = (
    *("/", "/?as_of=2023-10-10", "/?status=fulfilled&as_of=2023-10-10", "/relationships", "/PRK-RUS", PUTIN),
    *("/promises", "/promises?q=Pyongyang", "/promises?status=overdue", "/promises?visitor=RUS&host=PRK"),
    *("/states", "/officials", "/how-long", "/visits", "/sign-in", "/sign-out", "/record", "/PRK-RUS/embed"),
    *("/record?type=agreement_signed&example=true", "/events/emygpff7c5nl2n43vmgmee7xype"),
    *("/desk", "/sources", "/desk/rules", "/record?type=outcome_reported&about=meeting"),
    *("/PRK-RUS?as_of=2023-10-10", PUTIN + "?as_of=2023-10-10", "/states?as_of=1990-01-01"),
)
FILES = (
    *(
        "/today.csv",
        "/today.json",
        "/relationships.csv",
        "/relationships.json",
        "/promises.csv",
        "/promises.json",
    ),
    *(
        "/PRK-RUS.csv",
        "/PRK-RUS.json",
        "/PRK-RUS.svg",
        "/PRK-RUS.png",
        PUTIN + "/steps.csv",
        PUTIN + "/steps.json",
    ),
    *(PUTIN + "/strip.csv", PUTIN + "/strip.json", "/PRK-RUS/held.csv", "/PRK-RUS/held.json"),
    *(PUTIN + ".json", "/events/emygpff7c5nl2n43vmgmee7xype.json"),
    *("/desk.csv", "/desk.json", "/sources.csv", "/sources.json", "/desk/rules.csv", "/desk/rules.json"),
    *("/how-long.svg?width=320", "/visits/map.svg?width=320", "/visits/matrix.png?width=320"),
    *(PUTIN + "/strip.svg", PUTIN + "/strip.png", PUTIN + "/card.svg", PUTIN + "/card.png"),
    *("/states.csv", "/states.json", "/states.svg", "/states.png", "/officials.csv", "/officials.svg"),
    *("/how-long.csv", "/how-long.json", "/how-long.svg", "/how-long.png"),
    *(
        "/visits.csv",
        "/visits.json",
        "/visits/map.svg",
        "/visits/map.png",
        "/visits/matrix.svg",
        "/visits/matrix.png",
    ),
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_valid_html_and_asks_nothing_of_another_site(demo_server, strictly, path):
    answer = demo_server.get(path)
    assert answer.status_code == 200
    page = strictly(answer.text)
    for tag, name in (("script", "src"), ("link", "href"), ("img", "src")):
        for element in page.iter(tag):
            assert element.get(name, "").startswith("/static/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert not list(page.iter("style"))
    assert not [e for e in page.iter() if isinstance(e.tag, str) and "style" in e.attrib]


@pytest.mark.parametrize("path", FILES)
def test_every_list_and_chart_is_also_a_file(demo_server, path):
    answer = demo_server.get(path)
    form = path.partition("?")[0].rpartition(".")[2]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[form]
    if form == "svg":
        assert ElementTree.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - drawn by us
    if form == "png":
        assert answer.content.startswith(b"\x89PNG\r\n")
    if form == "csv":
        assert answer.text.count("\r\n") > 0


def test_a_drawing_is_the_same_to_the_byte(demo_server):
    assert demo_server.get("/PRK-RUS.svg").content == demo_server.get("/PRK-RUS.svg").content


def test_on_10_october_2023_the_agenda_holds_what_was_due_and_marks_what_came_of_it(demo_server):
    page = demo_server.get("/?as_of=2023-10-10").text
    assert "The visit of Sergey Lavrov (Russia) to North Korea planned for October 2023" in page
    assert '<span class="since">now <span class="status tone-kept">' in page


def test_a_corrected_entry_is_shown_as_this_ledger_stood_before(start, visit):
    server = start()
    first = server.record(visit()).json()
    stood_at = first["recorded_at"]
    correction = {
        "type": "entry_corrected",
        "event_id": first["event_id"],
        "correction": {"window": "2023-11"},
        "reason": "typo",
    }
    assert server.record(correction, "review").status_code == 201
    assert "November 2023" in server.get("/PRK-RUS").text
    before = server.get("/PRK-RUS", params={"recorded_as_of": stood_at}).text
    assert "November 2023" not in before
    assert "October 2023" in before


def test_a_pair_in_another_order_or_in_small_letters_leads_to_the_pair(demo_server):
    answer = demo_server.get("/rus-prk?as_of=2023-10-10")
    assert (answer.status_code, answer.headers["location"]) == (308, "/PRK-RUS?as_of=2023-10-10")


def test_a_pair_in_the_search_leads_to_its_page(demo_server):
    answer = demo_server.get("/promises?q=rus-prk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/PRK-RUS")


@pytest.mark.parametrize("words", ["north korea", "PRK", "Lavrov", "pyongyang", "Choe Son-hui"])
def test_promises_are_found_by_state_official_and_place(demo_server, words):
    assert "The visit of Sergey Lavrov" in demo_server.get("/promises", params={"q": words}).text or (
        "Choe Son" in demo_server.get("/promises", params={"q": words}).text
    )


@pytest.mark.parametrize("path", ["/", "/PRK-RUS", "/relationships", "/states", "/how-long", "/visits"])
@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "9999-12-31"])
def test_a_day_before_all_events_and_one_far_ahead_are_answered(demo_server, strictly, path, day):
    answer = demo_server.get(path, params={"as_of": day})
    assert answer.status_code == 200
    assert ("a day still to come" in answer.text) is (day == "9999-12-31")
    strictly(answer.text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/AUT-ISL", 404),
        ("/promises/nothing", 404),
        ("/events/nothing", 404),
        ("/?as_of=tomorrow", 422),
        ("/PRK-RUS?from=2023-02-30", 422),
        ("/promises?status=kept", 422),
        ("/?nonsense=1", 422),
        ("/record?type=nonsense", 422),
        ("/keys", 303),
        ("/nowhere", 404),
    ],
)
def test_what_is_not_there_is_a_page_that_leads_on(demo_server, strictly, path, status):
    answer = demo_server.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    if status != 303:
        page = strictly(answer.text)
        assert [a for a in page.iter("a") if a.get("href") == "/relationships"]


def test_an_unknown_path_is_a_problem_to_a_program(demo_server):
    assert demo_server.get("/nowhere").headers["content-type"] == "application/problem+json"


def test_an_empty_ledger_says_what_to_do_next(empty_server, strictly):
    page = empty_server.get("/").text
    strictly(page)
    assert "Record the first event" in page


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "\u202egnortsim elttil a",
        "Talks 🤝 in spring",
        "x" * 10_000,
        "'\"><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}",
    ],
)
def test_what_strangers_write_is_shown_harmlessly(start, visit, strictly, title):
    server = start()
    event = visit(quote=title[:1_000], place=title[:200])
    event["report"] |= {"title": title, "publisher": title[:200]}
    event["visitor"] |= {"name": title[:200]}
    assert server.record(event).status_code == 201
    found = server.get("/v1/promises").json()["items"][0]
    for path in (
        "/",
        "/PRK-RUS",
        f"/promises/{found['id']}",
        "/officials",
        f"/events/{found['evidence'][0]['event_id']}",
    ):
        text = server.get(path).text
        page = strictly(text)
        assert "\u202e" not in text
        assert not [e for e in page.iter("script") if e.text]
        assert not list(page.iter("img"))
    ElementTree.fromstring(server.get("/PRK-RUS.svg").text)  # noqa: S314 - drawn by us
    ElementTree.fromstring(server.get(f"/promises/{found['id']}/card.svg").text)  # noqa: S314 - drawn by us


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//x.example", "", None])
def test_what_older_ledgers_may_hold_as_an_address_is_no_link(url):
    assert link_to(url) is None


@pytest.mark.parametrize("url", ["file:///etc/passwd", "urn:servanda:text:1"])
def test_an_address_that_is_none_of_the_web_is_no_link(start, visit, strictly, url):
    server = start()
    server.record(visit(url=url))
    found = server.get("/v1/promises").json()["items"][0]
    for path in (f"/promises/{found['id']}", f"/events/{found['evidence'][0]['event_id']}"):
        page = strictly(server.get(path).text)
        assert all(a.get("href").startswith(("/", "#", "https://", "http://")) for a in page.iter("a"))


def test_only_the_embedded_form_may_stand_in_a_frame(demo_server):
    assert "frame-ancestors *" in demo_server.get("/PRK-RUS/embed").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in demo_server.get("/PRK-RUS").headers["content-security-policy"]


def test_a_preview_tells_the_answer(demo_server, strictly):
    page = strictly(demo_server.get(PUTIN).text)
    meta = {m.get("property"): m.get("content") for m in page.iter("meta") if m.get("property")}
    assert meta["og:title"] == "Kept, 18 June 2024, within the window: Vladimir Putin to North Korea"
    picture = demo_server.client.get(meta["og:image"])
    assert picture.headers["content-type"] == "image/png"


def test_files_of_the_pages_are_kept_and_nothing_else_is_served(demo_server):
    answer = demo_server.get("/static/x/pages.css")
    assert "immutable" in answer.headers["cache-control"]
    for path in ("/static/x/../site.py", "/static/x/..%2fsite.py", "/static/x/fonts", "/static/x/no.css"):
        assert demo_server.get(path).status_code == 404


def test_what_was_said_before_it_was_told_is_known_from_the_telling_on(start, visit, strictly):
    server = start()
    server.record(visit(said_on="2023-09-20", published_at="2023-09-26"))
    early = visit(said_on="2023-09-23", published_at="2023-09-24", publisher="Example", url="https://news.example/b")
    server.record(early)
    (promise,) = server.get("/v1/promises").json()["items"]
    text = server.get(f"/promises/{promise['id']}").text
    strictly(text)
    assert '<dt>First known on</dt><dd><time datetime="2023-09-24">' in text
    assert "It opened the promise, as was told on 26 September 2023." in text
    assert "It told of it too." in text


def test_before_a_promise_could_be_known_its_page_says_since_when_it_was(start, visit, strictly):
    server = start()
    server.record(visit())
    (promise,) = server.get("/v1/promises").json()["items"]
    answer = server.get(f"/promises/{promise['id']}?as_of=2023-09-01")
    assert answer.status_code == 404
    page = strictly(answer.text)
    assert "It was first known on 26 September 2023" in answer.text
    assert [a for a in page.iter("a") if a.get("href") == f"/promises/{promise['id']}?as_of=2023-09-26"]


def test_what_took_place_is_a_file_of_the_days_that_are_seen(demo_server):
    asked = {"from": "2023-10-01", "to": "2023-10-31"}
    rows = demo_server.get("/PRK-RUS/held.json", params=asked).json()["items"]
    assert {row["type"] for row in rows} >= {"visit_held", "meeting_held"}
    assert all(row["held_on"].startswith("2023-10") for row in rows)
    assert demo_server.get("/PRK-RUS/held.json?from=2022-01-01&to=2022-01-31").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/states", "now 7 promised, 4 kept"),
        ("/visits", "now 2 promised, 2 kept"),
        ("/relationships", "now 7 promised"),
        ("/how-long", "now 19 promised, 16 kept"),
        ("/PRK-RUS", "Since then 2 more promises became known"),
    ],
)
def test_what_is_different_now_is_marked_on_another_day_and_on_none_today(demo_server, strictly, path, marked):
    page = demo_server.get(path + "?as_of=2023-10-10").text
    strictly(page)
    assert marked in page
    assert 'class="since"' not in demo_server.get(path).text


@pytest.mark.parametrize(
    ("told", "conflict"), [("2023-10-19", False), ("2023-10", False), ("2023-10-21", True)]
)
def test_accounts_conflict_where_no_day_fits_both(start, visit, told, conflict):
    server = start()
    server.record(visit())
    report = {"publisher": "TASS", "published_at": "2023-10-25", "url": "https://news.example/held"}
    visitor = visit()["visitor"]
    held = {"type": "visit_held", "visitor": visitor, "host": "PRK", "held_on": "2023-10-18/2023-10-19"}
    about = {"kind": "visit", "visitor": visitor, "host": "PRK"}
    outcome = {"type": "outcome_reported", "about": about, "outcome": "fulfilled", "held_on": told}
    assert server.record({**held, "report": report}).status_code == 201
    other = {**report, "publisher": "Example Wire", "url": "https://news.example/told"}
    assert server.record({**outcome, "report": other}).status_code == 201
    (promise,) = server.get("/v1/promises").json()["items"]
    page = server.get(f"/promises/{promise['id']}").text
    assert ("Conflicting accounts" in page) is conflict
