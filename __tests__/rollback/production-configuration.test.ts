import { expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { schema } from '../../src/config/schema/index.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { PlaceState } from '../../src/evidence/document.ts'
import { asInProduction } from '../../src/rollback/production-configuration.ts'
import { document } from '../evidence/documents.ts'

const state = (environment: string, configuration?: string | null): PlaceState => ({
  environment,
  at: '2026-11-20T09:00:00.000Z',
  values: configuration === undefined ? {} : { 'deployments/app/configuration': configuration },
})

/** The configuration with which `app` is deployed to pre-prod, and the noted findings. */
function rehearsedWith(production: PlaceState[], preprod?: string, declared?: string): [string | undefined, string[]] {
  const config = schema().parse({
    version: 1,
    deployments: [
      {
        platform: 'server',
        application: 'shop',
        group: 'g',
        revision: { directory: 'app' },
        ...(declared !== undefined && { 'deployment-config': declared }),
      },
    ],
  })
  const evidence = document('precheck', { states: [state('preprod', preprod), ...production] })
  const chain = { links: [{ name: 'doc', digest: digestOf(evidence), evidence }], others: [], findings: [] }
  const found = asInProduction(resolveEnvironment(config, 'preprod', 'eu-west-1'), chain)
  const [app] = found.environment.deployments
  const used = app?.platform === 'server' ? app['deployment-config'] : undefined
  return [used, found.findings.map(({ code, observed }) => `${code}: ${observed}`)]
}

const [ONE, HALF] = ['CodeDeployDefault.OneAtATime', 'CodeDeployDefault.HalfAtATime']

test('the rehearsal uses the deployment configuration that production has', () => {
  expect(rehearsedWith([state('production', ONE)], HALF)).toEqual([ONE, []])
  expect(rehearsedWith([state('production', HALF), state('production', ONE)], HALF)).toEqual([ONE, []])
})

test('nothing changes where both are the same, or the configuration names one', () => {
  expect(rehearsedWith([state('production', 'mine')], 'mine')).toEqual([undefined, []])
  expect(rehearsedWith([state('production', HALF)], HALF, ONE)).toEqual([ONE, []])
})

test.each<[string, PlaceState[], string]>([
  ['production was not read', [], 'production has no such deployment group, or precheck did not read it'],
  ['production could not be read', [state('production', null)], 'precheck could not read the one of production'],
  ['production has a configuration of its own', [state('production', 'mine')], 'mine may not exist in preprod'],
])('is noted where %s', (_, production, why) => {
  expect(rehearsedWith(production, HALF)).toEqual([undefined, [`rollback/own-configuration: ${why}`]])
})
