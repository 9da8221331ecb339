"""Planting areas with their codes, and lots of certified goods with the code that packs bear."""

from alembic import op
import sqlalchemy as sa


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('planting_areas',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('code_key', sa.String(length=60), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('crop', sa.String(length=200), nullable=False),
    sa.Column('retired_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_planting_areas_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planting_areas')),
    sa.UniqueConstraint('producer_id', 'code_key', name=op.f('uq_planting_areas_producer_id_code_key'))
    )
    op.create_table('lots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('number_key', sa.String(length=40), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('best_before_on', sa.Date(), nullable=True),
    sa.Column('planting_area_id', sa.Integer(), nullable=True),
    sa.Column('note_vi', sa.String(length=200), nullable=False),
    sa.Column('note_en', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('recalled_at', sa.BigInteger(), nullable=True),
    sa.Column('recall_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('best_before_on > made_on', name=op.f('ck_lots_keeps_a_while')),
    sa.CheckConstraint("(recalled_at IS NULL) = (recall_reason = '')", name=op.f('ck_lots_recall_says_why')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_lots_producer_id_producers')),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_lots_good_id_certified_goods')),
    sa.ForeignKeyConstraint(['planting_area_id'], ['planting_areas.id'], name=op.f('fk_lots_planting_area_id_planting_areas')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lots')),
    sa.UniqueConstraint('code', name=op.f('uq_lots_code')),
    sa.UniqueConstraint('good_id', 'producer_id', 'number_key', name=op.f('uq_lots_good_id_producer_id_number_key'))
    )
    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.create_index('ix_lots_producer_id_good_id', ['producer_id', 'good_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lots_planting_area_id'), ['planting_area_id'], unique=False)


def downgrade() -> None:
    op.drop_table('lots')
    op.drop_table('planting_areas')
