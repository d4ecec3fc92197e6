import type { CodeEntry } from './entry.ts'

/** Why there is no answer: the user's configuration, missing rights, a service, or a mistake in this action. */
export type ErrorKind = 'configuration' | 'permission' | 'service' | 'internal' | 'cancelled'

interface ErrorEntry extends CodeEntry {
  readonly kind: ErrorKind
}

/** Codes of ActionError: there is no answer. `next` is the advice where the error has none of its own. */
export const ERRORS = {
  'config/input': {
    kind: 'configuration',
    title: 'An input of the step is wrong',
    meaning: 'A value under `with:` is missing, unknown, or names something that the configuration does not have.',
    outcomes: ['error'],
    next: 'Correct the `with:` of the step; docs/reference.md lists the inputs.',
  },
  'config/system': {
    kind: 'configuration',
    title: 'The runner has an unsupported system',
    meaning:
      'The action is tested on Linux. Other systems do not keep modes, owners and links of files as a release has them, so that its digest and its deployment would be others.',
    outcomes: ['error'],
    next: 'Use a runner with Linux; docs/limits.md lists the systems.',
  },
  'config/file': {
    kind: 'configuration',
    title: 'The configuration file has a mistake',
    meaning:
      'The configuration or a baseline cannot be read, does not match its schema, or contradicts itself. Each mistake is a finding with its line.',
    outcomes: ['error'],
    next: 'Correct the configuration file; its schema is schema/v1.json.',
  },
  'evidence/exists': {
    kind: 'service',
    title: 'The evidence bucket already has another document of this name',
    meaning:
      'Evidence in S3 is never overwritten. An object with the name of this step, run and run attempt exists, with other content.',
    outcomes: ['error'],
    next: 'Find out which job wrote it: each step of a run attempt has its own `only` or `shard`. Then run the job again.',
  },
  'config/missing-file': {
    kind: 'configuration',
    title: 'A file that the configuration names cannot be read',
    meaning:
      'A template, parameter file, revision or other path does not exist, is not readable, or leaves the workspace.',
    outcomes: ['error'],
    next: 'Check the path; it is read from the root of the workspace (did the job run actions/checkout?).',
  },
  'config/template': {
    kind: 'configuration',
    title: 'A template cannot be read',
    meaning:
      'A CloudFormation template is not valid YAML or JSON, has no resources, or exceeds a limit of CloudFormation.',
    outcomes: ['error'],
    next: 'Correct the template.',
  },
  'config/assembly': {
    kind: 'configuration',
    title: 'What another tool built cannot be used',
    meaning:
      'A cloud assembly of the CDK, the output of `sam build` or a file that a template names is absent, incomplete, outside of its folder, or of a kind that is not known.',
    outcomes: ['error'],
    next: 'Build again in the same job; the message names the file.',
  },
  'image/unusable': {
    kind: 'configuration',
    title: 'A container image cannot be used',
    meaning:
      'An archive is no image, a part that a manifest names is absent or has other bytes, or the image is of an unknown kind or too large.',
    outcomes: ['error'],
    next: 'Build the image again; the message names what is wrong with it.',
  },
  'config/parameters': {
    kind: 'configuration',
    title: 'A parameter file cannot be read',
    meaning: 'A parameter file is in none of the known forms, or has values that CloudFormation does not take.',
    outcomes: ['error'],
    next: "Correct the parameter file: AWS's list form, a plain map, or CodePipeline's form.",
  },
  'config/intent': {
    kind: 'configuration',
    title: 'The intent file has a mistake',
    meaning: 'The intent file cannot be read or does not match its schema. Each mistake is a finding with its line.',
    outcomes: ['error'],
    next: 'Correct the intent file; docs/guide.md shows its form.',
  },
  'config/appspec': {
    kind: 'configuration',
    title: 'An AppSpec file cannot be used',
    meaning: 'The AppSpec of a deployment cannot be read when the deployment needs it.',
    outcomes: ['error'],
    next: 'Correct the AppSpec file.',
  },
  'config/revision': {
    kind: 'configuration',
    title: 'A revision cannot be used',
    meaning: 'The revision, its archive or its task definition cannot be read, packed or unpacked, or is too large.',
    outcomes: ['error'],
    next: 'Correct the revision: a folder or an archive with an appspec.yml at its top.',
  },
  'config/reference': {
    kind: 'configuration',
    title: 'A reference in the configuration does not exist',
    meaning:
      'A text in braces names a stack, an output or a word that does not exist, or stacks refer to each other in a circle.',
    outcomes: ['error'],
    next: 'Use a name that exists: {environment}, {stack.ID.outputs.NAME}.',
  },
  'evidence/unreadable': {
    kind: 'configuration',
    title: 'The evidence folder cannot be read',
    meaning:
      'The folder given by the input `evidence` does not exist or may not be read, so evidence of earlier jobs is not available.',
    outcomes: ['error'],
    next: 'Check the evidence folder and that the earlier jobs ended by writing their evidence.',
  },
  'evidence/unwritable': {
    kind: 'configuration',
    title: 'The evidence cannot be stored',
    meaning:
      'The evidence of this step could not be written, or the runner did not accept the outputs. The step fails.',
    outcomes: ['error'],
    next: 'Give a folder that the job may write to.',
  },
  'release/store-failed': {
    kind: 'configuration',
    title: 'A part of the release cannot be stored for later jobs',
    meaning: 'A file or folder of the release could not be packed, or changed while it was packed.',
    outcomes: ['error'],
    next: 'Let nothing write to what is released once it is built; then run the job again.',
    formerly: ['release/unkept'],
  },
  'release/restore-failed': {
    kind: 'configuration',
    title: 'A part of the release cannot be restored from an earlier job',
    meaning:
      'A file or folder of the release is not in the workspace, and no earlier job stored one with the digest in its evidence.',
    outcomes: ['error'],
    next: 'Start the release again from the job that builds it: what is deployed is what that job stored.',
    formerly: ['release/not-handed-on'],
  },
  'aws/no-credentials': {
    kind: 'permission',
    title: 'There are no AWS credentials',
    meaning:
      'No role is configured and no ambient credentials were found, or the role could not be assumed with the identity of the job.',
    outcomes: ['error', 'noted'],
    next: 'Set plan-role and deploy-role in the configuration and `id-token: write` for the job, or provide ambient AWS credentials.',
  },
  'aws/denied': {
    kind: 'permission',
    title: 'AWS denied a request',
    meaning:
      'The role of the job lacks a permission; the finding names the action, the resource and the policy that denies it. It does not block where only additional information could not be read.',
    outcomes: ['error', 'noted'],
    next: 'Allow the action for the role that the job takes.',
  },
  'aws/expired': {
    kind: 'permission',
    title: 'The AWS credentials have expired',
    meaning: 'The session ended before the step did, and could not be refreshed.',
    outcomes: ['error', 'noted'],
    next: 'Run the job again; if it happens again, raise the maximum session duration of the role.',
  },
  'aws/unreachable': {
    kind: 'service',
    title: 'AWS could not be reached',
    meaning: 'A request got no answer after all retries: the name, the network or the service failed.',
    outcomes: ['error', 'noted'],
    next: 'Check the region, the endpoint (AWS_ENDPOINT_URL) and the network of the runner.',
  },
  'aws/throttled': {
    kind: 'service',
    title: 'AWS throttled the requests',
    meaning: 'AWS refused requests because of their rate until the last retry.',
    outcomes: ['error', 'noted'],
    next: 'Nothing is wrong with the deployment. Run the job again, or with fewer stacks at a time.',
  },
  'aws/service': {
    kind: 'service',
    title: 'AWS answered with an error',
    meaning: 'A request failed for a reason of the service, or its answer lacks a part that it must have.',
    outcomes: ['error', 'noted'],
    next: 'Read the message of the service; run the job again if it is temporary.',
  },
  'registry/denied': {
    kind: 'permission',
    title: 'A container registry refused a request',
    meaning: 'The role of the job, or everybody where no role counts, may not read or write the repository.',
    outcomes: ['error', 'noted'],
    next: 'Allow the action that the message names, in the policy of the repository too where it is in another account.',
  },
  'registry/unreachable': {
    kind: 'service',
    title: 'A container registry could not be reached',
    meaning: 'A request got no answer, or bytes other than those of the digest, at each attempt.',
    outcomes: ['error', 'noted'],
    next: 'Let the network and the proxy pass the hosts that docs/network.md lists, then run the job again.',
  },
  'registry/service': {
    kind: 'service',
    title: 'A container registry answered with an error',
    meaning: 'The registry limits requests, fails, or answers what the protocol does not have.',
    outcomes: ['error', 'noted'],
    next: 'Read the message of the registry; run the job again if it is temporary.',
  },
  'github/no-token': {
    kind: 'permission',
    title: 'There is no GitHub token',
    meaning: 'The step needs the GitHub API and the input `github-token` is empty.',
    outcomes: ['error'],
    next: 'Pass `github-token`, or leave the input at its default.',
  },
  'github/denied': {
    kind: 'permission',
    title: 'GitHub denied a request',
    meaning:
      'The token was not accepted, or lacks a permission; the finding names the permission where GitHub names it.',
    outcomes: ['error'],
    next: 'Give the job the permission that the message names.',
  },
  'github/unreachable': {
    kind: 'service',
    title: 'GitHub could not be reached',
    meaning: 'A request to the GitHub API got no answer.',
    outcomes: ['error'],
    next: 'Check GITHUB_API_URL and the network of the runner.',
  },
  'github/service': {
    kind: 'service',
    title: 'GitHub answered with an error',
    meaning: 'A request to the GitHub API or the artifact service failed for a reason of the service.',
    outcomes: ['error'],
    next: 'Run the job again; githubstatus.com shows whether GitHub has an incident.',
  },
  'github/identity': {
    kind: 'permission',
    title: 'The job cannot get an identity token',
    meaning: 'GitHub did not give the job an OIDC token, or the token does not have the expected form.',
    outcomes: ['error'],
    next: 'Give the job `permissions: id-token: write`.',
  },
  'github/throttled': {
    kind: 'service',
    title: 'The rate limit of GitHub is reached',
    meaning: 'GitHub refused a request because of the number of requests with this token.',
    outcomes: ['error'],
    next: 'Nothing is wrong with the deployment. Run the job again later; other jobs with the same token count too.',
  },
  'github/no-artifacts': {
    kind: 'configuration',
    title: 'There is no place to store files for later jobs',
    meaning: 'The job has no artifact service and no evidence folder is given.',
    outcomes: ['error'],
    next: 'Give `evidence` a folder that outlives the job: there is no artifact service here.',
  },
  'github/artifact-exists': {
    kind: 'configuration',
    title: 'An artifact with this name exists',
    meaning: 'Two jobs of the run store evidence under the same name; artifacts cannot be overwritten.',
    outcomes: ['error'],
    next: 'Artifacts cannot be overwritten: give each job of a matrix its own `shard`.',
  },
  'github/artifact-damaged': {
    kind: 'service',
    title: 'A stored artifact is damaged',
    meaning: 'The artifact that was downloaded is not the one that was uploaded.',
    outcomes: ['error'],
    next: 'Run the job again; the stored artifact is not what was uploaded.',
  },
  timeout: {
    kind: 'service',
    title: 'A wait ended at its deadline',
    meaning:
      'What was waited for had not ended in time. It is neither success nor failure of the deployment; it may still be running.',
    outcomes: ['error', 'noted'],
    next: 'It may still be running: check it before you start it again.',
  },
  cancelled: {
    kind: 'cancelled',
    title: 'The job was cancelled',
    meaning: 'The job was cancelled before the step had ended. What still runs or was left is listed in the report.',
    outcomes: ['error'],
    next: 'Run the job again. What still runs or was left, if anything, is listed below.',
  },
  internal: {
    kind: 'internal',
    title: 'The action has a mistake',
    meaning: 'The action failed in a way that it does not handle. This says nothing about the deployment.',
    outcomes: ['error'],
    next: 'This is a mistake in the action: please report it with the log.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>

export type ErrorCode = keyof typeof ERRORS
