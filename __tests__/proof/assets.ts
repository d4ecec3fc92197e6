import { S3 } from '@aws-sdk/client-s3'
import { digestOf, manifestOf } from '../../sandbox/aws/services/ecr/store.ts'
import { IMAGE, smallAssembly, textLayout } from '../assembly/assembly-folder.ts'
import { KEYS } from '../dist/support/precheck-world.ts'
import { replaced, type Oddity } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** Assets of a release, and the account that the CDK needs. */

const HOME = { account: '111111111111', region: 'eu-west-1' }
const textsOf = (files: Readonly<Record<string, string | object>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  )
const VERSION = `Resources: { Version: { Type: AWS::SSM::Parameter, Properties: { Name: /cdk-bootstrap/hnb659fds/version, Type: String, Value: "32" } } }\n`

const assembly = awsStage({
  name: 'an assembly of the CDK',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ cdk: cdk.out }]
`,
    ...textsOf(smallAssembly({})),
  },
  scenario: {
    buckets: [{ name: 'assets', ...HOME }],
    history: [{ deploy: { stack: 'CDKToolkit', template: VERSION } }],
  },
  async before({ sandbox }) {
    const s3 = new S3({ region: 'eu-west-1', endpoint: sandbox.awsUrl, credentials: KEYS, forcePathStyle: true })
    await s3.putObject({ Bucket: 'assets', Key: 'abc.txt', Body: 'one', ChecksumAlgorithm: 'SHA256' })
    s3.destroy()
  },
})

const IMAGE_ASSEMBLY = smallAssembly({
  images: {
    abc: {
      displayName: 'Api',
      source: { directory: '.' },
      destinations: { here: { repositoryName: 'images', imageTag: 'abc' } },
    },
  },
})
const imageScenario = (content: string) => ({
  buckets: [{ name: 'assets', ...HOME }],
  repositories: [{ name: 'images', images: [{ tag: 'abc', content }] }],
  history: [{ deploy: { stack: 'CDKToolkit', template: VERSION } }],
})

const withImage = awsStage({
  name: 'an assembly of the CDK with a container image',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ cdk: cdk.out, images: { Api: "127.0.0.1:1/api@${digestOf(manifestOf(IMAGE))}" } }]
`,
    ...textsOf(IMAGE_ASSEMBLY),
  },
  scenario: imageScenario(IMAGE),
})

const withEarlier = awsStage({
  name: 'an assembly of the CDK with a container image of an earlier build',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ cdk: cdk.out, images: { Api: api } }]
`,
    ...textsOf({ ...IMAGE_ASSEMBLY, ...textLayout('api') }),
  },
  scenario: imageScenario('an earlier build'),
})

/** Of the responses after the first: the state has changed since precheck. */
function later(oddity: Oddity): Oddity {
  let answers = 0
  return (answer) => (answers++ === 0 ? answer : oddity(answer))
}

export const ASSETS: readonly Row[] = [
  ...rowsOf(withImage, { aws: { DescribeImages: replaced(digestOf(manifestOf(IMAGE)), digestOf(IMAGE)) } }, [
    {
      code: 'image/present',
      subject: 'environment/preprod/images',
      says: 'the repository has an image with the tag',
      truth: 'the tag leads to another digest',
    },
    {
      code: 'image/published',
      subject: 'environment/preprod/images',
      says: 'the tag exists, so that a packager skips the image',
      truth: 'the tag leads to another digest',
    },
  ]),
  ...rowsOf(
    withEarlier,
    { aws: { DescribeImages: later(replaced(digestOf(manifestOf('an earlier build')), digestOf(IMAGE))) } },
    [
      {
        code: 'image/published',
        subject: 'environment/preprod/images',
        says: 'the tag led to an image of an earlier build when precheck looked',
        truth: 'it leads to another one when the release is deployed',
      },
    ],
  ),
  ...rowsOf(assembly, { files: { 'cdk.out/asset.abc.txt': replaced('one', 'two') } }, [
    {
      code: 'asset/present',
      subject: 'environment/preprod/assets',
      says: 'the bucket has an object with the key of the asset',
      truth: 'the object has other bytes',
    },
    {
      code: 'asset/published',
      subject: 'environment/preprod/assets',
      says: 'the key exists, so that a packager skips the upload',
      truth: 'the object has other bytes',
    },
  ]),
  ...rowsOf(assembly, { aws: { GetParameters: replaced('"32"', '"5"') } }, [
    {
      code: 'bootstrap/ready',
      subject: 'environment/preprod/bootstrap',
      says: 'the account is bootstrapped',
      truth: 'the bootstrap stack is older than the stacks need',
    },
  ]),
]
