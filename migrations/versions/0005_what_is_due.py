"""Promises by the day on which they are due, and by when something became known of them.

Revision ID: 0005
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_promise_versions_since"), "promise_versions", ["since"])
    op.create_index(op.f("ix_promise_versions_due_on"), "promise_versions", ["due_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_promise_versions_due_on"), table_name="promise_versions")
    op.drop_index(op.f("ix_promise_versions_since"), table_name="promise_versions")
