"""Every table of the database. Alembic makes them (`migrations/`); a test compares the two.

`stored_events` is the event log and the only truth. Alerts, keys, what delivery needs and what the desk holds
(reports, candidates, sources) are kept too. All other tables are read models, derived from the log, and can be
dropped and derived again (`servanda rebuild`).

Instants are microseconds since 1970 in UTC, days proleptic ordinals. A time in two columns `since`, `until`
includes its start and excludes its end.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A row id is 64 bits on both databases; SQLite takes only INTEGER for one that counts by itself.
RowId = BigInteger().with_variant(Integer, "sqlite")

stored_events = Table(
    "stored_events",
    metadata,
    Column("position", RowId, primary_key=True, autoincrement=False),
    Column("originator_id", String(80), nullable=False),
    Column("originator_version", Integer, nullable=False),
    Column("topic", String(40), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("event_id", String(27), nullable=False, unique=True),
    Column("recorded", BigInteger, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    UniqueConstraint("originator_id", "originator_version"),
    comment="The event log: append-only, guarded by triggers, each row's digest covers the row before.",
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("scope", String(10), nullable=False),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("promise_id", String(27), nullable=False),
    Column("relationship", String(7), nullable=False),
    Column("before", String(20), nullable=False),  # Empty where the promise is new.
    Column("after", String(20), nullable=False),
    Column("nth", SmallInteger, nullable=False),  # The how-manieth change of this promise from and to these.
    Column("day", Integer, nullable=False),
    Column("cause", String(27)),
    Column("historical", Boolean, nullable=False),
    Column("summary", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("states", Text, nullable=False, server_default=text("''")),  # `,PRK,RUS,`
    Column("known", LargeBinary),  # The promise and its report as they were then; null for old news.
    UniqueConstraint("promise_id", "before", "after", "nth"),
)

# ---------------------------------------------------------------- the desk
reports = Table(
    "reports",
    metadata,
    Column("number", RowId, primary_key=True, autoincrement=False),
    Column("id", String(27), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("publisher", String(200), nullable=False),  # Who published this copy.
    Column("credited", String(200), nullable=False),  # Whose words they are: the agency of a wire copy.
    Column("title", Text),
    Column("published_at", String(40), nullable=False),
    Column("language", String(35)),
    Column("hash", LargeBinary(32), nullable=False),  # SHA-256 of the text in UTF-8.
    Column("characters", Integer, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("received_by", String(120), nullable=False),
    Column("reader", String(100), nullable=False),
    Column("story", String(27), nullable=False),  # The first report of the same text, perhaps this one.
    Column("erased", BigInteger),
    Index(None, "hash"),
    Index(None, "story"),
    comment="What was sent in to be read; the texts are kept apart.",
)

report_texts = Table(
    "report_texts",
    metadata,
    Column("report_id", String(27), primary_key=True),
    Column("text", Text, nullable=False),
    comment="Texts of others, each of which can be erased.",
)

report_marks = Table(
    "report_marks",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("report_id", String(27), primary_key=True),
    Index(None, "report_id"),
    sqlite_with_rowid=False,
    comment="Hashes of some of each text's phrases, by which copies of it are known.",
)

candidates = Table(
    "candidates",
    metadata,
    Column("number", RowId, primary_key=True, autoincrement=False),
    Column("id", String(27), nullable=False, unique=True),
    Column("report_id", String(27), nullable=False),
    Column("event", LargeBinary, nullable=False),  # JSON, without report and quote.
    Column("likeness", BigInteger, nullable=False),  # The same for what tells the same event.
    Column("score", Float, nullable=False),
    Column("spans", Text, nullable=False),  # JSON; offsets into the report's text.
    Column("why", Text, nullable=False),
    Column("problems", Text, nullable=False),  # JSON
    Column("state", String(10), nullable=False),  # proposed, accepted, rejected or duplicate
    Column("duplicate_of", String(27)),
    Column("decided", BigInteger),
    Column("decided_by", String(120)),
    Column("reason", Text),
    Column("event_id", String(27)),
    Column("changes", LargeBinary),  # JSON
    Index(None, "state", "number"),
    Index(None, "report_id"),
    comment="Events that a reader found, and what a person made of them.",
)

publisher_rules = Table(
    "publisher_rules",
    metadata,
    Column("publisher_key", String(200), primary_key=True),
    Column("publisher", String(200), nullable=False),
    Column("accept_from", Float, nullable=False),
    Column("set_by", String(100), nullable=False),
    Column("changed", BigInteger, nullable=False),
    comment="From which score on a publisher's candidates are accepted without a person.",
)

sources = Table(
    "sources",
    metadata,
    Column("id", String(27), primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("publisher", String(200), nullable=False),
    Column("every", Integer, nullable=False),  # Seconds.
    Column("paused", Boolean, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("added_by", String(100), nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("tried", BigInteger),
    Column("answered", BigInteger),  # The last time that all was well.
    Column("failures", Integer, nullable=False),  # In a row.
    Column("error", Text),
    Column("articles", Integer, nullable=False),
    Index(None, "next_at"),
    comment="Feeds that are watched, and their health.",
)

source_entries = Table(
    "source_entries",
    metadata,
    Column("source_id", String(27), primary_key=True),
    Column("entry_key", BigInteger, primary_key=True, autoincrement=False),
    Column("seen", BigInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("report_id", String(27)),
    Column("error", Text),
    sqlite_with_rowid=False,
    comment="What of each feed was read, or why it could not be.",
)

# ---------------------------------------------------------------- delivery
leases = Table(
    "leases",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", BigInteger, nullable=False),
    comment="Which process leads, where the database itself has no lock that ends with its holder.",
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("owner", String(100), nullable=False),  # The name of a key.
    Column("name", String(100), nullable=False),
    Column("channel", String(10), nullable=False),  # webhook or chat
    Column("target", Text, nullable=False),  # As it may be shown.
    Column("sealed", LargeBinary, nullable=False),  # Secrets, encrypted.
    Column("filters", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("lead", SmallInteger, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("state", String(10), nullable=False),  # active, paused or disabled
    Column("failing_since", BigInteger),
    Column("held_until", BigInteger, nullable=False),  # The receiver asked to be left alone until then.
    Column("after_alert", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Index(None, "owner"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("subscription_id", String(26), primary_key=True),
    Column("promise_id", String(27), primary_key=True),
    Column("since", BigInteger, nullable=False),
    comment="Promises of which a subscription hears nothing until their status changes.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("subscription_id", String(26), nullable=False),
    Column("alert_id", BigInteger),  # Null for a sample.
    Column("promise_id", String(27), nullable=False),
    Column("relationship", String(7), nullable=False),
    Column("message_id", String(40), nullable=False),  # Empty until what goes together is known.
    Column("state", String(10), nullable=False),  # waiting, delivered or failed
    Column("tries", SmallInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("done", BigInteger),
    Column("status", SmallInteger),  # Of the last answer.
    Column("error", String(200)),
    UniqueConstraint("subscription_id", "alert_id"),
    Index(None, "message_id"),
    Index(
        "ix_deliveries_waiting",
        "subscription_id",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    comment="The outbox: what every subscription is to be told, and what became of it.",
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("message_id", String(40), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("status", SmallInteger),
    Column("error", String(200)),
    Column("answer", Text, nullable=False),
    Index(None, "message_id"),
    comment="Every try to deliver a message, with the start of the answer.",
)

places = Table(
    "places",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("alert_id", BigInteger, nullable=False),
    comment="How far the outbox follows the alerts.",
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("owner", String(100), nullable=False),  # The name of a key; a token ends with it.
    Column("name", String(100), nullable=False),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("created", BigInteger, nullable=False),
    Column("revoked", BigInteger),
    Index(None, "owner"),
    comment="What opens private feeds: part of their addresses, since feed readers send no keys.",
)

# ---------------------------------------------------------------- read models
tracking = Table(
    "tracking",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    comment="How far the read models follow the log, written in the transaction that appends.",
)

JUDGED = "judged"
"""Under this name, when dockets were last judged in a turn of their own (microseconds)."""

timeline = Table(
    "timeline",
    metadata,
    Column("pair", String(7), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("rank", SmallInteger, primary_key=True, autoincrement=False),
    Column("instant", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", String(27), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("url_key", BigInteger, nullable=False),
    Index(None, "url_key"),
    sqlite_with_rowid=False,
    comment="The reported events that are on record, once for each relationship, in the order of section 4.",
)

own_acts = Table(
    "own_acts",
    metadata,
    Column("position", RowId, primary_key=True, autoincrement=False),
    Column("event_id", String(27), nullable=False, unique=True),
    Column("root_id", String(27), nullable=False),  # The entry that is changed in the end.
    Index(None, "root_id"),
)

retractions = Table(
    "retractions",
    metadata,
    Column("position", RowId, primary_key=True, autoincrement=False),
    Column("retracted_key", BigInteger, nullable=False),
    Index(None, "retracted_key"),
)

absences = Table(
    "absences",
    metadata,
    Column("url_key", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    comment="When the reports of an address do not count.",
)

dockets = Table(
    "dockets",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("lane", String(400), nullable=False),
    Column("last_position", BigInteger, nullable=False),
    Column("judged_position", BigInteger, nullable=False),
    Index(None, "lane"),
)

docket_pairs = Table(
    "docket_pairs",
    metadata,
    Column("pair", String(7), primary_key=True),
    Column("docket_id", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

docket_officials = Table(
    "docket_officials",
    metadata,
    Column("lane", String(400), primary_key=True),
    Column("signature_key", String(32), primary_key=True),
    Column("signature", Text, nullable=False),
    Column("docket_id", BigInteger, nullable=False),
    Index(None, "docket_id"),
    sqlite_with_rowid=False,
    comment="Which docket of a lane the officials that an event names belong to.",
)

docket_names = Table(
    "docket_names",
    metadata,
    Column("name_key", String(800), primary_key=True),
    Column("host", String(3), primary_key=True),
    Column("docket_id", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="Where to look for a visitor by a part of the name.",
)

docket_entries = Table(
    "docket_entries",
    metadata,
    Column("docket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

_STILL = "next_on IS NOT NULL"

promises = Table(
    "promises",
    metadata,
    Column("promise_id", String(27), primary_key=True),
    Column("docket_id", BigInteger, nullable=False),
    Column("first_known", BigInteger, nullable=False),
    Column("next_on", Integer),  # The next day on which only the calendar changes its status.
    Index(None, "docket_id"),
    Index(None, "first_known", "promise_id"),
    # Of most promises the calendar has no more to say.
    Index(None, "next_on", sqlite_where=text(_STILL), postgresql_where=text(_STILL)),
    sqlite_with_rowid=False,
)

promise_pairs = Table(
    "promise_pairs",
    metadata,
    Column("pair", String(7), primary_key=True),  # A relationship, or a single state.
    Column("first_known", BigInteger, primary_key=True, autoincrement=False),
    Column("promise_id", String(27), primary_key=True),
    sqlite_with_rowid=False,
)

_CURRENT = "until = 9223372036854775807"

promise_versions = Table(
    "promise_versions",
    metadata,
    Column("promise_id", String(27), primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("kind", String(7), nullable=False),
    Column("host", String(3)),
    Column("status", String(20), nullable=False),  # But for the calendar, which the next three add.
    Column("overdue_on", Integer),
    Column("ended_on", Integer),
    Column("stalled_on", Integer),
    Column("due_on", Integer),
    Column("cause", String(27)),
    Column("payload", LargeBinary, nullable=False),
    Column("evidence", LargeBinary, nullable=False),  # How many of the version before stay, then those added.
    Column("first_known", BigInteger, nullable=False, server_default="0"),  # The start of its first version.
    # Of what is so now: few promises are open, and pages of them are asked for most.
    Index(
        "ix_promise_versions_current_status",
        "status",
        "first_known",
        "promise_id",
        "overdue_on",
        "ended_on",
        "stalled_on",
        sqlite_where=text(_CURRENT),
        postgresql_where=text(_CURRENT),
    ),
    Index(
        "ix_promise_versions_current_host",
        "host",
        "first_known",
        "promise_id",
        sqlite_where=text(_CURRENT),
        postgresql_where=text(_CURRENT),
    ),
    # For the days that people look at: what is due around one, and what was told before and after it.
    Index(None, "since"),
    Index(None, "due_on"),
    # With row ids: rows of this size in the order of a hashed id would be written all over the file.
    comment="Each promise as the world could know it from `since` on, until `until`.",
)

aliases = Table(
    "aliases",
    metadata,
    Column("promise_id", String(27), primary_key=True),
    Column("leads_to", String(27), nullable=False),
    Column("docket_id", BigInteger, nullable=False),
    Index(None, "docket_id"),
)

READ_MODELS = (
    tracking,
    timeline,
    own_acts,
    retractions,
    absences,
    dockets,
    docket_pairs,
    docket_officials,
    docket_names,
    docket_entries,
    promises,
    promise_pairs,
    promise_versions,
    aliases,
)
"""All that `rebuild` derives again."""
