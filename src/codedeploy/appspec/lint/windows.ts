import { win32 } from 'node:path'
import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { FileEntry, Hook, RevisionFacts, RevisionFile, Script, ServerAppSpec } from '../types.ts'
import { lintEvents } from './hooks.ts'
import type { Remark } from './say.ts'
import { revisionPath } from './tree.ts'

/**
 * The rules of Windows servers, after AWS's AppSpec reference and the agent's own `windows_util.rb`: no permissions, no
 * runas, zip files only; a script is started by its ending, and PowerShell is asked for `.ps1`. Names of files are
 * compared without regard to case, and `\` and `/` both divide a path.
 */
export function lintWindows(spec: ServerAppSpec, facts: RevisionFacts): Remark[] {
  const files = new Map([...facts.files].map(([path, file]) => [path.toLowerCase(), file]))
  return [
    ...bundleCanBeUnpacked(facts),
    ...namesDiffer(facts),
    ...[...facts.files.keys()].flatMap((path) => nameWorks(path, `revision/${path}`)),
    ...spec.files.flatMap(({ destination, at }) => nameWorks(destination, `files/${destination}`, at)),
    ...lintEvents(spec),
    ...spec.hooks.flatMap((hook) => hook.scripts.flatMap((script) => lintScript(hook, script, files))),
    ...spec.files.flatMap((entry) => lintEntry(entry, files)),
    ...eachDestinationOnce(spec, files),
    ...spec.permissions.map(noPermission),
  ]
}

type Files = ReadonlyMap<string, RevisionFile>

/** What Windows starts by itself; the agent adds PowerShell. */
const STARTED = ['.ps1', '.bat', '.cmd', '.exe', '.com']
/** `\t` and the like, in double quotes. */
const ESCAPED = /\p{Cc}/u

function bundleCanBeUnpacked({ bundle, name }: RevisionFacts): Remark[] {
  if (bundle !== 'tar' && bundle !== 'tgz') return []
  return [
    {
      code: 'appspec/windows-bundle',
      outcome: 'fail',
      title: `The revision ${name} is a ${bundle}, which CodeDeploy does not support on Windows servers.`,
      about: 'revision',
      expected: 'a folder or a zip',
      observed: bundle,
      advice: 'Pack the revision as a zip, or name its folder: the action makes a zip of it.',
    },
  ]
}

/** Windows has one file for names that differ in case only: the one that is unpacked last. */
function namesDiffer({ files }: RevisionFacts): Remark[] {
  return [...Map.groupBy(files.keys(), (path) => path.toLowerCase()).values()].flatMap((paths): Remark[] =>
    paths.length === 1
      ? []
      : [
          {
            code: 'appspec/destination-collision',
            outcome: 'fail',
            title: `${paths.join(' and ')} are one file on Windows.`,
            about: `revision/${paths[0] ?? ''}`,
            expected: 'names that differ without regard to case',
            observed: paths.join(', '),
            advice: 'Rename one of them.',
          },
        ],
  )
}

/** Names of devices, endings that Windows removes, and characters that it does not take (Microsoft, "Naming Files"). */
const NO_NAME = /^(?:(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?|.*[<>:"|?*].*|.*[. ])$/i

function nameWorks(path: string, about: string, at?: Remark['at']): Remark[] {
  const name = path
    .replace(/^[A-Za-z]:/, '')
    .split(/[\\/]/)
    .find((part) => part !== '.' && part !== '..' && NO_NAME.test(part))
  if (name === undefined) return []
  return [
    failing(about, at)(
      'appspec/windows-name',
      `${JSON.stringify(name)} is not a name of a file on Windows.`,
      'a name without < > : " | ? *, not of a device, that does not end with a dot or a space',
      path,
      'Rename it.',
    ),
  ]
}

/** A path of the AppSpec as the revision knows it: `\Web\Index.htm` → `web/index.htm`. */
function inRevision(path: string): string | undefined {
  return revisionPath(path.replaceAll('\\', '/').toLowerCase())
}

type Failing = (code: FindingCode, title: string, expected: string, observed: string, advice: string) => Remark

/** Makes failing remarks about one part of the AppSpec. */
function failing(about: string, at: Remark['at']): Failing {
  return (code, title, expected, observed, advice) => ({
    code,
    outcome: 'fail',
    title,
    about,
    expected,
    observed,
    advice,
    ...(at && { at }),
  })
}

function lintScript(hook: Hook, script: Script, files: Files): Remark[] {
  const { location, at } = script
  const about = `hook/${hook.event}/${location}`
  const say = failing(about, at)
  const path = inRevision(location)
  const file = path === undefined ? undefined : files.get(path)
  const remarks: Remark[] = []
  if (path === undefined)
    remarks.push(
      say(
        'appspec/script-escapes',
        `${location} lies outside of the revision.`,
        'a path in the revision',
        location,
        'Put the script into the revision.',
      ),
    )
  else if (!file || file.type === 'directory')
    remarks.push(
      say(
        'appspec/script-missing',
        file ? `${location} is a folder, not a script.` : `${location} is not in the revision.`,
        'a script in the revision',
        file ? 'a folder' : 'nothing',
        'Correct the location, or add the script to the revision.',
      ),
    )
  else remarks.push(...startedByWindows(script, about, file))
  if (script.runas !== undefined)
    remarks.push(
      say(
        'appspec/windows-runas',
        `runas of ${location} does nothing on Windows: the script runs as the user of the agent.`,
        'no runas',
        script.runas,
        'Remove runas; let the script change the user itself.',
      ),
    )
  return remarks
}

function startedByWindows({ location, at }: Script, about: string, file: RevisionFile): Remark[] {
  const ending = win32.extname(location).toLowerCase()
  if (ending === '.ps1' && /\s/.test(location))
    return [
      {
        code: 'appspec/script-path',
        outcome: 'fail',
        title: `The agent hands ${JSON.stringify(location)} to PowerShell without quotes.`,
        about,
        expected: 'a path without spaces',
        observed: location,
        advice: 'Rename the script.',
        at,
      },
    ]
  if (STARTED.includes(ending)) return []
  const isUnix = ending === '.sh' || (file.firstLine ?? '').startsWith('#!')
  return [
    {
      code: 'appspec/windows-script',
      outcome: isUnix ? 'fail' : 'inconclusive',
      title: isUnix
        ? `${location} is a script for Linux: Windows does not start it.`
        : `It is not known what starts ${location} on Windows.`,
      about,
      expected: STARTED.join(', '),
      observed: ending === '' ? 'no ending' : ending,
      advice: 'Write it for PowerShell (.ps1) or as a batch file (.bat), and name that.',
      at,
    },
  ]
}

function lintEntry({ source, destination, at, fault }: FileEntry, files: Files): Remark[] {
  const about = `files/${source}`
  const path = inRevision(source)
  const say = failing(about, at)
  const quotes = 'Write the path without quotes, or in single quotes: in double quotes \\t is a tab.'
  if (fault !== undefined || ESCAPED.test(source) || ESCAPED.test(destination))
    return [
      say(
        'appspec/files-entry-invalid',
        'A path of this entry is not the text that it seems to be.',
        'texts as source and destination',
        fault ?? JSON.stringify(ESCAPED.test(source) ? source : destination),
        fault === undefined ? quotes : 'Put the path into single quotes.',
      ),
    ]
  return [
    ...(path === undefined
      ? [
          say(
            'appspec/source-escapes',
            `The source ${source} lies outside of the revision.`,
            'a path in the revision',
            source,
            'Put the files into the revision.',
          ),
        ]
      : path !== '' && !files.has(path)
        ? [
            say(
              'appspec/source-missing',
              `The source ${source} is not in the revision: Install fails half way.`,
              'a file or folder of the revision',
              'nothing',
              'Correct the source, or add the files to the revision (are they built before it is packed?).',
            ),
          ]
        : []),
    ...(/^([A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+)/.test(destination)
      ? []
      : [
          say(
            'appspec/destination-relative',
            `The destination ${JSON.stringify(destination)} has no drive: where it leads depends on how the agent was started.`,
            'an absolute path of Windows',
            destination,
            String.raw`Write the whole path with its drive: c:\inetpub\wwwroot.`,
          ),
        ]),
  ]
}

/** Two sources for one destination, or a file where another entry needs a folder. */
function eachDestinationOnce(spec: ServerAppSpec, files: Files): Remark[] {
  const seen = new Map(
    spec.files.flatMap(({ source, destination }) => foldersOf(destination).map((each) => [each, source])),
  )
  return spec.files.flatMap((entry): Remark[] =>
    placed(entry, files).flatMap(([target, source]): Remark[] => {
      const other = seen.get(target)
      seen.set(target, source)
      if (other === undefined) return []
      return [
        {
          code: 'appspec/destination-collision',
          outcome: 'fail',
          title: `${other} and ${source} both go to ${target}.`,
          about: `files/${entry.source}`,
          expected: 'one source for each destination',
          observed: `${other}, ${source}`,
          advice: 'Remove one of the two, or give it another destination.',
          at: entry.at,
        },
      ]
    }),
  )
}

/** `c:\srv\app\` → `c:\srv\app` and `c:\srv`. */
function foldersOf(destination: string): string[] {
  const parts = win32
    .normalize(destination)
    .toLowerCase()
    .split('\\')
    .filter((part) => part !== '')
  const start = destination.startsWith('\\\\') ? '\\\\' : ''
  return parts.slice(1).map((_, index) => start + parts.slice(0, index + 2).join('\\'))
}

/** Files that an entry installs: where, and the source. */
function placed({ source, destination }: FileEntry, files: Files): (readonly [target: string, source: string])[] {
  const path = inRevision(source)
  if (path === undefined) return []
  const root = win32.normalize(destination).toLowerCase()
  const own = files.get(path)
  if (own && own.type !== 'directory') return [[win32.join(root, win32.basename(path)), own.path]]
  const prefix = path === '' ? '' : `${path}/`
  return [...files]
    .filter(([name, { type }]) => name.startsWith(prefix) && type !== 'directory')
    .map(([name, file]) => [win32.join(root, name.slice(prefix.length)), file.path] as const)
}

function noPermission({ object, at }: ServerAppSpec['permissions'][number]): Remark {
  return {
    code: 'appspec/windows-permissions',
    outcome: 'fail',
    title: `The permission for ${object} cannot be applied: CodeDeploy supports permissions on Linux only.`,
    about: `permissions/${object}`,
    expected: 'no section permissions',
    observed: object,
    advice: 'Remove it, and set access rights in an AfterInstall script (icacls).',
    at,
  }
}
