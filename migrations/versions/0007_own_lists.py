"""Lists that somebody with an account keeps: addresses, and goods to find again."""

from alembic import op
import sqlalchemy as sa


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account_addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('province_name', sa.String(length=100), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.Column('commune_name', sa.String(length=100), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['people.id'], name=op.f('fk_account_addresses_account_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_addresses'))
    )
    op.create_index(op.f('ix_account_addresses_account_id'), 'account_addresses', ['account_id'])
    op.create_index('uq_account_addresses_one_default', 'account_addresses', ['account_id'], unique=True,
                    sqlite_where=sa.text('is_default'), postgresql_where=sa.text('is_default'))
    op.create_table('saved_goods',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['people.id'], name=op.f('fk_saved_goods_account_id_people')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_saved_goods_product_id_products')),
    sa.PrimaryKeyConstraint('account_id', 'product_id', name=op.f('pk_saved_goods'))
    )
    op.create_index(op.f('ix_saved_goods_product_id'), 'saved_goods', ['product_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_saved_goods_product_id'), table_name='saved_goods')
    op.drop_table('saved_goods')
    op.drop_index('uq_account_addresses_one_default', table_name='account_addresses')
    op.drop_index(op.f('ix_account_addresses_account_id'), table_name='account_addresses')
    op.drop_table('account_addresses')
