import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The orders, one JSON document a line. They outlive every version of the shop. */
export function openOrders(folder) {
  mkdirSync(folder, { recursive: true })
  const journal = join(folder, 'orders.jsonl')
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(Boolean) : []
  const orders = new Map(lines.map((line) => JSON.parse(line)).map((order) => [order.id, order]))

  return {
    count: () => orders.size,
    find: (id) => orders.get(id),
    newest: (most) => [...orders.values()].slice(-most).toReversed(),
    place({ item, quantity }) {
      const order = { id: randomUUID(), item, quantity, placed: new Date().toISOString() }
      appendFileSync(journal, `${JSON.stringify(order)}\n`)
      orders.set(order.id, order)
      return order
    },
  }
}
