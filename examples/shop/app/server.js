import { accessSync, constants, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { openOrders } from './orders.js'

const here = import.meta.dirname
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
const config = JSON.parse(readFileSync(process.env.SHOP_CONFIG ?? join(here, 'config/preprod.json'), 'utf8'))
const state = process.env.SHOP_STATE ?? join(here, 'state')
const port = Number(process.env.PORT ?? config.port)

const LARGEST_BODY = 10_000
const orders = openOrders(state, config)

const routes = {
  'GET /': () => [200, { shop: 'open', orders: '/orders' }],
  'GET /version': () => [200, { version, environment: config.environment }],
  'GET /health': health,
  'GET /orders': () => [200, { orders: orders.newest(config.page) }],
  'POST /orders': async (request) => {
    const order = readOrder(await bodyOf(request))
    return order ? [201, orders.place(order)] : [400, { error: 'an order is {"item": text, "quantity": 1 to 100}' }]
  },
}

/** Healthy means that a new order could be stored. */
function health() {
  try {
    accessSync(state, constants.W_OK)
    return [200, { status: 'ok', version, orders: orders.count() }]
  } catch {
    return [503, { status: 'the state folder cannot be written' }]
  }
}

function readOrder(text) {
  try {
    const { item, quantity } = JSON.parse(text)
    const sound = typeof item === 'string' && /^[\w -]{1,40}$/.test(item)
    return sound && Number.isInteger(quantity) && quantity >= 1 && quantity <= 100 ? { item, quantity } : undefined
  } catch {
    return undefined
  }
}

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > LARGEST_BODY) throw Object.assign(new Error('the body is too large'), { status: 413 })
  }
  return text
}

async function answer(request) {
  const { pathname } = new URL(request.url, 'http://shop')
  const route = routes[`${request.method} ${pathname}`]
  if (route) return await route(request)
  const order = request.method === 'GET' ? orders.find(/^\/orders\/([\w-]+)$/.exec(pathname)?.[1]) : undefined
  if (order) return [200, order]
  const known = Object.keys(routes).some((each) => each.endsWith(` ${pathname}`))
  return known ? [405, { error: 'method not allowed' }] : [404, { error: 'not found' }]
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => [error.status ?? 500, { error: error.message }])
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // The rest of a refused body is not read.
    ...(status === 413 && { connection: 'close' }),
  })
  response.end(`${JSON.stringify(body)}\n`)
})

server.listen(port, process.env.HOST ?? config.host, () => {
  console.log(`shop ${version} (${config.environment}) listens on port ${server.address().port}`)
})
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  })
}
