"""Asks the sandbox as boto3 does, and exits 1 if an answer is not as it should be.

    python3 client.py URL
"""
import json
import sys

import boto3
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = '111111111111'
ROLE = f'arn:aws:iam::{ACCOUNT}:role/asked'
failures = []
checks = 0


def client(service, region='eu-west-1'):
    return boto3.client(service, endpoint_url=URL, region_name=region, aws_access_key_id=ACCOUNT, aws_secret_access_key='x')


def check(what, actual, expected):
    global checks
    checks += 1
    if actual != expected:
        failures.append(f'{what}: {actual!r}, not {expected!r}')


def code_of(call, **given):
    try:
        call(**given)
    except ClientError as error:
        return error.response['Error']['Code']
    return 'no error'


def document(action, resource='*', **more):
    return {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': action, 'Resource': resource, **more}]}


def ask_iam():
    iam = client('iam', 'us-east-1')
    trust = {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': ACCOUNT}, 'Action': 'sts:AssumeRole'}]}
    iam.create_role(RoleName='asked', AssumeRolePolicyDocument=json.dumps(trust))
    # botocore decodes the documents.
    check('trust', iam.get_role(RoleName='asked')['Role']['AssumeRolePolicyDocument'], trust)
    given = document("s3:Get*", "arn:aws:s3:::it's/(a)*")
    iam.put_role_policy(RoleName='asked', PolicyName='inline', PolicyDocument=json.dumps(given))
    check('inline policy', iam.get_role_policy(RoleName='asked', PolicyName='inline')['PolicyDocument'], given)
    policy = iam.create_policy(PolicyName='managed', PolicyDocument=json.dumps(document('sqs:*')))['Policy']['Arn']
    iam.attach_role_policy(RoleName='asked', PolicyArn=policy)
    iam.get_waiter('role_exists').wait(RoleName='asked')
    iam.get_waiter('policy_exists').wait(PolicyArn=policy)
    pages = iam.get_paginator('list_attached_role_policies').paginate(RoleName='asked')
    check('attached', [each['PolicyName'] for page in pages for each in page['AttachedPolicies']], ['managed'])
    for number in range(5):
        iam.create_role(RoleName=f'page-{number}', AssumeRolePolicyDocument=json.dumps(trust))
    pages = list(iam.get_paginator('list_roles').paginate(PaginationConfig={'PageSize': 2}))
    check('pages of roles', [len(page['Roles']) for page in pages], [2, 2, 2])
    version = iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(document('sns:*')), SetAsDefault=True)
    check('version', version['PolicyVersion']['VersionId'], 'v2')
    check('old version', iam.get_policy_version(PolicyArn=policy, VersionId='v1')['PolicyVersion']['Document'], document('sqs:*'))
    simulated = iam.simulate_principal_policy(PolicySourceArn=ROLE, ActionNames=['sns:Publish', 'sqs:SendMessage'])
    check('simulated', [each['EvalDecision'] for each in simulated['EvaluationResults']], ['allowed', 'implicitDeny'])
    check('no role', code_of(iam.get_role, RoleName='none'), 'NoSuchEntity')
    check('deletion', code_of(iam.delete_role, RoleName='asked'), 'DeleteConflict')


def ask_policies():
    s3 = client('s3')
    s3.create_bucket(Bucket='asked', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
    check('no bucket policy', code_of(s3.get_bucket_policy, Bucket='asked'), 'NoSuchBucketPolicy')
    text = json.dumps(document('s3:GetObject', 'arn:aws:s3:::asked/*', Principal={'AWS': '222222222222'}))
    s3.put_bucket_policy(Bucket='asked', Policy=text)
    check('bucket policy', s3.get_bucket_policy(Bucket='asked')['Policy'], text)
    check('status', s3.get_bucket_policy_status(Bucket='asked')['PolicyStatus'], {'IsPublic': False})
    check('block', s3.get_public_access_block(Bucket='asked')['PublicAccessBlockConfiguration']['BlockPublicPolicy'], True)
    sns = client('sns')
    topic = sns.create_topic(Name='asked')['TopicArn']
    check('topic', sns.get_topic_attributes(TopicArn=topic)['Attributes']['Owner'], ACCOUNT)
    check('no topic', code_of(sns.get_topic_attributes, TopicArn=f'{topic}-none'), 'NotFound')
    sqs = client('sqs')
    queue = sqs.create_queue(QueueName='asked', Attributes={'Policy': json.dumps(document('sqs:*', Principal='*'))})['QueueUrl']
    check('queue', list(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=['Policy'])['Attributes']), ['Policy'])
    check('no queue', code_of(sqs.get_queue_attributes, QueueUrl=f'{queue}-none', AttributeNames=['All']), 'AWS.SimpleQueueService.NonExistentQueue')
    secrets = client('secretsmanager')
    secrets.create_secret(Name='asked', SecretString='x')
    check('no secret policy', 'ResourcePolicy' in secrets.get_resource_policy(SecretId='asked'), False)
    check('no secret', code_of(secrets.describe_secret, SecretId='none'), 'ResourceNotFoundException')
    kms = client('kms')
    key = kms.create_key()['KeyMetadata']['KeyId']
    kms.create_alias(AliasName='alias/asked', TargetKeyId=key)
    check('key by alias', kms.describe_key(KeyId='alias/asked')['KeyMetadata']['KeyId'], key)
    check('key policy', json.loads(kms.get_key_policy(KeyId=key)['Policy'])['Id'], 'key-default-1')
    pages = kms.get_paginator('list_grants').paginate(KeyId=key)
    check('grants', [grant for page in pages for grant in page['Grants']], [])


ask_iam()
ask_policies()
for failure in failures:
    print(failure)
print(f'boto3 {boto3.__version__}: {checks} checks, {len(failures)} failed')
sys.exit(1 if failures else 0)
