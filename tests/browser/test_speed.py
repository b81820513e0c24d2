"""How heavy pages are in a real browser. How quick they are is printed (pytest -s), since a busy machine is slow."""

from __future__ import annotations

import orjson
import pytest

EVENTS = 2_000
KB = 1_000


@pytest.fixture(scope="module")
def busy(site):
    """A relationship with thousands of events beside the demonstration ledger."""
    lines = []
    for i in range(EVENTS // 2):
        year, month, day = 2000 + i % 24, i // 24 % 12 + 1, i // 288 % 28 + 1
        visitor = {"name": f"Minister {chr(65 + i % 26)}{i} Example", "state": "ISL", "role": "other_minister"}
        report = {"url": f"https://news.example/{i}", "publisher": "Example Wire"}
        held = f"{year}-{month:02}-{day:02}"
        promised = {"type": "visit_announced", "visitor": visitor, "host": "LVA", "window": held[:7]}
        lines.append(promised | {"report": report | {"published_at": f"{year - 1}-11-05"}})
        kept = {"type": "visit_held", "visitor": visitor, "host": "LVA", "held_on": held}
        lines.append(kept | {"report": {**report, "url": report["url"] + "/held", "published_at": held}})
    numbered = [(number, orjson.dumps(event)) for number, event in enumerate(lines, 1)]
    assert not site.services.ledger.record_batch(numbered, "test").rejected
    return "/ISL-LVA"


def loaded(page, path):
    """Milliseconds until a page can be used, and the bytes that came over the wire for it."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    size = page.evaluate("performance.getEntries().reduce((sum, e) => sum + (e.transferSize ?? 0), 0)")
    return timing["domContentLoadedEventEnd"], size


def test_the_front_page_is_light(page):
    milliseconds, size = loaded(page, "/?as_of=2023-10-10")
    print(f"front page: interactive after {milliseconds:.0f} ms, {size / KB:.1f} kB over the wire")
    assert size < 150 * KB


@pytest.mark.parametrize("span", ["", "?from=2000-01-01&to=2024-12-31", "?from=2012-03-01&to=2012-03-31"])
def test_the_timeline_of_a_busy_relationship_is_drawn(page, busy, span):
    milliseconds, size = loaded(page, busy + span)
    print(f"{EVENTS:,} events{span}: drawn after {milliseconds:.0f} ms, {size / KB:.1f} kB")
    assert page.locator("#timeline svg .plot").count() == 1


def test_zoom_by_the_wheel_changes_what_is_shown(page, busy):
    page.goto(busy + "?from=2010-01-01&to=2012-12-31")
    page.wait_for_load_state("networkidle")
    before = page.locator("#timeline svg").inner_html()
    slowest = page.evaluate(
        """async () => {
            const place = document.querySelector("#timeline");
            const steps = [];
            for (let i = 0; i < 20; i += 1) {
                const began = performance.now();
                place.dispatchEvent(new WheelEvent("wheel", { deltaY: 20, ctrlKey: true, clientX: 600, cancelable: true }));
                place.getBoundingClientRect();
                steps.push(performance.now() - began);
                await new Promise(requestAnimationFrame);
            }
            return steps.sort((a, b) => a - b);
        }"""
    )
    print(f"zoom: median step {slowest[10]:.1f} ms, slowest {slowest[-1]:.1f} ms")
    assert page.locator("#timeline svg").inner_html() != before
