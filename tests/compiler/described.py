"""Descriptions of three APIs, written by hand in the styles of different vendors, and how their questions are answered.

The first is tidy OpenAPI 3.0 with references and read-only marks; the second is an older Swagger 2.0 with wrapped
answers, `from` and `count`, a PUT and no read-only marks; the third OpenAPI 3.1 with separate schemas for reading and
creating, JSON Patch, bare arrays, page numbers and a client's credentials beside an API key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["CUSTOMERP", "POWEROFFICE", "TRIPLETEX", "answered", "content"]

Schema = dict[str, Any]


def content(description: Schema) -> bytes:
    return json.dumps(description).encode()


def body(schema: Schema, kind: str = "application/json") -> Schema:
    return {"content": {kind: {"schema": schema}}}


def query(**types: Schema) -> list[Schema]:
    return [{"name": name, "in": "query", "schema": schema} for name, schema in types.items()]


TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
STAMP: Schema = {"type": "string", "format": "date-time"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


CUSTOMERP: Schema = {
    "openapi": "3.0.3",
    "info": {"title": "Our ERP", "version": "1"},
    "servers": [{"url": "https://erp.example.com/api"}],
    "security": [{"apiKey": []}],
    "paths": {
        "/customers": {
            "get": {
                "parameters": query(offset=WHOLE, limit={"type": "integer", "maximum": 200}, modified_since=STAMP),
                "responses": {"200": {"$ref": "#/components/responses/Customers"}},
            },
            "post": {"requestBody": body(ref("Customer")), "responses": {"201": body(ref("Customer"))}},
        },
        "/customers/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": WHOLE}],
            "get": {"responses": {"200": body(ref("Customer"))}},
            "patch": {
                "parameters": [{"name": "If-Match", "in": "header", "schema": TEXT}],
                "requestBody": body(ref("Customer")),
                "responses": {"200": body(ref("Customer"))},
            },
        },
    },
    "components": {
        "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},
        "responses": {
            "Customers": body(
                {
                    "type": "object",
                    "properties": {"items": {"type": "array", "items": ref("Customer")}, "total": WHOLE},
                }
            )
        },
        "schemas": {
            "Stamped": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "revision": {"type": "integer", "readOnly": True},
                    "modified": {**STAMP, "readOnly": True},
                },
            },
            "Address": {"type": "object", "properties": dict.fromkeys(("street", "postal_code", "city"), TEXT)},
            "Customer": {
                "allOf": [
                    ref("Stamped"),
                    {
                        "type": "object",
                        "required": ["name"],
                        "properties": {
                            "name": TEXT,
                            "organisation_number": TEXT,
                            "email": {"type": "string", "format": "email", "nullable": True},
                            "phone": TEXT,
                            "website": TEXT,
                            "address": {"allOf": [ref("Address")], "nullable": True},
                            "credit_limit": {"type": "number"},
                            "active": {"type": "boolean"},
                        },
                    },
                ]
            },
        },
    },
}


def swagger_ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


TRIPLETEX: Schema = {
    "swagger": "2.0",
    "info": {"title": "Accounting"},
    "host": "accounting.example.com",
    "basePath": "/v2",
    "schemes": ["https"],
    "produces": ["application/json"],
    "securityDefinitions": {"tokenAuth": {"type": "basic"}},
    "paths": {
        "/customer": {
            "get": {
                "parameters": [
                    {"name": "from", "in": "query", "type": "integer", "default": 0},
                    {"name": "count", "in": "query", "type": "integer", "default": 1000},
                    {"name": "fields", "in": "query", "type": "string"},
                ],
                "responses": {"200": {"schema": swagger_ref("ListResponseCustomer")}},
            },
            "post": {
                "parameters": [{"in": "body", "name": "body", "schema": swagger_ref("Customer")}],
                "responses": {"201": {"schema": swagger_ref("ResponseWrapperCustomer")}},
            },
        },
        "/customer/{id}": {
            "get": {"responses": {"200": {"schema": swagger_ref("ResponseWrapperCustomer")}}},
            "put": {
                "parameters": [{"in": "body", "name": "body", "schema": swagger_ref("Customer")}],
                "responses": {"200": {"schema": swagger_ref("ResponseWrapperCustomer")}},
            },
        },
        "/customer/list": {
            "put": {"parameters": [], "responses": {"200": {"schema": swagger_ref("ListResponseCustomer")}}},
        },
    },
    "definitions": {
        "ListResponseCustomer": {
            "type": "object",
            "properties": {
                "fullResultSize": WHOLE,
                "from": WHOLE,
                "count": WHOLE,
                "values": {"type": "array", "items": swagger_ref("Customer")},
            },
        },
        "ResponseWrapperCustomer": {"type": "object", "properties": {"value": swagger_ref("Customer")}},
        "Customer": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "version": {"type": "integer", "format": "int32"},
                "url": {"type": "string", "readOnly": True},
                "name": {"type": "string", "maxLength": 255},
                "organizationNumber": {"type": "string", "maxLength": 100},
                "email": {"type": "string", "format": "email", "maxLength": 254},
                "phoneNumber": {"type": "string", "maxLength": 100},
                "website": {"type": "string", "maxLength": 255},
                "language": {"type": "string", "enum": ["NO", "EN"]},
                "category1": swagger_ref("CustomerCategory"),
            },
        },
        "CustomerCategory": {"type": "object", "properties": {"id": WHOLE, "parent": swagger_ref("CustomerCategory")}},
    },
}

_WRITTEN: Schema = {
    "Name": TEXT,
    "OrganizationNumber": {"type": ["string", "null"]},
    "EmailAddress": {"type": ["string", "null"], "format": "email"},
    "PhoneNumber": {"type": ["string", "null"]},
    "WebsiteUrl": {"type": ["string", "null"]},
    "MailAddress": ref("AddressDto"),
    "InvoiceDeliveryType": {"type": "string", "enum": ["PdfByEmail", "Print", "EHF"]},
}

POWEROFFICE: Schema = {
    "openapi": "3.1.0",
    "info": {"title": "Office API"},
    "servers": [{"url": "/v2"}],
    "security": [{"oauth": [], "subscriptionKey": []}],
    "paths": {
        "/Customers": {
            "get": {
                "parameters": [
                    *query(PageNumber=WHOLE, PageSize={"type": "integer", "maximum": 20000}),
                    *query(lastChangedDateTimeOffsetGreaterThan=STAMP),
                ],
                "responses": {"200": body({"type": "array", "items": ref("CustomerDto")})},
            },
            "post": {
                "requestBody": body(ref("CustomerPostDto")),
                "responses": {"201": body(ref("CustomerDto"))},
            },
        },
        "/Customers/{id}": {
            "get": {"responses": {"200": body(ref("CustomerDto"))}},
            "patch": {
                "requestBody": body({"type": "array", "items": ref("Operation")}, "application/json-patch+json"),
                "responses": {"200": body(ref("CustomerDto"))},
            },
        },
    },
    "components": {
        "securitySchemes": {
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://office.example.com/OAuth/Token", "scopes": {}}},
            },
            "subscriptionKey": {"type": "apiKey", "in": "header", "name": "Ocp-Apim-Subscription-Key"},
        },
        "schemas": {
            "Operation": {"type": "object", "properties": {"op": TEXT, "path": TEXT, "value": {}}},
            "AddressDto": {
                "type": "object",
                "properties": dict.fromkeys(("AddressLine1", "ZipCode", "City", "CountryCode"), TEXT),
            },
            "CustomerDto": {
                "type": "object",
                "properties": {
                    "Id": WHOLE,
                    "Number": WHOLE,
                    "LastChangedDateTimeOffset": STAMP,
                    "IsActive": {"type": "boolean"},
                    **_WRITTEN,
                },
            },
            "CustomerPostDto": {"type": "object", "required": ["Name"], "properties": _WRITTEN},
        },
    },
}


def answered(text: str, answers: Mapping[str, str]) -> str:
    """The profile with every question answered: its comment is deleted, and the line below it is replaced where
    `answers` has another for it (by the line's key). An answer that no question asked for is an error."""
    left = dict(answers)
    lines: list[str] = []
    asked = False
    for line in text.splitlines():
        if re.match(r"# QUESTION \d+: ", line):
            asked = True
            continue
        key = line.partition(" = ")[0]
        lines.append(left.pop(key, line) if asked else line)
        asked = False
    assert not left, f"nobody asked about {sorted(left)}"
    return "\n".join(lines) + "\n"
