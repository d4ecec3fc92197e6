import { ServiceError } from '../../sandbox/contract.ts'
import { CALL, instantly, operationsOf } from './play.ts'
import type { Result } from './play.ts'
import { matches } from './compare.ts'
import type { ErrorEntry } from './read.ts'

/**
 * The recordings keep an error's code and text, not the request. For these texts the request is plain: each recipe
 * makes one, from what the text names, and the sandbox has to refuse it in the same words.
 */

type Ask = ReturnType<typeof operationsOf>
type Settle = () => Promise<void>
interface Recipe {
  readonly says: RegExp
  run(ask: Ask, named: readonly string[], settle: Settle): Promise<unknown>
}

const PARAMETER = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } }

function template(parts: object): string {
  return JSON.stringify({ Resources: { Parameter: PARAMETER }, ...parts })
}

function valued(value: unknown, more: object = {}): string {
  return template({ Resources: { Parameter: { ...PARAMETER, Properties: { Type: 'String', Value: value } } }, ...more })
}

async function deployed(ask: Ask, settle: Settle, name: string, body = template({})): Promise<string> {
  const { StackId: id } = await ask['CreateStack']!({ StackName: name, TemplateBody: body })
  await settle()
  return id as string
}

const refuses = (says: RegExp, body: string): Recipe => ({
  says,
  run: (ask) => ask['CreateStack']!({ StackName: 'refused', TemplateBody: body }),
})

const RECIPES: readonly Recipe[] = [
  { says: /^Stack \[(.+)\] does not exist$/, run: (ask, [name]) => ask['DescribeStackEvents']!({ StackName: name }) },
  { says: /^Stack with id (.+) does not exist$/, run: (ask, [name]) => ask['DescribeStacks']!({ StackName: name }) },
  {
    says: /^StackName must be specified if ChangeSetName is not specified as an ARN\.$/,
    run: (ask) => ask['DeleteChangeSet']!({ ChangeSetName: 'set' }),
  },
  {
    says: /^Stack \[(.+)\] already exists and cannot be created again with the changeSet \[(.+)\]\.$/,
    async run(ask, [name, set], settle) {
      await deployed(ask, settle, name!)
      return ask['CreateChangeSet']!({
        StackName: name,
        ChangeSetName: set,
        ChangeSetType: 'CREATE',
        TemplateBody: template({}),
      })
    },
  },
  {
    says: /^Stack \[(.+)\] already exists$/,
    async run(ask, [name], settle) {
      await deployed(ask, settle, name!)
      return ask['CreateStack']!({ StackName: name, TemplateBody: template({}) })
    },
  },
  {
    says: /^ChangeSet \[(.+)\] does not exist$/,
    async run(ask, [set], settle) {
      await deployed(ask, settle, 'present')
      return ask['DescribeChangeSet']!({ StackName: 'present', ChangeSetName: set })
    },
  },
  {
    says: /^Resource (.+) does not exist for stack (.+)$/,
    async run(ask, [resource, name], settle) {
      await deployed(ask, settle, name!, template({ Resources: { Other: PARAMETER } }))
      return ask['DescribeStackResource']!({ StackName: name, LogicalResourceId: resource })
    },
  },
  {
    says: /^You cannot specify both StackPolicyURL and StackPolicyBody$/,
    run: (ask) =>
      ask['CreateStack']!({
        StackName: 'policy',
        TemplateBody: template({}),
        StackPolicyURL: 'https://s3.amazonaws.com/b/k',
        StackPolicyBody: '{}',
      }),
  },
  {
    says: /^Error validating stack policy: Invalid stack policy$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'policy', TemplateBody: template({}), StackPolicyBody: 'text' }),
  },
  {
    says: /^1 validation error detected: Value '(.+)' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
    run: (ask, [name]) => ask['CreateStack']!({ StackName: name, TemplateBody: template({}) }),
  },
  {
    says: /at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'large', TemplateBody: 'x'.repeat(51_201) }),
  },
  {
    says: /^S3 error: Domain name specified in (.+) is not a valid S3 domain$/,
    run: (ask, [bucket]) => ask['CreateStack']!({ StackName: 'url', TemplateURL: `s3://${bucket}/template.yml` }),
  },
  {
    says: /^TemplateURL must be a supported URL\.$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'url', TemplateURL: 'http://example.com/template.yml' }),
  },
  {
    says: /^GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks\.$/,
    async run(ask) {
      await ask['CreateChangeSet']!({
        StackName: 'review',
        ChangeSetName: 'set',
        ChangeSetType: 'CREATE',
        TemplateBody: template({}),
      })
      return ask['GetTemplateSummary']!({ StackName: 'review' })
    },
  },
  { says: /^StackName is a required parameter\.$/, run: (ask) => ask['GetTemplate']!({ ChangeSetName: 'set' }) },
  { says: /^StackName is required if ChangeSetName is not specified\.$/, run: (ask) => ask['GetTemplate']!({}) },
  {
    says: /^Resource type (\S+) is not allowed by parameter ResourceTypes \[(.+)\]$/,
    async run(ask, [type, allowed], settle) {
      const body = template({ Resources: { One: { Type: type } } })
      await deployed(ask, settle, 'types')
      return ask['UpdateStack']!({ StackName: 'types', TemplateBody: body, ResourceTypes: allowed!.split(', ') })
    },
  },
  {
    says: /^Rollback Trigger Type not supported$/,
    run: (ask) =>
      triggered(ask, { Arn: `arn:aws:cloudwatch:us-east-1:${CALL.account}:alarm:a`, Type: 'AWS::SSM::Parameter' }),
  },
  {
    says: /^RelativeId of a Rollback Trigger's ARN is incorrect$/,
    run: (ask) =>
      triggered(ask, { Arn: `arn:aws:cloudwatch:us-east-1:${CALL.account}:alar`, Type: 'AWS::CloudWatch::Alarm' }),
  },
  {
    says: /^Stack:(.+) is in DELETE_COMPLETE state and can not be updated\.$/,
    async run(ask, _, settle) {
      const id = await deployed(ask, settle, 'gone')
      await ask['DeleteStack']!({ StackName: 'gone' })
      await settle()
      return ask['UpdateStack']!({ StackName: id, TemplateBody: valued('other') })
    },
  },
  {
    says: /^\[\/Outputs\/(\w+)\/Value\] 'null' values are not allowed in templates$/,
    run: (ask, [name]) =>
      ask['CreateStack']!({ StackName: 'refused', TemplateBody: template({ Outputs: { [name!]: { Value: null } } }) }),
  },
  {
    says: /^Template format error: Unresolved resource dependencies \[(\w+)\] in the Resources block of the template$/,
    run: (ask, [name]) => ask['CreateStack']!({ StackName: 'refused', TemplateBody: valued({ Ref: name! }) }),
  },
  {
    says: /^Template error: unresolved condition dependency (\w+) in Fn::If$/,
    run: (ask, [name]) =>
      ask['CreateStack']!({ StackName: 'refused', TemplateBody: valued({ 'Fn::If': [name, 'a', 'b'] }) }),
  },
  {
    says: /^Requires capabilities : \[CAPABILITY_AUTO_EXPAND\]$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'refused', TemplateBody: template({ Transform: 'Macro' }) }),
  },
  {
    says: /^Requires capabilities : \[CAPABILITY_(?:NAMED_)?IAM\]$/,
    run: (ask, [all]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({
          Resources: { Role: { Type: 'AWS::IAM::Role', Properties: all?.includes('NAMED') ? { RoleName: 'r' } : {} } },
        }),
      }),
  },
  refuses(
    /^Template format error: Every Outputs member must contain a Value object$/,
    template({ Outputs: { Out: {} } }),
  ),
  refuses(/^Template format error: At least one Resources member must be defined\.$/, '{"Outputs": {}}'),
  refuses(
    /^Template format error: Any Resources member must be an object\.$/,
    template({ Resources: { One: 'text' } }),
  ),
  refuses(/^Template format error: YAML not well-formed\./, 'Resources:\n  One: [\n'),
  refuses(/^Template format error: JSON not well-formed\./, '{"Resources": '),
  refuses(
    /^Template format error: Every Mappings attribute must be a String or a List\.$/,
    template({ Mappings: { Map: { Key: { Leaf: { Ref: 'Parameter' } } } } }),
  ),
  refuses(
    /^Template error: every Fn::Equals object requires a list of 2 string parameters\.$/,
    template({ Conditions: { One: { 'Fn::Equals': ['a'] } } }),
  ),
  refuses(
    /^Template error: every Fn::GetAtt object requires two non-empty parameters/,
    valued({ 'Fn::GetAtt': ['Parameter', ''] }),
  ),
  refuses(
    /^Template error: Fn::Select requires a list argument with two elements: an integer index and a list$/,
    valued({ 'Fn::Select': ['a', ['b']] }),
  ),
  refuses(/^Template error: every Fn::Split object requires two parameters/, valued({ 'Fn::Split': [','] })),
  refuses(
    /^Circular dependency between resources: /,
    template({ Resources: { One: { ...PARAMETER, DependsOn: 'One' } } }),
  ),
]

function triggered(ask: Ask, trigger: object): Promise<unknown> {
  return ask['CreateStack']!({
    StackName: 'trigger',
    TemplateBody: template({}),
    RollbackConfiguration: { RollbackTriggers: [trigger] },
  })
}

/** Names cannot contain the recordings' placeholders, so these become plain words on both sides. */
function plain(message: string): string {
  return message.replaceAll(/<([a-z][\w-]*?)(?::(\d+))?>/g, (_, name: string, number?: string) =>
    [name.replaceAll('_', '-'), number].filter(Boolean).join('-'),
  )
}

export async function playError(entry: ErrorEntry): Promise<Result> {
  const name = `${entry.test.split('/').at(-1)} ${entry.at.join('.')}`
  const { Code: code } = entry.error
  const message = plain(entry.error.Message)
  const recipe = RECIPES.find((one) => one.says.test(message))
  if (!recipe) {
    return { kind: 'errors', name, verdict: 'not played', notes: [`no request is known for: ${message}`] }
  }
  const service = instantly()
  const named = recipe.says.exec(message)?.slice(1) ?? []
  const ours = await recipe
    .run(operationsOf(service), named, () => service.settled())
    .then(
      () => 'no error at all',
      (error: unknown) => (error instanceof ServiceError ? `${error.code}: ${error.message}` : String(error)),
    )
  const recorded = `${code}: ${entry.error.Message}`
  const agrees = ours === `${code}: ${message}` || matches(recorded, ours)
  return {
    kind: 'errors',
    name,
    verdict: agrees ? 'agrees' : 'differs',
    notes: agrees ? [] : [`recorded ${recorded}, sandbox ${ours}`],
  }
}
