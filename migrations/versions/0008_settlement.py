"""Settlement: the books by double entry, what producers are owed, statements and payouts."""

from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# What is only ever added to: the database itself refuses to rewrite or remove a row.
APPEND_ONLY = ('ledger_transactions', 'ledger_entries', 'statements', 'statement_lines')


def upgrade() -> None:
    op.create_table('producer_balances',
    sa.Column('producer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('owed_vnd', sa.BigInteger(), nullable=False),
    sa.Column('in_payout_vnd', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('in_payout_vnd >= 0', name=op.f('ck_producer_balances_in_payout_not_negative')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_producer_balances_producer_id_producers')),
    sa.PrimaryKeyConstraint('producer_id', name=op.f('pk_producer_balances'))
    )
    op.create_table('statements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('producer_name', sa.String(length=300), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('opening_vnd', sa.BigInteger(), nullable=False),
    sa.Column('earned_vnd', sa.BigInteger(), nullable=False),
    sa.Column('returned_vnd', sa.BigInteger(), nullable=False),
    sa.Column('paid_vnd', sa.BigInteger(), nullable=False),
    sa.Column('closing_vnd', sa.BigInteger(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('closing_vnd = opening_vnd + earned_vnd + returned_vnd + paid_vnd', name=op.f('ck_statements_closing_adds_up')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_statements_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements')),
    sa.UniqueConstraint('producer_id', 'first_day', name=op.f('uq_statements_producer_id_first_day'))
    )
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statements_first_day'), ['first_day'], unique=False)

    op.create_table('payouts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=True),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('available_vnd', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('prepared_at', sa.BigInteger(), nullable=False),
    sa.Column('prepared_by', sa.String(length=200), nullable=False),
    sa.Column('bank_reference', sa.String(length=100), nullable=True),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('sent_by', sa.String(length=200), nullable=False),
    sa.Column('failed_at', sa.BigInteger(), nullable=True),
    sa.Column('failed_by', sa.String(length=200), nullable=False),
    sa.Column('failed_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("status <> 'sent' OR (bank_reference IS NOT NULL AND paid_on IS NOT NULL AND sent_at IS NOT NULL)", name=op.f('ck_payouts_sent_with_reference')),
    sa.CheckConstraint("status IN ('prepared', 'sent', 'failed')", name=op.f('ck_payouts_status_known')),
    sa.CheckConstraint('amount_vnd <= available_vnd', name=op.f('ck_payouts_no_more_than_owed')),
    sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_payouts_amount_positive')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_payouts_producer_id_producers')),
    sa.ForeignKeyConstraint(['statement_id'], ['statements.id'], name=op.f('fk_payouts_statement_id_statements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payouts')),
    sa.UniqueConstraint('bank_reference', name=op.f('uq_payouts_bank_reference'))
    )
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.create_index('ix_payouts_producer_id_status', ['producer_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_payouts_statement_id'), ['statement_id'], unique=False)

    op.create_table('ledger_transactions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('fact_id', sa.Integer(), nullable=False),
    sa.Column('happened_at', sa.BigInteger(), nullable=False),
    sa.Column('booked_at', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('producer_id', sa.Integer(), nullable=True),
    sa.Column('parcel_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('payment', 'suspense_assigned', 'suspense_closed', 'parcel_delivered', 'parcel_returned', 'refund_decided', 'refund_dropped', 'goods_returned', 'money_sent_back', 'money_came_back', 'dispute_lost', 'remittance', 'payout_sent', 'payout_came_back')", name=op.f('ck_ledger_transactions_kind_known')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_ledger_transactions_order_id_orders')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_ledger_transactions_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_ledger_transactions_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_transactions')),
    sa.UniqueConstraint('key', name=op.f('uq_ledger_transactions_key'))
    )
    with op.batch_alter_table('ledger_transactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_transactions_happened_at'), ['happened_at'], unique=False)
        batch_op.create_index('ix_ledger_transactions_kind_fact_id', ['kind', 'fact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_transactions_order_id'), ['order_id'], unique=False)

    op.create_table('ledger_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('transaction_id', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=20), nullable=False),
    sa.Column('sub_id', sa.BigInteger(), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("account IN ('bank', 'card_provider', 'cash_with_carriers', 'cash_box', 'suspense', 'customer_money', 'owed_to_customer', 'owed_to_producer', 'commission', 'delivery', 'carrier_fees', 'dispute_losses', 'outside')", name=op.f('ck_ledger_entries_account_known')),
    sa.CheckConstraint('amount_vnd <> 0', name=op.f('ck_ledger_entries_amount_not_nothing')),
    sa.ForeignKeyConstraint(['transaction_id'], ['ledger_transactions.id'], name=op.f('fk_ledger_entries_transaction_id_ledger_transactions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entries'))
    )
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_entries_account_sub_id', ['account', 'sub_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entries_transaction_id'), ['transaction_id'], unique=False)

    op.create_table('statement_lines',
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('happened_at', sa.BigInteger(), nullable=False),
    sa.Column('order_code', sa.String(length=11), nullable=False),
    sa.Column('parcel_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('goods_vnd', sa.BigInteger(), nullable=False),
    sa.Column('commission_vnd', sa.BigInteger(), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entries.id'], name=op.f('fk_statement_lines_entry_id_ledger_entries')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_statement_lines_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['statement_id'], ['statements.id'], name=op.f('fk_statement_lines_statement_id_statements')),
    sa.PrimaryKeyConstraint('statement_id', 'seq', name=op.f('pk_statement_lines')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_statement_lines_entry_id'))
    )

    for table in APPEND_ONLY:
        _make_append_only(table)


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for act in ('UPDATE', 'DELETE'):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
        return
    # refuse_change() is of 0002.
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table('statement_lines')
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entries_transaction_id'))
        batch_op.drop_index('ix_ledger_entries_account_sub_id')

    op.drop_table('ledger_entries')
    with op.batch_alter_table('ledger_transactions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_transactions_order_id'))
        batch_op.drop_index('ix_ledger_transactions_kind_fact_id')
        batch_op.drop_index(batch_op.f('ix_ledger_transactions_happened_at'))

    op.drop_table('ledger_transactions')
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payouts_statement_id'))
        batch_op.drop_index('ix_payouts_producer_id_status')

    op.drop_table('payouts')
    with op.batch_alter_table('statements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statements_first_day'))

    op.drop_table('statements')
    op.drop_table('producer_balances')
