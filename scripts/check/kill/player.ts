import { callsOf, play, type Case } from './play.ts'
import type { Command } from './world.ts'

/** A process that runs cases, one at a time: it responds to each message of check:kill with a message. */

export type Request = { readonly learn: Command } | { readonly play: Case }

process.on('message', (request: Request) => {
  const answering = 'learn' in request ? callsOf(request.learn) : play(request.play)
  answering.then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
