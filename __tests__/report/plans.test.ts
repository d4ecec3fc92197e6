import { expect, test } from '@jest/globals'
import type { Plan } from '../../src/evidence/document.ts'
import { renderPage } from '../../src/report/page/page.ts'
import { environmentsOf, planPairs, plansOf } from '../../src/report/plans.ts'
import { unusual } from '../../src/report/reading.ts'
import { renderSummary } from '../../src/report/summary/summary.ts'
import { change, document, planFor } from './documents.ts'

const [EU, US] = ['eu-west-1', 'us-east-1']
const at = (environment: string, region: string, ...changes: Parameters<typeof planFor>[1]): Plan => ({
  ...planFor(environment, changes),
  region,
})
const TOPIC = change('Topic', 'AWS::SNS::Topic', { action: 'Add' })
const TABLE = change('Table', 'AWS::DynamoDB::Table', { replacement: 'True' })
const precheck = (plans: readonly Plan[], environments = ['preprod', 'production']) =>
  document('precheck', '10:00:00', '10:01:00', [], { plans, environments })

const REGIONS = precheck([
  at('preprod', EU, TOPIC),
  at('preprod', US, TOPIC),
  at('production', EU, TOPIC),
  at('production', US, TOPIC, TABLE),
])

test('plans of two regions are compared with those of their own region', () => {
  const pairs = planPairs([REGIONS]).map(({ rehearsed, planned }) => [rehearsed?.region, planned?.region])
  expect(pairs).toEqual([
    [EU, EU],
    [US, US],
  ])
})

test('the newest plan of each region is shown', () => {
  const later = precheck([at('production', EU, TABLE)])
  expect(plansOf([REGIONS, later], 'production')).toEqual([later.plans[0], REGIONS.plans[3]])
})

test('page and summary name the region of each plan where an environment has several', () => {
  const page = renderPage([REGIONS])
  const summary = renderSummary(REGIONS)
  for (const region of [EU, US]) {
    expect(page).toContain(`Changes in production (${region})`)
    expect(page).toContain(`In production (${region})`)
    expect(page).toContain(`Planned for pre-prod (${region})`)
    expect(summary).toContain(`What will change in production (${region})`)
    expect(summary).toContain(`Plan for preprod (${region})`)
  }
  expect(unusual([REGIONS])).toEqual([
    `production (${US}): web/Table: replace`,
    `1 change in production (${US}) is not what is planned for pre-prod (${US})`,
  ])
})

test('with one region each, no region is named', () => {
  const page = renderPage([precheck([at('preprod', EU, TOPIC), at('production', US, TOPIC)])])
  expect(page).toContain('Changes in production<')
  expect(page).toContain('Planned for pre-prod<')
  expect(page).not.toContain(`(${US})`)
})

test('three environments are in the order that the configuration declares', () => {
  const environments = ['preprod', 'staging', 'production']
  const three = precheck(
    [at('production', EU, TABLE), at('staging', EU, TABLE), at('preprod', EU, TOPIC)],
    environments,
  )
  expect(environmentsOf([three])).toEqual(environments)
  expect(planPairs([three]).map(({ rehearsed }) => rehearsed?.environment)).toEqual(['preprod', 'staging'])
  expect(unusual([three])).toContain('2 changes in production are not what is planned for pre-prod')
})
