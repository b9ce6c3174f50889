"""Holds requests against OpenAPI descriptions: validate.py ASKED.json PREFIX DESCRIPTION...

What openapi-core does not look at is looked at here: parameters and top-level fields that are not described. Some of
the descriptions are excerpts, with references to parts that are not in the file: such a part is taken as anything, and
which ones these are is said.
"""

import json
import sys
from urllib.parse import parse_qsl

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

HOST = "http://helpdesk.invalid"
# Described by the vendor's own pages, and missing in the files.
KNOWN = {"/tickets": {"description"}, "/api/tickets": {"messages"}}


class Request:
    """As openapi-core wants it."""

    def __init__(self, asked):
        self.host_url = HOST
        self.path = asked["path"]
        self.method = asked["method"].lower()
        self.content_type = asked["headers"].get("content-type", "").split(";")[0]
        self.body = asked["body"].encode() or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(asked["query"])),
            header=Headers(list(asked["headers"].items())),
            cookie=ImmutableMultiDict(),
        )


def missing(document, reference):
    part = document
    for step in reference[2:].split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(part, dict) or step not in part:
            return True
        part = part[step]
    return False


def complete(document, part, holes, placeholders=()):
    """Replaces references that lead nowhere."""
    if isinstance(part, list):
        kept = []
        for item in part:
            reference = item.get("$ref", "") if isinstance(item, dict) else ""
            if reference.startswith("#/components/parameters/") and missing(document, reference):
                holes.add(reference)
                named = {it.get("name") for it in part if isinstance(it, dict)}
                kept += [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in placeholders if name not in named
                ]
            else:
                kept.append(complete(document, item, holes, placeholders))
        return kept
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/") and missing(document, reference):
            holes.add(reference)
            return {}
        if part.get("format") == "uuid" and part.get("maxLength", 36) < 32:
            # Nothing can be both; the vendor's own example is none.
            part = {key: item for key, item in part.items() if key != "format"}
        return {key: complete(document, item, holes, placeholders) for key, item in part.items()}
    return part


def load(name, prefix):
    with open(name, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    holes = set()
    for path, item in document["paths"].items():
        placeholders = [step[1:-1] for step in path.split("/") if step.startswith("{")]
        document["paths"][path] = complete(document, item, holes, placeholders)
    document["components"] = complete(document, document.get("components", {}), holes)
    document["servers"] = [{"url": HOST + prefix}]
    document.setdefault("info", {}).setdefault("version", "0")
    document = json.loads(json.dumps(document, default=str))
    # The descriptions have faults of their own, which are not our matter: only requests are judged.
    return document, OpenAPI.from_dict(document, config=Config(spec_validator_cls=None)), holes


def operation(document, prefix, asked):
    """The template and the operation of a request; a plain step comes before a placeholder."""
    steps = asked["path"].removeprefix(prefix).split("/")
    found = []
    for template, item in document["paths"].items():
        parts = template.split("/")
        if len(parts) == len(steps) and all(a == b or a.startswith("{") for a, b in zip(parts, steps)):
            found.append((sum(part.startswith("{") for part in parts), template, item))
    for _, template, item in sorted(found, key=lambda it: it[0]):
        if asked["method"].lower() in item:
            return template, item, item[asked["method"].lower()]
    return None


def resolve(document, part):
    while "$ref" in part:
        target = document
        for step in part["$ref"][2:].split("/"):
            target = target[step.replace("~1", "/")]
        part = target
    return part


def undescribed(document, template, item, op, asked):
    """Parameters and fields of a body that nobody described."""
    parameters = [resolve(document, it) for it in item.get("parameters", []) + op.get("parameters", [])]
    names = {it["name"] for it in parameters if it.get("in") == "query"}
    wrong = [f"query {name}" for name, _ in parse_qsl(asked["query"]) if name not in names]
    content = resolve(document, op.get("requestBody", {})).get("content", {})
    schema = resolve(document, content.get("application/json", {}).get("schema", {}))
    if asked["body"] and schema.get("properties"):
        fields = set(schema["properties"]) | KNOWN.get(template, set())
        wrong += [f"field {name}" for name in json.loads(asked["body"]) if name not in fields]
    return wrong


def main():
    asked, prefix, names = json.load(open(sys.argv[1], encoding="utf-8")), sys.argv[2], sys.argv[3:]
    descriptions = [load(name, prefix) for name in names]
    valid = 0
    for request in asked:
        line = f"{request['method']} {request['path']}"
        for document, openapi, _ in descriptions:
            found = operation(document, prefix, request)
            if not found:
                continue
            template, item, op = found
            try:
                openapi.validate_request(Request(request))
            except Exception as error:  # Each kind of error is a request that is wrong.
                print(f"{line}: {error!r} {error.__cause__!r}\n  {request['body']}")
                break
            wrong = undescribed(document, template, item, op, request)
            if wrong:
                print(f"{line}: not described: {', '.join(wrong)}")
                break
            body = op.get("requestBody")
            if request["body"] and request["body"] != "{}" and not body:
                print(f"{line}: its body is not described")
            valid += 1
            break
        else:
            print(f"{line}: there is no such operation")
    for name, (_, _, holes) in zip(names, descriptions):
        if holes:
            print(f"{name.rsplit('/', 1)[-1]} refers to {len(holes)} parts that it does not have")
    print(f"{valid} requests are valid")
    sys.exit(valid != len(asked))


main()
