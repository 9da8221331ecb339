"""Files of goods that wait until somebody of the stall has looked at them."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'goods_files',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('sha256', sa.String(64), nullable=False),
        sa.Column('format', sa.String(30), nullable=False),
        sa.Column('rows', sa.JSON(), nullable=False),
        sa.Column('uploaded_at', Instant(), nullable=False),
        sa.Column('taken_at', Instant(), nullable=True),
        sa.Column('totals', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_goods_files_producer_id_producers')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_files')),
    )
    with op.batch_alter_table('goods_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goods_files_producer_id'), ['producer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_files_uploaded_at'), ['uploaded_at'], unique=False)


def downgrade() -> None:
    op.drop_table('goods_files')
