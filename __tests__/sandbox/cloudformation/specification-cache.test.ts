import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { entryOf, readEntry } from '../../../sandbox/aws/services/cloudformation/template/specification-cache.ts'
import { specification } from '../../specification.ts'

const TYPE = 'AWS::EC2::Instance'
const FILE = 'AWS%3A%3AEC2%3A%3AInstance.json'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'specification-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an entry has the published specification of the type', () => {
  const published = specification.lookup('resource', 'cloudFormationType', 'equals', TYPE).only()
  const { resource, definitions } = readEntry(TYPE, folder)
  expect(Object.keys(resource?.properties ?? {})).toEqual(Object.keys(published.properties))
  for (const [name, { type, required, causesReplacement }] of Object.entries(published.properties))
    expect(resource?.properties[name]).toEqual({ type, required, causesReplacement })
  expect(resource?.attributes).toEqual(Object.keys(published.attributes))
  expect(resource?.primaryIdentifier).toEqual(published.primaryIdentifier)
  expect(resource?.tagInformation).toEqual(published.tagInformation)
  const references = [...JSON.stringify({ resource, definitions }).matchAll(/"\$ref":"([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(references)).toEqual(new Set(Object.keys(definitions)))
  for (const [reference, properties] of Object.entries(definitions)) {
    const names = Object.keys(specification.get('typeDefinition', reference).properties)
    expect(Object.keys(properties)).toEqual(names)
  }
})

test('the stored entry is the same and is used', () => {
  const fresh = readEntry(TYPE, folder)
  expect(readdirSync(folder)).toEqual([FILE])
  expect(readEntry(TYPE, folder)).toEqual(fresh)
  writeFileSync(join(folder, FILE), JSON.stringify({ definitions: {} }))
  expect(readEntry(TYPE, folder)).toEqual({ definitions: {} })
})

test('a damaged file is replaced', () => {
  writeFileSync(join(folder, FILE), '{"resource":')
  expect(readEntry(TYPE, folder)).toEqual(entryOf(TYPE))
  expect(JSON.parse(readFileSync(join(folder, FILE), 'utf8'))).toEqual(entryOf(TYPE))
})

test('a folder that is not writable changes nothing', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  expect(readEntry(TYPE, file)).toEqual(entryOf(TYPE))
})

test('a type that is not in the specification has no resource', () => {
  expect(readEntry('AWS::No::Such', folder)).toEqual({ definitions: {} })
})
