import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Home } from '../../names.ts'

/**
 * The behaviour of a container of an image. Without one it starts, is healthy, and responds to requests with its
 * image's name.
 */
export const imageBehavior = z.strictObject({
  /** The reason why the image cannot be pulled. */
  pullFails: z.string().optional(),
  /** The container exits: `after` simulated milliseconds of running, or, with 0, before the task is RUNNING. */
  exit: z
    .strictObject({ code: z.int().min(0).max(255), after: z.number().min(0).default(0), reason: z.string().optional() })
    .optional(),
  /** The result of the container's health check. */
  health: z.enum(['HEALTHY', 'UNHEALTHY']).default('HEALTHY'),
  /** The response to each request. */
  status: z.int().min(200).max(599).default(200),
  body: z.string().optional(),
  /** Requests with this text in their address get the status 400. */
  refuses: z.string().optional(),
  /** Lines that the container logs when it starts. */
  log: z.array(z.string()).default([]),
  /** The number of task starts with this behaviour; all when absent. */
  times: z.int().min(1).optional(),
})

export type ImageBehavior = z.output<typeof imageBehavior>

/** The digest of an image, or ECR's reason why it cannot be pulled. */
export type Resolved = { readonly digest: string } | { readonly missing: string }

/** Finds the digest of an image in a registry that the sandbox plays; undefined for other registries. */
export type Registry = (image: string) => Resolved | undefined

export interface Images {
  /** The behaviour of a container that starts now, by its image or `FAMILY:REVISION`. */
  take(image: string, definition: string): ImageBehavior
  set(name: string, behavior: ImageBehavior | null): void
  /** The digest that a tag has now. */
  resolve(home: Home, image: string): Resolved
}

const DEFAULT: ImageBehavior = imageBehavior.parse({})

export function createImages(given: Readonly<Record<string, ImageBehavior>>, registry: Registry): Images {
  const behaviors = new Map(Object.entries(given).map(([name, behavior]) => [name, { behavior, left: behavior.times }]))
  return {
    take(image, definition) {
      const found = behaviors.get(image) ?? behaviors.get(definition)
      if (found === undefined || found.left === 0) return DEFAULT
      if (found.left !== undefined) found.left -= 1
      return found.behavior
    },
    set(name, behavior) {
      if (behavior === null) behaviors.delete(name)
      else behaviors.set(name, { behavior, left: behavior.times })
    },
    resolve(_home, image) {
      const pinned = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1]
      return registry(image) ?? { digest: pinned ?? digestOf(image) }
    },
  }
}

/** The digest of an image whose registry the sandbox does not play. */
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
