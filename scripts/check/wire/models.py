#!/usr/bin/env python3
"""Judges AWS exchanges by botocore's service models, in every protocol: the input is decoded and validated, its form is
compared with botocore's own; the answer is parsed by botocore and validated, and each of its XML elements has to be in
the model. Usage: wire/models.py TRAFFIC.jsonl SERVICE… ; prints violations and a summary, exit 1 if there are any."""
import base64
import json
import re
import sys
from collections import Counter
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

import botocore.session
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

SESSION = botocore.session.get_session()
# Errors that any operation can answer, in the spelling of each kind of protocol.
COMMON = {
    'AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthFailure', 'ExpiredToken',
    'ExpiredTokenException', 'InternalFailure', 'ServiceUnavailable', 'Throttling', 'ThrottlingException',
    'TooManyRequestsException', 'RequestLimitExceeded', 'ValidationError', 'ValidationException', 'InvalidAction',
    'UnknownOperationException', 'SerializationException', 'MalformedInput', 'UnrecognizedClientException',
    'InvalidClientTokenId', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException',
}
# Protocols by what a request says, where a service has several.
XML = {'query', 'ec2', 'rest-xml'}


def spoken(model, headers):
    if 'x-amz-target' in headers:
        return 'json'
    if headers.get('content-type', '').startswith('application/x-www-form-urlencoded') and model.metadata['protocol'] == 'json':
        return 'query'
    return model.metadata['protocol']


def name_in_form(member, name, ec2):
    given = member.serialization.get('name', name)
    if not ec2:
        return given
    return member.serialization.get('queryName') or given[0].upper() + given[1:]


def from_form(shape, pairs, ec2):
    """The value of a shape from the pairs of a form, whose keys are relative to it."""
    if shape.type_name == 'structure':
        value, known = {}, set()
        for name, member in shape.members.items():
            key = name_in_form(member, name, ec2)
            known.add(key)
            inner = {k[len(key) + 1:]: v for k, v in pairs.items() if k == key or k.startswith(key + '.')}
            if inner:
                value[name] = from_form(member, inner, ec2)
        for key in pairs:
            if key.split('.')[0] not in known:
                value['?' + key] = pairs[key]
        return value
    if shape.type_name in ('list', 'map'):
        flat = ec2 or shape.serialization.get('flattened')
        inner_name = shape.member.serialization.get('name', 'member') if shape.type_name == 'list' else 'entry'
        rows = pairs if flat else {k[len(inner_name) + 1:]: v for k, v in pairs.items() if k.startswith(inner_name + '.')}
        numbers = sorted({int(k.split('.')[0]) for k in rows if k.split('.')[0].isdigit()})
        row = lambda n: {k[len(str(n)) + 1:]: v for k, v in rows.items() if k == str(n) or k.startswith(f'{n}.')}
        if shape.type_name == 'list':
            return [from_form(shape.member, row(n), ec2) for n in numbers]
        key, item = shape.key.serialization.get('name', 'key'), shape.value.serialization.get('name', 'value')
        part = lambda entry, name: {k[len(name) + 1:]: v for k, v in entry.items() if k == name or k.startswith(name + '.')}
        return {part(row(n), key)['']: from_form(shape.value, part(row(n), item), ec2) for n in numbers}
    return scalar(shape, pairs.get('', ''))


def scalar(shape, text):
    kind = shape.type_name
    if kind == 'boolean':
        return {'true': True, 'false': False}.get(text, text)
    if kind in ('integer', 'long'):
        return int(text)
    if kind in ('float', 'double'):
        return float(text)
    return base64.b64decode(text) if kind == 'blob' else text


def from_json(shape, value):
    if value is None:
        return None
    if shape.type_name == 'structure' and isinstance(value, dict) and not getattr(shape, 'is_document_type', False):
        names = {m.serialization.get('name', n): (n, m) for n, m in shape.members.items()}
        return {names[k][0] if k in names else '?' + k: from_json(names[k][1], v) if k in names else v for k, v in value.items()}
    if shape.type_name == 'list' and isinstance(value, list):
        return [from_json(shape.member, v) for v in value]
    if shape.type_name == 'map' and isinstance(value, dict):
        return {k: from_json(shape.value, v) for k, v in value.items()}
    return base64.b64decode(value) if shape.type_name == 'blob' else value


def local(element):
    return element.tag.split('}')[-1]


def from_xml(shape, element):
    if shape.type_name == 'structure':
        value = {}
        for name, member in shape.members.items():
            found = [child for child in element if local(child) == member.serialization.get('name', name)]
            if found:
                value[name] = [from_xml(member.member, each) for each in found] if member.serialization.get('flattened') else from_xml(member, found[0])
        return value
    if shape.type_name == 'list':
        return [from_xml(shape.member, child) for child in element]
    return scalar(shape, element.text or '')


def find_rest(model, method, target):
    """The operation of a REST request with the most fixed parts, and the labels of its path."""
    split, best = urlsplit(target), None
    query = dict(parse_qsl(split.query, keep_blank_values=True))
    for name in model.operation_names:
        http = model.operation_model(name).http
        path, _, search = http['requestUri'].partition('?')
        fixed = dict(parse_qsl(search, keep_blank_values=True))
        pattern = re.sub(r'\\{(\w+)(\\\+)?\\}', lambda m: f"(?P<{m[1]}>{'.+' if m[2] else '[^/]+'})", re.escape(path))
        match = re.fullmatch(pattern + '/?', split.path)
        if http['method'] != method or not match or any(k not in query or (v and query[k] != v) for k, v in fixed.items()):
            continue
        rank = len(fixed) + sum(1 for part in path.split('/') if part and '{' not in part)
        if best is None or rank > best[0]:
            best = (rank, name, {k: unquote(v) for k, v in match.groupdict().items()}, query)
    return best and best[1:]


def from_rest(operation, labels, query, headers, body):
    shape, value = operation.input_shape, {}
    if shape is None:
        return {}
    payload, rest_json = shape.serialization.get('payload'), operation.service_model.metadata['protocol'] == 'rest-json'
    for name, member in shape.members.items():
        place, key = member.serialization.get('location'), member.serialization.get('name', name)
        if place == 'uri' and key in labels:
            value[name] = scalar(member, labels[key])
        elif place == 'querystring' and member.type_name != 'map' and key in query:
            value[name] = [query[key]] if member.type_name == 'list' else scalar(member, query[key])
        elif place == 'header' and key.lower() in headers:
            value[name] = scalar(member, headers[key.lower()])
    if payload:
        member = shape.members[payload]
        if body and member.type_name in ('structure', 'list', 'map'):
            value[payload] = from_json(member, json.loads(body)) if rest_json else from_xml(member, ElementTree.fromstring(body))
        elif body:
            value[payload] = body
    elif body:
        value.update(from_json(shape, json.loads(body)) if rest_json else from_xml(shape, ElementTree.fromstring(body)))
    return value


def beyond(shape, value, path=''):
    """What ParamValidator leaves out: unknown members, enumerations and patterns."""
    if shape.type_name == 'structure' and isinstance(value, dict) and not getattr(shape, 'is_document_type', False):
        for name, item in value.items():
            if name not in shape.members:
                yield f'{path}.{name}: unknown member'
            else:
                yield from beyond(shape.members[name], item, f'{path}.{name}')
    elif shape.type_name == 'list' and isinstance(value, list):
        for item in value:
            yield from beyond(shape.member, item, f'{path}[]')
    elif shape.type_name == 'map' and isinstance(value, dict):
        for item in value.values():
            yield from beyond(shape.value, item, f'{path}{{}}')
    elif isinstance(value, str):
        if getattr(shape, 'enum', None) and value not in shape.enum:
            yield f'{path}: {value!r} not in enum {shape.name}'
        pattern = shape.metadata.get('pattern')
        try:
            if pattern and not re.fullmatch(pattern, value, re.S):
                yield f'{path}: {value!r} !~ {pattern}'
        except re.error:
            pass  # A pattern in the syntax of another language.


def unknown_elements(shape, element, path=''):
    if shape.type_name == 'structure':
        names = {m.serialization.get('name', n): m for n, m in shape.members.items() if 'location' not in m.serialization}
        for child in element:
            member = names.get(local(child))
            if member is None:
                yield f'{path}.{local(child)}: element not in the model'
            elif member.type_name == 'list' and member.serialization.get('flattened'):
                yield from unknown_elements(member.member, child, f'{path}.{local(child)}')
            else:
                yield from unknown_elements(member, child, f'{path}.{local(child)}')
    elif shape.type_name == 'list':
        wanted = shape.member.serialization.get('name', 'member')
        for child in element:
            if local(child) != wanted:
                yield f'{path}: element {local(child)} instead of {wanted}'
            else:
                yield from unknown_elements(shape.member, child, path + '[]')


def validated(shape, value):
    if shape is None:
        return []
    report = ParamValidator().validate(value, shape)
    return ([report.generate_report().replace('\n', ' ')] if report.has_errors() else []) + list(beyond(shape, value))


def judge_request(model, protocol, request, headers):
    body = request.get('body') or ''
    if protocol in ('query', 'ec2'):
        form = dict(parse_qsl(body or urlsplit(request['path']).query, keep_blank_values=True))
        operation = model.operation_model(form.pop('Action'))
        version = form.pop('Version', None)
        faults = [] if version == model.api_version else [f'Version {version}']
        params = from_form(operation.input_shape, form, protocol == 'ec2') if operation.input_shape else {}
        if not faults and not validated(operation.input_shape, params):
            wanted = create_serializer(protocol, False).serialize_to_request(params, operation)['body']
            faults += [f'form: {key} is not in the form that botocore makes' for key in form if key not in wanted and form[key] != '']
        return operation, faults + validated(operation.input_shape, params)
    if protocol == 'json':
        operation = model.operation_model(headers['x-amz-target'].split('.')[-1])
        params = from_json(operation.input_shape, json.loads(body or '{}')) if operation.input_shape else {}
        return operation, validated(operation.input_shape, params)
    found = find_rest(model, request['method'], request['path'])
    if found is None:
        return None, [f"no operation {request['method']} {request['path']}"]
    operation = model.operation_model(found[0])
    return operation, validated(operation.input_shape, from_rest(operation, found[1], found[2], headers, body))


def judge_answer(operation, protocol, response):
    headers = {k.lower(): v for k, v in (response.get('headers') or {}).items()}
    status, body = response['status'], response.get('body') or ''
    shape = operation.output_shape
    parsed = create_parser(protocol).parse({'status_code': status, 'headers': headers, 'body': body.encode()}, shape)
    if status >= 300:
        error = parsed.get('Error', {})
        # A service that also speaks awsQuery says the code of awsQuery in a header; botocore has the other one beside it.
        code = error.get('QueryErrorCode') or error.get('Code')
        modelled = {each.error_code for each in operation.error_shapes} | {each.name for each in operation.error_shapes}
        if not code:
            return ['error without a code']
        # The model of EC2 has no errors at all.
        return [] if code in modelled | COMMON or not modelled else [f'error code {code!r} not modelled']
    faults = []
    if protocol in XML and shape is not None and body:
        root = ElementTree.fromstring(body)
        if protocol == 'query':
            root = next((child for child in root if local(child) == operation.name + 'Result'), ElementTree.Element('none'))
        if protocol == 'ec2':
            root[:] = [child for child in root if local(child) != 'requestId']
        payload = shape.serialization.get('payload')
        faults += unknown_elements(shape.members[payload] if payload else shape, root)
    if protocol in ('json', 'rest-json') and shape is not None and body:
        payload = shape.serialization.get('payload')
        inner = shape.members[payload] if payload else shape
        if inner.type_name == 'structure':
            given = from_json(inner, json.loads(body))
            faults += [fault for fault in beyond(inner, given) if fault.endswith('unknown member')]
    parsed.pop('ResponseMetadata', None)
    return faults + validated(shape, parsed)


def main():
    services, operations, violations, count = set(sys.argv[2:]), Counter(), Counter(), 0
    for line in open(sys.argv[1]):
        exchange = json.loads(line)
        service = (exchange.get('service') or '').lower()
        if service not in services:
            continue
        status = exchange['response'].get('status', 200)
        rejected = 400 <= status < 500
        try:
            model, request = SESSION.get_service_model(service), exchange['request']
            headers = {k.lower(): v for k, v in (request.get('headers') or {}).items()}
            protocol = spoken(model, headers)
            try:
                operation, faults = judge_request(model, protocol, request, headers)
            except ValueError:
                if rejected:  # A body that is no JSON, and that the sandbox rejected.
                    continue
                raise
            name = operation.name if operation else 'unknown'
            operations[f'{service}:{name}'] += 1
            count += 1
            for fault in faults:
                # A request that AWS would reject, and that the sandbox rejected.
                if not rejected:
                    violations[f'request {service}:{name} {fault}'] += 1
            if operation and status:
                for fault in judge_answer(operation, protocol, exchange['response']):
                    violations[f'answer {service}:{name} {fault}'] += 1
        except Exception as error:  # What cannot be read is a violation.
            violations[f'{service} unreadable: {type(error).__name__} {error}'[:200]] += 1
    for text, number in violations.most_common():
        print(number, text)
    print(f'{count} exchanges, {len(operations)} operations, {sum(violations.values())} violations ({len(violations)} kinds), not judged {{}}')
    sys.exit(1 if violations else 0)


main()
