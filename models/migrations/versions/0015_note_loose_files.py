"""Note loose files: what a snapshot creates before its pointer leads to it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("loose", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("snapshot", "loose")
