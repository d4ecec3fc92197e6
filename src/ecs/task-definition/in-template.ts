import { loadTaskDefinitionSchemas } from '../../aws/clients/services.ts'
import { fromTemplate } from '../../aws/from-template.ts'
import type { Path } from '../../aws/shape.ts'
import type { Finding, Source } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import type { Fault } from './fault.ts'
import { judgeTaskDefinition } from './judge.ts'

/** What is read of a template: its resources with their properties, its transforms, and the line of a path. */
interface Template {
  readonly file: string
  readonly resources: Readonly<Record<string, { readonly type: string; readonly properties: unknown }>>
  readonly transforms: readonly string[]
  source(path: readonly (string | number)[]): Source
}

const TYPE = 'AWS::ECS::TaskDefinition'
/** Transforms of AWS, which leave the properties of task definitions as they are. Another macro may write anything. */
const KEEPS = /^AWS::(Serverless|LanguageExtensions|CodeDeployBlueGreen|SecretsManager)\b/

/** CloudFormation makes a family where none is given. */
const FAMILY = { family: 'family' }

/** What is wrong with the task definitions that a template of the stack `stack` declares. */
export async function lintTemplate(stack: string, template: Template): Promise<Finding[]> {
  const declared = Object.entries(template.resources).filter(([, { type }]) => type === TYPE)
  if (declared.length === 0 || !template.transforms.every((name) => KEEPS.test(name))) return []
  const schemas = await loadTaskDefinitionSchemas()
  return declared.flatMap(([id, { properties }]) => {
    const [bare, filled] = [false, true].map((each) => {
      const made = fromTemplate(schemas.input, properties, each)
      return { ...made, faults: judgeTaskDefinition({ ...FAMILY, ...(isRecord(made.value) && made.value) }, schemas) }
    })
    if (bare === undefined || filled === undefined) return []
    // A fault that depends on what is unknown is not there with both fillings.
    const both = bare.faults.filter(({ path, title }) =>
      filled.faults.some((each) => each.title === title && JSON.stringify(each.path) === JSON.stringify(path)),
    )
    return both
      .filter((fault) => !isOpen(fault, bare.unknown))
      .map((fault): Finding => {
        const { code, outcome, title, expected, observed } = fault
        const placed = placeOf(fault.path, bare.places)
        const advice =
          code === 'task-definition/placeholder' || code === 'task-definition/unclear'
            ? 'Write the value, or refer to a parameter with !Ref or !Sub.'
            : fault.advice
        return {
          code,
          outcome,
          title: `${template.file}: ${id}: ${title}`,
          subject: `stack/${stack}/resource/${id}`,
          expected,
          observed,
          advice,
          source: template.source(['Resources', id, 'Properties', ...placed]),
        }
      })
  })
}

/** Members of a list in which one that is not known decides about the others. */
const TOGETHER = new Set(['portMappings', 'ulimits'])

/** Whether a fault is about what is unknown, or may be one because of it. */
function isOpen({ code, path }: Fault, unknown: readonly Path[]): boolean {
  if (code === 'task-definition/reference' && unknown.some(isName)) return true
  return unknown.some((open) => {
    const isItem = open.length === path.length + 1 && typeof open.at(-1) === 'number'
    const isSibling = TOGETHER.has(String(path.at(-3))) && startsWith(open, path.slice(0, -1))
    return startsWith(path, open) || (isItem && startsWith(open, path)) || isSibling
  })
}

/** A name of a container or volume, or a list or an item that has one. */
function isName(path: Path): boolean {
  const [list, , member, ...rest] = path
  if (list !== 'containerDefinitions' && list !== 'volumes') return false
  return path.length <= 2 || (member === 'name' && rest.length === 0)
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, at) => path[at] === part)
}

/** The place of a member in the template; that of the nearest one that holds it where it is missing. */
function placeOf(path: Path, places: ReadonlyMap<string, Path>): Path {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(JSON.stringify(path.slice(0, length)))
    if (place !== undefined) return place
  }
  return []
}
