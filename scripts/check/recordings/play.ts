import { createCloudFormation } from '../../../sandbox/aws/services/cloudformation/index.ts'
import type { CloudFormation } from '../../../sandbox/aws/services/cloudformation/index.ts'
import { ACCOUNT, REGION, compareChangeSets, compareSequences, isOutdated } from './compare.ts'
import { failureOf, isFailed } from './failed-sets.ts'
import { withoutMadeUp } from './physical.ts'
import { rebuild } from './rebuild.ts'
import { NESTED, Untold } from './stages.ts'
import type { Play, Step } from './stages.ts'
import { isOfStack } from './read.ts'
import type { ChangeSetAnswer, ChangeSetEntry, RecordedEvent, RecordedSet, Story } from './read.ts'

export type Verdict = 'agrees' | 'agrees but for what AWS changed' | 'differs' | 'not played'

export interface Result {
  readonly kind: 'change sets' | 'sequences' | 'errors'
  readonly name: string
  readonly verdict: Verdict
  /** The differences, or the reason why it was not replayed. */
  readonly notes: readonly string[]
}

export const CALL = {
  service: 'cloudformation',
  operation: '',
  region: REGION,
  account: ACCOUNT,
  principal: `arn:aws:iam::${ACCOUNT}:user/recordings`,
  requestId: 'recordings',
}

/** The duration of a resource, in turns of the event loop. */
const TURNS = 2

/** A CloudFormation whose time is counted in turns of the event loop; `store` gives the values of SSM parameters. */
export function instantly(
  store: ReadonlyMap<string, string> = new Map(),
  objects: (bucket: string, key: string) => Uint8Array | undefined = () => undefined,
  resources: Readonly<Record<string, number>> = {},
): CloudFormation {
  return createCloudFormation({
    clock: { now: () => new Date(), sleep: turns },
    durations: {
      resource: TURNS,
      changeSet: 1,
      drift: 1,
      stack: 1,
      resources,
    },
    handlers: { register() {}, find: () => undefined },
    readObject: objects,
    resolve: (reference) => store.get(reference.replace(/^ssm:/, '')),
  })
}

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((done) => setImmediate(done))
}

type Operations = Record<string, (input: object) => Promise<any>>

export function operationsOf(service: CloudFormation, place: Partial<Place> = {}): Operations {
  const call = { ...CALL, ...(place.region?.includes('<') === false && { region: place.region }) }
  const caller = place.account === undefined ? call : { ...call, account: place.account }
  return Object.fromEntries(
    Object.entries(service.operations).map(([name, run]) => [name, async (input: object) => run(input, caller)]),
  )
}

/** The partition, region and account of a story, or their placeholders. */
interface Place {
  readonly partition: string
  readonly region: string
  readonly account: string
}

function placeOf(story: Story): Place {
  const recorded = /arn:([^:"]+):cloudformation:([^:"]+):(\d{12}):/.exec(JSON.stringify(story))
  return {
    partition: recorded?.[1] ?? '<partition>',
    region: recorded?.[2] ?? '<region>',
    account: recorded?.[3] ?? CALL.account,
  }
}

export async function playStory(told: Story): Promise<Result[]> {
  const story = withoutMadeUp(told)
  const [sequence, ...others] = story.sequences
  if (others.length > 0) {
    const apart = others.map((one) => playStory({ ...story, sets: [], sequences: [one] }))
    return [...(await playStory({ ...story, sequences: [sequence!] })), ...(await Promise.all(apart)).flat()]
  }
  const untold = story.sets.filter((set) => isFailed(set) && failureOf(set) === undefined)
  if (untold.length > 0) {
    const rest = { ...story, sets: story.sets.filter((set) => !untold.includes(set)) }
    const notes = ['the request behind this failure is not recorded']
    const results = untold.flatMap((set) => entriesOf(set).map((entry) => notPlayed('change sets', entry, notes)))
    return [...results, ...(rest.sets.length + rest.sequences.length > 0 ? await playStory(rest) : [])]
  }
  let play: Play
  try {
    play = rebuild(story)
    if (!play.sequenceTold) return await playApart(story)
  } catch (error) {
    // A story that cannot be rebuilt is counted as not played.
    const notes = [error instanceof Untold ? error.message : `its parts do not make a whole (${String(error)})`]
    return [
      ...story.sets.flatMap(entriesOf).map((entry) => notPlayed('change sets', entry, notes)),
      ...story.sequences.map((entry) => notPlayed('sequences', entry, notes)),
    ]
  }
  return new Player(story, play).run()
}

function notPlayed(kind: Result['kind'], entry: Parameters<typeof nameOf>[0], notes: readonly string[]): Result {
  return { kind, name: nameOf(entry), verdict: 'not played', notes }
}

function entriesOf(set: RecordedSet): ChangeSetEntry[] {
  return [...set.plain, ...set.valued]
}

/** If a change set between two operations is missing, change sets and events are played separately. */
async function playApart(story: Story): Promise<Result[]> {
  return [...(await playStory({ ...story, sequences: [] })), ...(await playStory({ ...story, sets: [] }))]
}

function nameOf(entry: { readonly test: string; readonly at: readonly string[] }): string {
  return `${entry.test.split('/').at(-1)} ${entry.at.join('.')}`
}

const NAME = 'recorded'

/** The members of a description that repeat the request. */
function echoed(recorded: ChangeSetAnswer | undefined): object {
  const names = ['Description', 'Tags', 'OnStackFailure', 'IncludeNestedStacks'] as const
  return Object.fromEntries(names.flatMap((name) => (recorded?.[name] === undefined ? [] : [[name, recorded[name]]])))
}

/**
 * The template of nested stacks, whose contents are not recorded: one resource, and the parameters and outputs that are
 * used.
 */
function nestedTemplate(steps: readonly Step[]): Uint8Array {
  const text = JSON.stringify(steps)
  const outputs = [...text.matchAll(/Outputs\.(\w+)/g)].map(([, name]) => [name, { Value: name }])
  const resources = steps.flatMap(({ template }) => Object.values((template as { Resources: object }).Resources))
  const given = (resources as { Type: string; Properties?: { Parameters?: object } }[])
    .filter((one) => one.Type === NESTED)
    .flatMap((one) => Object.keys(one.Properties?.Parameters ?? {}))
  return Buffer.from(
    JSON.stringify({
      Parameters: Object.fromEntries(given.map((name) => [name, { Type: 'String' }])),
      Resources: { Inside: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'inside' } } },
      Outputs: Object.fromEntries(outputs),
    }),
  )
}

class Player {
  readonly #story: Story
  readonly #play: Play
  readonly #store = new Map<string, string>()
  readonly #service: CloudFormation
  readonly #ask: Operations
  readonly #place: Place
  readonly #results: Result[] = []

  constructor(story: Story, play: Play) {
    this.#story = story
    this.#play = play
    const inside = nestedTemplate([...(play.prologue ? [play.prologue] : []), ...play.steps])
    const urls = JSON.stringify(play)
    const object = (bucket: string, key: string) =>
      [`amazonaws.com/${bucket}/${key}"`, `//${bucket}.s3`].some((part) => urls.includes(part)) ? inside : undefined
    this.#service = instantly(this.#store, object, play.turns)
    this.#place = placeOf(story)
    this.#ask = operationsOf(this.#service, this.#place)
    const references = JSON.stringify(play).matchAll(/\{\{resolve:ssm:([^}]+)\}\}/g)
    for (const [, reference] of references) this.#store.set(reference!, 'stored')
  }

  async run(): Promise<Result[]> {
    try {
      await this.#all()
    } catch (error) {
      const recorded = new Set(this.#results.map((result) => result.name))
      const [note, open] = [
        `the sandbox refused: ${String(error)}`,
        this.#entries().filter((one) => !recorded.has(one.name)),
      ]
      this.#results.push(...open.map((one): Result => ({ ...one, verdict: 'differs', notes: [note] })))
    }
    return this.#results
  }

  #entries(): Pick<Result, 'kind' | 'name'>[] {
    const sets = this.#story.sets.flatMap((set) => [...set.plain, ...set.valued])
    return [
      ...sets.map((entry) => ({ kind: 'change sets' as const, name: nameOf(entry) })),
      ...this.#story.sequences.map((entry) => ({ kind: 'sequences' as const, name: nameOf(entry) })),
    ]
  }

  async #all(): Promise<void> {
    const { prologue, steps, failures } = this.#play
    if (prologue) {
      await this.#step(prologue, undefined, -1)
    }
    for (const [index, step] of steps.entries()) {
      if (index === steps.length - 1) for (const one of failures) this.#service.fail({ ...one, times: 1 })
      await this.#step(step, this.#story.sets[index], index)
    }
    await this.#sequence()
  }

  #request(step: Step): object {
    for (const p of step.parameters)
      if (p.ResolvedValue !== undefined) this.#store.set(p.ParameterValue, p.ResolvedValue)
    return {
      TemplateBody: JSON.stringify(step.template),
      Parameters: step.parameters.map(({ ParameterKey, ParameterValue }) => ({ ParameterKey, ParameterValue })),
    }
  }

  async #step(step: Step, set: RecordedSet | undefined, index: number): Promise<void> {
    if (step.anew) {
      await this.#ask['DeleteStack']!({ StackName: NAME })
      await this.#service.settled()
    }
    const recorded = set === undefined ? undefined : [...set.plain, ...set.valued][0]?.DescribeChangeSet
    const exists = (await this.#ask['ListStacks']!({})).StackSummaries.some(
      (s: { StackStatus: string }) => !['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'].includes(s.StackStatus),
    )
    const made = await this.#ask['CreateChangeSet']!({
      StackName: NAME,
      ChangeSetName: `set-${index + 1}`,
      ChangeSetType: exists ? 'UPDATE' : 'CREATE',
      DisableValidation: true,
      Capabilities: recorded?.Capabilities ?? ALL,
      ...echoed(recorded),
      ...this.#request(step),
    })
    await this.#service.settled()
    const late = recorded !== undefined && recorded.ExecutionStatus !== 'AVAILABLE' && recorded.Status !== 'FAILED'
    if (set && !late) await this.#describe(set, made.Id)
    if (recorded?.Status === 'FAILED') return
    if (recorded?.ExecutionStatus === 'OBSOLETE')
      await this.#ask['CreateStack']!({ StackName: NAME, ...this.#request(step) })
    else await this.#ask['ExecuteChangeSet']!({ ChangeSetName: made.Id })
    await this.#service.settled()
    if (set && late) await this.#describe(set, made.Id)
  }

  async #describe(set: RecordedSet, id: string): Promise<void> {
    const pages = async (values: boolean): Promise<ChangeSetAnswer> => {
      const input = { ChangeSetName: id, IncludePropertyValues: values }
      const first = await this.#ask['DescribeChangeSet']!(input)
      for (let next = first.NextToken; next !== undefined;) {
        const more = await this.#ask['DescribeChangeSet']!({ ...input, NextToken: next })
        first.Changes = [...first.Changes, ...more.Changes]
        next = more.NextToken
      }
      const { partition, region } = this.#place
      const known = JSON.stringify(first).replaceAll('arn:aws:', `arn:${partition}:`)
      const text = region.includes('<') ? known.replaceAll(REGION, region) : known
      return JSON.parse(text) as ChangeSetAnswer
    }
    for (const entry of set.plain) this.#judge(entry, await pages(false))
    for (const entry of set.valued) this.#judge(entry, await pages(true))
  }

  #judge(entry: ChangeSetEntry, ours: ChangeSetAnswer): void {
    const all = compareChangeSets(entry.DescribeChangeSet, ours)
    const real = all.filter((difference) => !isOutdated(difference, entry.recorded))
    const verdict = real.length > 0 ? 'differs' : all.length > 0 ? 'agrees but for what AWS changed' : 'agrees'
    this.#results.push({ kind: 'change sets', name: nameOf(entry), verdict, notes: real })
  }

  async #sequence(): Promise<void> {
    const entry = this.#story.sequences[0]
    if (!entry) return
    const events = Object.values(entry.events).flat()
    const deleted = events.some((e) => isOfStack(e) && e.ResourceStatus.startsWith('DELETE_'))
    const id = (await this.#ask['DescribeStacks']!({ StackName: NAME })).Stacks[0]?.StackId as string | undefined
    if (deleted) await this.#ask['DeleteStack']!({ StackName: NAME })
    await this.#service.settled()
    const answer = await this.#ask['DescribeStackEvents']!({ StackName: id ?? NAME })
    const ours = (answer.StackEvents as RecordedEvent[]).toReversed()
    const differences = compareSequences(entry, ours)
    const verdict = differences.length > 0 ? 'differs' : 'agrees'
    this.#results.push({ kind: 'sequences', name: nameOf(entry), verdict, notes: differences })
  }
}

const ALL = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']
