"""Orders in SQLite, behind a pool with a fixed number of connections."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue


class OrderStore:
    def __init__(self, database: str, pool_size: int) -> None:
        self._connections: Queue[sqlite3.Connection] = Queue(maxsize=pool_size)
        for _ in range(pool_size):
            self._connections.put(sqlite3.connect(database, check_same_thread=False))
        with self._connection() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS orders"
                " (id INTEGER PRIMARY KEY, item TEXT, quantity INTEGER)"
            )

    def add(self, item: str, quantity: int) -> int:
        with self._connection() as connection:
            cursor = connection.execute(
                "INSERT INTO orders (item, quantity) VALUES (?, ?)", (item, quantity)
            )
            return int(cursor.lastrowid or 0)

    def page(self, size: int) -> list[dict[str, object]]:
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT id, item, quantity FROM orders ORDER BY id DESC LIMIT ?", (size,)
            ).fetchall()
        return [{"id": row[0], "item": row[1], "quantity": row[2]} for row in rows]

    def close(self) -> None:
        while not self._connections.empty():
            self._connections.get().close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._connections.get()
        try:
            with connection:
                yield connection
        finally:
            self._connections.put(connection)
