"""Promises by the day on which they are due, and by when something became known of them.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_promise_versions_since"), "promise_versions", ["since"])
    op.create_index(op.f("ix_promise_versions_due_on"), "promise_versions", ["due_on"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
