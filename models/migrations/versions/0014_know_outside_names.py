"""Know outside names: under which a provider of sign-ins knows a person."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_name",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], op.f("fk_outside_name_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_outside_name")),
        sa.UniqueConstraint("name", name=op.f("uq_outside_name_name")),
        sa.UniqueConstraint("subject", name=op.f("uq_outside_name_subject")),
    )


def downgrade() -> None:
    op.drop_table("outside_name")
