import { CALL } from './play.ts'
import type { operationsOf } from './play.ts'

type Ask = ReturnType<typeof operationsOf>
type Settle = () => Promise<void>
export interface Recipe {
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

/**
 * The recordings keep an error's code and text, not the request. For these texts the request is plain: each recipe
 * makes one, from what the text names, and the sandbox has to refuse it in the same words.
 */
export const RECIPES: readonly Recipe[] = [
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
    says: /^Template format error: Unresolved resource dependencies \[([\w, ]+)\] in the (Resources|Outputs) block of the template$/,
    run(ask, [names, block]) {
      const all = { 'Fn::Join': ['', names!.split(', ').map((Ref) => ({ Ref }))] }
      const body = block === 'Resources' ? valued(all) : template({ Outputs: { Out: { Value: all } } })
      return ask['CreateStack']!({ StackName: 'refused', TemplateBody: body })
    },
  },
  {
    says: /^Template error: Mapping named '(\w+)' is not present in the 'Mappings' section of template\.$/,
    run: (ask, [map]) =>
      ask['CreateStack']!({ StackName: 'refused', TemplateBody: valued({ 'Fn::FindInMap': [map, 'a', 'b'] }) }),
  },
  {
    says: /^Template error: Unable to get mapping for ([\w.-]+)::([\w.-]+)::([\w.-]+)$/,
    run: (ask, [map, first, second]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: valued(
          { 'Fn::FindInMap': [map, first, second] },
          { Mappings: { [map!]: { other: { other: 'v' } } } },
        ),
      }),
  },
  {
    says: /^Parameters: \[(\w+)\] must have values$/,
    run: (ask, [key]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({ Parameters: { [key!]: { Type: 'String' } } }),
      }),
  },
  {
    says: /^Parameters: \[(\w+)\] do not exist in the template$/,
    run: (ask, [key]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({}),
        Parameters: [{ ParameterKey: key, ParameterValue: 'v' }],
      }),
  },
  {
    says: /^Unable to fetch parameters \[(.+)\] from parameter store for this account\.$/,
    run: (ask, [name]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({ Parameters: { One: { Type: 'AWS::SSM::Parameter::Value<String>', Default: name } } }),
      }),
  },
  {
    says: /^No updates are to be performed\.$/,
    async run(ask, _, settle) {
      await deployed(ask, settle, 'same')
      return ask['UpdateStack']!({ StackName: 'same', TemplateBody: template({}) })
    },
  },
  {
    says: /^Stack \[(.+)\] cannot be deleted while TerminationProtection is enabled$/,
    async run(ask, [name], settle) {
      await deployed(ask, settle, name!)
      await ask['UpdateTerminationProtection']!({ StackName: name, EnableTerminationProtection: true })
      return ask['DeleteStack']!({ StackName: name })
    },
  },
  {
    says: /^Invalid template property or properties \[(\w+)\]$/,
    run: (ask, [name]) => ask['CreateStack']!({ StackName: 'refused', TemplateBody: template({ [name!]: {} }) }),
  },
  {
    says: /^Invalid template resource property '(\w+)'$/,
    run: (ask, [name]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({ Resources: { One: { ...PARAMETER, [name!]: 'v' } } }),
      }),
  },
  {
    says: /^Template format error: Resource name (\S+) is non alphanumeric\.$/,
    run: (ask, [name]) =>
      ask['CreateStack']!({ StackName: 'refused', TemplateBody: template({ Resources: { [name!]: PARAMETER } }) }),
  },
  {
    says: /^1 validation error detected: Value '(.+)' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
    run: (ask, [name]) =>
      ask['CreateChangeSet']!({
        StackName: 'refused',
        ChangeSetName: name,
        ChangeSetType: 'CREATE',
        TemplateBody: template({}),
      }),
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
