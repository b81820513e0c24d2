"""An endpoint that does nothing: the bare row beside everything that is asked over HTTP."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

app = FastAPI()


@app.get("/")
async def read() -> Response:
    """Answers at once."""
    return Response(b"{}", media_type="application/json")


@app.post("/")
async def write(request: Request) -> Response:
    """Reads the body and answers."""
    await request.body()
    return Response(b"{}", media_type="application/json", status_code=201)


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
