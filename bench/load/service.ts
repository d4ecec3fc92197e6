import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A service as the benches of `load` measure it: it computes a little, and then waits, as for a database, for a time that
 * varies as such waits do. PUT /factor makes it slower by that factor. Prints its port.
 */

const MEDIAN_WAIT_MS = 18
const SPREAD = 0.25
const HASHES = 20

let factor = 1
const server = createServer((request, response) => {
  if (request.method === 'PUT') {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      factor = Number(body)
      response.end()
    })
    return
  }
  if (request.url === '/bare') {
    response.end('ok')
    return
  }
  let text = request.url ?? ''
  for (let index = 0; index < HASHES * factor; index++) text = createHash('sha256').update(text).digest('hex')
  setTimeout(() => response.end(text), factor * MEDIAN_WAIT_MS * Math.exp(SPREAD * gaussian()))
})

function gaussian(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
