"""What is so now is found by status, by host and by state without reading what is not.

Read models only: the rows that a ledger has already are filled in, so no rebuild is needed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CURRENT = sa.text("until = 9223372036854775807")


def upgrade() -> None:
    op.add_column(
        "promise_versions", sa.Column("first_known", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.execute(
        "UPDATE promise_versions SET first_known = "
        "(SELECT p.first_known FROM promises p WHERE p.promise_id = promise_versions.promise_id)"
    )
    _index("status", ["status", "first_known", "promise_id", "overdue_on", "ended_on", "stalled_on"])
    _index("host", ["host", "first_known", "promise_id"])
    _note_states()
    op.drop_column("promises", "states")


def _index(name: str, columns: list[str]) -> None:
    op.create_index(
        f"ix_promise_versions_current_{name}",
        "promise_versions",
        columns,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def _note_states() -> None:
    """`promises.states` holds `,PRK,RUS,`."""
    connection = op.get_bind()
    values = "(pair, first_known, promise_id) VALUES (:pair, :first_known, :promise_id)"
    insert = sa.text(f"INSERT INTO promise_pairs {values}")
    portion = sa.text(
        "SELECT promise_id, first_known, states FROM promises WHERE promise_id > :last ORDER BY promise_id LIMIT 10000"
    )
    last = ""
    while rows := connection.execute(portion, {"last": last}).all():
        last = rows[-1].promise_id
        found = [
            {"pair": state, "first_known": row.first_known, "promise_id": row.promise_id}
            for row in rows
            for state in row.states.strip(",").split(",")
        ]
        connection.execute(insert, found)


def downgrade() -> None:
    raise NotImplementedError("a ledger is kept for ever: migrations only go forward")
