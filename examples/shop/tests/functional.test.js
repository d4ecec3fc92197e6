import assert from 'node:assert/strict'
import test from 'node:test'
import { ask, place } from './shop.js'

test('the shop is open', async () => {
  const { status, body } = await ask('/')
  assert.equal(status, 200)
  assert.equal(body.shop, 'open')
})

test('an order is accepted', async () => {
  const { status, body } = await place({ item: 'tea', quantity: 2 })
  assert.equal(status, 201)
  assert.equal(body.item, 'tea')
  assert.equal(body.quantity, 2)
  assert.ok(body.id)
})

const refused = {
  'without an item': { quantity: 1 },
  'of nothing': { item: 'tea', quantity: 0 },
  'of half a piece': { item: 'tea', quantity: 0.5 },
  'of too much': { item: 'tea', quantity: 101 },
}
for (const [what, order] of Object.entries(refused)) {
  test(`an order ${what} is refused`, async () => {
    assert.equal((await place(order)).status, 400)
  })
}
