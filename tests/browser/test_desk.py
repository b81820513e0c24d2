"""An editor's way over the review desk, by keyboard alone."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.browser.test_walk import RULES

OZOLA = """VALLETTA, April 3 (Example Wire) -- Latvian Foreign Minister Marta Ozola will visit Iceland on June 12, 2024,
her office said on Wednesday.

Latvian Defence Minister Janis Kalns will visit Portugal on July 2, 2024, the ministry said."""
BERG = """OSLO, April 4 (Example Wire) -- Norwegian Prime Minister Kari Berg is to travel to Austria on 5 May 2024,
it was announced on Thursday. Norwegian Foreign Minister Lars Dahl will visit Ireland on June 20, 2024."""
SILVA = "Portuguese President Rui Silva will visit Brazil on 3 August 2024, according to his spokesman."
NYLUND = "Finnish Foreign Minister Aino Nylund plans to visit Estonia on 9 September 2024."


def sent_in(page, site, text):
    """The address of a report that a reviewer sends in by the form."""
    page.goto("/sign-in?next=/desk")
    page.get_by_label("Key").fill(site.key("review"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_label("Publisher").fill("Example Wire")
    page.get_by_label("Title").fill("Ministers will travel")
    page.get_by_label("Published").fill("2024-04-04")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile("/desk/reports/"))
    return page.url.partition("#")[0]


def states(site):
    found = site.services.queries.events(None, 500)["items"]
    return [
        e["event"].get("host")
        for e in found
        if (e["event"].get("report") or {}).get("publisher") == "Example Wire"
    ]


def focused(page):
    return page.evaluate("document.activeElement.dataset.number")


def test_a_candidate_is_accepted_by_keyboard_and_the_next_one_has_the_focus(page, site, artefacts):
    sent_in(page, site, OZOLA)
    assert page.locator("mark").count() >= 2
    assert focused(page) == "1"
    assert "Ozola" in page.locator("mark.chosen").first.inner_text()
    page.screenshot(path=artefacts / "desk.png", full_page=True)
    page.keyboard.press("a")
    page.wait_for_url(re.compile("#(?!.*candidates)"))
    page.get_by_text("1 of 2 waits for a decision").wait_for()
    assert "ISL" in states(site)
    assert focused(page) == "2"
    page.keyboard.press("k")
    assert focused(page) == "1"
    page.get_by_role("link", name="withdraw it").click()
    assert page.get_by_label("Entry needed").input_value().startswith("e")


def test_a_candidate_is_rejected_and_one_mended_by_keyboard(page, site):
    sent_in(page, site, BERG)
    page.keyboard.press("r")
    page.keyboard.type("a march, no visit")  # Letters that are keys elsewhere are text here.
    page.keyboard.press("Enter")
    page.get_by_text("Rejected by").wait_for()
    assert page.get_by_text("a march, no visit").is_visible()
    assert focused(page) == "2"
    page.keyboard.press("m")
    page.get_by_label("Window").fill("2024-07")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted, mended, by").wait_for()
    page.get_by_role("link", name="its entry").click()
    assert page.get_by_role("row", name=re.compile("window 2024-07")).is_visible()


def test_axe_finds_nothing_on_the_desk(page, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    report = sent_in(page, site, SILVA)
    candidate = page.locator(".candidate[data-open]").first.get_attribute("id")
    views = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]
    paths = (report, "/desk", f"/desk/candidates/{candidate}", "/sources", "/desk/rules", "/deliveries")
    for (scheme, width), path in product(views, paths):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        found = axe.run(page, options={"runOnly": RULES}).response
        assert found["passes"]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_desk_works_without_a_script(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk")
    page.get_by_label("Text", exact=True).fill(NYLUND)
    page.get_by_label("Publisher").fill("Example Wire")
    page.get_by_label("Published").fill("2024-04-03")
    page.get_by_label("Key needed").fill(site.key("review"))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Accept candidate 1").click()
    assert page.get_by_text("All is decided").is_visible()
    assert "EST" in states(site)
    context.close()
