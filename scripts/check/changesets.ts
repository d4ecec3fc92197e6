/**
 * Feeds recorded DescribeChangeSet responses of AWS through the client's reading and classification, and counts. Usage:
 * npm run check:changesets -- FOLDER, where FOLDER holds change-sets.json. Exit status 1 when one crashes, holds a word
 * that is not known, loses a change or a property, or has no outcome.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ResourceTargetDefinition,
} from '@aws-sdk/client-cloudformation'
import { readChangeSet, type ChangeSetFacts } from '../../src/cloudformation/change-sets/change-set.ts'
import { planFromFacts } from '../../src/plan/change-sets/from-change-set.ts'
import { planDigest } from '../../src/plan/compare.ts'
import { wallClock } from '../../src/support/clock.ts'
import { readJson } from './recordings/read.ts'

interface Recording {
  readonly test: string
  readonly at: readonly string[]
  readonly DescribeChangeSet: DescribeChangeSetCommandOutput
}

/** The client reads a change set once with property values, and once without if AWS warns that they are incomplete. */
const READINGS = 2

/** Differences between a recorded response and the facts that the client read from it. */
export function objections(recorded: DescribeChangeSetCommandOutput, facts: ChangeSetFacts): string[] {
  const found: string[] = []
  const said = facts.changes
  const resources = (recorded.Changes ?? []).flatMap((change) => (change.ResourceChange ? [change.ResourceChange] : []))
  if (said.length !== resources.length)
    found.push(`${resources.length} changes were recorded, ${said.length} were read`)
  for (const resource of resources) {
    const id = resource.LogicalResourceId ?? ''
    const read = said.find((each) => each.change.logicalId === id)
    if (read === undefined) {
      found.push(`${id} was lost`)
      continue
    }
    const { change } = read
    if (read.unknownValues.length > 0) found.push(`${id} has unknown words: ${read.unknownValues.join(', ')}`)
    if (change.action !== resource.Action) found.push(`${id}: action ${resource.Action} was read as ${change.action}`)
    if (change.replacement === 'Unknown') found.push(`${id}: it is unknown whether it is replaced`)
    if (resource.Replacement !== undefined && change.replacement !== resource.Replacement) {
      found.push(`${id}: replacement ${resource.Replacement} was read as ${change.replacement}`)
    }
    const places = new Set((resource.Details ?? []).map(({ Target: target }) => placeOf(target ?? {})))
    if (places.size !== change.properties.length) {
      found.push(`${id}: ${places.size} properties were recorded, ${change.properties.length} were read`)
    }
    for (const property of change.properties) {
      if (property.causes.length === 0 || property.causes.some((cause) => cause.startsWith('Unknown'))) {
        found.push(`${id}${property.path}: no known cause`)
      }
      if (property.requiresRecreation === 'Unknown') found.push(`${id}${property.path}: unknown recreation`)
      if (property.evaluation === 'Unknown') found.push(`${id}${property.path}: unknown evaluation`)
    }
  }
  if (facts.outcome === 'changes' && resources.length === 0) found.push('changes without a change')
  return found
}

/** The path of a change: with property values, a property has one detail per path, without them one in total. */
function placeOf({ Path: path, Attribute: attribute, Name: name }: ResourceTargetDefinition): string {
  return path ?? [attribute, name].filter((part) => part !== undefined).join('/')
}

/** Whether the change set was complete; an earlier response does not contain its changes. */
function isFinished({ Status: status }: DescribeChangeSetCommandOutput): boolean {
  return !/_(PENDING|IN_PROGRESS)$/.test(status ?? '_PENDING')
}

/**
 * Reads a recorded response through the client. Later pages and nested change sets are not recorded: there are no later
 * pages, and nested change sets are complete and empty.
 */
export function readRecording(recorded: DescribeChangeSetCommandOutput): Promise<ChangeSetFacts> {
  const { NextToken: _, ...page } = recorded
  const own = recorded.ChangeSetId ?? 'recorded'
  let asked = 0
  const describeChangeSet = async ({ ChangeSetName: arn }: DescribeChangeSetCommandInput) => {
    asked += 1
    return arn === own && asked <= READINGS
      ? page
      : { ...page, ChangeSetId: arn, Status: 'CREATE_COMPLETE', Changes: [] }
  }
  return readChangeSet({ describeChangeSet } as Parameters<typeof readChangeSet>[0], own, {
    clock: wallClock,
    signal: new AbortController().signal,
    timeout: 1_000,
    subject: 'recording',
  })
}

async function main(): Promise<void> {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('usage: npm run check:changesets -- FOLDER')
  const recordings = readJson(await readFile(join(folder, 'change-sets.json'), 'utf8')) as Recording[]
  const counts = new Map<string, number>()
  const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by)
  const wrong: string[] = []
  for (const { test, at, DescribeChangeSet: recorded } of recordings) {
    const where = `${test} (${at.join('.')})`
    try {
      if (!isFinished(recorded)) {
        count(`not read, because it was ${recorded.Status}`)
        continue
      }
      const facts = await readRecording(recorded)
      planDigest([planFromFacts('recorded', facts, 'update', false, { secrets: [] })])
      count(`outcome ${facts.outcome}`)
      for (const { change } of facts.changes) {
        count(`action ${change.action}`)
        count(`replacement ${change.replacement}`)
        for (const property of change.properties) {
          count('properties')
          for (const cause of property.causes) count(`cause ${cause.split(' ')[0]}`)
        }
      }
      wrong.push(...objections(recorded, facts).map((objection) => `${where}: ${objection}`))
    } catch (error) {
      wrong.push(`${where}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  for (const [what, number] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    process.stdout.write(`${String(number).padStart(6)}  ${what}\n`)
  }
  for (const line of wrong) process.stdout.write(`  !     ${line}\n`)
  process.stdout.write(`${recordings.length} recorded, ${wrong.length} objections\n`)
  process.exitCode = wrong.length === 0 && recordings.length > 0 ? 0 : 1
}

if (import.meta.main) await main()
