"""The review desk by its forms, as a browser without a script sends them."""

from __future__ import annotations

import re

import httpx
import pytest

from adapters.desk.sources import Sources
from api.pages.shows import desk as show
from api.pages.shows import recording
from tests.adapters.fake_reader import FakeReader
from tests.api.pages.test_signing import sign_in, token

TEXT = (
    "A headline\n\nThe ministry spoke. Sergey Lavrov of RUS will visit PRK in 2023-10. "
    "Nobody knew more. Marta Ozola of LVA will visit ISL in 2023-11."
)
ARTICLE = {
    "text": TEXT,
    "publisher": "Example <b>News</b>",
    "published_at": "2023-09-26",
    "title": "A \u202eheadline",
}


@pytest.fixture
def desk(start):
    return start({"reader": FakeReader()}, watch_seconds=0)


@pytest.fixture
def visitor(desk):
    with httpx.Client(base_url=desk.url) as client:
        yield client


def send(visitor, **fields):
    return visitor.post("/desk", data={**ARTICLE, **fields, "token": token(visitor.get("/desk"))})


@pytest.fixture
def report(desk, visitor):
    """The address of a report with two candidates, seen by a reviewer."""
    sign_in(visitor, desk.key("review"))
    answer = send(visitor)
    assert answer.status_code == 303
    return answer.headers["location"].partition("#")[0]


def candidates(desk):
    return desk.get("/v1/candidates", "read").json()["items"]


def decide(visitor, candidate, do, **fields):
    there = f"/desk/candidates/{candidate['id']}"
    return visitor.post(there, data={"token": token(visitor.get(there)), "do": do, **fields})


def mended(candidate, **fields):
    return {**recording.values(candidate["event"]), **{"/" + name: text for name, text in fields.items()}}


def test_a_text_stands_with_its_words_marked_and_a_number_that_leads_to_each_candidate(
    desk, visitor, report, strictly
):
    answer = visitor.get(report)
    page = strictly(answer.text)
    assert len(visitor.get(report + ".json").json()["candidates"]) == 2
    first, second = candidates(desk)
    assert [m.text for m in page.iter("mark")] == [
        "Sergey Lavrov of RUS will visit PRK in 2023-10.",
        "Marta Ozola of LVA will visit ISL in 2023-11.",
    ]
    notes = [a.get("href") for a in page.iter("a") if a.get("class") == "note"]
    assert notes == ["#" + first["id"], "#" + second["id"]]
    assert "2 of 2 wait for a decision" in answer.text
    assert "\u202e" not in answer.text
    assert "<b>News" not in answer.text


def test_an_article_without_a_title_waits_under_its_address(desk, visitor):
    sign_in(visitor, desk.key("review"))
    assert send(visitor, title="").status_code == 303
    page = visitor.get("/desk")
    assert page.status_code == 200
    assert f'/desk/reports/{candidates(desk)[0]["report_id"]}' in page.text


def test_an_accepted_candidate_is_on_record_and_the_next_one_is_shown(desk, visitor, report):
    first, second = candidates(desk)
    answer = decide(visitor, first, "accept")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{report}#{second['id']}")
    (promise,) = desk.get("/v1/promises").json()["items"]
    assert promise["visitor"]["name"] == "Sergey Lavrov"
    assert "1 of 2 waits for a decision" in visitor.get(report).text
    assert decide(visitor, second, "accept").headers["location"] == f"{report}#text-heading"
    assert "All is decided" in visitor.get(report).text


def test_what_was_accepted_is_undone_by_a_correction_or_a_withdrawal(desk, visitor, report):
    first, _ = candidates(desk)
    decide(visitor, first, "accept")
    event_id = candidates(desk)[0]["event_id"]
    text = visitor.get(report).text
    assert f"/record?type=entry_corrected&amp;event_id={event_id}" in text
    assert f"/record?type=entry_withdrawn&amp;event_id={event_id}" in text
    answer = visitor.post(
        f"/desk/candidates/{first['id']}",
        data={"token": token(visitor.get(report)), "do": "reject", "reason": "no"},
    )
    assert answer.status_code == 409
    assert "withdrawn" in answer.text


def test_a_mended_candidate_is_recorded_as_mended(desk, visitor, report):
    first, _ = candidates(desk)
    assert (
        decide(
            visitor, first, "mend", **mended(first, window="2023-12", place="Pyongyang", quote="")
        ).status_code
        == 303
    )
    now = candidates(desk)[0]
    assert now["changes"] == {"place": "Pyongyang", "quote": None, "window": "2023-12"}
    (promise,) = desk.get("/v1/promises").json()["items"]
    assert (promise["window"], promise["place"]) == ("2023-12", "Pyongyang")


def test_a_form_that_changes_nothing_mends_nothing(desk, visitor, report):
    first, _ = candidates(desk)
    assert decide(visitor, first, "mend", **mended(first)).status_code == 303
    assert candidates(desk)[0]["changes"] is None


def test_mistakes_in_what_was_mended_are_told_where_they_are(desk, visitor, report, strictly):
    first, _ = candidates(desk)
    answer = decide(visitor, first, "mend", **mended(first, window="soon"))
    assert answer.status_code == 422
    fields = {e.get("name"): e for e in strictly(answer.text).iter("input")}
    assert fields["/window"].get("aria-invalid") == "true"
    assert fields["/window"].get("value") == "soon"
    assert candidates(desk)[0]["state"] == "proposed"


def test_a_rejected_candidate_says_why_and_can_still_be_accepted(desk, visitor, report):
    first, _ = candidates(desk)
    assert decide(visitor, first, "reject").status_code == 422
    assert decide(visitor, first, "reject", reason="only <i>hoped</i> for").status_code == 303
    assert "only &lt;i&gt;hoped&lt;/i&gt; for" in visitor.get(report).text
    assert decide(visitor, first, "accept").status_code == 303
    assert candidates(desk)[0]["state"] == "accepted"


def test_with_an_expired_session_nothing_is_decided_and_nothing_typed_is_lost(desk, visitor, report):
    first, _ = candidates(desk)
    visitor.cookies.delete("servanda_session")
    answer = decide(visitor, first, "reject", reason="a wish, no plan")
    assert answer.status_code == 401
    assert 'value="a wish, no plan"' in answer.text
    assert decide(visitor, first, "reject", reason="a wish, no plan", key=desk.key("review")).status_code == 303
    assert candidates(desk)[0]["reason"] == "a wish, no plan"


@pytest.mark.parametrize("do", ["accept", "reject", "mend"])
def test_deciding_takes_the_scope_review_and_a_form_of_ours(desk, visitor, report, do):
    first, _ = candidates(desk)
    there = f"/desk/candidates/{first['id']}"
    assert visitor.post(there, data={"do": do, "reason": "x"}).status_code == 403
    sign_in(visitor, desk.key("report"))
    assert decide(visitor, first, do, reason="x", **mended(first)).status_code == 403
    assert candidates(desk)[0]["state"] == "proposed"


def test_an_article_without_a_day_is_not_read_and_not_lost(desk, visitor, strictly):
    sign_in(visitor, desk.key("report"))
    answer = send(visitor, published_at="")
    assert answer.status_code == 422
    strictly(answer.text)
    assert "published_at is required" in answer.text
    assert 'aria-invalid="true" aria-describedby="published_at-mistake published-hint"' in answer.text
    assert "Sergey Lavrov of RUS will visit PRK" in answer.text
    assert candidates(desk) == []


def test_sending_an_article_takes_the_scope_report(desk, visitor):
    assert send(visitor).status_code == 401
    assert send(visitor, key=desk.key("read")).status_code == 403
    assert send(visitor, key=desk.key("report")).status_code == 303


def erase(visitor, report, **fields):
    return visitor.post(report, data={"token": token(visitor.get("/desk")), "do": "erase", **fields})


def test_a_text_is_erased_by_a_reviewer_who_is_certain(desk, visitor, report, strictly):
    assert "Erase the text" in visitor.get(report).text
    assert erase(visitor, report).status_code == 422
    assert "Nobody knew more" in visitor.get(report).text
    assert erase(visitor, report, sure="yes").status_code == 303
    page = visitor.get(report).text
    strictly(page)
    assert "Nobody knew more" not in page
    assert "The text was erased" in page
    assert "Erase the text" not in page


def test_erasing_takes_the_scope_review_and_a_form_of_ours(desk, visitor, report):
    assert visitor.post(report, data={"do": "erase", "sure": "yes"}).status_code == 403
    sign_in(visitor, desk.key("report"))
    assert "Erase the text" not in visitor.get(report).text
    assert erase(visitor, report, sure="yes").status_code == 403
    assert "Nobody knew more" in visitor.get(report).text


def test_an_erased_text_leaves_its_candidates(desk, visitor, report, strictly):
    desk.call("DELETE", report.replace("/desk", "/v1") + "/text", "review")
    page = visitor.get(report).text
    assert "The text was erased" in page
    assert not list(strictly(page).iter("mark"))


@pytest.mark.parametrize("path", ["/desk/reports/r0", "/desk/candidates/c0", "/desk/reports/%00"])
def test_what_nobody_knows_is_a_page_that_says_so(desk, visitor, path):
    assert visitor.get(path).status_code == 404


# ---------------------------------------------------------------- sources
def change(visitor, do, **fields):
    return visitor.post("/sources", data={"token": token(visitor.get("/sign-in")), "do": do, **fields})


def test_feeds_are_watched_paused_and_removed_by_an_admin(desk, visitor, strictly):
    sign_in(visitor, desk.key("admin"))
    assert (
        change(
            visitor, "add", url="https://news.example/feed.xml", publisher="<i>News</i>", minutes="30"
        ).status_code
        == 303
    )
    (source,) = desk.get("/v1/sources").json()["items"]
    assert (source["minutes"], source["state"]) == (30, "new")
    text = visitor.get("/sources").text
    strictly(text)
    assert "&lt;i&gt;News" in text
    change(visitor, "pause", id=source["id"])
    assert "Paused" in visitor.get("/sources").text
    change(visitor, "resume", id=source["id"])
    assert desk.get("/v1/sources").json()["items"][0]["state"] == "new"
    change(visitor, "remove", id=source["id"])
    assert desk.get("/v1/sources").json()["items"] == []


def test_a_failing_feed_says_why(desk, visitor):
    added = desk.call("POST", "/v1/sources", "admin", json={"url": "https://news.example/feed.xml"}).json()
    Sources(desk.services.ledger.engine).note_failure(added["id"], "it answered 500", None)
    text = visitor.get("/sources").text
    assert "Failing" in text
    assert "1 time in a row" in text
    assert "it answered 500" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"url": ""}, "url is required"), ({"url": "https://news.example/f", "minutes": "soon"}, "minutes")],
)
def test_a_feed_that_is_none_is_refused_and_what_was_typed_stays(desk, visitor, fields, said):
    sign_in(visitor, desk.key("admin"))
    answer = change(visitor, "add", publisher="Kept News", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Kept News" in answer.text


def test_a_feed_that_is_added_with_an_expired_session_is_not_lost(desk, visitor):
    def add(**fields):
        sent = {"token": token(visitor.get("/sign-in")), "do": "add", "url": "https://news.example/feed.xml"}
        return visitor.post("/sources", data={**sent, **fields})

    answer = add()
    assert answer.status_code == 401
    assert 'value="https://news.example/feed.xml"' in answer.text
    assert 'type="password"' in answer.text
    assert add(key=desk.key("admin")).status_code == 303


def test_sources_are_changed_by_an_admin_alone(desk, visitor):
    sign_in(visitor, desk.key("review"))
    assert change(visitor, "add", url="https://news.example/feed.xml").status_code == 403
    assert 'name="url"' not in visitor.get("/sources").text


# ---------------------------------------------------------------- what is shown
def found(*spans, number=1):
    return {"number": number, "spans": [{"start": start, "end": end, "text": None} for start, end in spans]}


@pytest.mark.parametrize("text", ["", "abcdefghij"])
def test_no_character_is_lost_however_spans_lie(text):
    spans = [found((0, 4), (8, 99)), found((2, 6), number=2), found((6, 6), (-1, 3), number=3)]
    assert "".join(piece.text for piece in show.pieces(text, spans)) == text


def test_words_of_two_candidates_carry_both_numbers():
    made = show.pieces("abcdef", [found((0, 4)), found((2, 6), number=2)])
    assert made == [("ab", (1,), ()), ("cd", (1, 2), (1,)), ("ef", (2,), (2,))]


def test_a_long_text_is_cut_and_its_marks_with_it():
    made = show.pieces("x" * (show.LONGEST_TEXT + 50), [found((show.LONGEST_TEXT - 5, show.LONGEST_TEXT + 20))])
    assert [len(piece.text) for piece in made] == [show.LONGEST_TEXT - 5, 5]


def test_it_is_told_when_it_was_said_and_who_is_cited(desk, visitor, report):
    (first, _), page = candidates(desk), visitor.get(report)
    assert page.text.count("said 26 September 2023") == 2
    cited = {**first["event"], "said_on": "2023-09-20", "attributed_to": "KCNA"}
    assert show.said(cited) == "said 20 September 2023, citing KCNA"
    assert show.said({**cited, "said_on": "soon"}) == ""


def test_an_event_with_gaps_has_a_sentence_too():
    assert "missing" in show.sentence({"type": "visit_held", "visitor": {"name": "A B"}})
    assert re.match("An event", show.sentence({"type": "nothing"}))


def test_what_an_outcome_is_about_stays_unless_it_is_mended():
    about = {"kind": "visit", "visitor": {"state": "RUS"}, "host": "PRK"}
    event = {"type": "outcome_reported", "about": about, "outcome": "fulfilled", "report": {"url": "u"}}
    groups = recording.groups("outcome_reported", about="visit")
    typed = recording.body("outcome_reported", recording.values(event).items())
    assert show.changes(event, {**typed, "outcome": "unfulfilled"}, groups) == {"outcome": "unfulfilled"}
    mended = {**about, "host": "CHN"}
    assert show.changes(event, {**typed, "about": mended}, groups) == {"about": mended}


def test_where_reads_take_a_key_a_form_that_is_refused_shows_strangers_nothing(start):
    server = start({"reader": FakeReader()}, host="0.0.0.0", watch_seconds=0)  # noqa: S104 - only the setting counts
    report = server.call("POST", "/v1/reports", "report", json=ARTICLE).json()
    candidate = f"/desk/candidates/{report['candidates'][0]['id']}"
    feed = {"url": "https://feeds.example/all", "publisher": "Secret Feed"}
    assert server.call("POST", "/v1/sources", "admin", json=feed).status_code == 201
    server.call("PUT", "/v1/publisher-rules/Secret%20Paper", "admin", json={"accept_from": 1})
    held = ("Lavrov", "Ozola", "feeds.example", "Secret", report["id"])
    with httpx.Client(base_url=server.url) as stranger:
        good = token(stranger.get("/sign-in"))
        for path in ("/desk", "/desk/rules", "/sources", candidate):
            for fields in ({"token": good}, {}, {"do": "more"}):
                answer = stranger.post(path, data=fields)
                assert answer.status_code in (200, 401, 403)
                assert [text for text in held if text in answer.text] == [], path
        typed = {"/visitor/name": "Typed before", "token": good, "do": "mend"}
        answer = stranger.post(candidate, data=typed)
        assert answer.status_code == 401
        assert 'value="Typed before"' in answer.text
        sign_in(stranger, server.key("review"))
        assert "Lavrov" in stranger.get(candidate).text
