"""Tokens that open private feeds.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_tokens",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_feed_tokens_hash")),
        comment="What opens private feeds: part of their addresses, since feed readers send no keys.",
    )
    op.create_index(op.f("ix_feed_tokens_owner"), "feed_tokens", ["owner"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
