"""The documentation pages: Swagger UI from a package, so that they work without the internet."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from api.answers import Conditional
from api.openapi_3_0 import as_3_0

_FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Servanda: the REST API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>These pages need JavaScript; <a href="/openapi.json">/openapi.json</a> does not.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/docs/openapi-3.0.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
});
"""


def install(app: FastAPI) -> None:
    """Add /docs, /openapi.json and what they need. They tell nothing of the ledger and need no key."""

    def document(request: Request) -> Response:
        return _conditional(request, app.openapi())

    def document_3_0(request: Request) -> Response:
        return _conditional(request, as_3_0(app.openapi()))

    def page(_: Request) -> Response:
        return HTMLResponse(_PAGE, headers=_POLICY)

    def start(_: Request) -> Response:
        return PlainTextResponse(_START, media_type="text/javascript")

    app.add_route("/openapi.json", document, include_in_schema=False)
    app.add_route("/docs", page, include_in_schema=False)
    app.add_route("/docs/openapi-3.0.json", document_3_0, include_in_schema=False)
    app.add_route("/docs/start.js", start, include_in_schema=False)
    for name, media_type in _FILES.items():
        app.add_route(f"/docs/{name}", _file(name, media_type), include_in_schema=False)


def _conditional(request: Request, content: Any) -> Response:
    known = request.headers.get("if-none-match")
    return Conditional("", known, lambda: "").answer_by_content(content)


def _file(name: str, media_type: str) -> Any:
    def serve(_: Request) -> Response:
        from swagger_ui_bundle import swagger_ui_path

        content = (swagger_ui_path / name).read_bytes()
        return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=86400"})

    return serve
