"""Which refunds failed is remembered by their own number, as another one may go out in their place."""

from alembic import op
import sqlalchemy as sa


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'failed_refunds',
        sa.Column('provider_ref', sa.String(length=255), nullable=False),
        sa.Column('told_at', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('provider_ref', name=op.f('pk_failed_refunds')),
    )
    for status in ('failed', 'canceled'):
        start = f'stripe:refund-{status}:'
        op.execute(
            "INSERT INTO failed_refunds (provider_ref, told_at) "
            f"SELECT substr(fact_key, {len(start) + 1}), MAX(received_at) FROM payment_events "
            f"WHERE fact_key LIKE '{start}%' AND substr(fact_key, {len(start) + 1}) NOT IN "
            "(SELECT provider_ref FROM failed_refunds) GROUP BY fact_key"
        )


def downgrade() -> None:
    op.drop_table('failed_refunds')
