import * as z from 'zod'

const answers = {
  /** `Acme::Security::Encryption`; AWS keeps some first parts for itself. */
  type: z.string().regex(/^(?!(?:AWS|Amazon|Custom)::)\w{2,64}::\w{2,64}::\w{2,64}$/),
  mode: z.enum(['FAIL', 'WARN']).default('FAIL'),
  /** Names of stacks, with `*` and `?`. */
  stacks: z.array(z.string()).default(['*']),
  /** `breaks`: the hook itself does not work. */
  answer: z.enum(['complies', 'objects', 'breaks']).default('objects'),
  message: z.string().min(1),
  /** Simulated milliseconds until it answers. */
  after: z.number().min(0).default(500),
}
const action = z.enum(['CREATE', 'UPDATE', 'DELETE'])
export type HookAction = z.infer<typeof action>
const actions = z.array(action).default(['CREATE', 'UPDATE'])
/** Resource types, with `*` and `?`. */
const resources = z.array(z.string()).default(['*'])

/** A Hook that somebody has activated in the accounts; by what it is asked about. */
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
