import type * as sdk from '@aws-sdk/client-codedeploy'
import { pack } from 'tar-stream'

/** The files of a commit, by path; undefined when the repository or the commit does not exist. */
export type CommitFiles = (repository: string, commit: string) => Readonly<Record<string, string>> | undefined

const EXECUTABLE = 0o755
const PLAIN = 0o644

/** The archive of a commit: a tar file with one folder, as GitHub's. Throws when there is no such commit. */
export async function archiveOf(files: CommitFiles, location: sdk.GitHubLocation | undefined): Promise<Buffer> {
  const { repository = '', commitId = '' } = location ?? {}
  const found = files(repository, commitId)
  if (found === undefined)
    throw new Error(`The commit ${commitId} of ${repository} could not be downloaded from GitHub`)
  return tarOfFiles(`${repository.replace('/', '-')}-${commitId}`, found)
}

/** A tar file with one folder; files that begin with `#!` are executable. */
export async function tarOfFiles(folder: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack()
  for (const [path, text] of Object.entries(files)) {
    tar.entry({ name: `${folder}/${path}`, mode: text.startsWith('#!') ? EXECUTABLE : PLAIN }, text)
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
