"""What the booths tell: sales, what could not be understood, sessions with their drawers, and tasks for a person."""

import sqlalchemy as sa
from alembic import op

from shop.database import Instant
from shop.database.append_only import make_append_only


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ("booth_sales", "booth_sale_lines", "drawer_moves")


def upgrade() -> None:
    op.create_table(
        "booth_sales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("of_sale_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("cashier", sa.String(length=200), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("tender", sa.String(length=10), nullable=False),
        sa.Column("total_vnd", sa.BigInteger(), nullable=False),
        sa.Column("received_vnd", sa.BigInteger(), nullable=False),
        sa.Column("change_vnd", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("device_at", Instant(), nullable=False),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("known_at", Instant(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("age_confirmed", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("exceptions", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(kind = 'sale') = (of_sale_id IS NULL)", name=op.f("ck_booth_sales_takes_back_something")),
        sa.CheckConstraint("kind IN ('sale', 'void', 'return')", name=op.f("ck_booth_sales_kind_known")),
        sa.CheckConstraint("tender IN ('cash', 'vietqr', 'none')", name=op.f("ck_booth_sales_tender_known")),
        sa.CheckConstraint("happened_at <= received_at", name=op.f("ck_booth_sales_happened_before_it_came")),
        sa.CheckConstraint("total_vnd >= 0", name=op.f("ck_booth_sales_total_not_negative")),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name=op.f("fk_booth_sales_booth_id_booths")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["booth_devices.id"], name=op.f("fk_booth_sales_device_id_booth_devices")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booth_sales_fair_id_fairs")),
        sa.ForeignKeyConstraint(["of_sale_id"], ["booth_sales.id"], name=op.f("fk_booth_sales_of_sale_id_booth_sales")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_sales")),
        sa.UniqueConstraint("device_id", "seq", name=op.f("uq_booth_sales_device_id_seq")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_booth_sales_sale_id")),
    )
    op.create_index(op.f("ix_booth_sales_booth_id"), "booth_sales", ["booth_id"], unique=False)
    op.create_index(op.f("ix_booth_sales_code"), "booth_sales", ["code"], unique=False)
    op.create_index("ix_booth_sales_fair_id_happened_at", "booth_sales", ["fair_id", "happened_at"], unique=False)
    op.create_index(op.f("ix_booth_sales_of_sale_id"), "booth_sales", ["of_sale_id"], unique=False)
    op.create_index(op.f("ix_booth_sales_received_at"), "booth_sales", ["received_at"], unique=False)
    op.create_index(op.f("ix_booth_sales_session_id"), "booth_sales", ["session_id"], unique=False)
    op.create_table(
        "booth_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("cashier", sa.String(length=200), nullable=False),
        sa.Column("float_vnd", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closing_cashier", sa.String(length=200), nullable=False),
        sa.Column("counted_vnd", sa.BigInteger(), nullable=True),
        sa.Column("denominations", sa.JSON(), nullable=False),
        sa.Column("expected_vnd", sa.BigInteger(), nullable=True),
        sa.Column("difference_reason", sa.String(length=200), nullable=False),
        sa.Column("unsent_reason", sa.String(length=200), nullable=False),
        sa.Column("opening_hash", sa.String(length=64), nullable=False),
        sa.Column("closing_hash", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("manifest_agrees", sa.Boolean(), nullable=True),
        sa.Column("compared_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name=op.f("fk_booth_sessions_booth_id_booths")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["booth_devices.id"], name=op.f("fk_booth_sessions_device_id_booth_devices")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booth_sessions_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_sessions")),
        sa.UniqueConstraint("session_id", name=op.f("uq_booth_sessions_session_id")),
    )
    op.create_index(op.f("ix_booth_sessions_booth_id"), "booth_sessions", ["booth_id"], unique=False)
    op.create_index(op.f("ix_booth_sessions_device_id"), "booth_sessions", ["device_id"], unique=False)
    op.create_index(op.f("ix_booth_sessions_fair_id"), "booth_sessions", ["fair_id"], unique=False)
    op.create_table(
        "booth_sale_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("good_id", sa.Integer(), nullable=True),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("producer_name", sa.String(length=300), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("pack_vi", sa.String(length=80), nullable=False),
        sa.Column("pack_en", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_vnd", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("lot", sa.String(length=60), nullable=False),
        sa.Column("over_allotment", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("of_line_id", sa.Integer(), nullable=True),
        sa.Column("commission_vnd", sa.BigInteger(), nullable=False),
        sa.Column("producer_share_vnd", sa.BigInteger(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("certificate_code", sa.String(length=11), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("valid_from", Instant(), nullable=True),
        sa.Column("valid_until", Instant(), nullable=True),
        sa.CheckConstraint(
            "commission_vnd + producer_share_vnd = CASE WHEN kind = 'sale' THEN quantity * unit_vnd ELSE 0 END",
            name=op.f("ck_booth_sale_lines_shares_add_up"),
        ),
        sa.CheckConstraint("kind IN ('sale', 'tasting', 'damage')", name=op.f("ck_booth_sale_lines_kind_known")),
        sa.CheckConstraint(
            "missing >= 0 AND missing <= quantity", name=op.f("ck_booth_sale_lines_missing_of_quantity")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_booth_sale_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["booth_sale_id"], ["booth_sales.id"], name=op.f("fk_booth_sale_lines_booth_sale_id_booth_sales")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_booth_sale_lines_certificate_id_certificates")
        ),
        sa.ForeignKeyConstraint(
            ["good_id"], ["certified_goods.id"], name=op.f("fk_booth_sale_lines_good_id_certified_goods")
        ),
        sa.ForeignKeyConstraint(
            ["of_line_id"], ["booth_sale_lines.id"], name=op.f("fk_booth_sale_lines_of_line_id_booth_sale_lines")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_booth_sale_lines_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_booth_sale_lines_product_id_products")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_booth_sale_lines_variant_id_variants")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_sale_lines")),
        sa.UniqueConstraint("booth_sale_id", "position", name=op.f("uq_booth_sale_lines_booth_sale_id_position")),
    )
    op.create_index(op.f("ix_booth_sale_lines_of_line_id"), "booth_sale_lines", ["of_line_id"], unique=False)
    op.create_index(
        "ix_booth_sale_lines_producer_id_booth_sale_id",
        "booth_sale_lines",
        ["producer_id", "booth_sale_id"],
        unique=False,
    )
    op.create_index(op.f("ix_booth_sale_lines_variant_id"), "booth_sale_lines", ["variant_id"], unique=False)
    op.create_table(
        "drawer_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booth_session_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("cashier", sa.String(length=200), nullable=False),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('in', 'out')", name=op.f("ck_drawer_moves_kind_known")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_drawer_moves_amount_positive")),
        sa.ForeignKeyConstraint(
            ["booth_session_id"], ["booth_sessions.id"], name=op.f("fk_drawer_moves_booth_session_id_booth_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_moves")),
        sa.UniqueConstraint("booth_session_id", "entry_id", name=op.f("uq_drawer_moves_booth_session_id_entry_id")),
    )
    op.create_table(
        "quarantined_sales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("total_vnd", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_as", sa.String(length=10), nullable=False),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("booth_sale_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(settled_as = '') = (settled_at IS NULL)", name=op.f("ck_quarantined_sales_settled_at_some_time")
        ),
        sa.CheckConstraint(
            "settled_as IN ('taken_in', 'dismissed') OR settled_as = ''",
            name=op.f("ck_quarantined_sales_settled_known"),
        ),
        sa.CheckConstraint("what IN ('sale', 'session')", name=op.f("ck_quarantined_sales_what_known")),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name=op.f("fk_quarantined_sales_booth_id_booths")),
        sa.ForeignKeyConstraint(
            ["booth_sale_id"], ["booth_sales.id"], name=op.f("fk_quarantined_sales_booth_sale_id_booth_sales")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["booth_devices.id"], name=op.f("fk_quarantined_sales_device_id_booth_devices")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_quarantined_sales_fair_id_fairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_sales")),
        sa.UniqueConstraint("device_id", "body_hash", name=op.f("uq_quarantined_sales_device_id_body_hash")),
    )
    op.create_index(op.f("ix_quarantined_sales_fair_id"), "quarantined_sales", ["fair_id"], unique=False)
    op.create_index(op.f("ix_quarantined_sales_sale_id"), "quarantined_sales", ["sale_id"], unique=False)
    op.create_table(
        "booth_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("booth_sale_id", sa.Integer(), nullable=True),
        sa.Column("quarantined_id", sa.Integer(), nullable=True),
        sa.Column("booth_session_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(settled_by = '') = (settled_at IS NULL)", name=op.f("ck_booth_tasks_settled_by_somebody")),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name=op.f("fk_booth_tasks_booth_id_booths")),
        sa.ForeignKeyConstraint(
            ["booth_sale_id"], ["booth_sales.id"], name=op.f("fk_booth_tasks_booth_sale_id_booth_sales")
        ),
        sa.ForeignKeyConstraint(
            ["booth_session_id"], ["booth_sessions.id"], name=op.f("fk_booth_tasks_booth_session_id_booth_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["booth_devices.id"], name=op.f("fk_booth_tasks_device_id_booth_devices")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booth_tasks_fair_id_fairs")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_booth_tasks_owner_id_people")),
        sa.ForeignKeyConstraint(
            ["quarantined_id"], ["quarantined_sales.id"], name=op.f("fk_booth_tasks_quarantined_id_quarantined_sales")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_tasks")),
        sa.UniqueConstraint("key", name=op.f("uq_booth_tasks_key")),
    )
    op.create_index(op.f("ix_booth_tasks_booth_sale_id"), "booth_tasks", ["booth_sale_id"], unique=False)
    op.create_index(op.f("ix_booth_tasks_booth_session_id"), "booth_tasks", ["booth_session_id"], unique=False)
    op.create_index(op.f("ix_booth_tasks_device_id"), "booth_tasks", ["device_id"], unique=False)
    op.create_index("ix_booth_tasks_fair_id_settled_at", "booth_tasks", ["fair_id", "settled_at"], unique=False)
    op.create_index(op.f("ix_booth_tasks_owner_id"), "booth_tasks", ["owner_id"], unique=False)
    op.create_index(op.f("ix_booth_tasks_quarantined_id"), "booth_tasks", ["quarantined_id"], unique=False)
    for table in ADDED_TO_ONLY:
        make_append_only(table)


def downgrade() -> None:
    op.drop_index(op.f("ix_booth_tasks_quarantined_id"), table_name="booth_tasks")
    op.drop_index(op.f("ix_booth_tasks_owner_id"), table_name="booth_tasks")
    op.drop_index("ix_booth_tasks_fair_id_settled_at", table_name="booth_tasks")
    op.drop_index(op.f("ix_booth_tasks_device_id"), table_name="booth_tasks")
    op.drop_index(op.f("ix_booth_tasks_booth_session_id"), table_name="booth_tasks")
    op.drop_index(op.f("ix_booth_tasks_booth_sale_id"), table_name="booth_tasks")
    op.drop_table("booth_tasks")
    op.drop_index(op.f("ix_quarantined_sales_sale_id"), table_name="quarantined_sales")
    op.drop_index(op.f("ix_quarantined_sales_fair_id"), table_name="quarantined_sales")
    op.drop_table("quarantined_sales")
    op.drop_table("drawer_moves")
    op.drop_index(op.f("ix_booth_sale_lines_variant_id"), table_name="booth_sale_lines")
    op.drop_index("ix_booth_sale_lines_producer_id_booth_sale_id", table_name="booth_sale_lines")
    op.drop_index(op.f("ix_booth_sale_lines_of_line_id"), table_name="booth_sale_lines")
    op.drop_table("booth_sale_lines")
    op.drop_index(op.f("ix_booth_sessions_fair_id"), table_name="booth_sessions")
    op.drop_index(op.f("ix_booth_sessions_device_id"), table_name="booth_sessions")
    op.drop_index(op.f("ix_booth_sessions_booth_id"), table_name="booth_sessions")
    op.drop_table("booth_sessions")
    op.drop_index(op.f("ix_booth_sales_session_id"), table_name="booth_sales")
    op.drop_index(op.f("ix_booth_sales_received_at"), table_name="booth_sales")
    op.drop_index(op.f("ix_booth_sales_of_sale_id"), table_name="booth_sales")
    op.drop_index("ix_booth_sales_fair_id_happened_at", table_name="booth_sales")
    op.drop_index(op.f("ix_booth_sales_code"), table_name="booth_sales")
    op.drop_index(op.f("ix_booth_sales_booth_id"), table_name="booth_sales")
    op.drop_table("booth_sales")
