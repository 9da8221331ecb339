"""What the shop keeps of each producer's goods, in hundredths of a percent."""

from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Said plainly, because SQLite's batch mode would make the table anew, to which half of the others refer.
    op.execute(
        "ALTER TABLE producers ADD COLUMN commission_basis_points INTEGER DEFAULT 1000 NOT NULL "
        "CONSTRAINT ck_producers_commission CHECK (commission_basis_points BETWEEN 0 AND 5000)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE producers DROP COLUMN commission_basis_points")
