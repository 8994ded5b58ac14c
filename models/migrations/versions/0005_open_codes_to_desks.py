"""Open codes to desks: a code may be for every unit of a centre, or a constituency's sets."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ONE_POST = (
    "CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN centre_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN constituency_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    with op.batch_alter_table("enrolment_code") as batch:
        batch.add_column(sa.Column("centre_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("constituency_id", sa.Integer(), nullable=True))
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(
            op.f("fk_enrolment_code_centre_id"), "tally_centre", ["centre_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_enrolment_code_constituency_id"), "constituency", ["constituency_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_enrolment_code_one_post"), _ONE_POST)
    op.create_index("ix_enrolment_code_centre_id", "enrolment_code", ["centre_id"])
    op.create_index("ix_enrolment_code_constituency_id", "enrolment_code", ["constituency_id"])


def downgrade() -> None:
    op.drop_index("ix_enrolment_code_constituency_id", "enrolment_code")
    op.drop_index("ix_enrolment_code_centre_id", "enrolment_code")
    op.execute("DELETE FROM enrolment_code WHERE unit_id IS NULL")
    with op.batch_alter_table("enrolment_code") as batch:
        batch.drop_constraint(op.f("ck_enrolment_code_one_post"), type_="check")
        batch.drop_constraint(op.f("fk_enrolment_code_constituency_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_enrolment_code_centre_id"), type_="foreignkey")
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("constituency_id")
        batch.drop_column("centre_id")
