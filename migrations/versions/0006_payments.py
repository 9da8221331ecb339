"""Payments: what came by card, transfer and cash, what providers told, suspense, money back, disputes, carriers' cash."""

from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cash_remittances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(length=80), nullable=False),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('fee_vnd', sa.BigInteger(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_vnd >= 0 AND fee_vnd >= 0', name=op.f('ck_cash_remittances_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cash_remittances')),
    sa.UniqueConstraint('carrier', 'reference', name=op.f('uq_cash_remittances_carrier_reference'))
    )
    op.create_table('payment_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=10), nullable=False),
    sa.Column('event_id', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('fact_key', sa.String(length=300), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('processed_at', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.CheckConstraint("provider IN ('stripe', 'bank')", name=op.f('ck_payment_events_provider_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_events')),
    sa.UniqueConstraint('fact_key', name=op.f('uq_payment_events_fact_key')),
    sa.UniqueConstraint('provider', 'event_id', name=op.f('uq_payment_events_provider_event_id'))
    )
    with op.batch_alter_table('payment_events', schema=None) as batch_op:
        batch_op.create_index('ix_payment_events_processed_at_received_at', ['processed_at', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_events_subject'), ['subject'], unique=False)

    op.create_table('card_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('is_live', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('session_ref', sa.String(length=255), nullable=True),
    sa.Column('intent_ref', sa.String(length=255), nullable=True),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('next_look_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("status IN ('asked', 'open', 'failed', 'expired', 'complete')", name=op.f('ck_card_sessions_status_known')),
    sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_card_sessions_amount_positive')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_card_sessions_order_id_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_card_sessions')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_card_sessions_idempotency_key')),
    sa.UniqueConstraint('session_ref', name=op.f('uq_card_sessions_session_ref'))
    )
    with op.batch_alter_table('card_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_card_sessions_intent_ref'), ['intent_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_card_sessions_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_card_sessions_status_next_look_at', ['status', 'next_look_at'], unique=False)
        batch_op.create_index('uq_card_sessions_one_live', ['order_id'], unique=True, sqlite_where=sa.text("status IN ('asked', 'open')"), postgresql_where=sa.text("status IN ('asked', 'open')"))

    op.create_table('payments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=10), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('parcel_id', sa.Integer(), nullable=True),
    sa.Column('card_session_id', sa.Integer(), nullable=True),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('paid_at', sa.BigInteger(), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.Column('allocation', sa.String(length=10), nullable=False),
    sa.Column('refunded_vnd', sa.BigInteger(), nullable=False),
    sa.Column('memo', sa.Text(), nullable=False),
    sa.Column('payer', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('remittance_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("allocation = 'suspense' OR order_id IS NOT NULL", name=op.f('ck_payments_has_order')),
    sa.CheckConstraint("allocation IN ('order', 'surplus', 'suspense')", name=op.f('ck_payments_allocation_known')),
    sa.CheckConstraint("provider IN ('card', 'bank', 'cash')", name=op.f('ck_payments_provider_known')),
    sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_payments_amount_positive')),
    sa.CheckConstraint('refunded_vnd >= 0 AND refunded_vnd <= amount_vnd', name=op.f('ck_payments_never_more_back')),
    sa.ForeignKeyConstraint(['card_session_id'], ['card_sessions.id'], name=op.f('fk_payments_card_session_id_card_sessions')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_payments_order_id_orders')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_payments_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['remittance_id'], ['cash_remittances.id'], name=op.f('fk_payments_remittance_id_cash_remittances')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payments')),
    sa.UniqueConstraint('provider', 'provider_ref', name=op.f('uq_payments_provider_provider_ref'))
    )
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payments_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_parcel_id'), ['parcel_id'], unique=False)
        batch_op.create_index('ix_payments_provider_reference', ['provider', 'reference'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_recorded_at'), ['recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_payments_remittance_id'), ['remittance_id'], unique=False)

    op.create_table('disputes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('intent_ref', sa.String(length=255), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('told_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_disputes_payment_id_payments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
    sa.UniqueConstraint('provider_ref', name=op.f('uq_disputes_provider_ref'))
    )
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disputes_payment_id'), ['payment_id'], unique=False)

    op.create_table('suspense_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('owner', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_by', sa.String(length=200), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint("(closed_at IS NULL) = (outcome = '')", name=op.f('ck_suspense_entries_closed_with_outcome')),
    sa.CheckConstraint("outcome = '' OR outcome IN ('assigned', 'sent_back', 'closed')", name=op.f('ck_suspense_entries_outcome_known')),
    sa.CheckConstraint("reason IN ('no_code', 'several_codes', 'unknown_order', 'wrong_amount', 'cash_order', 'other_account', 'unclear_date', 'repeated', 'wrong_currency', 'wrong_mode', 'unknown_session')", name=op.f('ck_suspense_entries_reason_known')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_suspense_entries_order_id_orders')),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_suspense_entries_payment_id_payments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspense_entries')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_suspense_entries_payment_id'))
    )
    with op.batch_alter_table('suspense_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suspense_entries_closed_at'), ['closed_at'], unique=False)

    op.create_table('money_back',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.Integer(), nullable=False),
    sa.Column('refund_due_id', sa.Integer(), nullable=True),
    sa.Column('suspense_entry_id', sa.Integer(), nullable=True),
    sa.Column('origin', sa.String(length=10), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('provider', sa.String(length=10), nullable=False),
    sa.Column('provider_ref', sa.String(length=255), nullable=True),
    sa.Column('asked_by', sa.String(length=200), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('sent_by', sa.String(length=200), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.BigInteger(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=False),
    sa.Column('to_bank', sa.String(length=120), nullable=False),
    sa.Column('to_account', sa.String(length=40), nullable=False),
    sa.Column('to_name', sa.String(length=120), nullable=False),
    sa.CheckConstraint("origin IN ('shop', 'provider')", name=op.f('ck_money_back_origin_known')),
    sa.CheckConstraint("provider IN ('card', 'bank', 'cash')", name=op.f('ck_money_back_provider_known')),
    sa.CheckConstraint("status <> 'sent' OR sent_at IS NOT NULL", name=op.f('ck_money_back_sent_when')),
    sa.CheckConstraint("status IN ('asked', 'sent', 'failed')", name=op.f('ck_money_back_status_known')),
    sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_money_back_amount_positive')),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_money_back_payment_id_payments')),
    sa.ForeignKeyConstraint(['refund_due_id'], ['refunds_due.id'], name=op.f('fk_money_back_refund_due_id_refunds_due')),
    sa.ForeignKeyConstraint(['suspense_entry_id'], ['suspense_entries.id'], name=op.f('fk_money_back_suspense_entry_id_suspense_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_money_back')),
    sa.UniqueConstraint('provider', 'provider_ref', name=op.f('uq_money_back_provider_provider_ref')),
    sa.UniqueConstraint('refund_due_id', 'payment_id', name=op.f('uq_money_back_refund_due_id_payment_id'))
    )
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_money_back_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index('ix_money_back_status_next_try_at', ['status', 'next_try_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.drop_index('ix_money_back_status_next_try_at')
        batch_op.drop_index(batch_op.f('ix_money_back_payment_id'))

    op.drop_table('money_back')
    with op.batch_alter_table('suspense_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suspense_entries_closed_at'))

    op.drop_table('suspense_entries')
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disputes_payment_id'))

    op.drop_table('disputes')
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payments_remittance_id'))
        batch_op.drop_index(batch_op.f('ix_payments_recorded_at'))
        batch_op.drop_index('ix_payments_provider_reference')
        batch_op.drop_index(batch_op.f('ix_payments_parcel_id'))
        batch_op.drop_index(batch_op.f('ix_payments_order_id'))

    op.drop_table('payments')
    with op.batch_alter_table('card_sessions', schema=None) as batch_op:
        batch_op.drop_index('uq_card_sessions_one_live', sqlite_where=sa.text("status IN ('asked', 'open')"), postgresql_where=sa.text("status IN ('asked', 'open')"))
        batch_op.drop_index('ix_card_sessions_status_next_look_at')
        batch_op.drop_index(batch_op.f('ix_card_sessions_order_id'))
        batch_op.drop_index(batch_op.f('ix_card_sessions_intent_ref'))

    op.drop_table('card_sessions')
    with op.batch_alter_table('payment_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_events_subject'))
        batch_op.drop_index('ix_payment_events_processed_at_received_at')

    op.drop_table('payment_events')
    op.drop_table('cash_remittances')
