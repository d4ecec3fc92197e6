"""The transform AWS::Serverless-2016-10-31, as AWS publishes it (aws-sam-translator). Reads
{"template": …, "parameters": {…}} from standard input; prints {"template": …} or {"fails": "…"}."""
import json
import sys

try:
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform
except ImportError:
    print(json.dumps({'missing': True}))
    sys.exit(0)


class NoPolicies:
    """Names of managed policies beyond those of the package are looked up nowhere."""

    def load(self):
        return {}


given = json.load(sys.stdin)
try:
    print(json.dumps({'template': transform(given['template'], given['parameters'], NoPolicies())}))
except InvalidDocumentException as error:
    reasons = sorted(each.message for each in error.causes)
    print(json.dumps({'fails': ' '.join([error.message, *reasons])}))
