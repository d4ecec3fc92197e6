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
    meaning: 'The tag of each image leads to the digest of this release, which covers its configuration and layers.',
    outcomes: ['pass'],
  },
  'image/not-compared': {
    title: 'Container images could not be looked up',
    meaning: 'ECR did not say what the tags lead to. The deployment looks them up again, with its own role.',
    outcomes: ['noted'],
    next: 'Allow ecr:DescribeImages on the repository for the plan-role.',
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
      'The tag is a digest of the sources, and each build of them can give other bytes. The image behind it is not that of this release. No tag is moved.',
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
    meaning: 'The registry that the configuration names does not have the image or a part of it.',
    outcomes: ['fail'],
    next: 'Push the image in the build before the release.',
  },
} as const satisfies CodeTable
