/** One call of an operation. In texts of its input, `{name}` is a value that an earlier call set. */
export interface Call {
  /** `ec2:CreateLaunchTemplate`; services have the names of `sandbox/aws/wire/dialects.ts`. */
  readonly call: string
  readonly with?: object
  /**
   * Values to keep by name, as paths into the response: `LaunchTemplate.LaunchTemplateId`,
   * `Reservations.0.ReservationId`.
   */
  readonly sets?: Readonly<Record<string, string>>
  /** Repeated until the response has this value at this path. */
  readonly until?: readonly [path: string, value: unknown]
  /** The code of the error that both must return. */
  readonly fails?: string
}

/** Calls in their order; later ones may use what earlier ones made. */
export interface Session {
  readonly name: string
  readonly calls: readonly Call[]
}

/** What was returned: an output, or the name of an error. `played` is false where the operation is not there. */
export type Answer =
  { readonly output: unknown } | { readonly error: string; readonly message: string; readonly played: boolean }

/** A value that differs between the sandbox and an engine; `absent` and `present` where only one has the member. */
export interface Value {
  readonly call: string
  readonly path: string
  readonly sandbox: string
  readonly engine: string
  /** Why the sandbox's is right, or that neither matters. */
  readonly known?: string
}

/** The result of one engine for one operation. */
export interface Judged {
  readonly service: string
  readonly operation: string
  /** Calls that both returned. */
  readonly calls: number
  readonly differences: readonly Value[]
  /** Members that only the sandbox returns, and that only the engine returns. */
  readonly lacks: readonly string[]
  readonly adds: readonly string[]
}
