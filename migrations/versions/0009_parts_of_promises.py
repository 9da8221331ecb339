"""What is owed back once may go back in parts: somebody may have sent one of them at the provider's own desk."""

from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_money_back_refund_due_id_payment_id'), type_='unique')
        batch_op.create_index('ix_money_back_refund_due_id', ['refund_due_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.drop_index('ix_money_back_refund_due_id')
        batch_op.create_unique_constraint(batch_op.f('uq_money_back_refund_due_id_payment_id'), ['refund_due_id', 'payment_id'])
