"""What buyers say of goods, with photos and the producer's answer; who wants no mail about it."""

from alembic import op
import sqlalchemy as sa


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_line_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('shown_as', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.BigInteger(), nullable=False),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('decided_by', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('answered_by', sa.String(length=200), nullable=False),
    sa.Column('is_answer_hidden', sa.Boolean(), nullable=False),
    sa.CheckConstraint("answer = '' OR answered_at IS NOT NULL", name=op.f('ck_reviews_answered_at_some_time')),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_reviews_rating_known')),
    sa.CheckConstraint("status IN ('waiting', 'published', 'refused', 'hidden', 'withdrawn')", name=op.f('ck_reviews_status_known')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_reviews_order_id_orders')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_lines.id'], name=op.f('fk_reviews_order_line_id_order_lines')),
    sa.ForeignKeyConstraint(['producer_id'], ['producers.id'], name=op.f('fk_reviews_producer_id_producers')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_reviews_product_id_products')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('id', 'producer_id', name=op.f('uq_reviews_id_producer_id')),
    sa.UniqueConstraint('order_line_id', name=op.f('uq_reviews_order_line_id'))
    )
    op.create_index(op.f('ix_reviews_order_id'), 'reviews', ['order_id'])
    op.create_index('ix_reviews_producer_id_status', 'reviews', ['producer_id', 'status'])
    op.create_index('ix_reviews_product_id_status_published_at', 'reviews', ['product_id', 'status', 'published_at'])
    op.create_index('ix_reviews_status_written_at', 'reviews', ['status', 'written_at'])
    op.create_table('review_photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('producer_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('stem', sa.String(length=40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['review_id', 'producer_id'], ['reviews.id', 'reviews.producer_id'], name=op.f('fk_review_photos_review_id_producer_id_reviews')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_photos')),
    sa.UniqueConstraint('review_id', 'position', name=op.f('uq_review_photos_review_id_position')),
    sa.UniqueConstraint('stem', name=op.f('uq_review_photos_stem'))
    )
    op.create_table('review_mail_refusals',
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('address_hash', name=op.f('pk_review_mail_refusals'))
    )


def downgrade() -> None:
    op.drop_table('review_mail_refusals')
    op.drop_table('review_photos')
    op.drop_index('ix_reviews_status_written_at', table_name='reviews')
    op.drop_index('ix_reviews_product_id_status_published_at', table_name='reviews')
    op.drop_index('ix_reviews_producer_id_status', table_name='reviews')
    op.drop_index(op.f('ix_reviews_order_id'), table_name='reviews')
    op.drop_table('reviews')
