"""The settings of the program, read from config/default.toml, and what of them stands in the values' schema."""

import json
import tomllib

from places import CHART, ROOT

SCHEMA = CHART / "values.schema.json"
# Given by reference to a Secret or a volume, or decided by the chart.
NOT_IN_VALUES = {
    ("server", "listen"),
    ("server", "public_url"),
    ("server", "sealing_keys"),
    ("database", "url"),
    ("database", "owner_url"),
    ("mail", "url"),
    ("retention", "folder"),
    ("retention", "signing_key"),
    ("bus", "url"),
}


def defaults() -> dict:
    return tomllib.loads((ROOT / "config" / "default.toml").read_text())


def paths(tree: dict, above: tuple = ()) -> set[tuple]:
    """The path of every key that holds a value."""
    found = set()
    for key, value in tree.items():
        here = (*above, key)
        found |= paths(value, here) if isinstance(value, dict) else {here}
    return found


def known(path: tuple) -> bool:
    """Whether the program knows the key, a text's file included."""
    there = paths(defaults())
    return path in there or (*path[:-1], path[-1].removesuffix("_file")) in there


def in_values() -> set[tuple]:
    """The settings operators write into values."""
    return paths(defaults()) - NOT_IN_VALUES


def schema_of_config() -> dict:
    """The part of the schema that follows from config/default.toml."""
    return table(defaults(), ())


def table(tree: dict, above: tuple) -> dict:
    properties = {}
    for key, value in tree.items():
        here = (*above, key)
        if here in NOT_IN_VALUES:
            continue
        properties[key] = table(value, here) if isinstance(value, dict) else scalar(value)
    return {"type": "object", "additionalProperties": False, "properties": properties}


def scalar(value: object) -> dict:
    match value:
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer", "minimum": 0}
        case float():
            return {"type": "number", "minimum": 0}
        case str():
            return {"type": "string"}
        case list():
            return {"type": "array", "items": {"type": "string"}}
    raise TypeError(f"no schema for {value!r}")


def schema() -> dict:
    return json.loads(SCHEMA.read_text())


def write_schema() -> None:
    """Brings the part of the schema up to date."""
    whole = schema()
    whole["properties"]["config"] = schema_of_config()
    SCHEMA.write_text(json.dumps(whole, indent=2) + "\n")
