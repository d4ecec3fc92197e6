import assert from 'node:assert/strict'
import test from 'node:test'
import { ask, place } from './shop.js'

test('an order that was placed is found by its id and in the list', async () => {
  const placed = await place({ item: 'kettle', quantity: 1 })
  const found = await ask(`/orders/${placed.body.id}`)
  assert.deepEqual(found.body, placed.body)
  const { body } = await ask('/orders')
  assert.ok(body.orders.some((order) => order.id === placed.body.id))
})

test('every order is counted by the health endpoint', async () => {
  const before = (await ask('/health')).body.orders
  await Promise.all([1, 2, 3].map((quantity) => place({ item: 'cup', quantity })))
  const after = (await ask('/health')).body.orders
  assert.ok(after >= before + 3, `${after} orders after 3 more than ${before}`)
})
