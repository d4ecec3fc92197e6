import { stackReady, type Account } from '../installed.ts'
import type { Repository } from '../workspace.ts'
import type { Break } from './contract.ts'
import { CONFIG, INTENT, TEMPLATE } from './files.ts'

/**
 * Breaks by other resources of the accounts: stacks of other teams, versions of functions, policies of the
 * organization.
 */

const MAILER = 'infra/mailer.yml'

export const ACCOUNT_BREAKS: readonly Break[] = [
  {
    name: 'export-in-use',
    story:
      'The release no longer exports the URL of the shop, which a stack of another team imports, in production only.',
    files: (repository) => repository.edit(TEMPLATE, "    Export: { Name: !Sub 'shop-url-${Environment}' }\n", ''),
    during: {
      job: 'precheck',
      when: 'before',
      act: ({ accounts: { production } }, signal) => createStack(production, 'billing', BILLING, signal),
    },
  },
  {
    name: 'same-version',
    story: 'The release changes the code of a function, and not the version that its alias serves.',
    files: releaseMailer,
    during: {
      job: 'precheck',
      when: 'before',
      act: async ({ accounts }, signal) => {
        await Promise.all(
          Object.values(accounts).map((account) =>
            createStack(account, `shop-mailer-${account.environment}`, mailer("'Thank you'"), signal),
          ),
        )
      },
    },
  },
  {
    name: 'scp',
    story: 'The organization lets only its own team create alarms in production, and the release adds one.',
    during: {
      job: 'precheck',
      when: 'before',
      act: ({ accounts: { production }, attachControlPolicy }) =>
        attachControlPolicy(production.id, {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: 'cloudwatch:PutMetricAlarm', Resource: '*' },
          ],
        }),
    },
  },
]

const BILLING = `Description: Bills, with a link to the shop. It belongs to another team.
Resources:
  ShopUrl:
    Type: AWS::SSM::Parameter
    Properties:
      Name: /billing/shop-url
      Type: String
      Value: !ImportValue shop-url-production
`

/** A function whose alias serves a version that the template publishes once. */
function mailer(subject: string): string {
  return `Description: Sends a mail for each order.
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
  Mailer:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          exports.handler = async ({ order }) => ({ subject: ${subject}, order })
  Version:
    Type: AWS::Lambda::Version
    Properties: { FunctionName: !Ref Mailer }
  Live:
    Type: AWS::Lambda::Alias
    Properties: { Name: live, FunctionName: !Ref Mailer, FunctionVersion: !GetAtt Version.Version }
`
}

function releaseMailer(repository: Repository): void {
  repository.write(MAILER, mailer("'Thank you for your order'"))
  repository.edit(
    CONFIG,
    'deployments:\n',
    `  - { id: mailer, name: 'shop-mailer-{environment}', template: ${MAILER}, capabilities: [CAPABILITY_IAM] }
deployments:\n`,
  )
  repository.edit(
    INTENT,
    'forbid:\n',
    `  - { resource: mailer/Mailer, action: Modify, properties: [/Properties/Code] }
forbid:\n`,
  )
}

async function createStack(account: Account, name: string, template: string, cancelled: AbortSignal): Promise<void> {
  await account.cloudformation.createStack({
    StackName: name,
    TemplateBody: template,
    Capabilities: ['CAPABILITY_IAM'],
  })
  await stackReady(account, name, cancelled)
}
