"""Puts the pages into the application."""

from __future__ import annotations

from fastapi import FastAPI

from api.pages import files, reading


def install(app: FastAPI) -> None:
    """Add every page and file."""
    for module in (files, reading):
        app.include_router(module.router)
