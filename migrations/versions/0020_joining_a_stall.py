"""How somebody comes to run a stall: invitations by mail, and applications that the office or an officer decides."""

from alembic import op
import sqlalchemy as sa


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stall_invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('is_owner', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('valid_until', sa.BigInteger(), nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_stall_invitations_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stall_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_stall_invitations_token_hash'))
    )
    with op.batch_alter_table('stall_invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stall_invitations_producer_id'), ['producer_id'], unique=False)
    op.create_table('stall_applications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f('ck_stall_applications_decided_once')),
    sa.CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name=op.f('ck_stall_applications_state_known')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_stall_applications_person_id_people')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_stall_applications_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stall_applications'))
    )
    with op.batch_alter_table('stall_applications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stall_applications_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stall_applications_producer_id'), ['producer_id'], unique=False)
        batch_op.create_index('uq_stall_applications_waiting', ['person_id', 'producer_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))


def downgrade() -> None:
    op.drop_table('stall_applications')
    op.drop_table('stall_invitations')
