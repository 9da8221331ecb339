"""Public halves of the keys that sign what the register says of a certificate."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'signing_keys',
        sa.Column('kid', sa.String(length=8), nullable=False),
        sa.Column('x', sa.String(length=43), nullable=False),
        sa.Column('y', sa.String(length=43), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.Column('withdrawn_at', Instant(), nullable=True),
        sa.Column('why_withdrawn', sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (why_withdrawn = '')", name=op.f('ck_signing_keys_withdrawn_with_why')
        ),
        sa.PrimaryKeyConstraint('kid', name=op.f('pk_signing_keys')),
    )


def downgrade() -> None:
    op.drop_table('signing_keys')
