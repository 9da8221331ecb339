"""Dossiers for re-evaluation: what is in them, and what happened to them."""

from alembic import op
import sqlalchemy as sa


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('renewal_filings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['begun_by_id'], ['people.id'], name=op.f('fk_renewal_filings_begun_by_id_people')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_renewal_filings_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_renewal_filings_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_filings')),
    sa.UniqueConstraint('certificate_id', name=op.f('uq_renewal_filings_certificate_id'))
    )
    with op.batch_alter_table('renewal_filings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_renewal_filings_producer_id'), ['producer_id'], unique=False)

    op.create_table('dossier_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('stem', sa.String(length=40), nullable=False),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("item IN ('registration', 'self_assessment', 'business_registration', 'food_safety', 'material_origin', 'environment', 'labour_list', 'accounts', 'intellectual_property', 'sales_contracts', 'story', 'quality_declaration', 'test_report', 'trace_stamp', 'quality_system', 'samples', 'commune_report')", name=op.f('ck_dossier_files_item_known')),
    sa.ForeignKeyConstraint(['added_by_id'], ['people.id'], name=op.f('fk_dossier_files_added_by_id_people')),
    sa.ForeignKeyConstraint(['filing_id'], ['renewal_filings.id'], name=op.f('fk_dossier_files_filing_id_renewal_filings')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_dossier_files_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_files')),
    sa.UniqueConstraint('stem', name=op.f('uq_dossier_files_stem'))
    )
    with op.batch_alter_table('dossier_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dossier_files_filing_id'), ['filing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dossier_files_producer_id'), ['producer_id'], unique=False)

    op.create_table('dossier_marks',
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=40), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('marked_by_id', sa.Integer(), nullable=False),
    sa.Column('marked_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("item IN ('registration', 'self_assessment', 'business_registration', 'food_safety', 'material_origin', 'environment', 'labour_list', 'accounts', 'intellectual_property', 'sales_contracts', 'story', 'quality_declaration', 'test_report', 'trace_stamp', 'quality_system', 'samples', 'commune_report')", name=op.f('ck_dossier_marks_item_known')),
    sa.CheckConstraint("mark IN ('ready', 'not_needed')", name=op.f('ck_dossier_marks_mark_known')),
    sa.ForeignKeyConstraint(['filing_id'], ['renewal_filings.id'], name=op.f('fk_dossier_marks_filing_id_renewal_filings')),
    sa.ForeignKeyConstraint(['marked_by_id'], ['people.id'], name=op.f('fk_dossier_marks_marked_by_id_people')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_dossier_marks_producer_id_producers')),
    sa.PrimaryKeyConstraint('filing_id', 'item', name=op.f('pk_dossier_marks'))
    )
    with op.batch_alter_table('dossier_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dossier_marks_producer_id'), ['producer_id'], unique=False)

    op.create_table('filing_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('filing_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('receipt_number', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("(step = 'decided') = (outcome IS NOT NULL)", name=op.f('ck_filing_steps_outcome_when_decided')),
    sa.CheckConstraint("outcome IN ('granted', 'refused')", name=op.f('ck_filing_steps_outcome_known')),
    sa.CheckConstraint("step IN ('filed', 'sent', 'decided', 'reopened')", name=op.f('ck_filing_steps_step_known')),
    sa.ForeignKeyConstraint(['filing_id'], ['renewal_filings.id'], name=op.f('fk_filing_steps_filing_id_renewal_filings')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_filing_steps_producer_id_producers')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['people.id'], name=op.f('fk_filing_steps_recorded_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_filing_steps')),
    sa.UniqueConstraint('filing_id', 'number', name=op.f('uq_filing_steps_filing_id_number'))
    )
    with op.batch_alter_table('filing_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_filing_steps_producer_id'), ['producer_id'], unique=False)


    _make_append_only('filing_steps')


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for act in ('UPDATE', 'DELETE'):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
        return
    # refuse_change() is of 0002.
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    with op.batch_alter_table('filing_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_filing_steps_producer_id'))

    op.drop_table('filing_steps')
    with op.batch_alter_table('dossier_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dossier_marks_producer_id'))

    op.drop_table('dossier_marks')
    with op.batch_alter_table('dossier_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dossier_files_producer_id'))
        batch_op.drop_index(batch_op.f('ix_dossier_files_filing_id'))

    op.drop_table('dossier_files')
    with op.batch_alter_table('renewal_filings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_renewal_filings_producer_id'))

    op.drop_table('renewal_filings')
