import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { smallAssembly, textLayout } from '../../assembly/assembly-folder.ts'

/** A cloud assembly with a file, an image and a nested template, for a bootstrapped account. */

const NESTED = 'asset.def.nested.template.json'
const HOME = { account: '111111111111', region: 'eu-west-1' }
const REPOSITORY = `cdk-hnb659fds-container-assets-${HOME.account}-${HOME.region}`
const BUCKET = `cdk-hnb659fds-assets-${HOME.account}-${HOME.region}`
const BOOTSTRAP =
  'Resources: { Version: { Type: AWS::SSM::Parameter, Properties: { Name: /cdk-bootstrap/hnb659fds/version, Type: String, Value: "32" } } }'

export const BOOTSTRAPPED: ScenarioInput = {
  buckets: [{ name: BUCKET, ...HOME }],
  repositories: [{ name: REPOSITORY, ...HOME, images: [] }],
  history: [{ deploy: { stack: 'CDKToolkit', template: BOOTSTRAP } }],
}

/** The files below `cdk.out` and the layout `api` of the image, by path. */
export function assemblyFiles(): Record<string, string> {
  const files = smallAssembly({
    bucket: BUCKET,
    stack: { stackName: 'shop-web' },
    images: {
      abc: {
        displayName: 'Api',
        source: { directory: '.' },
        destinations: { here: { repositoryName: REPOSITORY, imageTag: 'abc' } },
      },
    },
  })
  const manifest = files['cdk.out/Shop.assets.json'] as { readonly files: Record<string, object> }
  const nested = {
    source: { path: NESTED, packaging: 'file' },
    destinations: { here: { bucketName: BUCKET, objectKey: 'def.json' } },
  }
  const all = {
    ...files,
    ...textLayout('api'),
    'cdk.out/Shop.assets.json': { ...manifest, files: { ...manifest.files, def: nested } },
    [`cdk.out/${NESTED}`]: '{}',
  }
  const texts = Object.entries(all).map(([path, each]) => [
    path,
    typeof each === 'string' ? each : JSON.stringify(each),
  ])
  return Object.fromEntries(texts) as Record<string, string>
}
