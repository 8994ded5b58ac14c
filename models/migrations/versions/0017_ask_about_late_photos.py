"""Ask about late photos: a person looks where one shows other numbers than the confirmed ones."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BEFORE = (
    "'misread', 'wrong_photo', 'corrected_form', 'objection', 'ordered', 'recheck',"
    " 'second_reading'"
)
_CHECK = "ck_recall_request_reason_in_list"


def upgrade() -> None:
    _change(f"reason IN ({_BEFORE}, 'late_photo')")
    op.create_table(
        "late_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('recall', 'same_sheet', 'corrected_form')",
            name=op.f("ck_late_photo_answer_in_list"),
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], op.f("fk_late_photo_sheet_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], op.f("fk_late_photo_photo_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], op.f("fk_late_photo_answered_by")),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["recall_request.id"], op.f("fk_late_photo_recall_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_photo")),
        sa.UniqueConstraint("sheet_id", "photo_id", name=op.f("uq_late_photo_sheet_id_photo_id")),
    )
    op.create_index("ix_late_photo_recall_id", "late_photo", ["recall_id"])


def downgrade() -> None:
    op.drop_table("late_photo")
    op.execute("DELETE FROM recall_request WHERE reason = 'late_photo'")
    _change(f"reason IN ({_BEFORE})")


def _change(reasons: str) -> None:
    with op.batch_alter_table("recall_request") as batch:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), reasons)
