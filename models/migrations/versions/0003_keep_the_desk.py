"""Keep the desk: recalls, reports and envelope accounts of constituencies, phone calls."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BALLOT = "ballot IN ('constituency', 'party_list', 'referendum')"


def upgrade() -> None:
    op.add_column("decision", sa.Column("once_key", sa.String(48), nullable=True))
    with op.batch_alter_table("decision") as decision:
        decision.create_unique_constraint(op.f("uq_decision_once_key"), ["once_key"])

    op.create_table(
        "recall_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('misread', 'wrong_photo', 'corrected_form', 'objection', 'ordered',"
            " 'recheck')",
            name=op.f("ck_recall_request_reason_in_list"),
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], op.f("fk_recall_request_sheet_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], op.f("fk_recall_request_asked_by")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], op.f("fk_recall_request_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_request")),
    )
    op.create_index("ix_recall_request_sheet_id", "recall_request", ["sheet_id"])

    op.create_table(
        "constituency_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("constituency_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_values", sa.JSON(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_values", sa.JSON(), nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explanations", sa.JSON(), nullable=False),
        sa.CheckConstraint(_BALLOT, name=op.f("ck_constituency_report_ballot_in_list")),
        sa.CheckConstraint("version > 0", name=op.f("ck_constituency_report_version_positive")),
        sa.ForeignKeyConstraint(
            ["constituency_id"],
            ["constituency.id"],
            op.f("fk_constituency_report_constituency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["first_by"], ["person.id"], op.f("fk_constituency_report_first_by")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["person.id"], op.f("fk_constituency_report_second_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_constituency_report")),
        sa.UniqueConstraint(
            "constituency_id",
            "ballot",
            "version",
            name=op.f("uq_constituency_report_constituency_id_ballot_version"),
        ),
    )
    op.create_index(
        "ix_constituency_report_constituency_id", "constituency_report", ["constituency_id"]
    )

    op.create_table(
        "envelope_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("constituency_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(80), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("ballots_found", sa.JSON(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "posted IS NULL OR posted >= 0", name=op.f("ck_envelope_account_posted_not_negative")
        ),
        sa.CheckConstraint("received >= 0", name=op.f("ck_envelope_account_received_not_negative")),
        sa.CheckConstraint("opened >= 0", name=op.f("ck_envelope_account_opened_not_negative")),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], op.f("fk_envelope_account_constituency_id")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], op.f("fk_envelope_account_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope_account")),
        sa.UniqueConstraint(
            "constituency_id", "origin", name=op.f("uq_envelope_account_constituency_id_origin")
        ),
    )
    op.create_index("ix_envelope_account_constituency_id", "envelope_account", ["constituency_id"])

    op.create_table(
        "phone_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("spoke_with", sa.String(80), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('verified', 'differs', 'will_send', 'no_answer')",
            name=op.f("ck_phone_call_outcome_in_list"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], op.f("fk_phone_call_unit_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], op.f("fk_phone_call_sheet_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], op.f("fk_phone_call_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index("ix_phone_call_unit_id", "phone_call", ["unit_id"])
    op.create_index("ix_phone_call_sheet_id", "phone_call", ["sheet_id"])
    op.create_index("ix_phone_call_at", "phone_call", ["at"])


def downgrade() -> None:
    op.drop_table("phone_call")
    op.drop_table("envelope_account")
    op.drop_table("constituency_report")
    op.drop_table("recall_request")
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint(op.f("uq_decision_once_key"), type_="unique")
        decision.drop_column("once_key")
