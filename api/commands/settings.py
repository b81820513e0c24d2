"""The settings of the server in `servanda serve --help`, as their one class describes them."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class ListsSettings(TyperCommand):
    """A command whose help ends with every setting. They are imported only where the help is asked for."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the settings below the options."""
        with formatter.section("Settings and limits, as variables of the environment"):
            formatter.write_dl(described())


def described() -> list[tuple[str, str]]:
    """Each setting's variable, and what it means, with its default."""
    from api.settings import Settings

    return [
        (f"SERVANDA_{name.upper()}", f"{field.description} Default: {_plain(field.default)}.")
        for name, field in Settings.model_fields.items()
    ]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) or "none"
