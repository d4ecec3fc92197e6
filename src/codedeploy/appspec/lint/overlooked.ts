import type { RevisionFacts } from '../types.ts'
import { overlooked, type Overlooked } from '../yaml/overlooked.ts'
import type { Remark } from './say.ts'

/** Parts of an AppSpec that can be read, and that the agent or the service passes over. */
export function lintOverlooked({ text, platform }: RevisionFacts): Remark[] {
  if (text === undefined) return []
  const reader = platform === 'server' ? 'the agent' : undefined
  return overlooked(text).map((part) => ({
    code: 'appspec/overlooked',
    // Which of equal keys the service takes is not documented.
    outcome: platform === 'server' ? 'fail' : 'inconclusive',
    ...(part.kind === 'rest' ? restOf(part, reader) : keyOf(part, reader)),
    at: { line: part.line, column: part.column },
  }))
}

function restOf(
  { line }: Overlooked,
  reader: string | undefined,
): Pick<Remark, 'title' | 'about' | 'expected' | 'observed' | 'advice'> {
  return {
    title:
      reader === undefined
        ? `A second document begins in line ${line}: whether CodeDeploy reads it is not documented.`
        : `The AppSpec ends before line ${line} for ${reader}: what follows is not read.`,
    about: 'file',
    expected: 'one YAML document',
    observed: `more text from line ${line} on`,
    advice: 'Remove `---` and what follows it, or give all keys at the top the same indentation as the first.',
  }
}

function keyOf(
  { path, counts, line }: Extract<Overlooked, { readonly kind: 'key' }>,
  reader: string | undefined,
): Pick<Remark, 'title' | 'about' | 'expected' | 'observed' | 'advice'> {
  const name = path.split('/').at(-1) ?? path
  return {
    title:
      reader === undefined
        ? `${name} occurs twice in one map: which one CodeDeploy reads is not documented.`
        : `${name} occurs twice in one map: ${reader} reads line ${counts.line} and not line ${line}.`,
    about: `key/${path}`,
    expected: `${name} once`,
    observed: `lines ${line} and ${counts.line}`,
    advice: `Put both under one ${name}, or remove one of them.`,
  }
}
