import { z } from 'zod'
import { text } from '../../support/option-types.ts'
import { readYaml } from './file.ts'

const schema = z.strictObject({
  rules: z.array(text).min(1).describe('Codes of findings of the gate; a trailing * stands for a group.'),
  until: z.iso.datetime({ offset: true, error: 'expected a time such as 2027-03-31T18:00:00Z' }),
  reason: text,
})

/** An emergency: which findings of the gate do not block, until when and why. */
export type BreakGlass = z.output<typeof schema>

/** Reads the input `break-glass`. Throws `config/input` with all mistakes. */
export function readBreakGlass(yaml: string | undefined): BreakGlass | undefined {
  return yaml === undefined ? undefined : readYaml(yaml, { file: 'break-glass', code: 'config/input' }, schema)
}
