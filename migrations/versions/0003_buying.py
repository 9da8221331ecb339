"""Buying: the stock's ledger by order line, delivery fees, carts, orders with their parcels and what is owed back."""

from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# What is only ever added to: the database itself refuses to rewrite or remove a row.
APPEND_ONLY = ('stock_moves', 'order_lines', 'order_events', 'parcel_events', 'line_withdrawals')

# The steps that orders and parcels may take: status -> where it may lead.
ORDER_STEPS = {
    'new': 'awaiting_payment placed',
    'awaiting_payment': 'paid cancelled expired refund_due',
    'placed': 'completed cancelled',
    'paid': 'completed refund_due',
    'expired': 'paid refund_due',
    'cancelled': 'refund_due',
    'refund_due': 'refunded paid',
}
PARCEL_STEPS = {
    'new': 'waiting preparing',
    'waiting': 'preparing cancelled',
    'preparing': 'packed cancelled',
    'packed': 'shipped delivered cancelled',
    'shipped': 'delivered refused',
    'refused': 'returned',
    'cancelled': 'preparing',
}


def upgrade() -> None:
    op.create_table('carts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(token_hash IS NULL) <> (account_id IS NULL)', name=op.f('ck_carts_one_owner')),
    sa.ForeignKeyConstraint(['account_id'], ['people.id'], name=op.f('fk_carts_account_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carts')),
    sa.UniqueConstraint('account_id', name=op.f('uq_carts_account_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_carts_token_hash'))
    )
    with op.batch_alter_table('carts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carts_made_at'), ['made_at'], unique=False)

    op.create_table('delivery_fees',
    sa.Column('zone', sa.String(length=10), nullable=False),
    sa.Column('up_to_grams', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('fee_vnd', sa.BigInteger(), nullable=False),
    sa.Column('days_min', sa.Integer(), nullable=False),
    sa.Column('days_max', sa.Integer(), nullable=False),
    sa.CheckConstraint("zone IN ('province', 'region', 'part', 'country')", name=op.f('ck_delivery_fees_zone_known')),
    sa.CheckConstraint('fee_vnd >= 0', name=op.f('ck_delivery_fees_fee_not_negative')),
    sa.PrimaryKeyConstraint('zone', 'up_to_grams', name=op.f('pk_delivery_fees'))
    )
    op.create_table('order_transitions',
    sa.Column('from_status', sa.String(length=20), nullable=False),
    sa.Column('to_status', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('from_status', 'to_status', name=op.f('pk_order_transitions'))
    )
    op.create_table('parcel_transitions',
    sa.Column('from_status', sa.String(length=20), nullable=False),
    sa.Column('to_status', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('from_status', 'to_status', name=op.f('pk_parcel_transitions'))
    )
    op.create_table('points_of_sale',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_vi', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('hours_vi', sa.String(length=200), nullable=False),
    sa.Column('hours_en', sa.String(length=200), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_points_of_sale'))
    )
    op.create_table('orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('checkout_key', sa.String(length=64), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('destination_kind', sa.String(length=10), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('province_name', sa.String(length=120), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.Column('commune_name', sa.String(length=120), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('point_of_sale_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('goods_vnd', sa.BigInteger(), nullable=False),
    sa.Column('delivery_vnd', sa.BigInteger(), nullable=False),
    sa.Column('total_vnd', sa.BigInteger(), nullable=False),
    sa.Column('placed_at', sa.BigInteger(), nullable=False),
    sa.Column('hold_until', sa.BigInteger(), nullable=True),
    sa.Column('paid_at', sa.BigInteger(), nullable=True),
    sa.Column('decisive_at', sa.BigInteger(), nullable=True),
    sa.Column('lines_hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint("destination_kind IN ('delivery', 'pickup')", name=op.f('ck_orders_destination_known')),
    sa.CheckConstraint("method IN ('card', 'vietqr', 'cod')", name=op.f('ck_orders_method_known')),
    sa.CheckConstraint("status IN ('awaiting_payment', 'placed', 'paid', 'completed', 'cancelled', 'expired', 'refund_due', 'refunded')", name=op.f('ck_orders_status_known')),
    sa.CheckConstraint('total_vnd = goods_vnd + delivery_vnd', name=op.f('ck_orders_total_adds_up')),
    sa.ForeignKeyConstraint(['account_id'], ['people.id'], name=op.f('fk_orders_account_id_people')),
    sa.ForeignKeyConstraint(['point_of_sale_id'], ['points_of_sale.id'], name=op.f('fk_orders_point_of_sale_id_points_of_sale')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('checkout_key', name=op.f('uq_orders_checkout_key')),
    sa.UniqueConstraint('code', name=op.f('uq_orders_code'))
    )
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orders_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_phone'), ['phone'], unique=False)
        batch_op.create_index(batch_op.f('ix_orders_placed_at'), ['placed_at'], unique=False)
        batch_op.create_index('ix_orders_status_hold_until', ['status', 'hold_until'], unique=False)

    op.create_table('order_events',
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('from_status', sa.String(length=20), nullable=False),
    sa.Column('to_status', sa.String(length=20), nullable=False),
    sa.Column('happened_at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['from_status', 'to_status'], ['order_transitions.from_status', 'order_transitions.to_status'], name=op.f('fk_order_events_from_status_to_status_order_transitions')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_events_order_id_orders')),
    sa.PrimaryKeyConstraint('order_id', 'seq', name=op.f('pk_order_events'))
    )
    op.create_table('parcels',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('weight_grams', sa.Integer(), nullable=False),
    sa.Column('goods_vnd', sa.BigInteger(), nullable=False),
    sa.Column('fee_vnd', sa.BigInteger(), nullable=False),
    sa.Column('days_min', sa.Integer(), nullable=False),
    sa.Column('days_max', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(length=80), nullable=False),
    sa.Column('tracking', sa.String(length=80), nullable=False),
    sa.Column('delivered_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("kind IN ('delivery', 'pickup', 'voucher')", name=op.f('ck_parcels_kind_known')),
    sa.CheckConstraint("status IN ('waiting', 'preparing', 'packed', 'shipped', 'delivered', 'refused', 'returned', 'cancelled')", name=op.f('ck_parcels_status_known')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_parcels_order_id_orders')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_parcels_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parcels'))
    )
    with op.batch_alter_table('parcels', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parcels_order_id'), ['order_id'], unique=False)
        batch_op.create_index('ix_parcels_producer_id_status', ['producer_id', 'status'], unique=False)

    op.create_table('refunds_due',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('decided_by', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=False),
    sa.Column('refunded_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("kind IN ('order', 'parcel', 'lines', 'return')", name=op.f('ck_refunds_due_kind_known')),
    sa.CheckConstraint("status IN ('due', 'begun', 'refunded', 'dropped')", name=op.f('ck_refunds_due_status_known')),
    sa.CheckConstraint('amount_vnd > 0', name=op.f('ck_refunds_due_amount_positive')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_refunds_due_order_id_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refunds_due'))
    )
    with op.batch_alter_table('refunds_due', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_due_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_due_status'), ['status'], unique=False)

    op.create_table('parcel_events',
    sa.Column('parcel_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('from_status', sa.String(length=20), nullable=False),
    sa.Column('to_status', sa.String(length=20), nullable=False),
    sa.Column('happened_at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['from_status', 'to_status'], ['parcel_transitions.from_status', 'parcel_transitions.to_status'], name=op.f('fk_parcel_events_from_status_to_status_parcel_transitions')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_parcel_events_parcel_id_parcels')),
    sa.PrimaryKeyConstraint('parcel_id', 'seq', name=op.f('pk_parcel_events'))
    )
    op.create_table('cart_items',
    sa.Column('cart_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price_seen_vnd', sa.BigInteger(), nullable=False),
    sa.Column('is_saved', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity BETWEEN 1 AND 99', name=op.f('ck_cart_items_quantity_sane')),
    sa.ForeignKeyConstraint(['cart_id'], ['carts.id'], name=op.f('fk_cart_items_cart_id_carts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_cart_items_variant_id_variants')),
    sa.PrimaryKeyConstraint('cart_id', 'variant_id', name=op.f('pk_cart_items'))
    )
    with op.batch_alter_table('cart_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cart_items_variant_id'), ['variant_id'], unique=False)

    op.create_table('order_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('parcel_id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('producer_name', sa.String(length=300), nullable=False),
    sa.Column('product_slug', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name_vi', sa.String(length=300), nullable=False),
    sa.Column('name_en', sa.String(length=300), nullable=False),
    sa.Column('pack_vi', sa.String(length=80), nullable=False),
    sa.Column('pack_en', sa.String(length=80), nullable=False),
    sa.Column('weight_grams', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_vnd', sa.BigInteger(), nullable=False),
    sa.Column('commission_vnd', sa.BigInteger(), nullable=False),
    sa.Column('producer_share_vnd', sa.BigInteger(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('certificate_code', sa.String(length=11), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('last_valid_day', sa.Date(), nullable=False),
    sa.Column('valid_from', sa.BigInteger(), nullable=False),
    sa.Column('valid_until', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('commission_vnd + producer_share_vnd = quantity * unit_vnd', name=op.f('ck_order_lines_shares_add_up')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_order_lines_quantity_positive')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_order_lines_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_order_lines_good_id_certified_goods')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_lines_order_id_orders')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_order_lines_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_order_lines_producer_id_producers')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_order_lines_product_id_products')),
    sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_order_lines_variant_id_variants')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_lines'))
    )
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_lines_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_lines_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_lines_parcel_id'), ['parcel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_lines_variant_id'), ['variant_id'], unique=False)

    op.create_table('line_withdrawals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('withdrawn_by', sa.String(length=200), nullable=False),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_line_withdrawals_quantity_positive')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_lines.id'], name=op.f('fk_line_withdrawals_order_line_id_order_lines')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line_withdrawals'))
    )
    with op.batch_alter_table('line_withdrawals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_line_withdrawals_order_line_id'), ['order_line_id'], unique=False)

    op.create_table('refund_due_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('refund_due_id', sa.Integer(), nullable=False),
    sa.Column('parcel_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_lines.id'], name=op.f('fk_refund_due_lines_order_line_id_order_lines')),
    sa.ForeignKeyConstraint(['parcel_id'], ['parcels.id'], name=op.f('fk_refund_due_lines_parcel_id_parcels')),
    sa.ForeignKeyConstraint(['refund_due_id'], ['refunds_due.id'], name=op.f('fk_refund_due_lines_refund_due_id_refunds_due')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund_due_lines'))
    )
    with op.batch_alter_table('refund_due_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_due_lines_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_due_lines_refund_due_id'), ['refund_due_id'], unique=False)

    op.create_table('return_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('requested_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_by', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.CheckConstraint("status IN ('requested', 'accepted', 'rejected')", name=op.f('ck_return_requests_status_known')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_return_requests_quantity_positive')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_return_requests_order_id_orders')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_lines.id'], name=op.f('fk_return_requests_order_line_id_order_lines')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_requests'))
    )
    with op.batch_alter_table('return_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_requests_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_return_requests_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_return_requests_status'), ['status'], unique=False)

    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column('order_line_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('transfer_id', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('uniq', sa.String(length=80), nullable=True))
    op.execute("UPDATE stock_moves SET kind = CASE WHEN delta > 0 THEN 'receive' ELSE 'adjust' END, uniq = 'before-0003:' || id")
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.alter_column('kind', existing_type=sa.String(length=10), nullable=False)
        batch_op.alter_column('uniq', existing_type=sa.String(length=80), nullable=False)
        batch_op.create_check_constraint(batch_op.f('ck_stock_moves_kind_known'), "kind IN ('receive', 'adjust', 'sale', 'release', 'transfer')")
        batch_op.create_unique_constraint(batch_op.f('uq_stock_moves_uniq'), ['uniq'])
        batch_op.create_index(batch_op.f('ix_stock_moves_order_line_id'), ['order_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stock_moves_transfer_id'), ['transfer_id'], unique=False)

    for table, steps in (('order_transitions', ORDER_STEPS), ('parcel_transitions', PARCEL_STEPS)):
        rows = [{'from_status': before, 'to_status': after} for before, afters in steps.items() for after in afters.split()]
        columns = [sa.column('from_status', sa.String), sa.column('to_status', sa.String)]
        op.bulk_insert(sa.table(table, *columns), rows)
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


def _drop_append_only(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for act in ('update', 'delete'):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
    else:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def downgrade() -> None:
    for table in APPEND_ONLY:
        _drop_append_only(table)
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_stock_moves_kind_known'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_stock_moves_uniq'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_stock_moves_transfer_id'))
        batch_op.drop_index(batch_op.f('ix_stock_moves_order_line_id'))
        batch_op.drop_column('uniq')
        batch_op.drop_column('transfer_id')
        batch_op.drop_column('order_line_id')
        batch_op.drop_column('kind')

    with op.batch_alter_table('return_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_requests_status'))
        batch_op.drop_index(batch_op.f('ix_return_requests_order_line_id'))
        batch_op.drop_index(batch_op.f('ix_return_requests_order_id'))

    op.drop_table('return_requests')
    with op.batch_alter_table('refund_due_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refund_due_lines_refund_due_id'))
        batch_op.drop_index(batch_op.f('ix_refund_due_lines_order_line_id'))

    op.drop_table('refund_due_lines')
    with op.batch_alter_table('line_withdrawals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_line_withdrawals_order_line_id'))

    op.drop_table('line_withdrawals')
    with op.batch_alter_table('order_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_lines_variant_id'))
        batch_op.drop_index(batch_op.f('ix_order_lines_parcel_id'))
        batch_op.drop_index(batch_op.f('ix_order_lines_order_id'))
        batch_op.drop_index(batch_op.f('ix_order_lines_certificate_id'))

    op.drop_table('order_lines')
    with op.batch_alter_table('cart_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cart_items_variant_id'))

    op.drop_table('cart_items')
    op.drop_table('parcel_events')
    with op.batch_alter_table('refunds_due', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_due_status'))
        batch_op.drop_index(batch_op.f('ix_refunds_due_order_id'))

    op.drop_table('refunds_due')
    with op.batch_alter_table('parcels', schema=None) as batch_op:
        batch_op.drop_index('ix_parcels_producer_id_status')
        batch_op.drop_index(batch_op.f('ix_parcels_order_id'))

    op.drop_table('parcels')
    op.drop_table('order_events')
    with op.batch_alter_table('orders', schema=None) as batch_op:
        batch_op.drop_index('ix_orders_status_hold_until')
        batch_op.drop_index(batch_op.f('ix_orders_placed_at'))
        batch_op.drop_index(batch_op.f('ix_orders_phone'))
        batch_op.drop_index(batch_op.f('ix_orders_account_id'))

    op.drop_table('orders')
    op.drop_table('points_of_sale')
    op.drop_table('parcel_transitions')
    op.drop_table('order_transitions')
    op.drop_table('delivery_fees')
    with op.batch_alter_table('carts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_carts_made_at'))

    op.drop_table('carts')
