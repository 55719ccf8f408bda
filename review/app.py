"""App: the reviewers' page put together: routes, guards, error pages, files."""

from __future__ import annotations

from hashlib import sha256

from fastapi import Depends, FastAPI
from itsdangerous import URLSafeTimedSerializer
from starlette.staticfiles import StaticFiles

from data.accounts import Accounts
from data.store import Store
from review import api_page, faults, pages, security, sign_in
from review.api import make_api
from review.attempts import Attempts
from review.desk import Desk, ReviewSettings
from review.meaning import Meaning
from review.render import HERE
from review.sessions import Sessions
from review.wording import Speaking


def make_app(store: Store, accounts: Accounts, settings: ReviewSettings, meaning: Meaning | None = None) -> FastAPI:
    """The page as an ASGI application; without `meaning` it searches by words alone.

    Raises `StoreError` where the key of its cookies can't be kept.

    Every form of every page must carry this session's token; the API takes tokens of its own and no cookies.
    """
    key = security.key_in(settings.session_key)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk = Desk(
        store,
        accounts,
        settings,
        URLSafeTimedSerializer(key, salt="session", signer_kwargs={"digest_method": sha256}),
        URLSafeTimedSerializer(key, salt="form", signer_kwargs={"digest_method": sha256}),
        Attempts(),
    )
    app.state.meaning = meaning
    for router in (sign_in.router, api_page.router, pages.router):
        app.include_router(router, dependencies=[Depends(security.form)])
    app.state.api = make_api(app.state)
    app.mount("/api/v1", app.state.api)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    faults.add_faults(app)
    # The last one added is the outermost.
    app.add_middleware(Sessions, desk=app.state.desk)
    app.add_middleware(Speaking)
    app.add_middleware(security.Guard, hosts=settings.hosts, most_body_bytes=settings.most_body_bytes)
    return app
