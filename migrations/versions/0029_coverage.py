"""Targets per place and year, the figures of each month, and which producers were told what is missing."""

import sqlalchemy as sa
from alembic import op


revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

MEASURES = "'online_percent', 'stall_percent', 'account_percent', 'new_goods', 'reevaluated_goods', 'certified_goods', 'producers'"
FIGURES = ('certified', 'listed', 'with_stall', 'with_account', 'online', 'in_stock', 'sold')


def upgrade() -> None:
    op.create_table('coverage_targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.String(length=120), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=30), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('entered_by', sa.String(length=200), nullable=False),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_by', sa.String(length=200), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint(f"measure IN ({MEASURES})", name=op.f('ck_coverage_targets_measure_known')),
    sa.CheckConstraint('value >= 0', name=op.f('ck_coverage_targets_value_counts')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_coverage_targets_end_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coverage_targets'))
    )
    with op.batch_alter_table('coverage_targets', schema=None) as batch_op:
        batch_op.create_index(
            'uq_coverage_targets_one_in_force',
            ['place_id', 'year', 'measure'],
            unique=True,
            sqlite_where=sa.text('ended_at IS NULL'),
            postgresql_where=sa.text('ended_at IS NULL'),
        )

    op.create_table('coverage_months',
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('place_id', sa.String(length=120), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    *(sa.Column(figure, sa.Integer(), nullable=False) for figure in FIGURES),
    sa.PrimaryKeyConstraint('month', 'place_id', name=op.f('pk_coverage_months'))
    )
    with op.batch_alter_table('coverage_months', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coverage_months_place_id'), ['place_id'], unique=False)

    op.create_table('coverage_notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('sent_by', sa.String(length=200), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_coverage_notices_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coverage_notices'))
    )
    with op.batch_alter_table('coverage_notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coverage_notices_producer_id'), ['producer_id'], unique=False)


def downgrade() -> None:
    op.drop_table('coverage_notices')
    op.drop_table('coverage_months')
    op.drop_table('coverage_targets')
