from fastapi import FastAPI

from app.settings import settings

app = FastAPI()


@app.get("/")
def start() -> dict[str, object]:
    return {"pool": settings.db_pool, "pages": settings.page_size, "style": settings.log_style}
