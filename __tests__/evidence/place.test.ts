import { describe, expect, test } from '@jest/globals'
import { byPlace, isSamePlace, pairsOf, placeKey, showPlace, type Place } from '../../src/evidence/place.ts'

const EU = 'eu-west-1'
const US = 'us-east-1'
const at = (environment: string, region?: string, account?: string): Place => ({
  environment,
  ...(account !== undefined && { account }),
  ...(region !== undefined && { region }),
})

test('two regions, or two accounts, of one environment are two places', () => {
  const places = [
    at('production', EU, '1'),
    at('production', US, '1'),
    at('production', EU, '2'),
    at('preprod', EU, '1'),
  ]
  expect(new Set(places.map(placeKey)).size).toBe(4)
  expect(isSamePlace(at('production', EU), at('production', US))).toBe(false)
})

test('an unknown region or account may be any', () => {
  expect(isSamePlace(at('production', EU), at('production', EU, '1'))).toBe(true)
  expect(isSamePlace(at('production'), at('production', EU, '1'))).toBe(true)
  expect(isSamePlace(at('preprod'), at('production'))).toBe(false)
})

describe('entries by place', () => {
  test('an entry without an account belongs to the only matching place', () => {
    const groups = byPlace([at('production', EU), at('production', EU, '1'), at('production', US, '1')])
    expect(groups.map(({ place, entries }) => [place, entries.length])).toEqual([
      [at('production', EU, '1'), 2],
      [at('production', US, '1'), 1],
    ])
  })

  test('an entry with several matching places remains separate', () => {
    expect(byPlace([at('production'), at('production', EU, '1'), at('production', US, '1')])).toHaveLength(3)
    expect(byPlace([at('production', EU), at('production', EU, '1'), at('production', EU, '2')])).toHaveLength(3)
  })
})

test('a place is named by its environment, and by its difference from others of that environment', () => {
  const alone = [at('preprod', EU, '1'), at('production', EU, '2')]
  expect(alone.map((place) => showPlace(place, alone))).toEqual(['preprod', 'production'])
  const regions = [at('production', EU, '2'), at('production', US, '2')]
  expect(regions.map((place) => showPlace(place, regions))).toEqual([`production (${EU})`, `production (${US})`])
  const accounts = [at('production', EU, '2'), at('production', EU, '3')]
  expect(accounts.map((place) => showPlace(place, accounts))).toEqual([
    `production (2, ${EU})`,
    `production (3, ${EU})`,
  ])
})

describe('places that are compared', () => {
  const pairs = (some: readonly Place[], others: readonly Place[]) =>
    pairsOf(some, others).map(({ one, other }) => `${one.region} ${other.region}`)

  test('are of one region where both environments have it', () => {
    expect(pairs([at('preprod', EU), at('preprod', US)], [at('production', EU), at('production', US)])).toEqual([
      `${EU} ${EU}`,
      `${US} ${US}`,
    ])
  })

  test('include every place', () => {
    expect(pairs([at('preprod', EU)], [at('production', US)])).toEqual([`${EU} ${US}`])
    expect(pairs([at('preprod', EU)], [at('production', EU), at('production', US)])).toEqual([
      `${EU} ${EU}`,
      `${EU} ${US}`,
    ])
    expect(pairs([at('preprod', EU), at('preprod', US)], [at('production', EU)])).toEqual([
      `${EU} ${EU}`,
      `${US} ${EU}`,
    ])
  })
})
