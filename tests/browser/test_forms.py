"""Subscribing, and the rest of what an administrator does by forms, in a real browser."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.browser.test_walk import RULES


def signed_in(page, site, scope, there):
    page.goto("/sign-in?next=" + there)
    page.get_by_label("Key").fill(site.key(scope))
    page.get_by_role("button", name="Sign in").click()


def subscribed(page, site, name):
    """The address of a new subscription, made by the form."""
    signed_in(page, site, "admin", "/subscriptions/new?relationship=PRK-RUS")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Address").fill("https://127.0.0.1:9/alerts")
    page.get_by_label("Overdue").first.check()
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_text("shown this once").wait_for()
    page.get_by_role("link", name="Change it").click()
    return page.url.removesuffix("/change")


def test_a_subscription_is_made_changed_and_deleted(page, site, artefacts):
    there = subscribed(page, site, "Night desk")
    page.screenshot(path=artefacts / "subscription-change.png", full_page=True)
    assert page.get_by_label("Two states").input_value() == "PRK-RUS"
    page.get_by_label("Rolled up").select_option("every day")
    page.get_by_role("button", name="Change it").click()
    assert page.locator("#mistakes").get_by_text("/digest/hour").is_visible()
    assert page.get_by_label("At the hour").get_attribute("aria-invalid") == "true"
    page.get_by_label("At the hour").fill("7")
    page.get_by_label("By the clock of").fill("Europe/Vienna")
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url(there)
    assert page.get_by_text("rolled up every day at 07:00, Europe/Vienna").is_visible()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_text("Paused").is_visible()
    page.get_by_label("with everything that waits for it").check()
    page.get_by_role("button", name="Delete it").click()
    page.wait_for_url(re.compile("/subscriptions$"))
    assert page.get_by_text("Night desk").count() == 0


def test_a_rule_of_a_publisher_is_set_and_removed(page, site):
    signed_in(page, site, "admin", "/desk/rules")
    page.get_by_label("Publisher needed").fill("Example Wire")
    page.get_by_role("button", name="Set it").click()
    page.get_by_role("button", name="Remove the rule of Example Wire").click()
    assert page.get_by_text("There is no rule").is_visible()


def test_an_outcome_is_recorded_by_who_was_to_visit_whom(page, site):
    signed_in(page, site, "report", "/record?type=outcome_reported")
    page.get_by_label("which names the promise by").select_option("who was to visit whom")
    page.get_by_role("button", name="Choose").click()
    page.get_by_label("State needed").fill("North Korea")
    page.get_by_label("Host needed").fill("RUS")
    page.get_by_label("Address needed").fill("https://news.example/choe-was-there")
    page.get_by_label("Publisher needed").fill("Example Wire")
    page.get_by_label("Published needed").fill("2024-01-19")
    page.get_by_role("button", name="Record", exact=True).click()
    assert page.get_by_text("It is on record.").is_visible()


def test_axe_finds_nothing_on_the_forms_of_an_administrator(page, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    one = subscribed(page, site, "Axe").removeprefix(site.url)
    views = list(product(("light", "dark"), (320, 1280)))
    paths = ("/subscriptions", "/subscriptions/new", one, one + "/change", "/keys", "/desk/rules", "/sources")
    outcomes = [f"/record?type=outcome_reported&about={about}" for about in ("visit", "meeting", "pledge")]
    for (scheme, width), path in product(views, (*paths, *outcomes, "/sign-out", "/nowhere")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        found = axe.run(page, options={"runOnly": RULES}).response
        assert found["passes"]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_a_form_with_mistakes(page, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    signed_in(page, site, "admin", "/subscriptions/new")
    page.get_by_role("button", name="Subscribe").click()
    assert page.evaluate("document.activeElement.id") == "mistakes"
    found = axe.run(page, options={"runOnly": RULES}).response
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]] == []
