"""What producers say of themselves moves from the producers into stalls, with pictures, contact, holidays and accounts."""

from alembic import op
import sqlalchemy as sa


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stalls',
    sa.Column('producer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('story_vi', sa.Text(), nullable=False),
    sa.Column('story_en', sa.Text(), nullable=False),
    sa.Column('cover_stem', sa.String(length=40), nullable=True),
    sa.Column('cover_width', sa.Integer(), nullable=True),
    sa.Column('cover_height', sa.Integer(), nullable=True),
    sa.Column('cover_alt_vi', sa.String(length=200), nullable=False),
    sa.Column('cover_alt_en', sa.String(length=200), nullable=False),
    sa.Column('contact_name', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('commune_code', sa.String(length=5), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('send_days', sa.Integer(), nullable=False),
    sa.Column('holiday_from', sa.Date(), nullable=True),
    sa.Column('holiday_until', sa.Date(), nullable=True),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('(cover_stem IS NULL) = (cover_width IS NULL)', name=op.f('ck_stalls_cover_whole')),
    sa.CheckConstraint('(holiday_from IS NULL) = (holiday_until IS NULL)', name=op.f('ck_stalls_holiday_whole')),
    sa.CheckConstraint('holiday_until >= holiday_from', name=op.f('ck_stalls_holiday_forward')),
    sa.CheckConstraint('send_days BETWEEN 0 AND 127', name=op.f('ck_stalls_send_days')),
    sa.CheckConstraint("(commune_code = '') = (province_code = '')", name=op.f('ck_stalls_place_whole')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_stalls_producer_id_producers')),
    sa.PrimaryKeyConstraint('producer_id', name=op.f('pk_stalls')),
    sa.UniqueConstraint('cover_stem', name=op.f('uq_stalls_cover_stem'))
    )
    op.create_table('stall_portraits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('stem', sa.String(length=40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('role_vi', sa.String(length=80), nullable=False),
    sa.Column('role_en', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_stall_portraits_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stall_portraits')),
    sa.UniqueConstraint('producer_id', 'position', name=op.f('uq_stall_portraits_producer_id_position')),
    sa.UniqueConstraint('stem', name=op.f('uq_stall_portraits_stem'))
    )
    op.create_table('stall_bank_accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('bank_bin', sa.String(length=6), nullable=False),
    sa.Column('account', sa.String(length=19), nullable=False),
    sa.Column('account_name', sa.String(length=100), nullable=False),
    sa.Column('set_at', sa.BigInteger(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('ended_at >= set_at', name=op.f('ck_stall_bank_accounts_ended_after_set')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_stall_bank_accounts_producer_id_producers')),
    sa.ForeignKeyConstraint(['set_by'], ['people.id'], name=op.f('fk_stall_bank_accounts_set_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stall_bank_accounts'))
    )
    op.create_index(op.f('ix_stall_bank_accounts_producer_id'), 'stall_bank_accounts', ['producer_id'])
    op.create_index('uq_stall_bank_accounts_one_in_use', 'stall_bank_accounts', ['producer_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    # Stories were public until now, so they stay.
    op.execute(
        "INSERT INTO stalls (producer_id, story_vi, story_en, cover_alt_vi, cover_alt_en, contact_name, phone, email,"
        " street, commune_code, province_code, send_days, published_at)"
        " SELECT id, story_vi, story_en, '', '', '', '', '', '', '', '', 0, 0 FROM producers"
        " WHERE story_vi <> '' OR story_en <> ''"
    )
    # Said plainly, because SQLite's batch mode would make the table anew, to which half of the others refer.
    op.execute("ALTER TABLE producers DROP COLUMN story_vi")
    op.execute("ALTER TABLE producers DROP COLUMN story_en")


def downgrade() -> None:
    for column in ('story_vi', 'story_en'):
        op.execute(f"ALTER TABLE producers ADD COLUMN {column} TEXT DEFAULT '' NOT NULL")
        op.execute(
            f"UPDATE producers SET {column} = COALESCE((SELECT {column} FROM stalls"
            " WHERE stalls.producer_id = producers.id AND published_at IS NOT NULL), '')"
        )
    op.drop_index('uq_stall_bank_accounts_one_in_use', table_name='stall_bank_accounts')
    op.drop_index(op.f('ix_stall_bank_accounts_producer_id'), table_name='stall_bank_accounts')
    op.drop_table('stall_bank_accounts')
    op.drop_table('stall_portraits')
    op.drop_table('stalls')
