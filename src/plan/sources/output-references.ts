import { isLoop, mayMake, unroll } from '../../cloudformation/template/for-each.ts'
import type { Template } from '../../cloudformation/template/template.ts'
import { unreviewedTransforms } from '../../cloudformation/template/transforms.ts'
import { outputReferences, referencedStack } from '../../config/model/references.ts'
import type { Source } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { didYouMean } from '../../support/text/nearest.ts'

/** A text of the release that may refer to outputs of stacks. */
export interface ReferringText {
  /** Subject of the text, as in findings: `deployment/app`. */
  readonly subject: string
  readonly text: string
  /** The line of the character at this offset; undefined where it is unknown. */
  readonly at?: (offset: number) => Source | undefined
  /** Id of the stack that the parameter belongs to: of two stacks, a reference without a name means the other one. */
  readonly stack?: string
}

/** Templates by stack id; the mistakes of `unread` ones are reported separately. */
export interface DeclaredOutputs {
  readonly ids: readonly string[]
  readonly templates: ReadonlyMap<string, Template>
}

/** Text that resembles a reference: in parameters anything in braces; in commands and other texts only names and dots. */
const ALMOST = { parameter: /\{stacks?\b[^{}]*\}/, text: /\{stacks?\.[\w.-]*\}/ }

/** Pure: references to undeclared stacks and outputs, and texts that resemble a reference. */
export function brokenReferences(referring: ReferringText, declared: DeclaredOutputs): ActionError[] {
  const { text, subject, at, stack } = referring
  const references = outputReferences(text)
  const rest = references.reduce((left, { written }) => left.replaceAll(written, ' '.repeat(written.length)), text)
  const almost = (stack === undefined ? ALMOST.text : ALMOST.parameter).exec(rest)
  const place = (offset: number): { file?: string; line?: number; column?: number } => ({ ...at?.(offset) })
  const mistakes: ActionError[] = []
  if (almost) {
    mistakes.push(
      new ActionError('config/reference', {
        message: `${almost[0]} is not a valid reference to an output; it would be used literally`,
        subject,
        expected: '{stack.ID.outputs.NAME}',
        observed: almost[0],
        ...place(almost.index),
      }),
    )
  }
  for (const { written, offset, output, ...named } of references) {
    const problem = problemOf(referencedStack(named.stack, declared.ids, stack), output, declared)
    if (problem === undefined) continue
    mistakes.push(
      new ActionError('config/reference', {
        message: `${written} refers to ${problem.what}${problem.meant}`,
        subject,
        expected: problem.expected,
        observed: written,
        ...place(offset),
      }),
    )
  }
  return mistakes
}

function problemOf(
  stack: string | undefined,
  output: string,
  { ids, templates }: DeclaredOutputs,
): { readonly what: string; readonly meant: string; readonly expected: string } | undefined {
  if (stack === undefined || !ids.includes(stack)) {
    const what =
      stack === undefined
        ? 'a stack without its name, and the release has several'
        : `a stack ${stack} that is not declared`
    const expected = `{stack.ID.outputs.${output}} of one of the stacks ${ids.join(', ') || '(none)'}`
    return { what, meant: stack === undefined ? '' : didYouMean(stack, ids), expected }
  }
  const template = templates.get(stack)
  // A template that could not be read has its own finding.
  if (template === undefined || mayDeclare(template, output)) return undefined
  const names = outputNames(template)
  return {
    what: `an output that ${template.file} does not declare`,
    meant: didYouMean(output, names),
    expected: `one of the outputs ${names.join(', ') || '(none)'} of ${template.file}`,
  }
}

/** Whether a template can have an output of this name: macros may add any, and loops those of their pattern. */
function mayDeclare(template: Template, output: string): boolean {
  return (
    unreviewedTransforms(template.transforms, []).length > 0 ||
    outputNames(template).includes(output) ||
    Object.entries(template.outputs).some(([key, value]) => isLoop(key) && mayMake(value, output))
  )
}

function outputNames({ outputs }: Template): string[] {
  return Object.entries(outputs).flatMap(([key, value]) =>
    isLoop(key) ? (unroll(value) ?? []).map(([name]) => name) : [key],
  )
}
