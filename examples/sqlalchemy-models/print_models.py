"""Prints the models as SQL for the database of DATABASE_URL; no database is opened."""

import os

from sqlalchemy import create_mock_engine

from shop_models import Base


def main():
    url = os.environ.get("DATABASE_URL", "sqlite://")
    kind = "postgresql" if url.startswith("postgres") else "sqlite"
    engine = create_mock_engine(
        f"{kind}://", lambda sql, *_, **__: print(str(sql.compile(dialect=engine.dialect)).strip() + ";"))
    Base.metadata.create_all(engine, checkfirst=False)


main()
