"""A reader's and an editor's way through the pages, in a real browser on the demonstration ledger."""

from __future__ import annotations

import re
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest

PAGES = (
    *("/", "/?as_of=2023-10-10", "/relationships", "/PRK-RUS", "/PRK-RUS?as_of=2023-10-10", "/promises"),
    *("/promises?q=Putin", "/states", "/officials", "/how-long", "/visits", "/record", "/sign-in"),
    *("/record?type=meeting_announced&example=true", "/promises/nothing", "/?as_of=1066-10-14", "/AUT-ISL"),
)


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def putins_promise(page) -> None:
    """From the front page in three clicks: the search takes the first."""
    page.goto("/")
    page.get_by_label("Search by state").fill("Putin")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile("Vladimir Putin .* to North Korea")).first.click()


def test_putins_promise_is_found_from_the_front_page_in_three_clicks(page, artefacts):
    putins_promise(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Vladimir Putin to North Korea"
    assert "Kept, 18 June 2024, within the window" in page.locator(".answer").inner_text()
    page.screenshot(path=artefacts / "promise.png", full_page=True)


def test_on_10_october_2023_it_is_pending_and_what_changed_since_is_marked(page, artefacts):
    putins_promise(page)
    page.locator("#as-of").fill("2023-10-10")
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url(re.compile("as_of=2023-10-10"))
    assert "Pending" in page.locator(".answer").inner_text()
    assert page.locator(".since").inner_text().split()[:6] == ["Since", "then", "it", "changed:", "now", "Kept"]
    page.screenshot(path=artefacts / "promise-2023-10-10.png", full_page=True)


def test_arrow_keys_walk_from_one_change_to_the_next(page):
    page.goto("/PRK-RUS?as_of=2023-10-10")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("as_of=2023-10-19"))
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("as_of=2023-09-24"))


def test_the_slider_moves_the_day(page):
    page.goto("/PRK-RUS?as_of=2023-10-10")
    page.get_by_role("slider", name="Day").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("as_of=2023-10-11"))


def test_the_timeline_zooms_by_keyboard_and_its_address_restores_what_is_seen(page, artefacts):
    page.goto("/PRK-RUS?from=2023-01-01&to=2024-12-31")
    page.locator("#timeline").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("from=2023-0[2-9]"))
    page.wait_for_function("!document.querySelector('#timeline svg').classList.contains('moving')")
    seen = page.locator("#timeline svg .plot").get_attribute("data-first")
    page.screenshot(path=artefacts / "relationship.png", full_page=True)
    page.reload()
    assert page.locator("#timeline svg .plot").get_attribute("data-first") == seen


def test_times_are_told_in_the_readers_zone_beside_the_date_as_reported(browser, site):
    context = browser.new_context(base_url=site.url, timezone_id="Asia/Seoul")
    page = context.new_page()
    page.goto("/keys")
    page.get_by_label("Key").fill(site.key("admin"))
    page.get_by_role("button", name="Sign in").click()
    row = page.get_by_role("row").nth(1)
    reported = row.locator("time").first
    moment = datetime.fromisoformat(reported.get_attribute("datetime"))
    assert f"{moment:%H:%M} UTC" in reported.inner_text()
    local = moment.astimezone(ZoneInfo("Asia/Seoul"))
    assert f"{local:%H:%M} in your zone" in row.locator(".local").first.inner_text()
    context.close()


@pytest.fixture
def another_site():
    """A site whose page is what is put into `content`."""

    class Page(BaseHTTPRequestHandler):
        content = ""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(Page.content.encode())

        def log_message(self, *_):
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/", Page
        server.shutdown()
        thread.join()


def test_a_timeline_stands_in_a_frame_of_another_site(browser, page, site, another_site):
    page.goto("/PRK-RUS?from=2023-01-01&to=2024-12-31")
    page.get_by_text("To embed on another site").click()
    frame = page.locator(".embed pre").inner_text()
    assert f'src="{site.url}/PRK-RUS/embed?from=2023-01-01&to=2024-12-31"' in frame
    context = browser.new_context()
    visitor = context.new_page()
    address, shown = another_site
    shown.content = frame
    visitor.goto(address)
    drawn = visitor.frame_locator("iframe").locator("svg.timeline .plot")
    assert drawn.get_attribute("data-first") == "738521"  # 1 January 2023
    shown.content = frame.replace("/embed", "")
    visitor.goto(address)
    assert visitor.frame_locator("iframe").locator(".masthead").count() == 0  # No other page may stand in a frame.
    context.close()


def test_every_page_can_be_read_without_a_script(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/PRK-RUS")
    page.get_by_role("link", name="Wider").click()
    assert "from=" in page.url
    page.get_by_role("link", name=re.compile("The visit of Vladimir Putin")).first.click()
    assert page.locator(".answer").inner_text().strip().startswith("Kept")
    context.close()


def test_an_event_is_recorded_by_a_form_that_points_at_mistakes(page, site, artefacts):
    page.goto("/record?type=visit_announced")
    page.get_by_label("State needed").fill("LVA")
    page.get_by_role("textbox", name="Name").fill("Marta Ozola")
    page.get_by_label("Host needed").fill("ISLAND")
    page.get_by_label("Address needed").fill("https://news.example/ozola-to-iceland")
    page.get_by_label("Publisher needed").fill("Example Wire")
    page.get_by_label("Published needed").fill("2024-05-20")
    page.get_by_label("Key needed").fill(site.key("report"))
    page.get_by_role("button", name="Record", exact=True).click()
    assert page.locator("#mistakes").get_by_text("/host").is_visible()
    assert page.get_by_label("Host needed").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Publisher needed").input_value() == "Example Wire"
    page.screenshot(path=artefacts / "record.png", full_page=True)
    page.get_by_label("Host needed").fill("ISL")  # The key was good, and has signed in meanwhile.
    page.get_by_role("button", name="Record", exact=True).click()
    assert page.get_by_text("It is on record.").is_visible()
    page.get_by_role("link", name="Iceland and Latvia").click()
    assert page.get_by_role("link", name=re.compile("The visit of Marta Ozola")).first.is_visible()


def test_a_write_with_an_expired_session_loses_nothing_that_was_typed(page, site):
    page.goto("/sign-in?next=/record?type=visit_cancelled")
    page.get_by_label("Key").fill(site.key("report"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("textbox", name="Reason").fill("the minister is ill")
    page.context.clear_cookies(name="servanda_session")
    page.get_by_role("button", name="Record", exact=True).click()
    assert page.get_by_text("your session has ended").is_visible()
    assert page.get_by_role("textbox", name="Reason").input_value() == "the minister is ill"


def test_keys_are_made_and_revoked_by_an_admin(page, site):
    page.goto("/keys")
    page.get_by_label("Key").fill(site.key("admin"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name of a new key").fill("the desk")
    page.get_by_role("button", name="Make the key").click()
    made = page.locator(".secret").inner_text()
    assert site.services.keys.check(made) is not None
    page.get_by_role("button", name="Revoke the desk").click()
    page.wait_for_load_state()
    assert site.services.keys.check(made) is None


CHARTS = ("/PRK-RUS", "/PRK-RUS?as_of=2023-10-10", "/how-long", "/visits")
CLIPPED = """charts => charts.flatMap(chart => {
    const room = chart.parentElement.getBoundingClientRect();
    const texts = [...chart.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
    return texts.filter(([, box]) => box.left < room.left - 1 || box.right > room.right + 1).map(([t]) => t);
})"""


@pytest.mark.parametrize("width", [320, 768, 1200, 2560])
@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_is_as_wide_as_there_is_room_and_cuts_no_word(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    charts = page.locator(".scroll > svg.chart")
    assert charts.count() >= 1
    fits = "charts => charts.map(chart => chart.parentElement.scrollWidth <= chart.parentElement.clientWidth)"
    assert charts.evaluate_all(fits) == [True] * charts.count()
    assert charts.evaluate_all(CLIPPED) == []


@pytest.mark.parametrize("width", [320, 2560])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_that_keeps_people_from_using_a_page(page, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    found = axe.run(page, options={"runOnly": RULES}).response
    assert found["passes"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]] == []
