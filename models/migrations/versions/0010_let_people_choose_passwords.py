"""Let people choose their passwords: an account begins with a code that works once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: many tables refer to this one, and SQLite can do both by itself.
    op.add_column("person", sa.Column("code_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "code_until")
