import assert from 'node:assert/strict'
import test from 'node:test'
import { ask, place } from './shop.js'

test('a body that is not JSON is the customer’s error', async () => {
  assert.equal((await ask('/orders', { method: 'POST', body: '{"item":' })).status, 400)
})

test('the newest order comes first', async () => {
  const { body: newest } = await place({ item: 'cup', quantity: 1 })
  const { body } = await ask('/orders')
  assert.equal(body.orders[0].id, newest.id)
})

test('orders of every age have the same form', async () => {
  await place({ item: 'tea', quantity: 1 })
  const { body } = await ask('/orders')
  const shapes = new Set(body.orders.map((order) => Object.keys(order).toSorted().join(' ')))
  assert.equal(shapes.size, 1, `orders of different shapes: ${[...shapes].join(' | ')}`)
})
