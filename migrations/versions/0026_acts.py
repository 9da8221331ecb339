"""Acts on the register: every row says which act wrote it and which took it back. What was done before gets its acts."""

import json

import sqlalchemy as sa
from alembic import op

from shop.database import Instant


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

KINDS = (
    'award', 'renew', 'upgrade', 'downgrade', 'extend', 'revoke', 'complete', 'correct', 'merge', 'split', 'import',
    'undo',
)
STATES = ('done', 'waiting', 'refused')
OF_ACTS = (
    'certified_goods', 'certificates', 'certificate_extensions', 'certificate_revocations', 'certificate_completions',
    'register_imports', 'register_rows',
)
# Unique before; from now on among rows that count. Whether another index by the same column is needed beside it.
UNIQUE = (
    ('certificates', 'code', True),
    ('certificate_revocations', 'certificate_id', True),
    ('certificate_completions', 'certificate_id', True),
    ('register_rows', 'fingerprint', False),
)


def upgrade() -> None:
    _make_tables()
    for table in OF_ACTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ('act_id', 'withdrawn_by_id'):
                batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
                batch_op.create_foreign_key(
                    batch_op.f(f'fk_{table}_{column}_register_acts'), 'register_acts', [column], ['id']
                )
                batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)
            if table == 'certified_goods':
                batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
                batch_op.create_foreign_key(
                    batch_op.f('fk_certified_goods_merged_into_id_certified_goods'),
                    'certified_goods', ['merged_into_id'], ['id'],
                )
                batch_op.create_index(batch_op.f('ix_certified_goods_merged_into_id'), ['merged_into_id'], unique=False)
            if table == 'certificates':
                batch_op.create_check_constraint(
                    batch_op.f('ck_certificates_withdrawn_is_empty'),
                    'withdrawn_by_id IS NULL OR valid_until = valid_from',
                )
            for of, column, also_plain in UNIQUE:
                if of == table:
                    _unique_while_counted(batch_op, table, column, also_plain)
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.add_column(sa.Column('province_code', sa.String(2), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_role_grants_province_of_officers'), "province_code IS NULL OR role = 'officer'"
        )
    _write_acts_of_before()


def _unique_while_counted(batch_op, table: str, column: str, also_plain: bool) -> None:
    batch_op.drop_constraint(batch_op.f(f'uq_{table}_{column}'), type_='unique')
    batch_op.create_index(
        f'uq_{table}_{column}_counted', [column], unique=True,
        sqlite_where=sa.text('withdrawn_by_id IS NULL'), postgresql_where=sa.text('withdrawn_by_id IS NULL'),
    )
    if also_plain:
        batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)


def _make_tables() -> None:
    op.create_table(
        'register_acts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(12), nullable=False),
        sa.Column('state', sa.String(8), nullable=False),
        sa.Column('province_code', sa.String(2), nullable=True),
        sa.Column('by', sa.String(200), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('turn', sa.Integer(), nullable=True),
        sa.Column('evidence', sa.Text(), nullable=False),
        sa.Column('document_stem', sa.String(40), nullable=True),
        sa.Column('facts', sa.JSON(), nullable=False),
        sa.Column('undoes_id', sa.Integer(), nullable=True),
        sa.Column('decided_by', sa.String(200), nullable=True),
        sa.Column('decided_at', Instant(), nullable=True),
        sa.Column('reason', sa.Text(), server_default='', nullable=False),
        sa.Column('hides', sa.Integer(), server_default='0', nullable=False),
        sa.Column('shows', sa.Integer(), server_default='0', nullable=False),
        sa.CheckConstraint(_one_of('kind', KINDS), name=op.f('ck_register_acts_kind_known')),
        sa.CheckConstraint(_one_of('state', STATES), name=op.f('ck_register_acts_state_known')),
        sa.CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL) OR state <> 'done'", name=op.f('ck_register_acts_undo_of_something')),
        sa.CheckConstraint("(state = 'done') = (turn IS NOT NULL)", name=op.f('ck_register_acts_turn_when_done')),
        sa.CheckConstraint('(decided_by IS NULL) = (decided_at IS NULL)', name=op.f('ck_register_acts_decided_by_somebody')),
        sa.CheckConstraint("state <> 'waiting' OR decided_by IS NULL", name=op.f('ck_register_acts_waits_undecided')),
        sa.CheckConstraint("state <> 'done' OR decided_by IS NULL OR decided_by <> by", name=op.f('ck_register_acts_second_is_another')),
        sa.ForeignKeyConstraint(['undoes_id'], ['register_acts.id'], name=op.f('fk_register_acts_undoes_id_register_acts')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_register_acts')),
        sa.UniqueConstraint('turn', name=op.f('uq_register_acts_turn')),
        sa.UniqueConstraint('undoes_id', name=op.f('uq_register_acts_undoes_id')),
    )
    op.create_index(op.f('ix_register_acts_at'), 'register_acts', ['at'])
    op.create_index(op.f('ix_register_acts_by'), 'register_acts', ['by'])
    op.create_index('ix_register_acts_state_id', 'register_acts', ['state', 'id'])
    op.create_index('ix_register_acts_province_code_id', 'register_acts', ['province_code', 'id'])
    op.create_table(
        'register_act_goods',
        sa.Column('act_id', sa.Integer(), nullable=False),
        sa.Column('good_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['act_id'], ['register_acts.id'], name=op.f('fk_register_act_goods_act_id_register_acts')),
        sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_register_act_goods_good_id_certified_goods')),
        sa.PrimaryKeyConstraint('act_id', 'good_id', name=op.f('pk_register_act_goods')),
    )
    op.create_index(op.f('ix_register_act_goods_good_id'), 'register_act_goods', ['good_id'])


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f'{column} IN ({", ".join(repr(word) for word in words)})'


def _write_acts_of_before() -> None:
    """One act for each import, and one for each award, extension, revocation and completion, in the order of time."""
    run = op.get_bind().execute
    goods = dict(run(sa.text('SELECT id, province_code FROM certified_goods')).all())
    certificates = {row.id: row for row in run(sa.text('SELECT id, good_id, evidence, recorded_by, recorded_at FROM certificates'))}
    imported = dict(run(sa.text(
        'SELECT certificate_id, MIN(import_id) FROM register_rows WHERE certificate_id IS NOT NULL GROUP BY certificate_id'
    )).all())
    brought = dict(run(sa.text('SELECT good_id, MIN(import_id) FROM register_rows GROUP BY good_id')).all())
    events = [
        (row.imported_at, 0, 'import', 'register_imports', row.id, None, row.imported_by, row.file_name)
        for row in run(sa.text('SELECT id, imported_by, imported_at, file_name FROM register_imports'))
    ]
    events += [
        (row.recorded_at, 1, 'award', 'certificates', row.id, row.id, row.recorded_by, row.evidence)
        for row in certificates.values() if row.id not in imported
    ]
    for kind, table in (
        ('complete', 'certificate_completions'), ('extend', 'certificate_extensions'), ('revoke', 'certificate_revocations')
    ):
        rows = run(sa.text(f'SELECT id, certificate_id, recorded_by, recorded_at, evidence FROM {table}'))  # noqa: S608
        events += [
            (row.recorded_at, 2, kind, table, row.id, row.certificate_id, row.recorded_by, row.evidence) for row in rows
        ]
    if not events:
        return
    acts, act_goods, written = [], [], []
    for number, (at, _, kind, table, row_id, certificate_id, by, evidence) in enumerate(sorted(events, key=lambda one: one[:2] + (one[4],)), 1):
        good_id = certificates[certificate_id].good_id if certificate_id else None
        facts = {'certificates': [certificate_id]} if certificate_id else {}
        acts.append({
            'id': number, 'kind': kind, 'by': by, 'at': at, 'evidence': evidence, 'facts': json.dumps(facts),
            'province_code': goods.get(good_id),
        })
        if good_id:
            act_goods.append({'act_id': number, 'good_id': good_id})
        written.append((table, {'act_id': number, 'row_id': row_id}))
    run(sa.text(
        'INSERT INTO register_acts (id, kind, state, province_code, "by", at, turn, evidence, facts) '
        "VALUES (:id, :kind, 'done', :province_code, :by, :at, :id, :evidence, :facts)"
    ), acts)
    if act_goods:
        run(sa.text('INSERT INTO register_act_goods (act_id, good_id) VALUES (:act_id, :good_id)'), act_goods)
    by_import = {one['row_id']: one['act_id'] for table, one in written if table == 'register_imports'}
    written += [('certificates', {'act_id': by_import[entry], 'row_id': row_id}) for row_id, entry in imported.items()]
    written += [('certified_goods', {'act_id': by_import[entry], 'row_id': row_id}) for row_id, entry in brought.items()]
    for table in sorted({table for table, _ in written}):
        rows = [one for of, one in written if of == table]
        run(sa.text(f'UPDATE {table} SET act_id = :act_id WHERE id = :row_id'), rows)  # noqa: S608
    run(sa.text(
        'UPDATE register_rows SET act_id = (SELECT i.act_id FROM register_imports i WHERE i.id = register_rows.import_id)'
    ))
    if op.get_bind().dialect.name == 'postgresql':
        run(sa.text("SELECT setval('register_acts_id_seq', (SELECT MAX(id) FROM register_acts))"))


def downgrade() -> None:
    """What was withdrawn goes for good, and entries that were merged stay merged."""
    run = op.get_bind().execute
    gone = 'SELECT id FROM certificates WHERE withdrawn_by_id IS NOT NULL'
    for table in ('certificate_extensions', 'certificate_revocations', 'certificate_completions'):
        run(sa.text(f'DELETE FROM {table} WHERE withdrawn_by_id IS NOT NULL OR certificate_id IN ({gone})'))  # noqa: S608
    run(sa.text('DELETE FROM register_rows WHERE withdrawn_by_id IS NOT NULL'))
    run(sa.text(
        'DELETE FROM certificates WHERE withdrawn_by_id IS NOT NULL '
        'AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.certificate_id = certificates.id) '
        'AND NOT EXISTS (SELECT 1 FROM booth_sale_lines b WHERE b.certificate_id = certificates.id) '
        'AND NOT EXISTS (SELECT 1 FROM renewal_filings f WHERE f.certificate_id = certificates.id)'
    ))
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grants_province_of_officers'), type_='check')
        batch_op.drop_column('province_code')
    for table in reversed(OF_ACTS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for of, column, also_plain in UNIQUE:
                if of == table:
                    batch_op.drop_index(f'uq_{table}_{column}_counted')
                    if also_plain:
                        batch_op.drop_index(batch_op.f(f'ix_{table}_{column}'))
                    batch_op.create_unique_constraint(batch_op.f(f'uq_{table}_{column}'), [column])
            if table == 'certificates':
                batch_op.drop_constraint(batch_op.f('ck_certificates_withdrawn_is_empty'), type_='check')
            if table == 'certified_goods':
                batch_op.drop_index(batch_op.f('ix_certified_goods_merged_into_id'))
                batch_op.drop_constraint(
                    batch_op.f('fk_certified_goods_merged_into_id_certified_goods'), type_='foreignkey'
                )
                batch_op.drop_column('merged_into_id')
            for column in ('act_id', 'withdrawn_by_id'):
                batch_op.drop_index(batch_op.f(f'ix_{table}_{column}'))
                batch_op.drop_constraint(batch_op.f(f'fk_{table}_{column}_register_acts'), type_='foreignkey')
                batch_op.drop_column(column)
    op.drop_table('register_act_goods')
    op.drop_table('register_acts')
