import { identifiersOf, specOf } from '../../sandbox/aws/cloudformation/spec.ts'

const MADE_UP = /-[A-Za-z0-9]{12,13}$|</

/** The property that gave a resource its physical ID, where the ID shows that the template named it. */
export function nameOfPhysical(type: string, id: string | undefined): Record<string, unknown> | undefined {
  const spec = specOf(type)
  const plain = id?.replaceAll(/<(partition|region)>/g, '')
  const name = plain?.split(/[:/]/).at(-1)
  if (!spec || id === undefined || plain === undefined || MADE_UP.test(plain)) return undefined
  const [identifier = '', ...more] = identifiersOf(type)
  if (more.length > 0) return undefined
  if (identifier in spec.properties) return id === plain ? { [identifier]: id } : undefined
  const property = `${type.split('::').at(-1)}Name`
  return property in spec.properties ? { [property]: name } : undefined
}
