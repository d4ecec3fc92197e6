import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

/**
 * Roles that jobs of every branch may assume read no data: no content of tables, queues, logs, secrets or objects,
 * except the contents of a release itself.
 */

const FOLDER = join(import.meta.dirname, '../../docs/iam')
/** Actions that return customers' data: CloudTrail's data events, and the contents of logs, parameters and secrets. */
const DATA = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:SelectObjectContent',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:GetRecords',
  'dynamodb:PartiQLSelect',
  'kinesis:GetRecords',
  'sqs:ReceiveMessage',
  'lambda:InvokeFunction',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
  'logs:GetQueryResults',
  'rds-data:ExecuteStatement',
  'athena:GetQueryResults',
  'codecommit:GetFile',
  'ecr:GetDownloadUrlForLayer',
]
/** The contents of a release: its templates, assets and revisions, and the version of the CDK's bootstrap. */
const OF_RELEASES: Readonly<Record<string, RegExp>> = {
  'plan-role.json s3:GetObject': /^arn:aws:s3:::shop-\*\/test-deployments\/templates\/\*$/,
  'plan-role-assets.json s3:GetObject': /^arn:aws:s3:::cdk-hnb659fds-assets-\*(\/\*)?$/,
  'plan-role-assets.json ssm:GetParameters': /:parameter\/cdk-bootstrap\/hnb659fds\/version$/,
  'revisions.json s3:GetObject': /^arn:aws:s3:::shop-builds\/releases\/\*$/,
  'revisions.json s3:GetObjectVersion': /^arn:aws:s3:::shop-builds\/releases\/\*$/,
}

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
}

const documents = readdirSync(FOLDER).filter((name) => /^(plan-role.*|serving|revisions)\.json$/.test(name))

test('the documents of the plan-role are these', () => {
  expect(documents).toEqual(expect.arrayContaining(['plan-role.json', 'plan-role-live-all.json', 'serving.json']))
  expect(documents.length).toBeGreaterThanOrEqual(8)
})

test.each(documents)('%s reads no data', (name) => {
  const { Statement } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { readonly Statement: Statement[] }
  const reads = Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => {
      const pattern = new RegExp(`^${action.replaceAll('*', '.*')}$`, 'i')
      return DATA.filter((data) => pattern.test(data)).flatMap((data) =>
        [Resource].flat().map((resource) => ({ data, resource })),
      )
    }),
  )
  const beyond = reads.filter(({ data, resource }) => !OF_RELEASES[`${name} ${data}`]?.test(resource))
  expect(beyond).toEqual([])
})
