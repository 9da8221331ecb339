"""Of a producer's people some decide for the stall, the others are its staff; who was there before decides."""

from alembic import op
import sqlalchemy as sa


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_owner', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_role_grants_owner_of_a_stall'), 'producer_id IS NOT NULL OR NOT is_owner')
    op.execute("UPDATE role_grants SET is_owner = (role = 'producer')")


def downgrade() -> None:
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grants_owner_of_a_stall'), type_='check')
        batch_op.drop_column('is_owner')
