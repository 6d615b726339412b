"""The HTTP service: `uvicorn app.main:app`."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel, PositiveInt

from app.settings import Settings, get_settings
from app.store import OrderStore

BUILD = os.getenv("ORDERS_BUILD", "local")


class NewOrder(BaseModel):
    item: str
    quantity: PositiveInt = 1


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or get_settings()
    logging.basicConfig(level=settings.log_level.upper())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.store = OrderStore(settings.database, settings.db_pool)
        yield
        app.state.store.close()

    app = FastAPI(title="orders-api", lifespan=lifespan)
    app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok", "environment": settings.environment, "build": BUILD}

    @app.post("/orders", status_code=201)
    def create_order(order: NewOrder) -> dict[str, int]:
        return {"id": app.state.store.add(order.item, order.quantity)}

    @app.get("/orders")
    def list_orders() -> list[dict[str, object]]:
        return app.state.store.page(settings.page_size)

    return app


app = create_app()
