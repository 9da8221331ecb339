"""The goods of an import are written some at a time and count all at once; until then its act is in no log."""

from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

CHECK = 'ck_register_acts_state_known'


def upgrade() -> None:
    _allow("'done', 'writing', 'waiting', 'refused'")


def downgrade() -> None:
    # What was being entered never counted; its producers may stay.
    writing = "(SELECT id FROM register_acts WHERE state = 'writing')"
    op.execute(f'UPDATE register_uploads SET act_id = NULL WHERE act_id IN {writing}')
    op.execute(f'DELETE FROM good_places WHERE good_id IN (SELECT id FROM certified_goods WHERE act_id IN {writing})')
    op.execute(f'DELETE FROM certified_goods WHERE act_id IN {writing}')
    op.execute("DELETE FROM register_acts WHERE state = 'writing'")
    _allow("'done', 'waiting', 'refused'")


def _allow(states: str) -> None:
    with op.batch_alter_table('register_acts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_='check')
        batch_op.create_check_constraint(batch_op.f(CHECK), f'state IN ({states})')
