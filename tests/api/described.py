"""What `openapi.json` says of the read interface, and whether an answer is as it says."""

import json
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from actionplan.pages.api.views import DESCRIPTION

DESCRIBED = json.loads(DESCRIPTION)
SCHEMAS = DESCRIBED["components"]["schemas"]


def closed(schema: Any) -> Any:
    """As described, but nothing beside: a field that is answered and not described is a fault here."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(one) for name, one in schema.items()}
    return {"additionalProperties": False} | found if "properties" in schema else found


def faults(answer: Any, schema: str) -> list[str]:
    """What of the answer is not as the schema of that name says."""
    described = {"components": closed(DESCRIBED["components"]), "$ref": f"#/components/schemas/{schema}"}
    validator = Draft202012Validator(described, format_checker=FormatChecker())
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(answer)]
