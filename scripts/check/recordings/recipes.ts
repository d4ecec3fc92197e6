import { CALL } from './play.ts'
import { PARAMETER, deployed, template, valued } from './recipe.ts'
import type { Ask, Recipe } from './recipe.ts'
import { TEMPLATE_RECIPES } from './template-recipes.ts'

/**
 * Requests that reproduce recorded errors. Recordings contain code and message of an error, but not the request; each
 * recipe builds one from the message, and the sandbox has to return the same message.
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
    says: /^Stack:(.+) is in REVIEW_IN_PROGRESS state and can not be updated\.$/,
    async run(ask) {
      const { StackId: id } = await reviewed(ask)
      return ask['UpdateStack']!({ StackName: id, TemplateBody: valued('other') })
    },
  },
  {
    says: /^Stack:(.+) is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    async run(ask, _, settle) {
      const missing = valued({ 'Fn::ImportValue': 'missing' })
      const id = await deployed(ask, settle, 'failed', missing)
      return ask['UpdateStack']!({ StackName: id, TemplateBody: template({}) })
    },
  },
  {
    says: /^ChangeSet \[(.+)\] cannot be executed in its current status of \[FAILED\]$/,
    async run(ask, _, settle) {
      await deployed(ask, settle, 'same')
      const failed = { StackName: 'same', ChangeSetName: 'set', TemplateBody: template({}) }
      await ask['CreateChangeSet']!(failed)
      await settle()
      return ask['ExecuteChangeSet']!(failed)
    },
  },
  {
    says: /^ChangeSet \[(.+)\] cannot be executed in its current execution status of \[(OBSOLETE|EXECUTE_COMPLETE)\]$/,
    async run(ask, [, status], settle) {
      const { Id: id } = await reviewed(ask)
      await settle()
      if (status === 'OBSOLETE') await deployed(ask, settle, 'review')
      else await ask['ExecuteChangeSet']!({ ChangeSetName: id })
      await settle()
      return ask['ExecuteChangeSet']!({ ChangeSetName: id })
    },
  },
  {
    says: /^ChangeSet (\S+) cannot be created due to a mismatch with existing attribute Template$/,
    async run(ask, [name]) {
      await reviewed(ask, name)
      return reviewed(ask, name, valued('other'))
    },
  },
  {
    says: /^Cannot specify usePreviousTemplate as true for a changeSetType CREATE$/,
    run: (ask) =>
      ask['CreateChangeSet']!({
        StackName: 'review',
        ChangeSetName: 'set',
        ChangeSetType: 'CREATE',
        UsePreviousTemplate: true,
      }),
  },
  {
    says: /^Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE$/,
    run: (ask) =>
      ask['CreateChangeSet']!({
        StackName: 'review',
        ChangeSetName: 'set',
        ChangeSetType: 'CREATE',
        TemplateBody: template({ Parameters: { One: { Type: 'String' } } }),
        Parameters: [{ ParameterKey: 'One', UsePreviousValue: true }],
      }),
  },
  {
    says: /^CancelUpdateStack cannot be called from current stack status$/,
    async run(ask, _, settle) {
      await deployed(ask, settle, 'idle')
      return ask['CancelUpdateStack']!({ StackName: 'idle' })
    },
  },
  {
    says: /^Export '(.+)' is not imported by any stack\.$/,
    run: (ask, [name]) => ask['ListImports']!({ ExportName: name }),
  },
  {
    says: /^Either Template URL or Template Body must be specified\.$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'nothing' }),
  },
  {
    says: /^Stack (.+) is in CREATE_COMPLETE state and cannot be signaled$/,
    async run(ask, _, settle) {
      await deployed(ask, settle, 'idle')
      const signal = { StackName: 'idle', LogicalResourceId: 'Parameter', UniqueId: 'one', Status: 'SUCCESS' }
      return ask['SignalResource']!(signal)
    },
  },
  {
    says: /^Invalid operation on stack \[(.+)\]\. You can activate DeletionMode FORCE_DELETE_STACK/,
    async run(ask, _, settle) {
      await deployed(ask, settle, 'whole')
      return ask['DeleteStack']!({ StackName: 'whole', DeletionMode: 'FORCE_DELETE_STACK' })
    },
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
    says: /^Requires capabilities : \[CAPABILITY_AUTO_EXPAND\]$/,
    run: (ask) => ask['CreateStack']!({ StackName: 'refused', TemplateBody: template({ Transform: 'Macro' }) }),
  },
  {
    says: /^Requires capabilities : \[CAPABILITY_((?:NAMED_)?IAM)\]$/,
    run: (ask, [all]) =>
      ask['CreateStack']!({
        StackName: 'refused',
        TemplateBody: template({
          Resources: { Role: { Type: 'AWS::IAM::Role', Properties: all?.includes('NAMED') ? { RoleName: 'r' } : {} } },
        }),
      }),
  },
  ...TEMPLATE_RECIPES,
]

/** Creates a change set for a new stack. */
function reviewed(ask: Ask, name = 'set', body = template({})): Promise<{ Id: string; StackId: string }> {
  return ask['CreateChangeSet']!({
    StackName: 'review',
    ChangeSetName: name,
    ChangeSetType: 'CREATE',
    TemplateBody: body,
  })
}

function triggered(ask: Ask, trigger: object): Promise<unknown> {
  return ask['CreateStack']!({
    StackName: 'trigger',
    TemplateBody: template({}),
    RollbackConfiguration: { RollbackTriggers: [trigger] },
  })
}
