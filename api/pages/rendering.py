"""Templates into answers: what strangers wrote is escaped, and cannot turn the text around it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from adapters.keys import Key
from api.pages import marks, words
from api.pages.plain import plain

_LONG = 280
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def harmless(value: Any) -> Any:
    """Text without characters that would turn around what stands beside it."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value


def link_to(url: str | None) -> str | None:
    """The address where it is one of the web; a `javascript:` address is none."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def clipped(text: str, most: int = _LONG) -> str:
    """At most so many characters, and a sign where there were more."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@cache
def version_of_files() -> str:
    """Differs whenever a static file does, so that browsers may keep them for ever."""
    digest = hashlib.blake2b(digest_size=6)
    for entry in sorted(files("api.pages").joinpath("static").iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            digest.update(entry.read_bytes())
    return digest.hexdigest()


_PAGES = (
    ("/", "Today", None),
    ("/relationships", "Relationships", None),
    ("/promises", "Promises", None),
    ("/states", "States", None),
    ("/officials", "Officials", None),
    ("/how-long", "How long", None),
    ("/visits", "Visits", None),
    ("/record", "Record", None),
    ("/desk", "Desk", "report"),
    ("/subscriptions", "Subscriptions", "report"),
    ("/keys", "Keys", "admin"),
)
"""Path, word, and the scope that a key needs for it; a page that needs one is shown to those who have it."""


def navigation(key: Key | None) -> list[tuple[str, str]]:
    """Where a visitor can go."""
    return [
        (path, word) for path, word, scope in _PAGES if scope is None or (key is not None and key.may(scope))
    ]


@cache
def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        shown=marks.shown,
        glyph=marks.glyph,
        marks=marks.MARKS,
        words=words,
        navigation=navigation,
        static=lambda name: f"/static/{version_of_files()}/{name}",
    )
    made.filters.update(clipped=clipped, link_to=link_to, day=words.day, when=words.when)
    return made


def page(
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    embedded: bool = False,
) -> HTMLResponse:
    """A page. `embedded`: other sites may show it in a frame."""
    html = environment().get_template(template).render(context)
    policy = POLICY.format(ancestors="*" if embedded else "'none'")
    return HTMLResponse(
        html, status, {"Content-Security-Policy": policy, "Cache-Control": "no-cache", **(headers or {})}
    )
