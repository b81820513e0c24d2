"""Alembic's way into the database: on the connection it is handed, so a migration is one transaction."""

from __future__ import annotations

from alembic import context

from adapters.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
