import type { CodeTable } from './entry.ts'

/** Container images that the release brings. */
export const IMAGES = {
  'image/pending': {
    title: 'Container images will be published by this release',
    meaning: 'The repository does not have these images yet. They are copied before the stacks are deployed.',
    outcomes: ['noted'],
    next: 'Nothing to do.',
  },
  'image/present': {
    title: 'The repository has the container images of this release',
    meaning:
      'The tag of each image leads to the digest of this release, which covers its configuration and layers: that of the packaged image, or of the earlier build that pre-prod has.',
    outcomes: ['pass'],
  },
  'image/earlier-build': {
    title: 'The release uses a container image of an earlier build',
    meaning:
      'The tag is a digest of the sources, and another build of the same sources gives other bytes. The first environment that gets the image has one under the tag of these sources: it is the image of the release, in production too, and the new build is not used. The plan records its digest; the deployments accept no other one.',
    outcomes: ['noted'],
    next: 'Nothing to do. To release another build, change the sources so that the tag changes, or name an image by its digest in `images`.',
  },
  'image/not-compared': {
    title: 'Container images could not be looked up or compared',
    meaning:
      'ECR did not say what the tags lead to, or it is not known what pre-prod has. The deployment looks them up again, with its own role, and refuses a digest that no plan records.',
    outcomes: ['noted'],
    next: 'Allow ecr:DescribeImages on the repository for the plan-role, and run precheck of both environments.',
  },
  'image/published': {
    title: 'The container images of this release are in the repository',
    meaning:
      'Each was copied with its manifest unchanged, or was there: ECR names the digest of this release for its tag.',
    outcomes: ['pass'],
  },
  'image/differs': {
    title: 'The tag of a container image leads to another image',
    meaning:
      'The image behind the tag is not that of this release: another one than pre-prod has, than precheck found, or than the configuration names by its digest. No tag is moved.',
    outcomes: ['fail'],
    next: 'Find out who pushed it; change the image so that its tag changes, or delete the tag if nothing uses it.',
  },
  'image/no-repository': {
    title: 'The repository for a container image does not exist',
    meaning: 'The image cannot be published, so the stacks would fail.',
    outcomes: ['fail'],
    next: 'Bootstrap the account, or create the repository.',
  },
  'image/no-source': {
    title: 'A container image cannot be copied from its registry',
    meaning: 'The registry that the configuration or the plan names does not have the image or a part of it.',
    outcomes: ['fail'],
    next: 'Push the image in the build before the release.',
  },
} as const satisfies CodeTable
