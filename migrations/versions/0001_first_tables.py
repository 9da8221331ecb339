"""First tables: producers, certification with its register, catalogue, stock, the public version."""

from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('producers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=True),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('former_commune', sa.String(length=120), nullable=False),
    sa.Column('former_district', sa.String(length=120), nullable=False),
    sa.Column('former_province', sa.String(length=120), nullable=False),
    sa.Column('story_vi', sa.Text(), nullable=False),
    sa.Column('story_en', sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('cooperative', 'cooperative_group', 'company', 'household', 'unstated')", name=op.f('ck_producers_kind_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_producers')),
    sa.UniqueConstraint('slug', name=op.f('uq_producers_slug'))
    )
    with op.batch_alter_table('producers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_producers_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_producers_province_code'), ['province_code'], unique=False)

    op.create_table('public_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_versions'))
    )
    op.execute("INSERT INTO public_versions (id, version) VALUES (1, 1)")
    op.create_table('register_imports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=300), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=False),
    sa.Column('file_format', sa.String(length=20), nullable=False),
    sa.Column('imported_by', sa.String(length=200), nullable=False),
    sa.Column('imported_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_imports'))
    )
    op.create_table('stock_levels',
    sa.Column('variant_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('location', sa.String(length=40), nullable=False),
    sa.Column('on_hand', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('on_hand >= 0', name=op.f('ck_stock_levels_not_negative')),
    sa.PrimaryKeyConstraint('variant_id', 'location', name=op.f('pk_stock_levels'))
    )
    op.create_table('stock_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('variant_id', sa.Integer(), nullable=False),
    sa.Column('location', sa.String(length=40), nullable=False),
    sa.Column('delta', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('moved_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_moves'))
    )
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_moves_variant_id'), ['variant_id'], unique=False)

    op.create_table('certified_goods',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('name_key', sa.String(length=300), nullable=False),
    sa.Column('group', sa.String(length=20), nullable=True),
    sa.Column('producer_id', sa.Integer(), nullable=True),
    sa.Column('province_code', sa.String(length=2), nullable=True),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('former_commune', sa.String(length=120), nullable=False),
    sa.Column('former_district', sa.String(length=120), nullable=False),
    sa.Column('former_province', sa.String(length=120), nullable=False),
    sa.CheckConstraint('"group" IN (\'food\', \'beverage\', \'herbal\', \'handicraft\', \'ornamental\', \'tourism\')', name=op.f('ck_certified_goods_group_known')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_certified_goods_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_goods')),
    sa.UniqueConstraint('slug', name=op.f('uq_certified_goods_slug'))
    )
    with op.batch_alter_table('certified_goods', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certified_goods_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index('ix_certified_goods_name_key_producer_id', ['name_key', 'producer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certified_goods_producer_id'), ['producer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certified_goods_province_code'), ['province_code'], unique=False)

    op.create_table('producer_names',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('printed', sa.String(length=300), nullable=False),
    sa.Column('marked_key', sa.String(length=400), nullable=False),
    sa.Column('plain_key', sa.String(length=400), nullable=False),
    sa.Column('place_key', sa.String(length=400), nullable=False),
    sa.Column('commune_codes', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_producer_names_producer_id_producers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_producer_names')),
    sa.UniqueConstraint('marked_key', 'place_key', name=op.f('uq_producer_names_marked_key_place_key'))
    )
    with op.batch_alter_table('producer_names', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_producer_names_plain_key'), ['plain_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_producer_names_producer_id'), ['producer_id'], unique=False)

    op.create_table('certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('decision_number', sa.String(length=80), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_year', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('day_is_known', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.BigInteger(), nullable=False),
    sa.Column('valid_until', sa.BigInteger(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('stars BETWEEN 3 AND 5', name=op.f('ck_certificates_stars_certified')),
    sa.CheckConstraint('valid_from <= valid_until', name=op.f('ck_certificates_ends_after_start')),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_certificates_good_id_certified_goods')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificates')),
    sa.UniqueConstraint('code', name=op.f('uq_certificates_code'))
    )
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.create_index('ix_certificates_good_id_valid_until', ['good_id', 'valid_until', 'valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_last_day'), ['last_day'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_valid_from'), ['valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificates_valid_until'), ['valid_until'], unique=False)

    op.create_table('good_places',
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_good_places_good_id_certified_goods')),
    sa.PrimaryKeyConstraint('good_id', 'place_id', name=op.f('pk_good_places'))
    )
    with op.batch_alter_table('good_places', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_good_places_place_id'), ['place_id'], unique=False)

    op.create_table('products',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name_vi', sa.String(length=300), nullable=False),
    sa.Column('name_en', sa.String(length=300), nullable=False),
    sa.Column('summary_vi', sa.Text(), nullable=False),
    sa.Column('summary_en', sa.Text(), nullable=False),
    sa.Column('description_vi', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('ingredients_vi', sa.Text(), nullable=False),
    sa.Column('ingredients_en', sa.Text(), nullable=False),
    sa.Column('storage_vi', sa.Text(), nullable=False),
    sa.Column('storage_en', sa.Text(), nullable=False),
    sa.Column('warnings_vi', sa.Text(), nullable=False),
    sa.Column('warnings_en', sa.Text(), nullable=False),
    sa.Column('shelf_life_months', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.Column('price_from_vnd', sa.BigInteger(), nullable=False),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_products_good_id_certified_goods')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products')),
    sa.UniqueConstraint('good_id', name=op.f('uq_products_good_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_products_slug'))
    )
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_products_price_from_vnd'), ['price_from_vnd'], unique=False)

    op.create_table('certificate_completions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_certificate_completions_certificate_id_certificates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_completions')),
    sa.UniqueConstraint('certificate_id', name=op.f('uq_certificate_completions_certificate_id'))
    )
    op.create_table('certificate_extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_certificate_extensions_certificate_id_certificates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_extensions'))
    )
    with op.batch_alter_table('certificate_extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_extensions_certificate_id'), ['certificate_id'], unique=False)

    op.create_table('certificate_revocations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.String(length=40), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("ground IN ('false_dossier', 'criteria_no_longer_met', 'law_broken', 'mark_misused', 'production_stopped', 'official_conclusion')", name=op.f('ck_certificate_revocations_ground_lawful')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_certificate_revocations_certificate_id_certificates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_revocations')),
    sa.UniqueConstraint('certificate_id', name=op.f('uq_certificate_revocations_certificate_id'))
    )
    op.create_table('photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('stem', sa.String(length=40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('alt_vi', sa.String(length=200), nullable=False),
    sa.Column('alt_en', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_photos_product_id_products')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photos')),
    sa.UniqueConstraint('product_id', 'position', name=op.f('uq_photos_product_id_position')),
    sa.UniqueConstraint('stem', name=op.f('uq_photos_stem'))
    )
    op.create_table('register_rows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.String(length=120), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('good_id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('reasons', sa.String(length=200), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('recognition', 'plan', 'awaiting')", name=op.f('ck_register_rows_kind_known')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_register_rows_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['good_id'], ['certified_goods.id'], name=op.f('fk_register_rows_good_id_certified_goods')),
    sa.ForeignKeyConstraint(['import_id'], ['register_imports.id'], name=op.f('fk_register_rows_import_id_register_imports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_rows')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_register_rows_fingerprint'))
    )
    with op.batch_alter_table('register_rows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_rows_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_rows_good_id'), ['good_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_rows_import_id'), ['import_id'], unique=False)

    op.create_table('variants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('label_vi', sa.String(length=80), nullable=False),
    sa.Column('label_en', sa.String(length=80), nullable=False),
    sa.Column('price_vnd', sa.BigInteger(), nullable=False),
    sa.Column('net_amount', sa.Integer(), nullable=False),
    sa.Column('net_unit', sa.String(length=5), nullable=False),
    sa.Column('weight_grams', sa.Integer(), nullable=False),
    sa.CheckConstraint('price_vnd > 0', name=op.f('ck_variants_price_positive')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_variants_product_id_products')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_variants')),
    sa.UniqueConstraint('product_id', 'position', name=op.f('uq_variants_product_id_position'))
    )


def downgrade() -> None:
    op.drop_table('variants')
    with op.batch_alter_table('register_rows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_rows_import_id'))
        batch_op.drop_index(batch_op.f('ix_register_rows_good_id'))
        batch_op.drop_index(batch_op.f('ix_register_rows_certificate_id'))

    op.drop_table('register_rows')
    op.drop_table('photos')
    op.drop_table('certificate_revocations')
    with op.batch_alter_table('certificate_extensions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_extensions_certificate_id'))

    op.drop_table('certificate_extensions')
    op.drop_table('certificate_completions')
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_products_price_from_vnd'))

    op.drop_table('products')
    with op.batch_alter_table('good_places', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_good_places_place_id'))

    op.drop_table('good_places')
    with op.batch_alter_table('certificates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificates_valid_until'))
        batch_op.drop_index(batch_op.f('ix_certificates_valid_from'))
        batch_op.drop_index(batch_op.f('ix_certificates_last_day'))
        batch_op.drop_index('ix_certificates_good_id_valid_until')

    op.drop_table('certificates')
    with op.batch_alter_table('producer_names', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_producer_names_producer_id'))
        batch_op.drop_index(batch_op.f('ix_producer_names_plain_key'))

    op.drop_table('producer_names')
    with op.batch_alter_table('certified_goods', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certified_goods_province_code'))
        batch_op.drop_index(batch_op.f('ix_certified_goods_producer_id'))
        batch_op.drop_index('ix_certified_goods_name_key_producer_id')
        batch_op.drop_index(batch_op.f('ix_certified_goods_commune_code'))

    op.drop_table('certified_goods')
    with op.batch_alter_table('stock_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_moves_variant_id'))

    op.drop_table('stock_moves')
    op.drop_table('stock_levels')
    op.drop_table('register_imports')
    op.drop_table('public_versions')
    with op.batch_alter_table('producers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_producers_province_code'))
        batch_op.drop_index(batch_op.f('ix_producers_commune_code'))

    op.drop_table('producers')
