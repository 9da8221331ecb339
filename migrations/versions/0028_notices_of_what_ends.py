"""Notices of the programme office about certificates that end, and private calendars of its officers."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.Column('closed_at', Instant(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calendar_feeds_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feeds')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feeds_token_hash'))
    )
    with op.batch_alter_table('calendar_feeds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feeds_person_id'), ['person_id'], unique=False)

    op.create_table('notice_rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['issued_by_id'], ['people.id'], name=op.f('fk_notice_rounds_issued_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_rounds'))
    )
    op.create_table('notice_senders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('parent_name', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('symbol', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('signer', sa.String(length=200), nullable=False),
    sa.Column('copies_to', sa.Text(), nullable=False),
    sa.Column('archive_mark', sa.String(length=40), nullable=False),
    sa.Column('contact', sa.Text(), nullable=False),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_notice_senders_changed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_senders')),
    sa.UniqueConstraint('province_code', name=op.f('uq_notice_senders_province_code'))
    )
    op.create_table('notice_letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('voided_at', Instant(), nullable=True),
    sa.Column('voided_by_id', sa.Integer(), nullable=True),
    sa.Column('void_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint('(voided_at IS NULL) = (voided_by_id IS NULL)', name=op.f('ck_notice_letters_voided_whole')),
    sa.CheckConstraint('number BETWEEN 1 AND 99999', name=op.f('ck_notice_letters_number_in_bounds')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_notice_letters_producer_id_producers')),
    sa.ForeignKeyConstraint(['round_id'], ['notice_rounds.id'], name=op.f('fk_notice_letters_round_id_notice_rounds')),
    sa.ForeignKeyConstraint(['voided_by_id'], ['people.id'], name=op.f('fk_notice_letters_voided_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_letters')),
    sa.UniqueConstraint('province_code', 'year', 'number', name=op.f('uq_notice_letters_province_code_year_number'))
    )
    with op.batch_alter_table('notice_letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_letters_producer_id'), ['producer_id'], unique=False)
        batch_op.create_index('ix_notice_letters_round_id_number', ['round_id', 'number'], unique=False)

    op.create_table('notice_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=4), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('to_whom', sa.String(length=200), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', Instant(), nullable=False),
    sa.CheckConstraint("way IN ('mail', 'hand', 'post')", name=op.f('ck_notice_deliveries_way_known')),
    sa.ForeignKeyConstraint(['letter_id'], ['notice_letters.id'], name=op.f('fk_notice_deliveries_letter_id_notice_letters')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_deliveries_person_id_people')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_notice_deliveries_producer_id_producers')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_notice_deliveries_recorded_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_deliveries'))
    )
    with op.batch_alter_table('notice_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_deliveries_letter_id'), ['letter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_deliveries_person_id'), ['person_id'], unique=False)

    op.create_table('notice_lines',
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=10), nullable=False),
    sa.Column('ends_at', Instant(), nullable=False),
    sa.Column('stands', sa.Boolean(), nullable=False),
    sa.CheckConstraint("stage IN ('open', 'late', 'last', 'extended', 'lapsed')", name=op.f('ck_notice_lines_stage_known')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_notice_lines_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['letter_id'], ['notice_letters.id'], name=op.f('fk_notice_lines_letter_id_notice_letters')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_notice_lines_producer_id_producers')),
    sa.PrimaryKeyConstraint('letter_id', 'certificate_id', name=op.f('pk_notice_lines'))
    )
    with op.batch_alter_table('notice_lines', schema=None) as batch_op:
        batch_op.create_index('ix_notice_lines_told_once', ['certificate_id', 'stage', 'ends_at'], unique=True, sqlite_where=sa.text('stands'), postgresql_where=sa.text('stands'))


def downgrade() -> None:
    with op.batch_alter_table('notice_lines', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_lines_told_once', sqlite_where=sa.text('stands'), postgresql_where=sa.text('stands'))

    op.drop_table('notice_lines')
    with op.batch_alter_table('notice_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_deliveries_person_id'))
        batch_op.drop_index(batch_op.f('ix_notice_deliveries_letter_id'))

    op.drop_table('notice_deliveries')
    with op.batch_alter_table('notice_letters', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_letters_round_id_number')
        batch_op.drop_index(batch_op.f('ix_notice_letters_producer_id'))

    op.drop_table('notice_letters')
    op.drop_table('notice_senders')
    op.drop_table('notice_rounds')
    with op.batch_alter_table('calendar_feeds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_feeds_person_id'))

    op.drop_table('calendar_feeds')
