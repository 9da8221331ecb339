"""Files of decisions that wait until an officer has looked at them, row by row."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

STATES = (
    'reading', 'planning', 'ready', 'applying', 'applied', 'refused', 'failed', 'cancelled',
)


def upgrade() -> None:
    op.create_table(
        'register_uploads',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('province_code', sa.String(2), nullable=True),
        sa.Column('sent_by', sa.String(200), nullable=False),
        sa.Column('sent_at', Instant(), nullable=False),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('stem', sa.String(40), nullable=False),
        sa.Column('form', sa.String(4), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('sha256', sa.String(64), nullable=False),
        sa.Column('given', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(12), nullable=False),
        sa.Column('format', sa.String(30), nullable=False),
        sa.Column('rows_total', sa.Integer(), nullable=True),
        sa.Column('rows_read', sa.Integer(), nullable=False),
        sa.Column('rows_decided', sa.Integer(), nullable=False),
        sa.Column('trouble', sa.JSON(), nullable=True),
        sa.Column('passed_over', sa.JSON(), nullable=False),
        sa.Column('notice', sa.String(12), nullable=False),
        sa.Column('edition', sa.Integer(), nullable=False),
        sa.Column('plan_version', sa.String(64), nullable=False),
        sa.Column('totals', sa.JSON(), nullable=False),
        sa.Column('same_as_id', sa.Integer(), nullable=True),
        sa.Column('act_id', sa.Integer(), nullable=True),
        sa.Column('asked_by', sa.String(200), nullable=True),
        sa.Column('asked_at', Instant(), nullable=True),
        sa.Column('asked_version', sa.String(64), nullable=False),
        sa.Column('ended_by', sa.String(200), nullable=True),
        sa.Column('ended_at', Instant(), nullable=True),
        sa.Column('claim', sa.String(32), nullable=True),
        sa.Column('claimed_until', Instant(), nullable=True),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            'state IN (' + ', '.join(f"'{state}'" for state in STATES) + ')',
            name=op.f('ck_register_uploads_state_known'),
        ),
        sa.ForeignKeyConstraint(
            ['act_id'], ['register_acts.id'], name=op.f('fk_register_uploads_act_id_register_acts')
        ),
        sa.ForeignKeyConstraint(
            ['same_as_id'], ['register_uploads.id'], name=op.f('fk_register_uploads_same_as_id_register_uploads')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_register_uploads')),
        sa.UniqueConstraint('stem', name=op.f('uq_register_uploads_stem')),
    )
    with op.batch_alter_table('register_uploads', schema=None) as batch_op:
        for column in ('act_id', 'province_code', 'sha256', 'state'):
            batch_op.create_index(batch_op.f(f'ix_register_uploads_{column}'), [column], unique=False)
    op.create_table(
        'register_upload_rows',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('upload_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('sheet', sa.String(120), nullable=False),
        sa.Column('row_number', sa.Integer(), nullable=False),
        sa.Column('fingerprint', sa.String(64), nullable=False),
        sa.Column('said', sa.JSON(), nullable=False),
        sa.Column('cells', sa.JSON(), nullable=False),
        sa.Column('problems', sa.JSON(), nullable=False),
        sa.Column('searched', sa.Text(), nullable=False),
        sa.Column('corrections', sa.JSON(), nullable=False),
        sa.Column('left_out', sa.Boolean(), nullable=False),
        sa.Column('choice', sa.JSON(), nullable=False),
        sa.Column('accepted', sa.JSON(), nullable=False),
        sa.Column('marks', sa.Integer(), nullable=False),
        sa.Column('plan', sa.JSON(), nullable=False),
        sa.Column('planned_as', sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ['upload_id'], ['register_uploads.id'], name=op.f('fk_register_upload_rows_upload_id_register_uploads')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_register_upload_rows')),
        sa.UniqueConstraint(
            'upload_id', 'position', name=op.f('uq_register_upload_rows_upload_id_position')
        ),
    )
    with op.batch_alter_table('register_upload_rows', schema=None) as batch_op:
        batch_op.create_index('ix_register_upload_rows_upload_id_marks', ['upload_id', 'marks'], unique=False)


def downgrade() -> None:
    op.drop_table('register_upload_rows')
    op.drop_table('register_uploads')
