"""The office: what orders are looked up by, notes on orders, and forms that did their work."""

from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No shop has taken an order before this release, so there are no words to fill in.
    op.add_column('orders', sa.Column('search_words', sa.Text(), nullable=False, server_default=''))
    op.create_table('order_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('written_by', sa.String(length=200), nullable=False),
    sa.Column('written_at', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_notes_order_id_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_notes'))
    )
    with op.batch_alter_table('order_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_notes_order_id'), ['order_id'], unique=False)
    op.create_table('used_forms',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_used_forms'))
    )
    with op.batch_alter_table('used_forms', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_used_forms_used_at'), ['used_at'], unique=False)


def downgrade() -> None:
    op.drop_table('used_forms')
    op.drop_table('order_notes')
    op.drop_column('orders', 'search_words')
