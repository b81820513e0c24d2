"""What is read: reports, the candidates found in them, and the feeds that are watched.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _reports()
    _candidates()
    _sources()


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("number", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=27), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("credited", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("story", sa.String(length=27), nullable=False),
        sa.Column("erased", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
        sa.UniqueConstraint("id", name=op.f("uq_reports_id")),
        comment="What was sent in to be read; the texts are kept apart.",
    )
    op.create_index(op.f("ix_reports_story"), "reports", ["story"], unique=False)
    op.create_index(op.f("ix_reports_hash"), "reports", ["hash"], unique=False)
    op.create_table(
        "report_texts",
        sa.Column("report_id", sa.String(length=27), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_texts")),
        comment="Texts of others, each of which can be erased.",
    )
    op.create_table(
        "report_marks",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("mark", "report_id", name=op.f("pk_report_marks")),
        comment="Hashes of some of each text's phrases, by which copies of it are known.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_marks_report_id"), "report_marks", ["report_id"], unique=False)


def _candidates() -> None:
    op.create_table(
        "candidates",
        sa.Column("number", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=27), nullable=False),
        sa.Column("report_id", sa.String(length=27), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("likeness", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("duplicate_of", sa.String(length=27), nullable=True),
        sa.Column("decided", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("event_id", sa.String(length=27), nullable=True),
        sa.Column("changes", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_candidates")),
        sa.UniqueConstraint("id", name=op.f("uq_candidates_id")),
        comment="Events that a reader found, and what a person made of them.",
    )
    op.create_index(op.f("ix_candidates_report_id"), "candidates", ["report_id"], unique=False)
    op.create_index(op.f("ix_candidates_state_number"), "candidates", ["state", "number"], unique=False)
    op.create_table(
        "publisher_rules",
        sa.Column("publisher_key", sa.String(length=200), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("accept_from", sa.Float(), nullable=False),
        sa.Column("set_by", sa.String(length=100), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("publisher_key", name=op.f("pk_publisher_rules")),
        comment="From which score on a publisher's candidates are accepted without a person.",
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=27), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("tried", sa.BigInteger(), nullable=True),
        sa.Column("answered", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("url", name=op.f("uq_sources_url")),
        comment="Feeds that are watched, and their health.",
    )
    op.create_index(op.f("ix_sources_next_at"), "sources", ["next_at"], unique=False)
    op.create_table(
        "source_entries",
        sa.Column("source_id", sa.String(length=27), nullable=False),
        sa.Column("entry_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("report_id", sa.String(length=27), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source_id", "entry_key", name=op.f("pk_source_entries")),
        comment="What of each feed was read, or why it could not be.",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
