"""Photos that were taken off a product can be put back for a day."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'removed_photos',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('product_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('stem', sa.String(40), nullable=False),
        sa.Column('width', sa.Integer(), nullable=False),
        sa.Column('height', sa.Integer(), nullable=False),
        sa.Column('alt_vi', sa.String(200), nullable=False),
        sa.Column('alt_en', sa.String(200), nullable=False),
        sa.Column('removed_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_removed_photos_product_id_products')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_removed_photos')),
        sa.UniqueConstraint('stem', name=op.f('uq_removed_photos_stem')),
    )
    with op.batch_alter_table('removed_photos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_removed_photos_product_id'), ['product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_removed_photos_removed_at'), ['removed_at'], unique=False)


def downgrade() -> None:
    op.drop_table('removed_photos')
