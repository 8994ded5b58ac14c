"""Publish by sheet: public numbers one row a sheet, notes of changed units, the lease."""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SHEET = "(SELECT unit_id FROM sheet WHERE id = {row}.sheet_id)"
_PHOTO = "(SELECT unit_id FROM photo WHERE id = {row}.photo_id)"
_OWN = "{row}.unit_id"
_NOTED = (
    ("sheet", "INSERT", _OWN),
    ("sheet", "UPDATE OF state, confirmed_at, version", _OWN),
    ("reporting_unit", "UPDATE OF state, state_reason, place_th, on_roll, number, moo", "{row}.id"),
    ("release", "INSERT", _OWN),
    ("release", "UPDATE", _OWN),
    ("published_sheet", "INSERT", _OWN),
    ("published_sheet", "UPDATE", _OWN),
    ("published_sheet", "DELETE", _OWN),
    ("page", "INSERT", _SHEET),
    ("page", "UPDATE OF is_current, number", _SHEET),
    ("page_reading", "INSERT", _PHOTO),
    ("page_reading", "UPDATE OF public_sha256, public_boxes", _PHOTO),
    ("sheet_finding", "INSERT", _SHEET),
    ("sheet_finding", "UPDATE", _SHEET),
    ("sheet_finding", "DELETE", _SHEET),
)
"""Whatever a unit's public record or its whereabouts are made of."""

_BALLOTS = "ballot IN ('constituency', 'party_list', 'referendum')"
_STREAMS = "stream IN ('election_day', 'advance_in', 'out_and_overseas', 'overseas')"


def upgrade() -> None:
    _changed_unit()
    op.create_table(
        "publisher_lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publisher_lease")),
    )
    _published_sheet()
    _running_total()
    for number, (table, event, unit) in enumerate(_NOTED):
        _note(number, table, event, unit)


def _changed_unit() -> None:
    op.create_table(
        "changed_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_unit")),
    )


def _published_sheet() -> None:
    op.create_table(
        "published_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(_BALLOTS, name=op.f("ck_published_sheet_ballot_in_list")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_published_sheet_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheet.id"], name=op.f("fk_published_sheet_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_sheet")),
        sa.UniqueConstraint("unit_id", "ballot", name=op.f("uq_published_sheet_unit_id_ballot")),
    )
    op.create_index(op.f("ix_published_sheet_unit_id"), "published_sheet", ["unit_id"])
    _move(
        "SELECT unit_id, ballot, sheet_id, key, value FROM published_count ORDER BY id",
        "INSERT INTO published_sheet (unit_id, ballot, sheet_id, counts) VALUES (:a, :b, :c, :counts)",
    )
    op.drop_table("published_count")


def _running_total() -> None:
    op.rename_table("running_total", "running_total_by_key")
    _drop_index("ix_running_total_constituency_id", "running_total_by_key")
    suffix = "_by_sheet" if op.get_bind().dialect.name == "postgresql" else ""
    op.create_table(
        "running_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("constituency_id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(40), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(_STREAMS, name=op.f("ck_running_total_stream_in_list")),
        sa.CheckConstraint(_BALLOTS, name=op.f("ck_running_total_ballot_in_list")),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_running_total_constituency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_running_total{suffix}")),
        sa.UniqueConstraint(
            "constituency_id",
            "stream",
            "ballot",
            name=op.f("uq_running_total_constituency_id_stream_ballot"),
        ),
    )
    op.create_index(op.f("ix_running_total_constituency_id"), "running_total", ["constituency_id"])
    _move(
        "SELECT constituency_id, stream, ballot, key, value FROM running_total_by_key ORDER BY id",
        "INSERT INTO running_total (constituency_id, stream, ballot, counts)"
        " VALUES (:a, :b, :c, :counts)",
    )
    op.drop_table("running_total_by_key")
    if suffix:
        op.execute(f"ALTER INDEX pk_running_total{suffix} RENAME TO pk_running_total")


def _drop_index(name: str, table: str) -> None:
    op.drop_index(op.f(name), table_name=table)


def _move(wanted: str, insert: str) -> None:
    """Gather numbers, which lay one a row, into one row."""
    bind = op.get_bind()
    found: dict[tuple[object, object, object], dict[str, int]] = defaultdict(dict)
    for a, b, c, key, value in bind.execute(sa.text(wanted)):
        found[(a, b, c)][key] = value
    rows = [
        {"a": a, "b": b, "c": c, "counts": json.dumps(counts)}
        for (a, b, c), counts in found.items()
    ]
    if rows:
        cast = "CAST(:counts AS JSON)" if bind.dialect.name == "postgresql" else ":counts"
        bind.execute(sa.text(insert.replace(":counts", cast)), rows)


def _note(number: int, table: str, event: str, unit: str) -> None:
    row = "OLD" if event == "DELETE" else "NEW"
    name = f"{table}_changes_unit_{number}"
    changed = unit.format(row=row)
    note = f"INSERT INTO changed_unit (unit_id, is_taken) VALUES ({changed}, false)"  # noqa: S608
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {note}; END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note}; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    for number, (table, _, _) in enumerate(_NOTED):
        name = f"{table}_changes_unit_{number}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.create_table(
        "published_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_count")),
    )
    op.create_index(op.f("ix_published_count_unit_id"), "published_count", ["unit_id"])
    _spread(
        "SELECT unit_id, ballot, sheet_id, counts FROM published_sheet ORDER BY id",
        "INSERT INTO published_count (unit_id, ballot, sheet_id, key, value)"
        " VALUES (:a, :b, :c, :key, :value)",
    )
    op.drop_table("published_sheet")
    op.create_table(
        "running_total_by_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("constituency_id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(40), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_total_by_key")),
    )
    _spread(
        "SELECT constituency_id, stream, ballot, counts FROM running_total ORDER BY id",
        "INSERT INTO running_total_by_key (constituency_id, stream, ballot, key, value)"
        " VALUES (:a, :b, :c, :key, :value)",
    )
    op.drop_table("running_total")
    op.rename_table("running_total_by_key", "running_total")
    op.create_index(op.f("ix_running_total_constituency_id"), "running_total", ["constituency_id"])
    op.drop_table("publisher_lease")
    op.drop_table("changed_unit")


def _spread(wanted: str, insert: str) -> None:
    """Lay gathered numbers out again, one a row."""
    bind = op.get_bind()
    rows = []
    for a, b, c, counts in bind.execute(sa.text(wanted)):
        kept = json.loads(counts) if isinstance(counts, str) else counts
        rows += [{"a": a, "b": b, "c": c, "key": k, "value": v} for k, v in kept.items()]
    if rows:
        bind.execute(sa.text(insert), rows)
