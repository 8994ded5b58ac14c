"""Follow chats: which message brought a photo, who follows a constituency, who keeps chats."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("unsent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_photo_message_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_message_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_message")),
        sa.UniqueConstraint(
            "conversation_id",
            "message_id",
            name=op.f("uq_photo_message_conversation_id_message_id"),
        ),
    )
    op.create_index("ix_photo_message_photo_id", "photo_message", ["photo_id"])

    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("constituency_code", sa.String(12), nullable=False),
        sa.Column("told_mark", sa.String(64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_subscription_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "conversation_id",
            "constituency_code",
            name=op.f("uq_subscription_conversation_id_constituency_code"),
        ),
    )
    op.create_index("ix_subscription_constituency_code", "subscription", ["constituency_code"])

    op.create_table(
        "lease",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def downgrade() -> None:
    op.drop_table("lease")
    op.drop_table("subscription")
    op.drop_table("photo_message")
