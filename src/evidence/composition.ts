import * as z from 'zod'

/**
 * What a release consists of, by name. The next release is compared with it: a stack, a deployment or a check that is not
 * configured any more leaves no other trace.
 */
export interface Composition {
  /** Path of the configuration file from the root of the repository; `inline` where the workflow contains it. */
  readonly config: string
  readonly environments: readonly ComposedEnvironment[]
  readonly checks: readonly ComposedCheck[]
}

export interface ComposedEnvironment {
  /** `preprod`, `production`. */
  readonly key: string
  /** What `{environment}` stands for. */
  readonly name: string
  /** Name of the GitHub environment. */
  readonly github: string
  /** Empty where nothing of the release needs AWS. */
  readonly region: string
  /** Absent where neither a stack nor a role has it. */
  readonly account?: string
  readonly stacks: readonly { readonly id: string; readonly name: string }[]
  readonly deployments: readonly ComposedDeployment[]
}

export interface ComposedDeployment {
  readonly id: string
  readonly platform: string
  /** Application and group, `shop/shop-production`. */
  readonly target: string
}

export interface ComposedCheck {
  readonly name: string
  /** In the table of checks: `http`. */
  readonly key: string
  readonly kind: string
  /** Whether the configuration gives the name; otherwise it is made from the options. */
  readonly named: boolean
  /** Absent for the phase after the deployment. */
  readonly phase?: string
  /** Whether it is measured and not judged, and so proves nothing. */
  readonly dryRun?: boolean
}

export function compositionShape(): z.ZodType<Composition> {
  const text = z.string()
  return z.strictObject({
    config: text,
    environments: z.array(
      z.strictObject({
        key: text,
        name: text,
        github: text,
        region: text,
        account: text.exactOptional(),
        stacks: z.array(z.strictObject({ id: text, name: text })),
        deployments: z.array(z.strictObject({ id: text, platform: text, target: text })),
      }),
    ),
    checks: z.array(
      z.strictObject({
        name: text,
        key: text,
        kind: text,
        named: z.boolean(),
        phase: text.exactOptional(),
        dryRun: z.boolean().exactOptional(),
      }),
    ),
  })
}
