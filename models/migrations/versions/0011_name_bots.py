"""Name bots: the public may have accounts of its own, and a chat knows its menu."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BOT = "bot IN ('main', 'public')"
_CHILDREN = ("photo_message", "subscription")


def upgrade() -> None:
    with _children_aside():
        for table, unique in (("inbox", "event_id"), ("conversation", "chat_key")):
            with op.batch_alter_table(table) as batch:
                batch.add_column(_bot())
                batch.create_check_constraint(op.f(f"ck_{table}_bot_in_list"), _BOT)
                batch.drop_constraint(op.f(f"uq_{table}_platform_{unique}"), type_="unique")
                batch.create_unique_constraint(
                    op.f(f"uq_{table}_platform_bot_{unique}"), ["platform", "bot", unique]
                )
                if table == "conversation":
                    batch.add_column(
                        sa.Column("menu", sa.String(80), nullable=False, server_default="")
                    )
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(_bot())
        batch.create_check_constraint(op.f("ck_outbox_bot_in_list"), _BOT)
    op.drop_index("ix_inbox_line", "inbox")
    op.create_index("ix_inbox_line", "inbox", ["state", "platform", "bot", "chat_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_inbox_line", "inbox")
    op.create_index("ix_inbox_line", "inbox", ["state", "platform", "chat_key", "id"])
    # What went on with the public's own account cannot be told apart any more.
    theirs = "SELECT id FROM conversation WHERE bot = 'public'"
    for child in _CHILDREN:
        op.execute(f"DELETE FROM {child} WHERE conversation_id IN ({theirs})")  # noqa: S608
    for table in ("inbox", "outbox", "conversation"):
        op.execute(f"DELETE FROM {table} WHERE bot = 'public'")  # noqa: S608 - names of ours
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_bot_in_list"), type_="check")
        batch.drop_column("bot")
    with _children_aside():
        for table, unique in (("inbox", "event_id"), ("conversation", "chat_key")):
            with op.batch_alter_table(table) as batch:
                batch.drop_constraint(op.f(f"uq_{table}_platform_bot_{unique}"), type_="unique")
                batch.drop_constraint(op.f(f"ck_{table}_bot_in_list"), type_="check")
                batch.drop_column("bot")
                if table == "conversation":
                    batch.drop_column("menu")
                batch.create_unique_constraint(
                    op.f(f"uq_{table}_platform_{unique}"), ["platform", unique]
                )


def _bot() -> sa.Column[str]:
    return sa.Column("bot", sa.String(40), nullable=False, server_default="main")


class _children_aside:  # noqa: N801 - used as a statement
    """On SQLite a changed table is made anew: what points at the old one is kept meanwhile."""

    def __enter__(self) -> None:
        self.is_sqlite = op.get_bind().dialect.name == "sqlite"
        for child in _CHILDREN if self.is_sqlite else ():
            op.execute(f"CREATE TEMP TABLE aside_{child} AS SELECT * FROM {child}")  # noqa: S608
            op.execute(f"DELETE FROM {child}")  # noqa: S608 - names of ours

    def __exit__(self, *_: object) -> None:
        for child in _CHILDREN if self.is_sqlite else ():
            op.execute(f"INSERT INTO {child} SELECT * FROM aside_{child}")  # noqa: S608
            op.execute(f"DROP TABLE aside_{child}")
