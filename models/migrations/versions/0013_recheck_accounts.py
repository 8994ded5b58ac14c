"""Recheck accounts: all that one account decided is looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["person.id"], op.f("fk_recheck_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], op.f("fk_recheck_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], op.f("fk_recheck_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
    )
    op.create_index("ix_recheck_account_id", "recheck", ["account_id"])

    op.create_table(
        "recheck_sheet",
        sa.Column("recheck_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recheck_id"], ["recheck.id"], op.f("fk_recheck_sheet_recheck_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], op.f("fk_recheck_sheet_sheet_id")),
        sa.PrimaryKeyConstraint("recheck_id", "sheet_id", name=op.f("pk_recheck_sheet")),
    )
    op.create_index("ix_recheck_sheet_sheet_id", "recheck_sheet", ["sheet_id"])


def downgrade() -> None:
    op.drop_table("recheck_sheet")
    op.drop_table("recheck")
