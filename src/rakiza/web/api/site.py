"""The rooms' endpoints under one roof."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.utils import translation
from ninja import NinjaAPI
from ninja.operation import Operation

from rakiza.kernel.access.api import router as me
from rakiza.kernel.api.acting import AccessKeyAuth
from rakiza.kernel.api.handlers import add_handlers
from rakiza.kernel.api.parsing import StrictParser
from rakiza.kernel.api.problems import MEDIA_TYPE
from rakiza.kernel.organisations.api import router as organisations
from rakiza.kernel.organisations.people_api import router as people
from rakiza.pillars.certification.api import router as certification
from rakiza.pillars.certification.contracts_api import router as contracts
from rakiza.pillars.certification.pieces_api import router as pieces
from rakiza.pillars.certification.proposals_api import router as certificate_proposals
from rakiza.pillars.certification.register_files.api import router as certificate_files
from rakiza.pillars.certification.standards_api import router as standards
from rakiza.pillars.certification.type_tests_api import router as type_tests
from rakiza.pillars.industry.api import router as offers
from rakiza.pillars.industry.content.api import router as local_content
from rakiza.pillars.industry.content.audit_api import router as content_audits
from rakiza.pillars.industry.devices.api import router as devices
from rakiza.pillars.industry.pictures.api import router as pictures
from rakiza.pillars.industry.plants.api import lines_router
from rakiza.pillars.industry.plants.api import router as plants
from rakiza.pillars.purchasing.eligibility.api import router as alerts
from rakiza.pillars.purchasing.eligibility.path_api import router as paths
from rakiza.pillars.purchasing.orders.api import router as orders
from rakiza.pillars.registration.api import register_router
from rakiza.pillars.registration.api import router as titles
from rakiza.pillars.registration.commission_api import router as commission
from rakiza.pillars.registration.dossier_api import router as dossiers
from rakiza.pillars.registration.expertise.api import router as expertise
from rakiza.pillars.registration.proposals_api import router as proposals
from rakiza.pillars.registration.register_files.api import router as title_files
from rakiza.pillars.registration.section_api import router as documents
from rakiza.web.api import examples
from rakiza.web.api.middleware import FORM

DESCRIPTION = (
    "What the pages do, for programs: the same actions, the same permissions, the same trail. "
    "An access key goes after the word Bearer in the Authorization header; the public register needs none. "
    "Sentences are in the language of Accept-Language (fr, ar, en); codes are stable."
)
PROBLEM = {
    "type": "object",
    "required": ["type", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; what a program decides by."},
        "detail": {"type": "string", "description": "A sentence to show, in the language asked for."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}
REFUSALS = {
    400: "The body isn't a JSON object.",
    401: "No access key in force.",
    403: "The role, or the reach of the key, doesn't allow it.",
    404: "Nothing is there, or it is another organisation's.",
    409: "Refused in this state: nothing was changed.",
    413: "The body is larger than 1 MiB.",
    415: "The body isn't said to be JSON.",
    422: "A value isn't accepted: `errors` says which.",
    429: "Too many requests with this key: wait as Retry-After says.",
}
SENT_ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "1 to 80 ASCII characters: sent again with the same key within a day, it isn't done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80},
}
ANY_FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
WITH_BODY = frozenset({400, 409, 413, 415})


class Api(NinjaAPI):
    """The API, whose operations are named by what they are about and what they do."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return `devices_change` for the function `change` of the endpoints tagged devices."""
        tag = str((operation.tags or ["api"])[0]).replace(" ", "_")
        name: str = operation.view_func.__name__
        return name if name == tag else f"{tag}_{name}"


def _build() -> Api:
    made = Api(
        title="Rakiza",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        auth=AccessKeyAuth(),
        parser=StrictParser(),
        urls_namespace="v1",
        openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later"}}},
    )
    add_handlers(made)
    for prefix, router in (
        ("/me", me),
        ("/organisations", organisations),
        ("", people),
        ("/devices", devices),
        ("/devices", pictures),
        ("/local-content/audits", content_audits),
        ("/local-content", local_content),
        ("/offers", offers),
        ("/plants", plants),
        ("/lines", lines_router),
        ("/certification", certification),
        ("/certification", pieces),
        ("/certification", contracts),
        ("/certification", type_tests),
        ("/certification", certificate_proposals),
        ("/certification", certificate_files),
        ("/certification", standards),
        ("/registration", proposals),
        ("/registration", title_files),
        ("/registration/titles", titles),
        ("/registration/dossiers", dossiers),
        ("/registration/dossiers", documents),
        ("/registration/commission", commission),
        ("/registration/expertise", expertise),
        ("/alerts", alerts),
        ("/paths", paths),
        ("/purchasing/orders", orders),
        ("/register", register_router),
    ):
        made.add_router(prefix, router)
    return made


api = _build()


@cache
def description() -> str:
    """Return the API's own description (OpenAPI 3.1), the same in every language."""
    with translation.override("en"):
        said: dict[str, Any] = json.loads(
            json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)
        )
    schemas = said["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for operations in said["paths"].values():
        for method, operation in operations.items():
            _add_refusals(operation)
            _add_file(operation)
            if method != "get":
                operation["parameters"].append(SENT_ONCE)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["example"] = examples.body(schemas, content["schema"])
    return json.dumps(said, ensure_ascii=False)


def _add_file(operation: dict[str, Any]) -> None:
    """Say what a form takes beside its fields, and what an endpoint without a document hands over."""
    form = operation.get("requestBody", {}).get("content", {}).get(FORM)
    if form is not None:
        form["schema"]["additionalProperties"] = False
        operation["responses"] |= {
            "400": {**operation["responses"]["400"], "description": "The form can't be read."},
            "413": {
                **operation["responses"]["413"],
                "description": "The file is larger than the site takes.",
            },
            "415": {**operation["responses"]["415"], "description": "The body isn't said to be a form."},
        }
    if (
        operation["responses"].get("200", {}).get("description") == "OK"
        and "content" not in (operation["responses"]["200"])
    ):
        operation["responses"]["200"] = {"description": "The file.", "content": ANY_FILE}


def _add_refusals(operation: dict[str, Any]) -> None:
    for status, words in REFUSALS.items():
        content: dict[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        if example := examples.refusal(status):
            content[MEDIA_TYPE]["example"] = example
        if status in WITH_BODY and "requestBody" not in operation:
            continue
        if status in {401, 403, 429} and not operation.get("security"):
            continue
        operation["responses"][str(status)] = {"description": words, "content": content}
