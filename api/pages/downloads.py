"""Lists and charts as files: CSV, JSON, SVG and PNG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from importlib.resources import as_file, files
from typing import Any, Literal, TypeAlias

from markupsafe import Markup
from starlette.responses import Response

from adapters.exports import write_promises, write_rows
from api.answers import Json
from api.pages.charts.svg import PAPER

Rows: TypeAlias = Literal["csv", "json"]
Drawn: TypeAlias = Literal["svg", "png"]
_SVG_POLICY = "default-src 'none'; frame-ancestors 'none'"
FILE = 500
"""Rows of a file; a larger ledger is exported with `servanda export`."""
_ZOOM = 2
"""PNGs have twice the size of the drawing, for sharp screens and print."""


def rows_as(form: Rows, name: str, rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Response:
    """Rows of plain cells."""
    if form == "json":
        return Json({"items": [{column: row.get(column) for column in columns} for row in rows]})
    out = io.BytesIO()
    write_rows(rows, columns, out)
    return _csv(out.getvalue(), name)


def promises_as(form: Rows, name: str, promises: list[dict[str, Any]]) -> Response:
    """Promises in the form of the API, or with the columns of `servanda export`."""
    if form == "json":
        return Json({"items": promises})
    out = io.BytesIO()
    write_promises(promises, out, "csv")
    return _csv(out.getvalue(), name)


def _csv(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-cache"},
    )


def drawing_as(form: Drawn, drawn: Markup) -> Response:
    """A drawing as it is, or as a picture."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _SVG_POLICY}
    if form == "svg":
        return Response(drawn.encode(), media_type="image/svg+xml", headers=headers)
    return Response(png(drawn), media_type="image/png", headers=headers)


def png(drawn: str) -> bytes:
    """A drawing as a picture, with the font that comes with the pages."""
    import resvg_py

    fonts = files("api.pages").joinpath("data")
    with as_file(fonts) as folder:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawn,
                zoom=_ZOOM,
                background=PAPER,
                skip_system_fonts=True,
                font_files=[str(folder / f"newsreader-{weight}.ttf") for weight in (400, 600)],
                font_family="Newsreader",
                serif_family="Newsreader",
            )
        )
