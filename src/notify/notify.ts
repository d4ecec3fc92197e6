import type { AwsAccess } from '../aws/access.ts'
import { OWNED_KINDS, type NotifyInput } from '../config/model/sections/notify.ts'
import type { Evidence } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { messageOf as reasonOf } from '../support/errors.ts'
import { withGrace } from '../support/processes/grace.ts'
import { messageOf, shortOf, subjectOf, textOf, type Message } from './message.ts'

/** A topic or a bus, and what it gets. */
interface Delivery {
  readonly to: string
  readonly message: Message
  readonly send: () => Promise<void>
}

const LONGEST_MS = 15_000
const SOURCE = 'test-deployments'

/**
 * Sends the message of a step. A message that cannot be sent is a remark, never a failure of the step. Events of pull
 * requests are not sent: their author sees the checks of the pull request.
 * @param access the role of the command; its region is that of buses without an ARN
 */
export async function notify(
  ports: Ports,
  input: NotifyInput,
  evidence: Evidence,
  { access, waitsFor }: { readonly access: AwsAccess; readonly waitsFor: string | undefined },
): Promise<readonly Finding[]> {
  const { env } = ports.place
  if ((env['GITHUB_EVENT_NAME'] ?? '').startsWith('pull_request')) return []
  const message = messageOf(evidence, { server: env['GITHUB_SERVER_URL'] ?? 'https://github.com', waitsFor })
  if (message === undefined) return []
  const { role = access.role } = input
  const as: AwsAccess = { region: access.region, session: access.session, ...(role !== undefined && { role }) }
  const deliveries = [
    ...topicsFor(input, message).map(([to, own]) => toTopic(ports, as, to, own)),
    ...(input.eventbridge === undefined ? [] : [toBus(ports, as, input.eventbridge, message)]),
  ]
  const findings = await Promise.all(deliveries.map((delivery) => deliver(ports, delivery)))
  return findings.flatMap((finding) => finding ?? [])
}

/** Each topic once: the owner of a kind gets the causes of that kind, unless the topic gets all of them. */
export function topicsFor({ sns, owners = {} }: NotifyInput, message: Message): [string, Message][] {
  const own = new Map<string, Message>()
  for (const kind of OWNED_KINDS) {
    const topic = owners[kind]
    const causes = message.causes.filter((cause) => cause.kind === kind)
    if (topic === undefined || topic === sns || causes.length === 0) continue
    const earlier = own.get(topic)?.causes ?? []
    own.set(topic, { ...message, causes: [...earlier, ...causes], more: 0 })
  }
  return [...(sns === undefined ? [] : [[sns, message] as [string, Message]]), ...own]
}

function toTopic(ports: Ports, access: AwsAccess, to: string, message: Message): Delivery {
  const region = to.split(':')[3] ?? access.region
  return {
    to,
    message,
    async send() {
      const topics = await ports.connect.topics({ ...access, region })
      await topics.publish({
        TopicArn: to,
        Subject: subjectOf(message),
        MessageStructure: 'json',
        Message: JSON.stringify({ default: JSON.stringify(message), email: textOf(message), sms: shortOf(message) }),
        MessageAttributes: {
          event: { DataType: 'String', StringValue: message.event },
          environment: { DataType: 'String', StringValue: message.environment },
        },
      })
    },
  }
}

function toBus(ports: Ports, access: AwsAccess, to: string, message: Message): Delivery {
  const region = to.startsWith('arn:') ? (to.split(':')[3] ?? access.region) : access.region
  return {
    to,
    message,
    async send() {
      const buses = await ports.connect.eventBuses({ ...access, region })
      const entry = {
        EventBusName: to,
        Source: SOURCE,
        DetailType: message.event,
        Detail: JSON.stringify(message),
        Time: new Date(message.at),
      }
      const { Entries: [answer] = [] } = await buses.putEvents({ Entries: [entry] })
      // The call succeeds where the bus refuses the event.
      if (answer?.EventId === undefined)
        throw new Error(`${answer?.ErrorCode ?? 'no event ID'}: ${answer?.ErrorMessage ?? 'the bus did not take it'}`)
    },
  }
}

async function deliver({ log }: Ports, { to, message, send }: Delivery): Promise<Finding | undefined> {
  try {
    await withGrace(send(), AbortSignal.timeout(LONGEST_MS), 0)
    log.info(`told ${to}: ${message.event}`)
    return undefined
  } catch (error) {
    return notSent(to, error)
  }
}

export function notSent(to: string, error: unknown): Finding {
  return {
    code: 'notify/not-sent',
    outcome: 'noted',
    title: `${to} was not notified how this step ended`,
    subject: `notify/${to}`,
    expected: 'a message that is sent',
    observed: reasonOf(error),
  }
}
