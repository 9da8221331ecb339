"""Money of fairs: transfers for sales at booths, cash, goods made good, statements; new accounts and facts of the books."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant
from shop.database.append_only import drop_append_only, make_append_only


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ('booth_transfers', 'fair_cash', 'compensations', 'fair_statements', 'fair_statement_lines')
# As the migrations before this one have them; in the order of the models, which is the order of the check.
ACCOUNTS = (
    'bank', 'card_provider', 'cash_with_carriers', 'cash_box', 'suspense', 'customer_money', 'owed_to_customer',
    'owed_to_producer', 'commission', 'delivery', 'carrier_fees', 'dispute_losses', 'outside',
)
NEW_ACCOUNTS = ('cash_at_fairs', 'transfers_awaited', 'fair_differences')
FACTS = (
    'payment', 'suspense_assigned', 'suspense_closed', 'parcel_delivered', 'parcel_returned', 'refund_decided',
    'refund_dropped', 'goods_returned', 'money_sent_back', 'money_came_back', 'dispute_lost', 'remittance',
    'payout_sent', 'payout_came_back',
)
NEW_FACTS = (
    'booth_sale', 'booth_return', 'booth_cash_counted', 'booth_transfer', 'fair_cash', 'goods_compensated',
)
REASONS = (
    'no_code', 'several_codes', 'unknown_order', 'wrong_amount', 'cash_order', 'other_account', 'unclear_date',
    'repeated', 'wrong_currency', 'wrong_mode', 'unknown_session',
)
NEW_REASONS = ('awaits_sale', 'sale_settled')


def upgrade() -> None:
    _check('payments', 'allocation_known', _one_of('allocation', ('order', 'surplus', 'suspense', 'booth')))
    _check('payments', 'has_order', "allocation IN ('suspense', 'booth') OR order_id IS NOT NULL")
    _check('suspense_entries', 'reason_known', _one_of('reason', REASONS + NEW_REASONS))
    _make_tables()
    for table in ADDED_TO_ONLY:
        make_append_only(table)
    _check_of_books(FACTS + NEW_FACTS, ACCOUNTS + NEW_ACCOUNTS)


def _make_tables() -> None:
    op.create_table(
        'booth_transfers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_sale_id', sa.Integer(), nullable=False),
        sa.Column('payment_id', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(12), nullable=False),
        sa.Column('settled_vnd', sa.BigInteger(), nullable=False),
        sa.Column('decided_by', sa.String(200), nullable=False),
        sa.Column('decided_at', Instant(), nullable=False),
        sa.Column('reference', sa.String(100), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.CheckConstraint(_one_of('outcome', ('found', 'written_off', 'sent_back', 'dropped')), name=op.f('ck_booth_transfers_outcome_known')),
        sa.CheckConstraint('settled_vnd >= 0', name=op.f('ck_booth_transfers_not_negative')),
        sa.CheckConstraint("outcome <> 'found' OR payment_id IS NOT NULL", name=op.f('ck_booth_transfers_found_with_payment')),
        sa.ForeignKeyConstraint(['booth_sale_id'], ['booth_sales.id'], name=op.f('fk_booth_transfers_booth_sale_id_booth_sales')),
        sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_booth_transfers_payment_id_payments')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_transfers')),
        sa.UniqueConstraint('payment_id', name=op.f('uq_booth_transfers_payment_id')),
    )
    op.create_table(
        'fair_cash',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fair_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(12), nullable=False),
        sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
        sa.Column('happened_on', sa.Date(), nullable=False),
        sa.Column('reference', sa.String(100), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('written_by', sa.String(200), nullable=False),
        sa.Column('written_at', Instant(), nullable=False),
        sa.CheckConstraint(_one_of('kind', ('given_out', 'handed_in', 'paid_in', 'spent')), name=op.f('ck_fair_cash_kind_known')),
        sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_fair_cash_amount_positive')),
        sa.CheckConstraint("kind <> 'paid_in' OR reference <> ''", name=op.f('ck_fair_cash_paid_in_with_reference')),
        sa.CheckConstraint("kind <> 'spent' OR note <> ''", name=op.f('ck_fair_cash_spent_for_something')),
        sa.ForeignKeyConstraint(['fair_id'], ['fairs.id'], name=op.f('fk_fair_cash_fair_id_fairs')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_cash')),
    )
    op.create_table(
        'compensations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fair_id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('variant_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('decided_by', sa.String(200), nullable=False),
        sa.Column('decided_at', Instant(), nullable=False),
        sa.CheckConstraint('quantity > 0', name=op.f('ck_compensations_quantity_positive')),
        sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_compensations_amount_positive')),
        sa.ForeignKeyConstraint(['fair_id'], ['fairs.id'], name=op.f('fk_compensations_fair_id_fairs')),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_compensations_producer_id_producers')),
        sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_compensations_variant_id_variants')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_compensations')),
    )
    op.create_table(
        'fair_statements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fair_id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('edition', sa.Integer(), nullable=False),
        sa.Column('producer_name', sa.String(300), nullable=False),
        sa.Column('fair_name', sa.String(300), nullable=False),
        sa.Column('fair_name_en', sa.String(300), nullable=False),
        sa.Column('place', sa.String(300), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=False),
        *_amounts('cash_vnd', 'transfer_vnd', 'commission_vnd', 'compensated_vnd', 'owed_vnd'),
        sa.Column('last_transaction_id', sa.Integer(), nullable=False),
        sa.Column('made_by', sa.String(200), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.CheckConstraint('owed_vnd = cash_vnd + transfer_vnd - commission_vnd + compensated_vnd', name=op.f('ck_fair_statements_owed_adds_up')),
        sa.ForeignKeyConstraint(['fair_id'], ['fairs.id'], name=op.f('fk_fair_statements_fair_id_fairs')),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_fair_statements_producer_id_producers')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_fair_statements')),
        sa.UniqueConstraint('fair_id', 'producer_id', 'edition', name=op.f('uq_fair_statements_fair_id_producer_id_edition')),
    )
    op.create_table(
        'fair_statement_lines',
        sa.Column('statement_id', sa.Integer(), nullable=False),
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('variant_id', sa.Integer(), nullable=False),
        sa.Column('name_vi', sa.String(300), nullable=False),
        sa.Column('name_en', sa.String(300), nullable=False),
        sa.Column('pack_vi', sa.String(80), nullable=False),
        sa.Column('pack_en', sa.String(80), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ('handed_out', 'brought', 'sold', 'returned', 'given_back', 'tasted', 'damaged', 'missing')
        ),
        *_amounts('cash_vnd', 'transfer_vnd', 'commission_vnd', 'compensated_vnd'),
        sa.CheckConstraint('handed_out + brought + returned = sold + given_back + tasted + damaged + missing', name=op.f('ck_fair_statement_lines_pieces_add_up')),
        sa.ForeignKeyConstraint(['statement_id'], ['fair_statements.id'], name=op.f('fk_fair_statement_lines_statement_id_fair_statements')),
        sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_fair_statement_lines_variant_id_variants')),
        sa.PrimaryKeyConstraint('statement_id', 'seq', name=op.f('pk_fair_statement_lines')),
    )
    for table, column in (
        ('booth_transfers', 'booth_sale_id'), ('fair_cash', 'fair_id'), ('compensations', 'fair_id'),
        ('compensations', 'producer_id'), ('fair_statements', 'producer_id'),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)


def _amounts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _check(table: str, name: str, condition: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f'ck_{table}_{name}'), type_='check')
        batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{name}'), condition)


def _check_of_books(facts: tuple[str, ...], accounts: tuple[str, ...]) -> None:
    # SQLite makes the tables anew for it, and their triggers go with the old ones.
    for table in ('ledger_transactions', 'ledger_entries'):
        drop_append_only(table)
    _check('ledger_transactions', 'kind_known', _one_of('kind', facts))
    _check('ledger_entries', 'account_known', _one_of('account', accounts))
    for table in ('ledger_transactions', 'ledger_entries'):
        make_append_only(table)


def downgrade() -> None:
    if op.get_bind().scalar(sa.text(f"SELECT COUNT(*) FROM ledger_transactions WHERE {_one_of('kind', NEW_FACTS)}")):
        raise RuntimeError("the books hold money of fairs, which the tables before do not know: restore a backup")
    _check_of_books(FACTS, ACCOUNTS)
    for table in ('fair_statement_lines', 'fair_statements', 'compensations', 'fair_cash', 'booth_transfers'):
        op.drop_table(table)
    op.execute(f"UPDATE suspense_entries SET reason = 'no_code' WHERE {_one_of('reason', NEW_REASONS)}")
    _check('suspense_entries', 'reason_known', _one_of('reason', REASONS))
    _check('payments', 'has_order', "allocation = 'suspense' OR order_id IS NOT NULL")
    _check('payments', 'allocation_known', _one_of('allocation', ('order', 'surplus', 'suspense')))
