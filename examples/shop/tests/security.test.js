import assert from 'node:assert/strict'
import test from 'node:test'
import { ask, place } from './shop.js'

test('responses prevent content sniffing and do not reveal the server', async () => {
  const { headers } = await ask('/')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('x-powered-by'), null)
  assert.equal(headers.get('server'), null)
})

for (const path of ['/../server.js', '/orders/..%2F..%2Fetc%2Fpasswd', '/config/preprod.json', '/state/orders.jsonl']) {
  test(`${path} is not served`, async () => {
    assert.equal((await ask(path)).status, 404)
  })
}

test('a body that is too large is refused', async () => {
  const { status } = await ask('/orders', { method: 'POST', body: 'x'.repeat(20_000) })
  assert.equal(status, 413)
})

test('markup in an order is refused', async () => {
  assert.equal((await place({ item: '<script>alert(1)</script>', quantity: 1 })).status, 400)
})

test('orders cannot be deleted', async () => {
  assert.equal((await ask('/orders', { method: 'DELETE' })).status, 405)
})
