"""A payout keeps the account that whoever transferred it was shown."""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('bank_account_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_payouts_bank_account_id_stall_bank_accounts'),
            'stall_bank_accounts',
            ['bank_account_id'],
            ['id'],
        )


def downgrade() -> None:
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_payouts_bank_account_id_stall_bank_accounts'), type_='foreignkey')
        batch_op.drop_column('bank_account_id')
