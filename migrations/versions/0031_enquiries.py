"""Enquiries: somebody wants to buy wholesale of a producer, or to have it at a fair."""

from alembic import op
import sqlalchemy as sa


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('enquiries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('good_name', sa.String(length=300), nullable=False),
    sa.Column('good_slug', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('quantity', sa.String(length=200), nullable=False),
    sa.Column('wanted_when', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('agreed_at', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('confirmed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_by', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answer_contact', sa.String(length=400), nullable=False),
    sa.CheckConstraint("kind IN ('wholesale', 'fair', 'other')", name=op.f('ck_enquiries_kind_known')),
    sa.CheckConstraint("state IN ('unconfirmed', 'waiting', 'answered', 'declined', 'unanswered')", name=op.f('ck_enquiries_state_known')),
    sa.CheckConstraint("(state = 'unconfirmed') = (confirmed_at IS NULL)", name=op.f('ck_enquiries_confirmed_once')),
    sa.CheckConstraint("(state IN ('unconfirmed', 'waiting')) = (closed_at IS NULL)", name=op.f('ck_enquiries_closed_once')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_enquiries_producer_id_producers')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_enquiries_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiries')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_enquiries_token_hash'))
    )
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.create_index('ix_enquiries_producer_id_state', ['producer_id', 'state'], unique=False)
        batch_op.create_index('ix_enquiries_state_created_at', ['state', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('enquiries')
