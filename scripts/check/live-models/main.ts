import { parseArgs } from 'node:util'
import { attributesOf } from '../../../sandbox/aws/services/cloudformation/generic-attributes.ts'
import { identifierNames, identifierOf } from '../../../sandbox/aws/registry/identifier.ts'
import { modelOf } from '../../../sandbox/aws/registry/model.ts'
import { schemaOf } from '../../../sandbox/aws/registry/schemas.ts'
import { compare } from './compare.ts'
import type { Difference, Kind } from './compare.ts'
import { changedByHand, isHandMade, readCases } from './read.ts'
import type { RecordedCase } from './read.ts'
import { canonical } from './values.ts'

/**
 * Compares the sandbox's models of resources with models that AWS's Cloud Control returned. Ends with status 1 on a
 * wrong identifier, or when fewer types agree wholly than are asked for.
 */

const USAGE = 'Usage: npm run check:live-models -- FOLDER [--type NAME] [--verbose]'
const AGREEING_TYPES = 60
/** `sg-0123456789abcdef0`. */
const GENERATED = /^[a-z]+-0[0-9a-f]{16}$/
const KINDS: readonly Kind[] = ['wrong', 'not returned', 'unknown default', 'unknown generated', 'surplus generated']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { type: { type: 'string' }, verbose: { type: 'boolean', default: false } },
})
const [folder] = positionals
if (folder === undefined) {
  console.error(USAGE)
  process.exit(2)
}

interface Judged {
  readonly recorded: RecordedCase
  readonly differences: readonly Difference[]
  readonly identifier: 'agrees' | 'generated' | 'differs'
  readonly identifiers: readonly [string, string]
}

function judge(recorded: RecordedCase): Judged | undefined {
  const schema = schemaOf(recorded.type)
  if (schema?.handlers?.read === undefined) return undefined
  // A recording without the identifier is not Cloud Control's response: its service's own call was recorded.
  if (!identifierNames(schema).every((name) => recorded.live[name] !== undefined)) return undefined
  const { type, physicalId, declared, logicalId, account, region } = recorded
  const owner = { account, region, logicalId, stackName: 'stack', stackId: 'arn:aws:cloudformation:::stack/stack/1' }
  const attributes = attributesOf(type, physicalId, declared, owner)
  const model = modelOf(schema, { type, physicalId, owner, properties: declared, attributes })
  const identifiers = [identifierOf(schema, model), identifierOf(schema, recorded.live)] as const
  return {
    recorded,
    differences: compare(schema, model, recorded.live, declared, changedByHand(recorded)),
    identifier: identifierState(...identifiers),
    identifiers,
  }
}

/** An identifier that the service generates has only its form in common. */
function identifierState(own: string, recorded: string): Judged['identifier'] {
  if (own === recorded) return 'agrees'
  return GENERATED.test(own) && own.length === recorded.length && GENERATED.test(recorded) ? 'generated' : 'differs'
}

const given = readCases(folder).filter(({ type }) => values.type === undefined || type === values.type)
const cases = given.filter((recorded) => !isHandMade(recorded))
const judged = cases.flatMap((recorded) => judge(recorded) ?? [])
const byType = Map.groupBy(judged, ({ recorded }) => recorded.type)
const agreeing = [...byType].filter(([, all]) => all.every(({ differences }) => differences.length === 0))
const wrongIdentifiers = judged.filter(({ identifier }) => identifier === 'differs')

if (values.verbose || values.type !== undefined) {
  for (const { recorded, differences } of judged) {
    for (const { kind, path, own, recorded: theirs } of differences) {
      console.log(`${recorded.case} ${kind}: ${path}: ${canonical(own)} / ${canonical(theirs)}`)
    }
  }
}
for (const { recorded, identifiers } of wrongIdentifiers) {
  console.log(`${recorded.case}: identifier ${identifiers[0]}, recorded ${identifiers[1]}`)
}
const counted = (kind: Kind): number =>
  judged.flatMap(({ differences }) => differences).filter((each) => each.kind === kind).length
const known = (state: Judged['identifier']): number => judged.filter(({ identifier }) => identifier === state).length
console.log(
  `recorded: ${cases.length} resources, besides ${given.length - cases.length} written by hand, of ${new Set(cases.map(({ type }) => type)).size} types; judged: ${judged.length} of ${byType.size} types, the others are not answers of Cloud Control`,
)
console.log(
  `wholly agreeing: ${judged.filter(({ differences }) => differences.length === 0).length} resources, ${agreeing.length} types`,
)
console.log(
  `identifiers: ${known('agrees')} agree, ${known('differs')} differ, ${known('generated')} are generated and of the same form`,
)
for (const kind of KINDS) console.log(`${kind}: ${counted(kind)}`)
const enough = values.type !== undefined || agreeing.length >= AGREEING_TYPES
process.exit(judged.length > 0 && enough && wrongIdentifiers.length === 0 ? 0 : 1)
