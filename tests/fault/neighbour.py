"""Another process at the same SQLite file: `neighbour.py write|read FILE STOP LOG`, until STOP is there.

The writer changes a table of its own; an error of SQLite ends it. The reader reads all that is not
the writer's twice in one transaction, some of them long, and logs what it saw: where the version
table and the journal say that the database is, and a digest of the schema and all rows.
"""
import hashlib
import json
import os
import random
import sqlite3
import sys
import time

role, path, stop, log = sys.argv[1:5]
connection = sqlite3.connect(path, timeout=20, isolation_level=None)


def write():
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE neighbour SET n = n + 1")
    time.sleep(random.uniform(0, 0.004))
    connection.execute("COMMIT")


def is_users(name):
    return not name.startswith(("aludel_", "neighbour", "sqlite_stat"))


def all_there_is():
    digest = hashlib.sha256()
    objects = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
    for kind, name, table, sql in objects:
        if not is_users(table):
            continue
        digest.update(repr((kind, name, table, sql)).encode())
        if kind == "table":
            for row in sorted(map(repr, connection.execute('SELECT * FROM "%s"' % name.replace('"', '""')))):
                digest.update(row.encode())
    names = {name for _, name, _, _ in objects}
    rows, last = [], None
    if "aludel_version" in names:
        rows = [row[0] for row in connection.execute("SELECT version_num FROM aludel_version ORDER BY 1")]
    if "aludel_journal" in names:
        last = connection.execute(
            "SELECT name, direction, event, segment, segments, position FROM aludel_journal"
            " WHERE kind = 'revision' AND event <> 'failed' ORDER BY id DESC LIMIT 1").fetchone()
    return {"rows": rows, "last": last, "digest": digest.hexdigest()}


def read(out):
    connection.execute("BEGIN")
    seen = all_there_is()
    time.sleep(random.choice([0, 0, 0.01, 0.05, 0.5]))
    seen["stays"] = all_there_is() == seen
    connection.execute("COMMIT")
    out.write(json.dumps(seen) + "\n")
    out.flush()


with open(log, "a") as out:
    connection.execute("SELECT * FROM neighbour").fetchall()
    out.write(json.dumps({"started": role}) + "\n")
    out.flush()
    while True:
        last_round = os.path.exists(stop)
        try:
            write() if role == "write" else read(out)
        except sqlite3.Error as error:
            out.write(json.dumps({"error": str(error)}) + "\n")
            sys.exit(1)
        if last_round:
            break
        time.sleep(0.003)
    if role == "write":
        out.write(json.dumps({"written": connection.execute("SELECT n FROM neighbour").fetchone()[0]}) + "\n")
