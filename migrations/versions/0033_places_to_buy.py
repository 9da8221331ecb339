"""Points of sale are places with a page: an address of their own, what is told of them, and the goods that lie there."""

from alembic import op
import sqlalchemy as sa


revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('points_of_sale', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slug', sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column('about_vi', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('about_en', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('decision', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('offers_pickup', sa.Boolean(), server_default='1', nullable=False))
    op.execute("UPDATE points_of_sale SET slug = 'diem-ban-' || id")
    with op.batch_alter_table('points_of_sale', schema=None) as batch_op:
        batch_op.alter_column('slug', existing_type=sa.String(length=120), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_points_of_sale_slug'), ['slug'])
    op.create_table('point_goods',
    sa.Column('point_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['point_id'], ['points_of_sale.id'], name=op.f('fk_point_goods_point_id_points_of_sale')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_point_goods_product_id_products')),
    sa.PrimaryKeyConstraint('point_id', 'product_id', name=op.f('pk_point_goods'))
    )
    with op.batch_alter_table('point_goods', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_point_goods_product_id'), ['product_id'], unique=False)


def downgrade() -> None:
    op.drop_table('point_goods')
    with op.batch_alter_table('points_of_sale', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_points_of_sale_slug'), type_='unique')
        batch_op.drop_column('offers_pickup')
        batch_op.drop_column('decision')
        batch_op.drop_column('about_en')
        batch_op.drop_column('about_vi')
        batch_op.drop_column('slug')
