"""What came back to producers, and in which state."""

from alembic import op
import sqlalchemy as sa


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('goods_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('parcel_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('return_id', sa.Integer(), nullable=True),
    sa.Column('sellable', sa.Integer(), nullable=False),
    sa.Column('spoiled', sa.Integer(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('written_by', sa.String(length=200), nullable=False),
    sa.Column('written_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('sellable >= 0 AND spoiled >= 0', name=op.f('ck_goods_back_counts')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_lines.id'], name=op.f('fk_goods_back_order_line_id_order_lines')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_goods_back_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_goods_back_producer_id_producers')),
    sa.ForeignKeyConstraint(['return_id'], ['return_requests.id'], name=op.f('fk_goods_back_return_id_return_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_back')),
    sa.UniqueConstraint('return_id', name=op.f('uq_goods_back_return_id'))
    )
    with op.batch_alter_table('goods_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goods_back_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_back_parcel_id'), ['parcel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_goods_back_producer_id'), ['producer_id'], unique=False)
        batch_op.create_index(
            'uq_goods_back_order_line_id_refused',
            ['order_line_id'],
            unique=True,
            sqlite_where=sa.text('return_id IS NULL'),
            postgresql_where=sa.text('return_id IS NULL'),
        )


def downgrade() -> None:
    op.drop_table('goods_back')
