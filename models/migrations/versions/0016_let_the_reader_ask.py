"""Let the reader ask: a second reading that stands by another number asks for a recall."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BY_PEOPLE = "'misread', 'wrong_photo', 'corrected_form', 'objection', 'ordered', 'recheck'"
_CHECK = "ck_recall_request_reason_in_list"


def upgrade() -> None:
    _change(f"reason IN ({_BY_PEOPLE}, 'second_reading')", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM recall_request WHERE asked_by IS NULL")
    _change(f"reason IN ({_BY_PEOPLE})", nullable=False)


def _change(reasons: str, *, nullable: bool) -> None:
    with op.batch_alter_table("recall_request") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), reasons)
        batch.alter_column("asked_by", existing_type=sa.Integer(), nullable=nullable)
