import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { invalid } from '../errors.ts'
import type { StackPlace } from '../model.ts'
import type { Json, JsonObject } from './template.ts'

export const SERVERLESS = 'AWS::Serverless-2016-10-31'

const SCRIPT = join(import.meta.dirname, 'serverless.py')
const NEEDED =
  'the sandbox plays it with aws-sam-translator, which no Python here has; install it with pip, and name that Python in SANDBOX_PYTHON unless it is python3'

type Answer = { readonly template: JsonObject } | { readonly fails: string } | { readonly missing: true }

const answers = new Map<string, Promise<Answer>>()

/** The transform of SAM, by AWS's own translator; refused where that is not installed. */
export async function transformServerless(
  template: JsonObject,
  parameters: Readonly<Record<string, string>>,
  { region }: StackPlace,
): Promise<Json> {
  const question = JSON.stringify({ template, parameters })
  const key = `${region} ${question}`
  const known = answers.get(key) ?? ask(question, region)
  answers.set(key, known)
  const answer = await known
  if ('missing' in answer) throw invalid(`Transform ${SERVERLESS} failed with: ${NEEDED}`)
  if ('fails' in answer) throw invalid(`Transform ${SERVERLESS} failed with: ${answer.fails}`)
  return answer.template
}

function ask(question: string, region: string): Promise<Answer> {
  const python = process.env['SANDBOX_PYTHON'] || 'python3'
  return new Promise((resolve, reject) => {
    const child = spawn(python, [SCRIPT], { env: { ...process.env, AWS_DEFAULT_REGION: region, AWS_REGION: region } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    // Without Python, or before the script has read all.
    child.stdin.once('error', () => undefined)
    child.once('error', () => resolve({ missing: true }))
    child.once('close', (status) => {
      if (status === 0) resolve(JSON.parse(stdout) as Answer)
      else reject(new Error(`aws-sam-translator ended with ${status}: ${stderr.trim().split('\n').at(-1)}`))
    })
    child.stdin.end(question)
  })
}
