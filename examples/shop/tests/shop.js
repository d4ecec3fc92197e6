import assert from 'node:assert/strict'

const base = process.env.SHOP_URL
assert.ok(base, 'SHOP_URL says which shop is tested')

/** Sends a request to the shop; returns status, headers and the parsed body. */
export async function ask(path, request = {}) {
  const response = await fetch(new URL(path, base), { ...request, signal: AbortSignal.timeout(5_000) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

export const place = (order) => ask('/orders', { method: 'POST', body: JSON.stringify(order) })
