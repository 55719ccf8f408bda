"""Whose token a request of the API carries."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from review.auth import Reviewer
from review.desk import desk

bearer = HTTPBearer(auto_error=False, description="What `parakh reviewer token NAME` printed.")


def by_token(request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Reviewer:
    """The reviewer whose token was sent, as a FastAPI dependency. Raises `HTTPException` 401."""
    account = desk(request).accounts.by_token(sent.credentials) if sent else None
    if account is None:
        said = "Send `Authorization: Bearer TOKEN` with a token that `parakh reviewer token NAME` printed."
        raise HTTPException(401, said, {"WWW-Authenticate": "Bearer"})
    return Reviewer(account.name, account.role)
