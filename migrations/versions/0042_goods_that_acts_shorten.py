"""Acts say how many goods leave the shop earlier by them: the audit counts them with those that leave at once."""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('register_acts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shortens', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('register_acts', schema=None) as batch_op:
        batch_op.drop_column('shortens')
