import assert from 'node:assert/strict'
import test from 'node:test'
import { total } from '../src/total.js'

test('the total counts each line with its quantity', () => {
  assert.equal(
    total([
      { price: 250, quantity: 2 },
      { price: 100, quantity: 1 },
    ]),
    600,
  )
})
