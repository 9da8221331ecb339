"""A good that went to another producer may be offered anew by them: one product a producer and good."""

from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_products_good_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_products_producer_id_good_id'), ['producer_id', 'good_id'])
        batch_op.create_index(batch_op.f('ix_products_good_id'), ['good_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_products_good_id'))
        batch_op.drop_constraint(batch_op.f('uq_products_producer_id_good_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_products_good_id'), ['good_id'])
