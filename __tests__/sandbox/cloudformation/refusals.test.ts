import { describe, expect, test } from '@jest/globals'
import { playError } from '../../../scripts/check/recordings/errors.ts'
import { open, parameter } from './world.ts'

/**
 * CloudFormation's rejections, with its messages: each text was published by a user, or is in AWS's documentation
 * (sandbox/spec/cloudformation.md has the source). The request behind each is derived from the text, as for recordings.
 */

const judged = async (message: string, code = 'ValidationError') =>
  (await playError({ test: 'published', at: [], error: { Code: code, Message: message } })).verdict

describe('a template is rejected', () => {
  test.each([
    'Template format error: Condition Production is not defined.',
    'Template format error: Unresolved dependencies [Server]. Cannot reference resources in the Conditions block of the template',
    "[/Resources/Server/Properties/Size] 'null' values are not allowed in templates",
    "[/Resources/Server] 'null' values are not allowed in templates",
    'Template format error: Unrecognized resource types: [AWS::Shop::Till, AWS::Shop::Shelf]',
    'Template format error: [/Resources/Server] Every Type member must be a string.',
    'Template format error: Every Condition member must be a string.',
    'Template format error: Every Description member must be a string.',
    'Template format error: Every AllowedValues member must be a list.',
    'Template format error: Unrecognized parameter type: Integer',
    "Invalid template parameter property 'Defaults'",
    'Invalid template property or properties [Resource, Output]',
    'Template format error: The Value field of every Outputs member must evaluate to a String.',
    'Template format error: The Value field of every Outputs member must evaluate to a String and not a List.',
    'Circular dependency between resources: [First, Second, Third]',
    'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    'Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.',
    'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    'Template error: Fn::Select cannot select nonexistent value at index 1',
    'Template error: Unable to get mapping for Regions::us-east-1::Image',
  ])('%s', async (message) => {
    expect(await judged(message)).toBe('agrees')
  })
})

describe('parameters are rejected', () => {
  test.each([
    'Parameters: [First, Second] must have values',
    'Parameters: [First, Second] do not exist in the template',
    'Parameter values specified for a template which does not require them.',
    "Parameter 'Size' must be one of AllowedValues",
    "Parameter 'Size' must match pattern ^[a-z]+$",
    "Each value of parameter 'Sizes' must match pattern [a-z]+",
    'Parameter Size failed to satisfy constraint: must be a valid EC2 instance type.',
    'Unable to fetch parameters [/one,/two] from parameter store for this account.',
    'Parameters: [ssm:/shop/size] cannot be found.',
    'Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE',
    'Cannot specify usePreviousTemplate as true for a changeSetType CREATE',
  ])('%s', async (message) => {
    expect(await judged(message)).toBe('agrees')
  })
})

describe('an operation is rejected in a wrong status', () => {
  const set = 'arn:<partition>:cloudformation:<region>:111111111111:changeSet/<resource:1>'
  test.each([
    ['ValidationError', 'Stack:<stack-id> is in ROLLBACK_COMPLETE state and can not be updated.'],
    ['ValidationError', 'Stack:<stack-id> is in REVIEW_IN_PROGRESS state and can not be updated.'],
    ['ValidationError', 'Stack <stack-id> is in CREATE_COMPLETE state and cannot be signaled'],
    [
      'ValidationError',
      'Invalid operation on stack [<stack-id>]. You can activate DeletionMode FORCE_DELETE_STACK in a delete stack operation only when the stack is in the DELETE_FAILED state.',
    ],
    ['InvalidChangeSetStatus', `ChangeSet [${set}] cannot be executed in its current status of [FAILED]`],
    ['InvalidChangeSetStatus', `ChangeSet [${set}] cannot be executed in its current execution status of [OBSOLETE]`],
    ['AlreadyExistsException', 'ChangeSet <name> cannot be created due to a mismatch with existing attribute Template'],
  ])('%s: %s', async (code, message) => {
    expect(await judged(message, code)).toBe('agrees')
  })
})

test('a template that cannot be evaluated creates no change set', async () => {
  const world = open()
  const missing = { Resources: { P: parameter({ 'Fn::FindInMap': ['Map', 'key', 'value'] }) } }
  const create = {
    StackName: 'new',
    ChangeSetName: 'set',
    ChangeSetType: 'CREATE',
    TemplateBody: JSON.stringify(missing),
  }
  await expect(world.ask('CreateChangeSet', create)).rejects.toThrow("Mapping named 'Map' is not present")
  expect(await world.status('new')).toBe('none')
})

test('the type of a resource with a condition is not checked', async () => {
  const world = open()
  const falseCondition = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }
  const resources = { P: parameter('v'), Q: { Type: 'AWS::Shop::Till', Condition: 'Never' } }
  expect(await world.deploy('stack', { ...falseCondition, Resources: resources })).toBe('CREATE_COMPLETE')
})

test("the CDK's metadata resource is accepted", async () => {
  const world = open()
  const resources = { P: parameter('v'), CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' } } }
  expect(await world.deploy('stack', { Resources: resources })).toBe('CREATE_COMPLETE')
})

test('an attribute that a type does not have fails the stack when it is used', async () => {
  const world = open()
  const template = { Resources: { A: parameter('v'), B: parameter({ 'Fn::GetAtt': ['A', 'Colour'] }) } }
  expect(await world.deploy('stack', template)).toBe('ROLLBACK_COMPLETE')
  const { StackEvents: events } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
  const reasons = events.map((event: { ResourceStatusReason?: string }) => event.ResourceStatusReason)
  expect(reasons).toContainEqual(
    expect.stringContaining('Requested attribute Colour does not exist in schema for AWS::SSM::Parameter'),
  )
})

test('a dynamic reference finds a parameter that a template created, at any version', async () => {
  const world = open()
  await world.deploy('giver', { Resources: { P: parameter('large', { Name: '/shop/size' }) } })
  const reference = '{{resolve:ssm:/shop/size:1}}'
  expect(await world.deploy('taker', { Resources: { P: parameter(reference, { Name: '/copy' }) } })).toBe(
    'CREATE_COMPLETE',
  )
  const copy = { Parameters: { S: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/copy' } } }
  await world.deploy('reader', { ...copy, Resources: { P: parameter('v') }, Outputs: { Out: { Value: { Ref: 'S' } } } })
  expect(await world.outputs('reader')).toEqual({ Out: 'large' })
})
