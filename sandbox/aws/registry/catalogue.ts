import type { ExistingResource, Properties } from '../../contract.ts'
import type { Home } from '../names.ts'
import type { ExistingResources } from '../resources/existing.ts'
import { shownIn, withChildren } from './children.ts'
import { identifierOf, matches } from './identifier.ts'
import { modelOf } from './model.ts'
import type { ResourceSchema } from './schemas.ts'

/** The models of all resources, by their identifiers. */
export interface Catalogue {
  find(home: Home, schema: ResourceSchema, identifier: string): Found | undefined
  list(home: Home, schema: ResourceSchema): Found[]
}

export interface Found {
  readonly resource: ExistingResource
  readonly identifier: string
  readonly model: Properties
}

export function createCatalogue(existing: ExistingResources): Catalogue {
  function modelling(home: Home, schema: ResourceSchema): (resource: ExistingResource) => Found {
    const children = shownIn(schema.typeName).flatMap((type) => existing.list(home, type))
    return (resource) => {
      const model = modelOf(schema, { ...resource, properties: withChildren(resource, children) })
      return { resource, model, identifier: identifierOf(schema, model) }
    }
  }

  return {
    list: (home, schema) => existing.list(home, schema.typeName).map(modelling(home, schema)),
    find(home, schema, identifier) {
      const toModel = modelling(home, schema)
      // The identifier usually contains the physical ID, or a part of it: of many resources, only a few models are
      // built.
      const related = existing
        .list(home, schema.typeName)
        .map((resource) => ({ resource, isLikely: identifier.includes(resource.physicalId) }))
        .toSorted((left, right) => Number(right.isLikely) - Number(left.isLikely))
      for (const { resource } of related) {
        const found = toModel(resource)
        if (matches(schema, found.model, identifier)) return found
      }
      return undefined
    },
  }
}
