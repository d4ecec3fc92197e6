/** Reports which of the addresses in PROBE (JSON: HOST:PORT) are reachable in this network. */
import { connect } from 'node:net'
import { once } from 'node:events'

const LONGEST_MS = 3_000
for (const address of JSON.parse(process.env['PROBE'] ?? '[]') as string[]) {
  const [host = '', port] = address.split(':')
  const socket = connect({ host, port: Number(port), timeout: LONGEST_MS })
  socket.on('timeout', () => socket.destroy(new Error('no answer')))
  const answer = await once(socket, 'connect').then(
    () => 'reached',
    (error: Error) => `refused: ${error.message}`,
  )
  socket.destroy()
  process.stdout.write(`${address} ${answer}\n`)
}
