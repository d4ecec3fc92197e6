import { matchesGlob } from '../../support/files/glob.ts'
import { listed } from '../../support/text/text.ts'
import { unusable } from '../mistake.ts'
import type { CdkStack, CloudAssembly } from './read.ts'

/** A stack with its id in the release. */
export interface SelectedStack {
  readonly id: string
  readonly stack: CdkStack
}

export interface SelectingEnvironment {
  readonly key: string
  readonly name: string
  /** Names of all environments. */
  readonly names: readonly string[]
}

const SHOWN = 10
const ID_LENGTH = 63

/**
 * Pure: the stacks of one environment, and those that they depend on. With patterns: the stacks whose paths they match.
 * Without: those of the stage that is named as the environment; without stages all. Throws `config/assembly`.
 */
export function selectStacks(
  assembly: CloudAssembly,
  environment: SelectingEnvironment,
  patterns: readonly string[] | undefined,
): SelectedStack[] {
  const chosen = patterns === undefined ? byName(assembly, environment) : byPatterns(assembly, environment, patterns)
  const selected = withDependencies(assembly, chosen).map((stack) => ({ id: idOf(stack, environment.name), stack }))
  for (const [id, same] of Map.groupBy(selected, (each) => each.id)) {
    if (same.length < 2) continue
    throw unusable(
      `${pathsOf(same.map(({ stack }) => stack))} would all be the stack ${id} of ${environment.key}`,
      'Give the stacks different construct ids, or name fewer of them in `stacks:` of this entry.',
      { expected: 'a different path for each stack', observed: id },
    )
  }
  return selected
}

function byName({ folder, stacks, stages }: CloudAssembly, environment: SelectingEnvironment): CdkStack[] {
  const { key, name, names } = environment
  if (stages.length > 0) {
    const own = stacks.filter(({ stage }) => stage.split('/')[0]?.toLowerCase() === name.toLowerCase())
    if (own.length > 0) return own
    throw unusable(
      `${folder} has no stage ${name} for the environment ${key}`,
      `Name the stacks: \`stacks: { preprod: "${stages[0]}/**", production: "${stages.at(-1)}/**" }\`, or name the stages as the environments.`,
      { expected: `a stage ${name}`, observed: listed(stages, SHOWN) },
    )
  }
  // Without stages a stack may still be of one environment only: its name is all that says so.
  const foreign = stacks.find((stack) =>
    names.some((other) => other !== name && [stack.path, stack.name].some((text) => hasWord(text, other))),
  )
  if (foreign === undefined) return [...stacks]
  throw unusable(
    `${folder} has no stages, and ${foreign.path} seems to be of another environment than ${key}`,
    'Name the stacks of each environment: `stacks: "*-{environment}"`, or `stacks: { preprod: …, production: … }`.',
    { expected: 'stages named as the environments, or `stacks`', observed: pathsOf(stacks) },
  )
}

/** `preprod` is a word of `shop-preprod` and `ShopPreprod`, and not of `preproduction`. */
function hasWord(text: string, word: string): boolean {
  const separated = (from: string): string =>
    `-${from
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .toLowerCase()}-`
  return separated(text).includes(separated(word))
}

function byPatterns(
  { folder, stacks }: CloudAssembly,
  { key }: SelectingEnvironment,
  patterns: readonly string[],
): CdkStack[] {
  const unused = patterns.find((pattern) => !stacks.some(({ path }) => matchesGlob(pattern, path)))
  if (unused === undefined) return stacks.filter(({ path }) => patterns.some((pattern) => matchesGlob(pattern, path)))
  throw unusable(
    `no stack of ${folder} matches ${unused}, which \`stacks\` names for ${key}`,
    'Correct the pattern; `cdk list` shows the paths of the stacks.',
    { expected: unused, observed: pathsOf(stacks) },
  )
}

/** As `cdk deploy` does it: what a stack depends on is deployed too. */
function withDependencies({ stacks }: CloudAssembly, chosen: readonly CdkStack[]): CdkStack[] {
  const keys = new Set(chosen.map(({ key }) => key))
  // Iterated while it grows.
  for (const key of keys) for (const other of stacks.find((each) => each.key === key)?.dependsOn ?? []) keys.add(other)
  return stacks.filter(({ key }) => keys.has(key))
}

/** The path of the construct without the stage and without the name of the environment: the same in both environments. */
function idOf({ path, stage }: CdkStack, environment: string): string {
  const own = stage !== '' && path.startsWith(`${stage}/`) ? path.slice(stage.length + 1) : path
  const name = environment.replaceAll(/[^A-Za-z0-9]/g, '.')
  const without = own
    .replaceAll(new RegExp(`(^|[-_/])${name}(?=$|[-_/])`, 'gi'), '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^[^A-Za-z]+|[-_]+$/g, '')
  return without === '' ? 'stack' : without.slice(0, ID_LENGTH)
}

function pathsOf(stacks: readonly CdkStack[]): string {
  return listed(
    stacks.map(({ path }) => path),
    SHOWN,
  )
}
