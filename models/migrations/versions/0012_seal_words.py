"""Seal words: a key for each person's free text in the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_key",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(44), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_text_key_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_text_key")),
    )


def downgrade() -> None:
    op.drop_table("text_key")
