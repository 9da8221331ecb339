"""Money may go back by a dispute: the card holder's bank took it, so nobody sends it a second time."""

from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

KNOWN = 'ck_money_back_provider_known'


def upgrade() -> None:
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KNOWN), type_='check')
        batch_op.create_check_constraint(batch_op.f(KNOWN), "provider IN ('card', 'bank', 'dispute')")


def downgrade() -> None:
    op.execute("UPDATE money_back SET provider = 'bank' WHERE provider = 'dispute'")
    with op.batch_alter_table('money_back', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KNOWN), type_='check')
        batch_op.create_check_constraint(batch_op.f(KNOWN), "provider IN ('card', 'bank', 'cash')")
