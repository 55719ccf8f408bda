"""The page that describes the API for people, made of the same description that programs read."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from review.auth import Reviewer, reviewer
from review.render import render

router = APIRouter()


@router.get("/api")
def api_page(request: Request, who: Annotated[Reviewer, Depends(reviewer)]) -> Response:
    """Every address of the API: what it does, what it takes."""
    described: dict[str, Any] = request.app.state.api.openapi()
    schemas = described["components"]["schemas"]
    operations = [
        {
            "method": method.upper(),
            "path": f"/api/v1{path}",
            "says": operation["description"],
            "takes": [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"],
            "example": _example(schemas, operation),
        }
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api.html", root=str(request.base_url).rstrip("/"), operations=operations)


def _example(schemas: dict[str, Any], operation: dict[str, Any]) -> str:
    if "requestBody" not in operation:
        return ""
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return json.dumps(schemas[name]["examples"][0], ensure_ascii=False)
