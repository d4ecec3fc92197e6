import { handlerError, nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import type { World } from '../../world.ts'
import { configure } from './ecr.ts'
import { repositoriesOf, repositoryArn, repositoryUri } from './store.ts'

/** AWS::ECR::Repository: Ref is its name. A repository with images is deleted only with `EmptyOnDelete`. */
export function repositoryKind(world: World): Kind {
  const repositories = repositoriesOf(world)
  const put = ({ owner, physicalId: name, properties }: LiveResource): void => {
    const { ImageTagMutability: mutability, ImageScanningConfiguration: scanning } = properties
    const filters = properties.ImageTagMutabilityExclusionFilters as readonly Record<string, string>[] | undefined
    configure(repositories.find(owner, name) ?? repositories.create(owner, name), {
      imageTagMutability: (mutability ?? 'MUTABLE') as 'MUTABLE',
      imageTagMutabilityExclusionFilters: (filters ?? []).map((each) => ({
        filterType: each.ImageTagMutabilityExclusionFilterType as 'WILDCARD',
        filter: each.ImageTagMutabilityExclusionFilterValue ?? '',
      })),
      imageScanningConfiguration: { scanOnPush: String((scanning as { ScanOnPush?: unknown })?.ScanOnPush) === 'true' },
    })
  }
  return {
    type: 'AWS::ECR::Repository',
    madeByCalls: true,
    identify(desired, owner) {
      const name = nameOf(desired.RepositoryName, owner).toLowerCase()
      if (repositories.find(owner, name) !== undefined) {
        throw handlerError('AWS::ECR::Repository', name, 'already exists.', 'AlreadyExists')
      }
      return name
    },
    attributes: ({ owner, physicalId: name }) => ({
      Arn: repositoryArn({ home: owner, name }),
      RepositoryUri: repositoryUri({ home: owner, name }),
    }),
    created: put,
    updated: put,
    tampered: put,
    removed({ owner, physicalId: name, properties }) {
      const repository = repositories.find(owner, name)
      if (repository === undefined) return
      if (repository.images.size > 0 && String(properties.EmptyOnDelete) !== 'true') {
        throw new Error(
          `The repository with name '${name}' in registry with id '${owner.account}' cannot be deleted because it still contains images`,
        )
      }
      repositories.remove(repository)
    },
    observe({ owner, physicalId: name, properties }) {
      const repository = repositories.find(owner, name)
      if (repository === undefined) return undefined
      const { ImageTagMutability: declared } = properties
      return {
        ...properties,
        RepositoryName: name,
        ...((declared !== undefined || repository.mutability !== 'MUTABLE') && {
          ImageTagMutability: repository.mutability,
        }),
      }
    },
  }
}
