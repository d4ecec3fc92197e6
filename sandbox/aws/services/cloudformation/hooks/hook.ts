import * as z from 'zod'

const answers = {
  /** `Acme::Security::Encryption`; some first parts are reserved for AWS. */
  type: z.string().regex(/^(?!(?:AWS|Amazon|Custom)::)\w{2,64}::\w{2,64}::\w{2,64}$/),
  mode: z.enum(['FAIL', 'WARN']).default('FAIL'),
  /** Names of stacks, with `*` and `?`. */
  stacks: z.array(z.string()).default(['*']),
  /** `breaks`: the hook itself fails. */
  answer: z.enum(['complies', 'objects', 'breaks']).default('objects'),
  message: z.string().min(1),
  /** Simulated milliseconds until it returns. */
  after: z.number().min(0).default(500),
}
const action = z.enum(['CREATE', 'UPDATE', 'DELETE'])
export type HookAction = z.infer<typeof action>
const actions = z.array(action).default(['CREATE', 'UPDATE'])
/** Resource types, with `*` and `?`. */
const resources = z.array(z.string()).default(['*'])

/** A CloudFormation Hook that is active in the accounts, by the kind of its target. */
export const hook = z
  .discriminatedUnion('target', [
    z.strictObject({ target: z.literal('RESOURCE'), ...answers, actions, resources }),
    z.strictObject({ target: z.literal('STACK'), ...answers, actions }),
    z.strictObject({ target: z.literal('CHANGE_SET'), ...answers }),
  ])
  .transform((given) => ({
    actions: ['CREATE'] as readonly HookAction[],
    resources: [] as readonly string[],
    ...given,
  }))

export type Hook = z.infer<typeof hook>
