"""Changes of the register are counted by themselves, so that its large picture is not painted anew for each pack sold."""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('public_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('register', sa.BigInteger(), server_default='1', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('public_versions', schema=None) as batch_op:
        batch_op.drop_column('register')
