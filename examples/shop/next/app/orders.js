import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Cents for one piece. */
const PRICES = { tea: 450, cup: 1200, kettle: 3900 }
const OTHER = 1000

/**
 * The orders, one JSON document a line. They outlive every version of the shop: totals, which are new in 1.5, are
 * computed when an order is read, so that earlier orders have one, too.
 */
export function openOrders(folder, { currency }) {
  mkdirSync(folder, { recursive: true })
  const journal = join(folder, 'orders.jsonl')
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(Boolean) : []
  const orders = new Map(lines.map((line) => JSON.parse(line)).map((order) => [order.id, order]))
  const priced = (order) => ({ ...order, total: order.quantity * (PRICES[order.item] ?? OTHER), currency })

  return {
    count: () => orders.size,
    find(id) {
      const order = orders.get(id)
      return order && priced(order)
    },
    newest: (most) => [...orders.values()].slice(-most).toReversed().map(priced),
    place({ item, quantity }) {
      const order = { id: randomUUID(), item, quantity, placed: new Date().toISOString() }
      appendFileSync(journal, `${JSON.stringify(order)}\n`)
      orders.set(order.id, order)
      return priced(order)
    },
  }
}
