import type { CodeTable } from './entry.ts'

/** Evidence of earlier jobs, the release that they are about, and the plan that reviewers saw. */
export const RELEASE = {
  'evidence/valid': {
    title: 'The evidence of a step is valid',
    meaning:
      'A document has the digest that its job named, is about this release and run, is recent, and its findings give a pass. `skipped`: its job had nothing to do.',
    outcomes: ['pass', 'skipped'],
    next: 'Nothing to do. A step that was skipped proves nothing; the gate names what is missing.',
  },
  'release/revision-read': {
    title: 'A revision that exists was read',
    meaning:
      'The object of S3, or the commit of GitHub, that `revision.s3` or `revision.github` names was read and compared with its version, its digest or its commit. `fail`: it does not exist, is another one or is no archive. `skipped`: nothing was read, because neither AWS nor GitHub was asked.',
    outcomes: ['pass', 'fail', 'skipped'],
    next: 'Correct `revision.s3` or `revision.github`, or store the revision again and name its version or digest.',
  },
  'release/resumed': {
    title: 'An earlier attempt of this run made this change already',
    meaning:
      'The last change of the stack, or the last deployment of the group, was made by an earlier attempt of this run, for this release, and equals what was reviewed. It is followed and judged, and not made again.',
    outcomes: ['noted'],
    next: 'Nothing to do.',
  },
  'evidence/not-passed': {
    title: 'An earlier step did not pass',
    meaning: 'The document is genuine, and its findings do not give a pass. The first blocking finding is quoted.',
    outcomes: ['fail'],
    next: 'Read the report of that step, and run its job again when the cause is gone.',
    formerly: ['evidence/not-pass'],
  },
  'evidence/verdict-differs': {
    title: 'A document states another verdict than its findings or its job give',
    meaning:
      'The verdict is computed from the findings again, and the document states another one; or an output `verdict` of its job does, beside the digest of the document.',
    outcomes: ['fail'],
    next: 'Run the job that wrote it again.',
    formerly: ['evidence/verdict'],
  },
  'evidence/altered': {
    title: 'Evidence was changed after its job wrote it',
    meaning: 'No document has the digest that the job named, but one of the same run that no job named is there.',
    outcomes: ['fail'],
    next: 'Find out who changed the file, then run the job again: its evidence cannot be trusted.',
  },
  'evidence/missing': {
    title: 'Evidence that a job named was not found',
    meaning:
      'A job named the digest of a document in its outputs, and neither the evidence folder nor an artifact holds it.',
    outcomes: ['fail'],
    next: 'Let the jobs share the artifacts of the run, or give them the same evidence folder; then run the job again.',
  },
  'evidence/invalid': {
    title: 'A document cannot be read as evidence',
    meaning:
      'A document that a job named does not have the form of this version of the action, has a code or an outcome that this version does not know, or says that its step ended before it began.',
    outcomes: ['error'],
    next: 'Use the same version of the action in all jobs of the run.',
  },
  'evidence/other-run': {
    title: 'The evidence is of another run',
    meaning: 'The document was written for another repository, run, commit or a later attempt.',
    outcomes: ['fail'],
    next: 'Run the job that wrote it again.',
    formerly: ['evidence/foreign'],
  },
  'evidence/other-release': {
    title: 'The evidence is about another release',
    meaning: 'Templates, parameters, revisions or configuration are not those that the earlier step tested.',
    outcomes: ['fail'],
    next: 'Run the whole release again.',
  },
  'evidence/other-endpoint': {
    title: 'The evidence comes from other endpoints than those of AWS or GitHub',
    meaning:
      'The document was made with other endpoints than those of this job. It never opens a gate to a real environment.',
    outcomes: ['fail'],
    next: 'Run the job that wrote it again, with the endpoints of this job.',
  },
  'evidence/stale': {
    title: 'The evidence is too old',
    meaning: 'The document is older than `gate.evidence-younger-than`, or its time lies in the future.',
    outcomes: ['fail'],
    next: 'Run the job that wrote it again.',
  },
  'evidence/ambiguous': {
    title: 'Two documents claim the same slot',
    meaning:
      'Two documents or two jobs give evidence for the same command, environment, shard and phase, so none counts.',
    outcomes: ['fail'],
    next: 'Give each part of a matrix its own `shard`, name the digests of all parts, and run the jobs again.',
  },
  'evidence/needs-invalid': {
    title: 'The step was not given the outputs of earlier jobs',
    meaning: 'The input `needs` is empty, or is not what `toJSON(needs)` gives.',
    outcomes: ['fail'],
    next: 'Set `needs: ${{ toJSON(needs) }}` in the `with:` of the step, and name all earlier jobs in `needs:` of the job.',
    formerly: ['evidence/needs'],
  },
  'evidence/job-failed': {
    title: 'An earlier job did not succeed',
    meaning: 'GitHub says that a job which this one needs ended with another result than success or skipped.',
    outcomes: ['fail'],
    next: 'Read the log of that job, and run it again when the cause is gone.',
    formerly: ['evidence/job'],
  },
  'release/packaged': {
    title: 'The release is stored for later jobs',
    meaning:
      'All files and folders of the release were packed and stored under their digests. `skipped`: the release has none, since its revisions exist already.',
    outcomes: ['pass', 'skipped'],
    next: 'Leave the job out: a release without files needs none that stores them.',
  },
  'release/differs': {
    title: 'The release is not the one that was tested',
    meaning:
      'The commit, the configuration, a template, parameters or a revision is not the one in the evidence of earlier jobs, or a revision changed while it was deployed.',
    outcomes: ['fail'],
    next: 'Build once, into folders that are not checked in, so that later jobs take what the build stored; then start the release again.',
  },
  'release/not-started': {
    title: 'A step was not started because an earlier one failed',
    meaning: 'A deployment stops at the first stack or deployment that fails. The others are left as they were.',
    outcomes: ['skipped'],
    next: 'Correct the step that failed; the finding names it.',
    formerly: ['release/not-begun'],
  },
  'release/not-deployed': {
    title: 'The environment does not have this release',
    meaning:
      'Nothing was deployed, only a part was, or it was rolled back, and no other finding fails the step; or the step ran with `mode: observe`. A deployment job that did not deploy is never green.',
    outcomes: ['error'],
    next: 'Read the other findings: they say what forbids the deployment.',
  },
  'plan/missing': {
    title: 'There is no reviewed plan',
    meaning: 'No valid evidence of precheck has a plan for the stack or environment that is to be deployed.',
    outcomes: ['fail'],
    next: 'Let this job need the job of precheck, and pass it on: `needs: ${{ toJSON(needs) }}`; then run the job again.',
  },
  'plan/unchanged': {
    title: 'The plan is the one that reviewers saw',
    meaning:
      'The plan was made again before the deployment, and is the same in every action, replacement and property.',
    outcomes: ['pass'],
    formerly: ['plan/same'],
  },
  'plan/differs': {
    title: 'The plan is not the one that reviewers saw',
    meaning:
      'The plan was made again before the deployment and differs, or could not be compared. Nothing is executed.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Start the release again from precheck, so that reviewers see what would happen now.',
  },
  'plan/provisional': {
    title: 'A stack still needs outputs that do not exist',
    meaning:
      'All stacks before it are deployed, and an output that its parameters name is not there, so its plan cannot be final.',
    outcomes: ['fail'],
    next: 'Correct the references in the parameters, or add the outputs to the templates that they name.',
  },
} as const satisfies CodeTable
