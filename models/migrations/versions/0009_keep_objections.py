"""Keep objections to published numbers, and where each stands."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("objector", sa.String(40), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_to", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("recall_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "objector IN ('public', 'candidate', 'party')",
            name=op.f("ck_objection_objector_in_list"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'rechecking', 'stands', 'corrected')",
            name=op.f("ck_objection_state_in_list"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_objection_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"], ["objection.id"], name=op.f("fk_objection_joined_to")
        ),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["recall_request.id"], name=op.f("fk_objection_recall_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_objection_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("ticket", name=op.f("uq_objection_ticket")),
    )
    for column in ("unit_id", "joined_to", "recall_id"):
        op.create_index(f"ix_objection_{column}", "objection", [column])


def downgrade() -> None:
    op.drop_table("objection")
