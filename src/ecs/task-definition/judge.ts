import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import type { TaskDefinitionSchemas } from '../../aws/clients/services.ts'
import { shapeFaults, showPath, type Path, type ShapeFault } from '../../aws/shape.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { oneLine } from '../../support/text/text.ts'
import { containerFaults } from './containers.ts'
import { fargateFaults } from './fargate.ts'
import type { Fault } from './fault.ts'
import { faultOfImage } from './image.ts'
import { referenceFaults } from './references.ts'

const SHOWN_LENGTH = 120
const SKELETON = '`aws ecs register-task-definition --generate-cli-skeleton` shows what a task definition can have.'

/** Judges the members of a task definition one by one. Pure. */
export function judgeTaskDefinition(
  members: Readonly<Record<string, unknown>>,
  schemas: TaskDefinitionSchemas,
): Fault[] {
  const shape = shapeFaults(schemas.input, members).map(toFault)
  const texts = textsOf(members).flatMap(({ path, text }) => textFaults(path, text, schemas))
  // Where a type is wrong, what it refers to is not known.
  const rest = shape.length > 0 ? [] : [...requirements(members), ...referenceFaults(members)]
  return [...shape, ...texts, ...rest]
}

function toFault(fault: ShapeFault): Fault {
  const at = showPath(fault.path)
  const name = String(fault.path.at(-1))
  const about = { code: 'task-definition/invalid', outcome: 'fail', path: fault.path } as const
  if (fault.problem === 'unknown')
    return {
      ...about,
      title: `a task definition has no ${at}${didYouMean(name, fault.known)}`,
      expected: fault.known.join(', '),
      observed: name,
      advice: `Correct or remove it. ${SKELETON}`,
    }
  if (fault.problem === 'missing')
    return {
      ...about,
      title: `the task definition has no ${at}`,
      expected: at,
      observed: 'nothing',
      advice: `Add it. ${SKELETON}`,
    }
  const observed = shown(fault.path, fault.observed)
  return {
    ...about,
    title: `${at} is ${observed}, not ${fault.expected}`,
    expected: fault.expected,
    observed,
    advice: rewriting(fault.expected, fault.observed) ?? `Write ${fault.expected}.`,
  }
}

/** Values of the environment may be secrets, and lists and objects may hold some. */
function shown(path: Path, value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  if (path.includes('environment')) return typeof value === 'string' ? 'a text' : `a ${typeof value}`
  return oneLine(JSON.stringify(value), SHOWN_LENGTH)
}

/** How to write the same value in the type that is expected. */
function rewriting(expected: string, observed: unknown): string | undefined {
  const text = typeof observed === 'string' ? observed.trim() : ''
  if (
    (expected === 'an integer' && /^-?\d+$/.test(text)) ||
    (expected === 'true or false' && /^(true|false)$/.test(text))
  )
    return `Write ${text} without quotes.`
  if (expected === 'a text' && ['number', 'boolean'].includes(typeof observed))
    return `Put the ${typeof observed} in quotes.`
  return expected === 'a list' ? 'Put it into brackets: [ … ].' : undefined
}

interface Text {
  readonly path: Path
  readonly text: string
}

function textsOf(value: unknown, path: Path = []): Text[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => textsOf(item, [...path, at]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, [...path, name]))
}

/** Texts of the user's own, which may hold anything. */
const FREE =
  /^(tags|placementConstraints\.expression|proxyConfiguration\.properties|volumes\.dockerVolumeConfiguration)\b|^containerDefinitions\.(command|entryPoint|environment\.value|dockerLabels|dockerSecurityOptions|extraHosts|systemControls|healthCheck|logConfiguration\.options|firelensConfiguration\.options)\b/
/** What build steps replace in the files of others: `<IMAGE1_NAME>`, `${IMAGE}`, `{{ image }}`, `%IMAGE%`. */
const PLACEHOLDER =
  /<[A-Za-z][\w .-]*>|__[A-Z][A-Z0-9_]*__|#\{[^}]*\}#?|\$\{[^}]*\}|\$\(?[A-Z_]{2,}\)?|\{\{[^}]*\}\}|%[A-Z_]{2,}%|@@?[A-Z_]{2,}@@?/
/** In a text that may be anything: one that is a placeholder and nothing else. */
const WHOLE_PLACEHOLDER =
  /^(<[A-Z][A-Z0-9_]*>|\$\{[A-Za-z][\w.-]*\}|__[A-Z][A-Z0-9_]*__|#\{[^}]*\}#?|%[A-Z_]{2,}%|(REPLACE|CHANGE|FILL)_?(ME|THIS|IN)|[A-Z_]*PLACEHOLDER)$/
/** A word in a name that AWS or a registry takes, and that stands for another one. */
const WORD =
  /(?<![A-Za-z0-9-])((REPLACE|CHANGE)_?(ME|THIS)|[A-Z_]*PLACEHOLDER|FIXME|TODO|TBD|(IMAGE|DOCKER|BUILD|GIT|COMMIT)_(TAG|NAME|URI|URL|SHA|VERSION|ID)|ACCOUNT_ID|AWS_(ACCOUNT|REGION)[A-Z_]*|(?<=:)(TAG|VERSION|SHA)|(replace|change)[-_]me|([a-z]+[-_])?placeholder)(?![A-Za-z0-9-])/

/** From the reference of ECS's API. */
const NAME = /^[A-Za-z0-9_-]{1,255}$/
/** An output that is not known yet is filled with 1. */
const ROLE = /^(arn:aws[\w-]*:iam::(\d{12}|1):role\/.+|[\w+=,.@-]{1,64})?$/
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly expected: string }>> = {
  taskRoleArn: { form: ROLE, expected: 'the ARN or the name of a role' },
  executionRoleArn: { form: ROLE, expected: 'the ARN or the name of a role' },
  family: { form: NAME, expected: 'letters, digits, _ and -, 255 at most' },
  'containerDefinitions.name': { form: NAME, expected: 'letters, digits, _ and -, 255 at most' },
  'containerDefinitions.image': {
    form: /^[A-Za-z0-9_:./#@-]+$/,
    expected: 'the name of an image: letters, digits and _ : . / # @ -',
  },
}

function textFaults(path: Path, text: string, schemas: TaskDefinitionSchemas): Fault[] {
  const member = path.filter((part) => typeof part === 'string').join('.')
  const at = showPath(path)
  const observed = JSON.stringify(oneLine(text, SHOWN_LENGTH))
  if (FREE.test(member)) {
    if (!WHOLE_PLACEHOLDER.test(text)) return []
    return [
      {
        code: 'task-definition/unclear',
        outcome: 'inconclusive',
        title: `${at} is ${text}, which looks like a placeholder`,
        path,
        expected: 'the value itself',
        observed,
        advice: 'Replace it before the release is packaged, or write the value.',
      },
    ]
  }
  const placeholder = PLACEHOLDER.exec(text)?.[0]
  if (placeholder !== undefined)
    return [
      {
        code: 'task-definition/placeholder',
        outcome: 'fail',
        title: `${at} contains the placeholder ${placeholder}, which is not replaced`,
        path,
        expected: FORMS[member]?.expected ?? 'the value itself',
        observed,
        advice: 'Replace it before the release is packaged, or refer to an output of a stack: {stack.ID.outputs.NAME}.',
      },
    ]
  const { form, expected } = FORMS[member] ?? {}
  if (form && expected !== undefined && !form.test(text))
    return [
      {
        code: 'task-definition/invalid',
        outcome: 'fail',
        title: `${at} is ${observed}, which ECS does not accept`,
        path,
        expected,
        observed,
        advice: `Write ${expected}.`,
      },
    ]
  const image = member === 'containerDefinitions.image' && text !== '' ? faultOfImage(text) : undefined
  if (image)
    return [
      {
        code: 'task-definition/invalid',
        outcome: 'fail',
        title: `the image ${observed} ${image.title}`,
        path,
        expected: image.expected,
        observed,
        advice: `Write ${image.expected}; or let the release step that knows the image replace it before the release is packaged.`,
      },
    ]
  const word = schemas.values[member] ? undefined : WORD.exec(text)?.[0]
  if (word !== undefined)
    return [
      {
        code: 'task-definition/unclear',
        outcome: 'inconclusive',
        title: `${at} contains ${word}, which looks like a placeholder`,
        path,
        expected: 'the value itself',
        observed,
        advice: 'Replace it before the release is packaged, or refer to an output of a stack: {stack.ID.outputs.NAME}.',
      },
    ]
  const known = schemas.values[member]
  if (!known || known.includes(text)) return []
  return [
    {
      code: 'task-definition/unclear',
      outcome: 'inconclusive',
      title: `${at} is ${observed}, which this version does not know${didYouMean(text, known)}`,
      path,
      expected: known.join(', '),
      observed,
      advice: 'Correct it; case matters. If AWS has added the value, update this action.',
    },
  ]
}

/** What the schema calls optional, and registration refuses without. */
function requirements(members: Readonly<Record<string, unknown>>): Fault[] {
  const { containerDefinitions: containers = [], ...task } = members as Partial<RegisterTaskDefinitionCommandInput>
  const lacking = (path: Path, title: string, expected: string): Fault => ({
    code: 'task-definition/invalid',
    outcome: 'fail',
    title,
    path,
    expected,
    observed: 'nothing',
    advice: `Add ${expected}.`,
  })
  if (containers.length === 0)
    return [lacking(['containerDefinitions'], 'the task definition has no container', 'at least one container')]
  const faults = containers.flatMap((container, at): Fault[] => {
    const path = ['containerDefinitions', at]
    const here = showPath(path)
    return [
      ...(['name', 'image'] as const)
        .filter((name) => (container[name] ?? '') === '')
        .map((name) => lacking([...path, name], `${here} has no ${name}`, name)),
      ...((container.memory ?? container.memoryReservation ?? task.memory ?? undefined) === undefined
        ? [lacking(path, `${here} has no memory, and neither has the task`, 'memory or memoryReservation')]
        : []),
    ]
  })
  return [
    ...faults,
    ...containerFaults(members),
    ...(task.requiresCompatibilities?.includes('FARGATE') ? fargateFaults(members) : []),
  ]
}
