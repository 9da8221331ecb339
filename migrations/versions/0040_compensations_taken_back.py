"""What was made good to a producer at a fair can be taken back, by an entry of its own."""

import sqlalchemy as sa
from alembic import op

from shop.database.append_only import drop_append_only, make_append_only

revision = '0040'
down_revision = '0033'
branch_labels = None
depends_on = None

NEW = {
    'quantity_counts': 'quantity <> 0',
    'amount_goes_along': 'amount_vnd <> 0 AND (quantity > 0) = (amount_vnd > 0)',
    'less_takes_back': '(quantity < 0) = (takes_back_id IS NOT NULL)',
}
OLD = {'quantity_positive': 'quantity > 0', 'amount_positive': 'amount_vnd > 0'}


def upgrade() -> None:
    # SQLite makes the table anew, and its triggers go with the old one.
    drop_append_only('compensations')
    with op.batch_alter_table('compensations', schema=None) as batch_op:
        for name in OLD:
            batch_op.drop_constraint(batch_op.f(f'ck_compensations_{name}'), type_='check')
        batch_op.add_column(sa.Column('takes_back_id', sa.Integer(), nullable=True))
        for name, condition in NEW.items():
            batch_op.create_check_constraint(batch_op.f(f'ck_compensations_{name}'), condition)
        batch_op.create_unique_constraint(batch_op.f('uq_compensations_takes_back_id'), ['takes_back_id'])
        batch_op.create_foreign_key(
            batch_op.f('fk_compensations_takes_back_id_compensations'), 'compensations', ['takes_back_id'], ['id']
        )
    make_append_only('compensations')


def downgrade() -> None:
    drop_append_only('compensations')
    op.execute('DELETE FROM compensations WHERE quantity < 0')
    with op.batch_alter_table('compensations', schema=None) as batch_op:
        for name in NEW:
            batch_op.drop_constraint(batch_op.f(f'ck_compensations_{name}'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_compensations_takes_back_id_compensations'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_compensations_takes_back_id'), type_='unique')
        batch_op.drop_column('takes_back_id')
        for name, condition in OLD.items():
            batch_op.create_check_constraint(batch_op.f(f'ck_compensations_{name}'), condition)
    make_append_only('compensations')
