"""Goods belong to their producer, may wait for a certificate, and carry what their label says; packs can be retired."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

OWNER = "(SELECT producer_id FROM certified_goods WHERE certified_goods.id = products.good_id)"
NOT_NULL_TEXTS = (('batch', 40), ('planting_area_code', 60))
SWITCHES = ('says_alcohol', 'says_health_food')
DATES = ('made_on', 'best_before_on')


def upgrade() -> None:
    op.add_column('products', sa.Column('producer_id', sa.Integer(), nullable=True))
    op.execute(f"UPDATE products SET producer_id = {OWNER}")
    _refuse_products_of_nobody()
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.alter_column('producer_id', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('good_id', existing_type=sa.Integer(), nullable=True)
        for name, length in NOT_NULL_TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(length), server_default='', nullable=False))
        for name in SWITCHES:
            batch_op.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
        for name in DATES:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('retired_at', Instant(), nullable=True))
        batch_op.add_column(sa.Column('edition', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_products_producer_id_producers'), 'producers', ['producer_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_products_producer_id'), ['producer_id'], unique=False)
        batch_op.create_check_constraint(batch_op.f('ck_products_not_both'), 'published_at IS NULL OR retired_at IS NULL')
        batch_op.create_check_constraint(
            batch_op.f('ck_products_published_is_a_good'), 'published_at IS NULL OR good_id IS NOT NULL'
        )
    op.add_column('variants', sa.Column('gtin', sa.String(14), nullable=True))
    op.add_column('variants', sa.Column('retired_at', Instant(), nullable=True))
    op.create_table(
        'product_marks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('product_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('number', sa.String(80), nullable=False),
        sa.Column('issuer', sa.String(200), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_product_marks_product_id_products')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_product_marks')),
        sa.UniqueConstraint('product_id', 'position', name=op.f('uq_product_marks_product_id_position')),
    )


def _refuse_products_of_nobody() -> None:
    """No certificate is given without a producer, so such a product was never on sale; somebody must say whose it is."""
    nobodys = op.get_bind().execute(sa.text("SELECT slug FROM products WHERE producer_id IS NULL ORDER BY slug"))
    slugs = [row.slug for row in nobodys]
    if slugs:
        raise RuntimeError(f"these products are of goods without a producer: {', '.join(slugs)}")


def downgrade() -> None:
    # Before, a product was always one of a certified good. What waits for a certificate was never seen or sold.
    waiting = "(SELECT id FROM products WHERE good_id IS NULL)"
    for table in ('product_marks', 'photos', 'variants'):
        op.execute(f"DELETE FROM {table} WHERE product_id IN {waiting}")
    op.execute("DELETE FROM products WHERE good_id IS NULL")
    op.drop_table('product_marks')
    op.drop_column('variants', 'retired_at')
    op.drop_column('variants', 'gtin')
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_products_published_is_a_good'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_products_not_both'), type_='check')
        batch_op.drop_index(batch_op.f('ix_products_producer_id'))
        batch_op.drop_constraint(batch_op.f('fk_products_producer_id_producers'), type_='foreignkey')
        for name in ('edition', 'retired_at', *DATES, *SWITCHES, *(name for name, _ in NOT_NULL_TEXTS), 'producer_id'):
            batch_op.drop_column(name)
        batch_op.alter_column('good_id', existing_type=sa.Integer(), nullable=False)
