"""Keep chats: events that came in, conversations, messages that go out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PLATFORM = "platform IN ('line', 'telegram')"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("chat_key", sa.String(80), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(80), nullable=True),
        sa.CheckConstraint(_PLATFORM, name=op.f("ck_inbox_platform_in_list")),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'dead')", name=op.f("ck_inbox_state_in_list")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_inbox_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("platform", "event_id", name=op.f("uq_inbox_platform_event_id")),
    )
    op.create_index("ix_inbox_line", "inbox", ["state", "platform", "chat_key", "id"])
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("chat_key", sa.String(80), nullable=False),
        sa.Column("dedupe_key", sa.String(96), nullable=False),
        sa.Column("retry_key", sa.String(36), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("reply_token", sa.String(200), nullable=True),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_push", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(80), nullable=True),
        sa.CheckConstraint(_PLATFORM, name=op.f("ck_outbox_platform_in_list")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'dropped', 'dead')",
            name=op.f("ck_outbox_state_in_list"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    op.create_index("ix_outbox_chat_key", "outbox", ["chat_key"])
    op.create_index("ix_outbox_due", "outbox", ["state", "not_before", "id"])

    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("chat_key", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("notices_told", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_PLATFORM, name=op.f("ck_conversation_platform_in_list")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conversation_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("platform", "chat_key", name=op.f("uq_conversation_platform_chat_key")),
    )
    op.create_index("ix_conversation_person_id", "conversation", ["person_id"])
    op.create_index("ix_conversation_seen_at", "conversation", ["seen_at"])


def downgrade() -> None:
    op.drop_table("conversation")
    op.drop_table("outbox")
    op.drop_table("inbox")
