"""Fairs: booths, their devices and cashiers, goods handed out, counted and written off; moves of stock at booths."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant
from shop.database.append_only import drop_append_only, make_append_only


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

KINDS = 'ck_stock_moves_kind_known'
ADDED_TO_ONLY = ('hand_overs', 'hand_over_lines', 'booth_counts', 'booth_count_lines', 'booth_write_offs')


def upgrade() -> None:
    _make_fairs()
    _make_goods_at_booths()
    for table in ADDED_TO_ONLY:
        make_append_only(table)
    _know_kinds("kind IN ('receive', 'adjust', 'sale', 'release', 'transfer', 'shortage', 'tasting', 'damage')")


def _make_fairs() -> None:
    op.create_table(
        'fairs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('name_en', sa.String(120), nullable=False),
        sa.Column('place', sa.String(200), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('opened_at', Instant(), nullable=False),
        sa.Column('closed_at', Instant(), nullable=True),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_fairs_days_forward')),
        sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_fairs_owner_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_fairs')),
    )
    op.create_table(
        'booths',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fair_id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(20), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('opened_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['fair_id'], ['fairs.id'], name=op.f('fk_booths_fair_id_fairs')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booths')),
        sa.UniqueConstraint('code', name=op.f('uq_booths_code')),
    )
    op.create_table(
        'booth_devices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(60), nullable=False),
        sa.Column('token_hash', sa.String(64), nullable=False),
        sa.Column('paired_at', Instant(), nullable=False),
        sa.Column('revoked_at', Instant(), nullable=True),
        sa.Column('last_contact_at', Instant(), nullable=True),
        sa.Column('clock_offset_ms', sa.BigInteger(), nullable=True),
        sa.Column('unsent_count', sa.Integer(), nullable=True),
        sa.Column('release', sa.String(40), nullable=False),
        sa.Column('snapshot_version', sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(['booth_id'], ['booths.id'], name=op.f('fk_booth_devices_booth_id_booths')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_devices')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_booth_devices_token_hash')),
    )
    op.create_table(
        'pairing_codes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.String(64), nullable=False),
        sa.Column('made_by', sa.String(200), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.Column('expires_at', Instant(), nullable=False),
        sa.Column('used_at', Instant(), nullable=True),
        sa.Column('device_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['booth_id'], ['booths.id'], name=op.f('fk_pairing_codes_booth_id_booths')),
        sa.ForeignKeyConstraint(['device_id'], ['booth_devices.id'], name=op.f('fk_pairing_codes_device_id_booth_devices')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_codes')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_pairing_codes_code_hash')),
    )
    op.create_table(
        'cashiers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fair_id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(10), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('salt', sa.String(64), nullable=False),
        sa.Column('pin_hash', sa.String(64), nullable=False),
        sa.Column('iterations', sa.Integer(), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.Column('retired_at', Instant(), nullable=True),
        sa.ForeignKeyConstraint(['fair_id'], ['fairs.id'], name=op.f('fk_cashiers_fair_id_fairs')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cashiers')),
        sa.UniqueConstraint('fair_id', 'code', name=op.f('uq_cashiers_fair_id_code')),
    )
    _index('fairs', 'ends_on')
    _index('booths', 'fair_id')
    _index('booth_devices', 'booth_id')
    _index('pairing_codes', 'booth_id')


def _make_goods_at_booths() -> None:
    op.create_table(
        'hand_overs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('direction', sa.String(10), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('remark', sa.String(200), nullable=False),
        sa.Column('made_by', sa.String(200), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.CheckConstraint("direction IN ('out', 'back')", name=op.f('ck_hand_overs_direction_known')),
        sa.ForeignKeyConstraint(['booth_id'], ['booths.id'], name=op.f('fk_hand_overs_booth_id_booths')),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_hand_overs_producer_id_producers')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_overs')),
        sa.UniqueConstraint('booth_id', 'direction', 'number', name=op.f('uq_hand_overs_booth_id_direction_number')),
    )
    op.create_table(
        'hand_over_lines',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('hand_over_id', sa.Integer(), nullable=False),
        sa.Column('variant_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('other_end', sa.String(10), nullable=False),
        sa.Column('lot', sa.String(40), nullable=False),
        sa.Column('best_before_on', sa.Date(), nullable=True),
        sa.CheckConstraint('quantity > 0', name=op.f('ck_hand_over_lines_quantity_positive')),
        sa.CheckConstraint("other_end IN ('web', 'producer')", name=op.f('ck_hand_over_lines_other_end_known')),
        sa.ForeignKeyConstraint(['hand_over_id'], ['hand_overs.id'], name=op.f('fk_hand_over_lines_hand_over_id_hand_overs')),
        sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_hand_over_lines_variant_id_variants')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_over_lines')),
    )
    op.create_table(
        'booth_counts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_id', sa.Integer(), nullable=False),
        sa.Column('remark', sa.String(200), nullable=False),
        sa.Column('made_by', sa.String(200), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['booth_id'], ['booths.id'], name=op.f('fk_booth_counts_booth_id_booths')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_counts')),
    )
    op.create_table(
        'booth_count_lines',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('count_id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('variant_id', sa.Integer(), nullable=False),
        sa.Column('expected', sa.Integer(), nullable=False),
        sa.Column('counted', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(200), nullable=False),
        sa.CheckConstraint('expected >= 0 AND counted >= 0', name=op.f('ck_booth_count_lines_counts')),
        sa.CheckConstraint("expected = counted OR reason <> ''", name=op.f('ck_booth_count_lines_difference_explained')),
        sa.ForeignKeyConstraint(['count_id'], ['booth_counts.id'], name=op.f('fk_booth_count_lines_count_id_booth_counts')),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_booth_count_lines_producer_id_producers')),
        sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_booth_count_lines_variant_id_variants')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_count_lines')),
        sa.UniqueConstraint('count_id', 'variant_id', name=op.f('uq_booth_count_lines_count_id_variant_id')),
    )
    op.create_table(
        'booth_write_offs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('booth_id', sa.Integer(), nullable=False),
        sa.Column('producer_id', sa.Integer(), nullable=False),
        sa.Column('variant_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(10), nullable=False),
        sa.Column('lot', sa.String(40), nullable=False),
        sa.Column('reason', sa.String(200), nullable=False),
        sa.Column('made_by', sa.String(200), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('tasting', 'damage')", name=op.f('ck_booth_write_offs_kind_known')),
        sa.CheckConstraint('quantity > 0', name=op.f('ck_booth_write_offs_quantity_positive')),
        sa.ForeignKeyConstraint(['booth_id'], ['booths.id'], name=op.f('fk_booth_write_offs_booth_id_booths')),
        sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_booth_write_offs_producer_id_producers')),
        sa.ForeignKeyConstraint(['variant_id'], ['variants.id'], name=op.f('fk_booth_write_offs_variant_id_variants')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_booth_write_offs')),
    )
    _index('hand_overs', 'producer_id')
    _index('hand_over_lines', 'hand_over_id')
    _index('hand_over_lines', 'variant_id')
    _index('booth_counts', 'booth_id')
    _index('booth_count_lines', 'producer_id')
    _index('booth_count_lines', 'variant_id')
    _index('booth_write_offs', 'booth_id')
    _index('booth_write_offs', 'producer_id')
    _index('booth_write_offs', 'variant_id')


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)


def _know_kinds(condition: str) -> None:
    # SQLite makes the table anew for it, and its triggers go with the old one.
    drop_append_only('stock_moves')
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KINDS), type_='check')
        batch_op.create_check_constraint(batch_op.f(KINDS), condition)
    make_append_only('stock_moves')


def downgrade() -> None:
    drop_append_only('stock_moves')
    # A shortage brought pieces in, tasting and damage took them out: kinds that were known before say the same.
    op.execute("UPDATE stock_moves SET kind = 'adjust' WHERE kind IN ('shortage', 'tasting', 'damage')")
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KINDS), type_='check')
        batch_op.create_check_constraint(batch_op.f(KINDS), "kind IN ('receive', 'adjust', 'sale', 'release', 'transfer')")
    make_append_only('stock_moves')
    for table in (
        'booth_write_offs', 'booth_count_lines', 'booth_counts', 'hand_over_lines', 'hand_overs',
        'cashiers', 'pairing_codes', 'booth_devices', 'booths', 'fairs',
    ):
        op.drop_table(table)
