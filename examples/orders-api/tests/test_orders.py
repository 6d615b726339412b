from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings


@pytest.fixture
def client(tmp_path: Path):
    settings = Settings(
        _env_file=None,
        database=str(tmp_path / "orders.db"),
        payments_api_key="synthetic",
        page_size=2,
    )
    with TestClient(create_app(settings)) as client:
        yield client


def test_health_names_the_environment(client: TestClient) -> None:
    assert client.get("/health").json()["environment"] == "development"


def test_orders_are_listed_newest_first_and_by_page(client: TestClient) -> None:
    for item in ("tea", "coffee", "cocoa"):
        assert client.post("/orders", json={"item": item, "quantity": 2}).status_code == 201
    assert [order["item"] for order in client.get("/orders").json()] == ["cocoa", "coffee"]


def test_an_order_needs_a_positive_quantity(client: TestClient) -> None:
    assert client.post("/orders", json={"item": "tea", "quantity": 0}).status_code == 422


def test_the_committed_development_settings_start_the_service() -> None:
    settings = Settings()
    assert settings.environment == "development"
    assert settings.page_size == 50
