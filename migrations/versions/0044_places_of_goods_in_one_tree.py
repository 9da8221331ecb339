"""On SQLite the places of goods lie in the tree of their key alone: a large import writes half as much of them."""

from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _lay_out('WITHOUT ROWID')


def downgrade() -> None:
    _lay_out('')


def _lay_out(how: str) -> None:
    if op.get_bind().dialect.name != 'sqlite':
        return
    op.execute(f"""
        CREATE TABLE good_places_anew (
            good_id INTEGER NOT NULL,
            place_id VARCHAR(120) NOT NULL,
            CONSTRAINT pk_good_places PRIMARY KEY (good_id, place_id),
            CONSTRAINT fk_good_places_good_id_certified_goods FOREIGN KEY(good_id) REFERENCES certified_goods (id)
        ) {how}""")
    op.execute('INSERT INTO good_places_anew SELECT good_id, place_id FROM good_places')
    op.execute('DROP TABLE good_places')
    op.execute('ALTER TABLE good_places_anew RENAME TO good_places')
    op.execute('CREATE INDEX ix_good_places_place_id ON good_places (place_id)')
