import { Problems } from './problems.ts'
import type { AppSpecProblem, EcsAppSpec, LambdaAppSpec, Parsed, ParseOptions, Place, ServiceHook } from './types.ts'
import { isNil, shown, toS } from './values.ts'
import type { Value } from './values.ts'

/** Events at which CodeDeploy calls a Lambda function (user guide, "AppSpec hooks"). */
export const SERVICE_HOOKS = {
  lambda: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
  ecs: ['BeforeInstall', 'AfterInstall', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
} as const

type ServiceOptions = Pick<ParseOptions, 'file' | 'supplied' | 'words'>
type MapValue = Value & { kind: 'map' }

/** An AppSpec for Lambda or ECS, judged by the user guide: the service alone reads these files. */
export function readService<P extends 'lambda' | 'ecs'>(
  root: Value | undefined,
  platform: P,
  options: ServiceOptions,
): Parsed<P extends 'lambda' ? LambdaAppSpec : EcsAppSpec> {
  const reader = new ServiceReader(platform, options)
  const spec = reader.read(root, options.file)
  type Spec = P extends 'lambda' ? LambdaAppSpec : EcsAppSpec
  return spec && reader.problems.list.length === 0
    ? { ok: true, spec: spec as Spec }
    : { ok: false, problems: reader.problems.list }
}

class ServiceReader {
  readonly problems = new Problems()
  readonly #platform: 'lambda' | 'ecs'
  readonly #supplied: ReadonlySet<string>
  readonly #words: (text: string) => string
  readonly #unclear: AppSpecProblem[] = []

  constructor(platform: 'lambda' | 'ecs', options: ServiceOptions) {
    this.#platform = platform
    this.#supplied = new Set(options.supplied)
    this.#words = options.words ?? ((text) => text)
  }

  read(root: Value | undefined, file: string): LambdaAppSpec | EcsAppSpec | undefined {
    if (root?.kind !== 'map') {
      return this.#wrong(
        root,
        { line: 1, column: 1 },
        'The AppSpec is empty or has no keys.',
        'version, Resources and Hooks',
      )
    }
    this.#version(get(root, 'version'), root)
    const hooks = this.#hooks(get(root, 'Hooks'))
    const resource = this.#resource(get(root, 'Resources'), root)
    if (!resource) return undefined
    const { name, properties } = resource
    return this.#platform === 'lambda'
      ? this.#lambda(file, name, properties, hooks)
      : this.#ecs(file, name, properties, hooks)
  }

  #version(value: Value | undefined, root: Place): void {
    if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0) return
    if (value?.kind === 'string' && value.value === '0.0') {
      this.#doubt(
        value,
        'The version is a text. The user guide writes a number.',
        'version: 0.0, a number without quotes',
      )
      return
    }
    this.#wrong(value, root, 'The version is not 0.0.', 'version: 0.0')
  }

  /** The one resource of the AppSpec: a list with one entry of one key. */
  #resource(value: Value | undefined, root: Place): { name: string; properties: MapValue } | undefined {
    const allowed = 'a list with one resource'
    if (value?.kind !== 'list' || value.items.length === 0)
      return this.#wrong(value, root, 'There are no Resources.', allowed)
    const named = value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []))
    const [first, second] = named
    if (!first) return this.#wrong(value, value, 'The resource has no name.', allowed)
    if (second || value.items.length > 1) {
      return this.#wrong(second?.key, value, 'There is more than one resource.', `${allowed}: a deployment shifts one`)
    }
    const body = first.value
    if (body.kind !== 'map')
      return this.#wrong(body, first.key, 'The resource is not described.', 'Type and Properties')
    const type = get(body, 'Type')
    const wanted = this.#platform === 'lambda' ? 'AWS::Lambda::Function' : 'AWS::ECS::Service'
    if (type?.kind !== 'string' || type.value !== wanted)
      this.#wrong(type, first.key, 'The Type of the resource is not right.', wanted)
    if (this.#platform === 'ecs' && toS(first.key) !== 'TargetService') {
      this.#wrong(first.key, first.key, 'The resource has another name than the service expects.', 'TargetService')
    }
    const properties = get(body, 'Properties')
    if (properties?.kind !== 'map')
      return this.#wrong(properties, first.key, 'The resource has no Properties.', 'Properties')
    return { name: toS(first.key), properties }
  }

  #lambda(file: string, resource: string, properties: MapValue, hooks: ServiceHook[]): LambdaAppSpec {
    return {
      platform: 'lambda',
      file,
      resource,
      name: this.#text(properties, 'Name', 'the name of the function'),
      alias: this.#text(properties, 'Alias', 'the name of an alias of the function'),
      currentVersion: this.#functionVersion(properties, 'CurrentVersion'),
      targetVersion: this.#functionVersion(properties, 'TargetVersion'),
      hooks,
      unclear: this.#unclear,
    }
  }

  #functionVersion(properties: MapValue, key: string): string {
    const allowed = 'a published version as a text, e.g. "2"'
    const value = get(properties, key)
    if (value?.kind === 'int' && value.value > 0n) {
      this.#doubt(value, `${key} is a number. The user guide writes texts.`, allowed)
      return toS(value)
    }
    const text = this.#text(properties, key, allowed)
    if (text !== '' && !/^[1-9]\d*$/.test(text))
      this.#wrong(value, properties, `${key} is not a positive whole number.`, allowed)
    return text
  }

  #ecs(file: string, resource: string, properties: MapValue, hooks: ServiceHook[]): EcsAppSpec {
    const balancer = get(properties, 'LoadBalancerInfo')
    let containerName = ''
    let containerPort = 0
    if (balancer?.kind === 'map') {
      containerName = this.#text(balancer, 'ContainerName', 'the name of a container of the task definition')
      const port = get(balancer, 'ContainerPort')
      if (port?.kind === 'int' && port.value > 0n && port.value < 65536n) containerPort = Number(port.value)
      else this.#wrong(port, balancer, 'ContainerPort is not a port.', 'a number from 1 to 65535, without quotes')
    } else this.#wrong(balancer, properties, 'LoadBalancerInfo is missing.', 'ContainerName and ContainerPort')
    this.#network(get(properties, 'NetworkConfiguration'))
    this.#capacity(get(properties, 'CapacityProviderStrategy'))
    const version = get(properties, 'PlatformVersion')
    return {
      platform: 'ecs',
      file,
      resource,
      taskDefinition: this.#text(properties, 'TaskDefinition', 'the ARN of a task definition'),
      containerName,
      containerPort,
      ...(!isNil(version) && { platformVersion: toS(version) }),
      hooks,
      unclear: this.#unclear,
    }
  }

  #network(value: Value | undefined): void {
    if (value === undefined || isNil(value)) return
    const allowed = 'AwsvpcConfiguration with Subnets, SecurityGroups and AssignPublicIp'
    const vpc = value.kind === 'map' ? get(value, 'AwsvpcConfiguration') : undefined
    if (vpc?.kind !== 'map') {
      this.#wrong(value, value, 'NetworkConfiguration is incomplete.', allowed)
      return
    }
    for (const key of ['Subnets', 'SecurityGroups']) {
      const list = get(vpc, key)
      if (list?.kind !== 'list' || list.items.length === 0 || list.items.some((item) => item.kind !== 'string')) {
        this.#wrong(list, vpc, `${key} is not a list of ids.`, allowed)
      }
    }
    const assign = get(vpc, 'AssignPublicIp')
    if (assign?.kind !== 'string' || !['ENABLED', 'DISABLED'].includes(assign.value)) {
      this.#wrong(assign, vpc, 'AssignPublicIp is not right.', 'ENABLED or DISABLED')
    }
  }

  #capacity(value: Value | undefined): void {
    if (value === undefined || isNil(value)) return
    const allowed = 'a list of { Base, CapacityProvider, Weight }'
    if (value.kind !== 'list') this.#wrong(value, value, 'CapacityProviderStrategy is not a list.', allowed)
    else {
      for (const item of value.items) {
        if (item.kind !== 'map' || isNil(get(item, 'CapacityProvider'))) {
          this.#wrong(item, item, 'A capacity provider has no name.', allowed)
        }
      }
    }
  }

  #hooks(value: Value | undefined): ServiceHook[] {
    if (value === undefined || isNil(value)) return []
    if (value.kind !== 'list') {
      this.#wrong(value, value, 'Hooks is not a list.', '- BeforeAllowTraffic: name of a function')
      return []
    }
    const known: readonly string[] = SERVICE_HOOKS[this.#platform]
    const seen = new Set<string>()
    return value.items.flatMap((item): ServiceHook[] => {
      if (item.kind !== 'map') {
        this.#wrong(item, item, 'A hook is not an event with a function.', '- BeforeAllowTraffic: name of a function')
        return []
      }
      return item.entries.map(({ key, value: target }) => {
        const event = toS(key)
        if (!known.includes(event))
          this.#wrong(key, item, `${event} is not an event of this platform.`, known.join(', '))
        if (seen.has(event)) this.#wrong(key, item, `${event} occurs twice.`, 'each event once')
        seen.add(event)
        if (target.kind !== 'string' || target.value.trim() === '') {
          this.#wrong(target, key, `${event} names no function.`, 'the name or ARN of a Lambda function')
        }
        return { event, function: this.#words(toS(target)), line: key.line, column: key.column }
      })
    })
  }

  #text(map: MapValue, key: string, allowed: string): string {
    const value = get(map, key)
    if (this.#supplied.has(key) && (isNil(value) || isPlaceholder(value))) return ''
    if (value?.kind === 'string' && value.value.trim() !== '') return this.#words(value.value)
    this.#wrong(value, map, isNil(value) ? `${key} is missing.` : `${key} is not a text.`, allowed)
    return ''
  }

  #wrong(value: Value | undefined, at: Place, message: string, allowed: string): undefined {
    return this.problems.add(problem(value, at, message, allowed))
  }

  #doubt(value: Value, message: string, allowed: string): void {
    this.#unclear.push(problem(value, value, message, allowed))
  }
}

/** `<TASK_DEFINITION>`: what CodePipeline and AWS's actions put a value in the place of. */
function isPlaceholder(value: Value | undefined): boolean {
  return value?.kind === 'string' && /^<[^<>]+>$/.test(value.value)
}

/** The value of a key, whose case does not matter: the user guide writes both `Resources` and `resources`. */
function get(map: MapValue, key: string): Value | undefined {
  return map.entries.findLast((entry) => toS(entry.key).toLowerCase() === key.toLowerCase())?.value
}

function problem(value: Value | undefined, at: Place, message: string, allowed: string): AppSpecProblem {
  const { line, column } = value ?? at
  return { line, column, message, read: shown(value), allowed, raises: 'DocumentedRule' }
}
