"""API: the actions of the page as JSON under /api/v1, for programs that act for a reviewer.

A token (`parakh reviewer token NAME`) says who acts; there are no cookies, so no other site can act through a browser. Errors are
`application/problem+json` (RFC 9457). It is described at /api/v1/openapi.json, and on a page for people at /api.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from errors import ParakhError
from review import api_decisions, api_reads
from review import api_models as models
from review.auth import NotAllowed
from review.faults import status_of
from review.sign_in import BUSY_SECONDS

FAULTS = {
    401: "No token, or one that was taken back",
    403: "Only editors may do this",
    404: "An id that names nothing",
    409: "An earlier decision forbids this",
    413: "Too much at once",
    422: "What was sent can't be used",
    503: "The database is busy, or the models get ready: nothing was kept; send it again, a decision with the same decision_id",
}
PROBLEM = "application/problem+json"


def make_api(state: State) -> FastAPI:
    """The API on the page's own `state`, to be mounted at /api/v1. Nothing of it is loaded from elsewhere."""
    api = FastAPI(
        title="Parakh review",
        version="1",
        description="What a reviewer does in the page, for programs. Each POST is one decision, on disk when it is answered.",
        docs_url=None,
        redoc_url=None,
        responses={code: {"description": said, "model": models.Problem} for code, said in FAULTS.items()},
    )
    api.state = state
    api.include_router(api_decisions.router)
    api.include_router(api_reads.router)
    api.add_exception_handler(ParakhError, _ours)
    api.add_exception_handler(NotAllowed, lambda _, _error: _problem(403, "Only editors may do this."))
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(
        Exception, lambda _, _error: _problem(500, "Something is broken here; the page's log says what.")
    )
    _say_problem(api)
    return api


def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ParakhError)
    return _problem(status_of(error), str(error))


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, error.detail, dict(error.headers or {}))


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [{"field": ".".join(map(str, each["loc"])), "fault": each["msg"]} for each in error.errors()]
    detail = "; ".join(f"{each['field']}: {each['fault']}" for each in faults[:5])
    return _problem(422, f"What was sent can't be used: {detail}. See /api/v1/openapi.json.", errors=faults)


def _problem(
    status: int, detail: str, headers: dict[str, str] | None = None, errors: list[dict[str, str]] | None = None
) -> JSONResponse:
    said = models.Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    headers = dict(headers or {}) | ({"Retry-After": str(BUSY_SECONDS)} if status == 503 else {})
    return JSONResponse(said.model_dump(exclude_none=True), status, headers, media_type=PROBLEM)


def _say_problem(api: FastAPI) -> None:
    """Let the description say what errors are: FastAPI takes every model for application/json."""
    described: dict[str, Any] = api.openapi()
    for operations in described["paths"].values():
        for operation in operations.values():
            for code in map(str, FAULTS):
                answer = operation["responses"].get(code)
                if answer:
                    answer["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for unused in ("HTTPValidationError", "ValidationError"):
        described["components"]["schemas"].pop(unused, None)
