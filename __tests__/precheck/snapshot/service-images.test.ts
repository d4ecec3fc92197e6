import { expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import type { EnvironmentKey } from '../../../src/config/model/environment-keys.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { ImageFacts } from '../../../src/ecs/facts.ts'
import { judgeParity } from '../../../src/policies/comparison/parity.ts'
import { NOTHING_NAMED } from '../../../src/policies/planned/settings.ts'
import { makeSnapshot } from '../../../src/precheck/snapshot/snapshot.ts'
import { DIGEST, OTHER_DIGEST, serviceFacts } from '../../ecs/services.ts'

/** Pre-prod tests the image that production gets. */

const ACCOUNTS = { preprod: '111111111111', production: '222222222222' }
const CONFIG = readConfig(
  `version: 1
environments:
  preprod: { plan-role: 'arn:aws:iam::${ACCOUNTS.preprod}:role/plan' }
  production: { plan-role: 'arn:aws:iam::${ACCOUNTS.production}:role/plan' }
deployments: [{ id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }]
`,
  'c.yml',
)
const found = (digest: string) => ({ state: 'found', observed: digest }) as const
const unknown = { state: 'not-looked-up', observed: 'not in ECR' } as const
const named = (key: EnvironmentKey, tag: string): string =>
  `${key === 'preprod' ? ACCOUNTS.preprod : ACCOUNTS.production}.dkr.ecr.eu-west-1.amazonaws.com/shop:${tag}`

type Image = Pick<ImageFacts, 'state' | 'observed'> & { readonly tag?: string }

function judged(preprod: Image, production: Image): string[] {
  const snapshotOf = (key: EnvironmentKey, { tag = '2', ...image }: Image) =>
    makeSnapshot({
      environment: resolveEnvironment(CONFIG, key, 'eu-west-1'),
      sources: new Map(),
      deployed: new Map(),
      groups: [],
      services: [serviceFacts({ images: [{ container: 'web', image: named(key, tag), ...image }] })],
      planned: { stacks: [], drift: [] },
      named: NOTHING_NAMED,
      ownTemplates: new Set(),
    })
  const snapshots = [snapshotOf('preprod', preprod), snapshotOf('production', production)]
  return judgeParity(snapshots, CONFIG.precheck.parity, '2026-06-01').map(
    ({ outcome, code, subject }) => `${outcome} ${code} ${subject}`,
  )
}

test.each<[string, Image, Image, string]>([
  ['the same image', found(DIGEST), found(DIGEST), 'pass parity/mirrors parity'],
  [
    'a tag that is another image in each account',
    found(DIGEST),
    found(OTHER_DIGEST),
    'fail parity/differs parity/deployments/api/image/web',
  ],
  ['one image by two tags', found(DIGEST), { ...found(DIGEST), tag: '3' }, 'pass parity/mirrors parity'],
  ['the same name of an image that is not looked up', unknown, unknown, 'pass parity/mirrors parity'],
  [
    'two names of images that are not looked up',
    unknown,
    { ...unknown, tag: '3' },
    'inconclusive parity/not-known-yet parity/deployments/api/image/web',
  ],
])('%s', (_, preprod, production, expected) => expect(judged(preprod, production)).toEqual([expected]))
