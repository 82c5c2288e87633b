"""The API in OpenAPI 3.1: made from the questions, so that it says no more and no less than is answered."""

from __future__ import annotations

from typing import Any

from detente.version import __version__
from detente.workbench.answers import QUESTIONS, Parameter, Question

PROBLEM = {
    "type": "object",
    "description": "RFC 9457: what is wrong, where, and what to do now.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong"},
        "where": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "advice": {
            "anyOf": [{"type": "string"}, {"type": "null"}],
            "description": "what to do now",
        },
        "instance": {"type": "string", "description": "the address that was asked"},
    },
    "required": ["type", "title", "status", "detail", "where", "advice", "instance"],
    "additionalProperties": False,
}
PROBLEMS = {
    "401": "The workbench is shared, and no token came.",
    "404": "No record or article has that id.",
    "422": "The question means nothing, or there is too little to answer it.",
    "503": "The workspace cannot be read now.",
    "default": "Anything else that is refused.",
}

TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "Of a workbench that is shared: what `detente serve --make-token` printed.",
}


def openapi() -> dict[str, Any]:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "detente",
            "version": __version__,
            "description": "A workspace, read only. A program read the texts: a record is what one "
            "sentence tells, with that sentence, and a claim is whoever's makes it. Answers are JSON; "
            "tables as CSV are the twins of pages (`/search.csv`, `/pair/CHL/NOR.csv`), and what "
            "`detente events --as csv` and `detente index --as csv` print.",
        },
        "servers": [{"url": "/"}],
        "paths": {each.path: {"get": _operation(each)} for each in QUESTIONS},
        "security": [{}, {"token": []}],
        "components": {"schemas": {"Problem": PROBLEM}, "securitySchemes": {"token": TOKEN}},
    }


def _operation(question: Question) -> dict[str, Any]:
    refused = {
        status: {
            "description": words,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, words in PROBLEMS.items()
    }
    found = {
        "description": question.title,
        "content": {"application/json": {"schema": question.schema}},
    }
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": question.meaning,
        "parameters": [_parameter(each) for each in question.parameters],
        "responses": {"200": found, **refused},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.required,
        "description": parameter.meaning,
        "schema": parameter.whole,
    }
