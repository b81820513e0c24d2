"""What alerts carry, subscriptions, and the outbox.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("alerts", sa.Column("states", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("alerts", sa.Column("known", sa.LargeBinary(), nullable=True))
    op.execute("UPDATE alerts SET states = ',' || replace(relationship, '-', ',') || ','")
    # The clock looks anew, at its next turn, at each promise that can still be due soon.
    op.execute(
        "UPDATE promises SET next_on = 1 WHERE next_on IS NOT NULL AND promise_id IN (SELECT promise_id "
        f"FROM promise_versions WHERE until = {2**63 - 1} AND due_on >= {datetime.now(UTC).toordinal()})"
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
        comment="Which process leads, where the database itself has no lock that ends with its holder.",
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("lead", sa.SmallInteger(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.Column("after_alert", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_owner"), "subscriptions", ["owner"], unique=False)
    op.create_table(
        "mutes",
        sa.Column("subscription_id", sa.String(length=26), nullable=False),
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "promise_id", name=op.f("pk_mutes")),
        comment="Promises of which a subscription hears nothing until their status changes.",
    )
    _create_outbox()


def _create_outbox() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("subscription_id", sa.String(length=26), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=True),
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("relationship", sa.String(length=7), nullable=False),
        sa.Column("message_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("subscription_id", "alert_id", name=op.f("uq_deliveries_subscription_id_alert_id")),
        comment="The outbox: what every subscription is to be told, and what became of it.",
    )
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["subscription_id", "id"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "delivery_attempts",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
        comment="Every try to deliver a message, with the start of the answer.",
    )
    op.create_index(op.f("ix_delivery_attempts_message_id"), "delivery_attempts", ["message_id"], unique=False)
    op.create_table(
        "places",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_places")),
        comment="How far the outbox follows the alerts.",
    )
    # Alerts that were raised before anybody could subscribe are not for anybody.
    op.execute("INSERT INTO places SELECT 'outbox', COALESCE(MAX(id), 0) FROM alerts")


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
