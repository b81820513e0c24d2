"""The event log with its guards, and the read models.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSAL = "the event log is append-only: record a correction instead"


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("url_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", "since", name=op.f("pk_absences")),
        comment="When the reports of an address do not count.",
    )
    op.create_table(
        "alerts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("relationship", sa.String(length=7), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=27), nullable=True),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint(
            "promise_id", "before", "after", "nth", name=op.f("uq_alerts_promise_id_before_after_nth")
        ),
    )
    op.create_table(
        "aliases",
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("leads_to", sa.String(length=27), nullable=False),
        sa.Column("docket_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_docket_id"), "aliases", ["docket_id"], unique=False)
    op.create_table(
        "api_keys",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_hash")),
    )
    op.create_table(
        "docket_entries",
        sa.Column("docket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("docket_id", "position", name=op.f("pk_docket_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "docket_names",
        sa.Column("name_key", sa.String(length=800), nullable=False),
        sa.Column("host", sa.String(length=3), nullable=False),
        sa.Column("docket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name_key", "host", "docket_id", name=op.f("pk_docket_names")),
        comment="Where to look for a visitor by a part of the name.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "docket_officials",
        sa.Column("lane", sa.String(length=400), nullable=False),
        sa.Column("signature_key", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("docket_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "signature_key", name=op.f("pk_docket_officials")),
        comment="Which docket of a lane the officials that an event names belong to.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_docket_officials_docket_id"), "docket_officials", ["docket_id"], unique=False)
    op.create_table(
        "docket_pairs",
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("docket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("pair", "docket_id", name=op.f("pk_docket_pairs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dockets",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("lane", sa.String(length=400), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("judged_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dockets")),
    )
    op.create_index(op.f("ix_dockets_lane"), "dockets", ["lane"], unique=False)
    op.create_table(
        "own_acts",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("event_id", sa.String(length=27), nullable=False),
        sa.Column("root_id", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_own_acts")),
        sa.UniqueConstraint("event_id", name=op.f("uq_own_acts_event_id")),
    )
    op.create_index(op.f("ix_own_acts_root_id"), "own_acts", ["root_id"], unique=False)
    op.create_table(
        "promise_pairs",
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("first_known", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("pair", "first_known", "promise_id", name=op.f("pk_promise_pairs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "promise_versions",
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("host", sa.String(length=3), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("overdue_on", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Integer(), nullable=True),
        sa.Column("stalled_on", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=27), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("promise_id", "since", name=op.f("pk_promise_versions")),
        comment="Each promise as the world could know it from `since` on, until `until`.",
    )
    op.create_table(
        "promises",
        sa.Column("promise_id", sa.String(length=27), nullable=False),
        sa.Column("docket_id", sa.BigInteger(), nullable=False),
        sa.Column("first_known", sa.BigInteger(), nullable=False),
        sa.Column("next_on", sa.Integer(), nullable=True),
        sa.Column("states", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promises")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_promises_docket_id"), "promises", ["docket_id"], unique=False)
    op.create_index(
        op.f("ix_promises_first_known_promise_id"), "promises", ["first_known", "promise_id"], unique=False
    )
    op.create_index(
        op.f("ix_promises_next_on"),
        "promises",
        ["next_on"],
        unique=False,
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_table(
        "retractions",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("retracted_key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_retractions")),
    )
    op.create_index(op.f("ix_retractions_retracted_key"), "retractions", ["retracted_key"], unique=False)
    op.create_table(
        "stored_events",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("originator_id", sa.String(length=80), nullable=False),
        sa.Column("originator_version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("event_id", sa.String(length=27), nullable=False),
        sa.Column("recorded", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_stored_events")),
        sa.UniqueConstraint("event_id", name=op.f("uq_stored_events_event_id")),
        sa.UniqueConstraint(
            "originator_id",
            "originator_version",
            name=op.f("uq_stored_events_originator_id_originator_version"),
        ),
        comment="The event log: append-only, guarded by triggers, each row's digest covers the row before.",
    )
    op.create_table(
        "timeline",
        sa.Column("pair", sa.String(length=7), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instant", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pair", "day", "rank", "instant", "event_id", name=op.f("pk_timeline")),
        comment="The reported events that are on record, once for each relationship, in the order of section 4.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_timeline_url_key"), "timeline", ["url_key"], unique=False)
    op.create_table(
        "tracking",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tracking")),
        comment="How far the read models follow the log, written in the transaction that appends.",
    )
    _guard_the_log()


def _guard_the_log() -> None:
    """Let the database itself refuse to change or delete what was recorded."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER stored_events_no_{act.lower()} BEFORE {act} ON stored_events "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        # INSERT OR REPLACE deletes without firing the trigger above.
        op.execute(
            "CREATE TRIGGER stored_events_no_replace BEFORE INSERT ON stored_events "
            "WHEN NEW.position <= (SELECT max(position) FROM stored_events) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_to_change_the_log() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER stored_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_log()"
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
