import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { INPUT_NAMES } from '../../../src/config/model/inputs.ts'

test('the known inputs are those of action.yml', () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as { readonly inputs: Readonly<Record<string, unknown>> }
  expect(INPUT_NAMES).toEqual(Object.keys(action.inputs))
})
