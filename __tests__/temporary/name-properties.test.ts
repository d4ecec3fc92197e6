import { expect, test } from '@jest/globals'
import { nameLines } from '../../scripts/check/names/name-lines.ts'
import { NAME_PROPERTIES } from '../../src/temporary/name-properties.ts'

test('the table of names equals that of the registry schemas', () => {
  expect(NAME_PROPERTIES.trim().split('\n')).toEqual(nameLines())
})
