"""Add performance indexes

For the daily report.

Revision ID: 8f3c2a91d0e4
Revises: 4b1de0c7a2f5
Create Date: 2026-11-21 10:00:00.123456

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '8f3c2a91d0e4'
down_revision: Union[str, Sequence[str], None] = '4b1de0c7a2f5'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = ('aaa', "bbb")


def upgrade() -> None:
    """Upgrade schema."""
    revision = 'not this'
    op.create_index('ix', 'prices', ['asset_id'])


def downgrade() -> None:
    pass
