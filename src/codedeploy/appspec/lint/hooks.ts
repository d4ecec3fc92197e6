import { didYouMean, nearestWord } from '../../../support/text/nearest.ts'
import type { FindingCode } from '../../../evidence/codes/index.ts'
import { SCRIPTED_EVENTS } from '../../lifecycle.ts'
import { interpreterIn } from '../../programs.ts'
import type { Hook, HostFacts, RevisionFacts, RevisionFile, Script, ServerAppSpec } from '../types.ts'
import type { Remark } from './say.ts'
import { resolveFile, revisionPath } from './tree.ts'

const RESERVED = ['Start', 'DownloadBundle', 'Install', 'BlockTraffic', 'AllowTraffic', 'TestTraffic', 'End']
/** The service's limit of one lifecycle event, in seconds. */
const EVENT_LIMIT = 3600
/** Shells that run no command. */
const NO_SHELL = /\/(nologin|false|sync|shutdown|halt)$/

export function lintHooks(spec: ServerAppSpec, facts: RevisionFacts): Remark[] {
  return [
    ...lintEvents(spec),
    ...spec.hooks.flatMap((hook) => hook.scripts.flatMap((script) => lintScript(hook, script, facts))),
  ]
}

/** Rules for all operating systems: names of events, their timeouts, and their effect on a deployment. */
export function lintEvents(spec: ServerAppSpec): Remark[] {
  return [
    ...spec.hooks.flatMap((hook) => [...nameIsKnown(hook), ...timeoutsFit(hook)]),
    ...spec.idleHooks.map(runsNothing),
    ...serviceIsValidated(spec),
    ...stopCannotBlock(spec),
  ]
}

function nameIsKnown(hook: Hook): Remark[] {
  if (SCRIPTED_EVENTS.includes(hook.event)) return []
  const about = `hook/${hook.event}`
  if (hook.event === 'Install' || hook.event === 'DownloadBundle') {
    return [
      {
        code: 'appspec/hook-reserved',
        outcome: 'fail',
        title: `The scripts of ${hook.event} never run: the event belongs to the agent.`,
        about,
        expected: SCRIPTED_EVENTS.join(', '),
        observed: hook.event,
        advice: 'Move the scripts to BeforeInstall or AfterInstall.',
        at: hook.at,
      },
    ]
  }
  const reserved = RESERVED.includes(hook.event)
  const near = nearestWord(hook.event.replaceAll(/[\s_-]/g, ''), SCRIPTED_EVENTS)
  return [
    {
      code: reserved ? 'appspec/hook-reserved' : 'appspec/hook-unknown',
      outcome: 'fail',
      title: reserved
        ? `${hook.event} belongs to the service: Install fails because the AppSpec names it.`
        : `${hook.event} is not a lifecycle event${near === undefined ? '' : ` (did you mean ${near}?)`}: Install fails because the AppSpec names it.`,
      about,
      expected: SCRIPTED_EVENTS.join(', '),
      observed: hook.event,
      advice: near === undefined ? 'Use one of the names that are expected.' : `Write ${near}.`,
      at: hook.at,
    },
  ]
}

function runsNothing({ event, ...at }: ServerAppSpec['idleHooks'][number]): Remark {
  return {
    code: 'appspec/hook-empty',
    outcome: 'noted',
    title: `${event} has no script: nothing runs at this event.`,
    about: `hook/${event}`,
    expected: 'a list of scripts',
    observed: 'none',
    advice: `Name a script below ${event}, or remove it.`,
    at,
  }
}

function timeoutsFit(hook: Hook): Remark[] {
  const sum = hook.scripts.reduce((total, script) => total + script.timeout, 0)
  if (sum <= EVENT_LIMIT) return []
  return [
    {
      code: 'appspec/timeout-sum',
      outcome: 'fail',
      title: `The timeouts of ${hook.event} add up to more than the hour that the service gives to an event.`,
      about: `hook/${hook.event}`,
      expected: `at most ${EVENT_LIMIT} s together`,
      observed: hook.scripts
        .map(({ timeout, timeoutGiven }) => `${timeout} s${timeoutGiven ? '' : ' (default)'}`)
        .join(' + '),
      advice: 'Set the timeout that each script needs; the default is 3,600 s.',
      at: hook.at,
    },
  ]
}

function lintScript(hook: Hook, script: Script, facts: RevisionFacts): Remark[] {
  const about = `hook/${hook.event}/${script.location}`
  const path = revisionPath(script.location)
  if (path === undefined) {
    return [
      {
        code: 'appspec/script-escapes',
        outcome: 'fail',
        title: `${script.location} lies outside of the revision.`,
        about,
        expected: 'a path in the revision',
        observed: script.location,
        advice: 'Put the script into the revision: what lies on the host may differ from one instance to the next.',
        at: script.at,
      },
      ...runasWorks(script, about, facts.host),
    ]
  }
  const file = resolveFile(facts.files, path)
  if (file === 'outside') return runasWorks(script, about, facts.host)
  if (!file || file.type === 'directory') {
    const link = facts.files.get(path)?.target
    return [
      {
        code: 'appspec/script-missing',
        outcome: 'fail',
        title: file
          ? `${script.location} is a folder, not a script.`
          : link === undefined
            ? `${script.location} is not in the revision${didYouMean(path, [...facts.files.keys()])}`
            : `${script.location} is a link to ${link}, which is not in the revision.`,
        about,
        expected: 'a script in the revision',
        observed: file ? 'a folder' : link === undefined ? similar(path, facts.files) : `a link to ${link}`,
        advice: script.location.startsWith('/')
          ? 'Write the path from the top of the revision, and add the script to it: the agent runs no script from elsewhere on the instance.'
          : 'Correct the location, or add the script to the revision (is it left out by .gitignore or the packing?).',
        at: script.at,
      },
    ]
  }
  return [
    ...interpreterWorks(script, file, about, facts.host),
    ...runasWorks(script, about, facts.host),
    ...pathIsPlain(script, about),
  ]
}

function similar(path: string, files: RevisionFacts['files']): string {
  const name = path.split('/').at(-1)?.toLowerCase()
  const found = [...files.keys()].filter((candidate) => candidate.split('/').at(-1)?.toLowerCase() === name)
  return found.length === 0 ? 'nothing' : `nothing there, but ${found.slice(0, 3).join(', ')}`
}

function interpreterWorks(script: Script, file: RevisionFile, about: string, host: HostFacts | undefined): Remark[] {
  const line = file.firstLine ?? ''
  const interpreter = interpreterIn(line)
  if (interpreter !== undefined && file.crlf) {
    return [
      {
        code: 'appspec/script-crlf',
        outcome: 'fail',
        title: `${script.location} has Windows line ends: the name of its interpreter ends with a CR and is not found.`,
        about,
        expected: line,
        observed: `${line}\\r`,
        advice: `Convert it (sed -i 's/\\r$//' ${script.location}) and keep it so: "*.sh text eol=lf" in .gitattributes.`,
        at: script.at,
      },
    ]
  }
  if (interpreter !== undefined && host?.interpreters.get(interpreter) === false) {
    return [
      {
        code: 'appspec/script-interpreter',
        outcome: 'fail',
        title: `${script.location} asks for ${interpreter}, which this host does not have.`,
        about,
        expected: 'an interpreter that is installed',
        observed: line,
        advice: `Install it, or change the first line, e.g. to #!/usr/bin/env ${interpreter.split('/').at(-1) ?? 'bash'}.`,
        at: script.at,
      },
    ]
  }
  const isProgram = line.startsWith('\u007FELF')
  if (interpreter !== undefined || isProgram) return []
  const [mark = ''] = BYTE_ORDER_MARK.exec(line) ?? []
  if (mark !== '') return [marked(script, about, line.slice(mark.length).replaceAll('\0', ''), mark.length > 2)]
  return [
    {
      code: 'appspec/script-no-shebang',
      outcome: 'noted',
      title: `${script.location} has no interpreter line: /bin/sh runs it.`,
      about,
      expected: '#! and an interpreter in the first line',
      observed: line.slice(0, 60),
      advice: 'Begin it with #!/bin/bash, or with the interpreter that it is written for.',
      at: script.at,
    },
  ]
}

/** Of UTF-8 and UTF-16, byte by byte. */
const BYTE_ORDER_MARK = /^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)/

/** Behind a mark the kernel finds no `#!`; the shell runs the script, and reports its first line as an unknown command. */
function marked(script: Script, about: string, line: string, isUtf8: boolean): Remark {
  const interpreter = interpreterIn(line)
  const isShell = isUtf8 && (interpreter === undefined || interpreter === '/bin/sh')
  return {
    code: 'appspec/script-encoding',
    outcome: isShell ? 'noted' : 'fail',
    title: isUtf8
      ? `${script.location} begins with a byte order mark: its first line is not recognised, and /bin/sh runs it.`
      : `${script.location} is written in UTF-16: no shell can run it.`,
    about,
    expected: 'UTF-8 without a byte order mark',
    observed: `${isUtf8 ? 'a byte order mark of UTF-8' : 'UTF-16'} before ${line.slice(0, 60) || 'the first line'}`,
    advice: `Save ${script.location} as UTF-8 without a byte order mark.`,
    at: script.at,
  }
}

function runasWorks(script: Script, about: string, host: HostFacts | undefined): Remark[] {
  const user = script.runas
  if (user === undefined) return []
  const remark = (
    code: FindingCode,
    outcome: Remark['outcome'],
    title: string,
    observed: string,
    advice: string,
  ): Remark[] => [
    { code, outcome, title, about, expected: 'a user with a login shell', observed, advice, at: script.at },
  ]
  if (user === '') {
    return remark(
      'appspec/runas-blank',
      'noted',
      'runas is blank: agent 1.8 runs the script as root, 2.x as itself.',
      '""',
      'Leave runas out, or name a user.',
    )
  }
  if (!host) return []
  const found = host.users.get(user)
  if (!found) {
    return remark(
      'appspec/runas-unknown',
      'fail',
      `The user ${user} of ${script.location} does not exist on this host.`,
      'no such user',
      `Create the user ${user} in BeforeInstall or on the image, or use another.`,
    )
  }
  if (NO_SHELL.test(found.shell)) {
    return remark(
      'appspec/runas-no-shell',
      'fail',
      `The user ${user} of ${script.location} has no shell: su refuses to run anything as it.`,
      found.shell,
      `Use a user with a shell, or let the script change the user itself (runuser -u ${user} -s /bin/sh).`,
    )
  }
  if (!host.isRoot) {
    return remark(
      'appspec/needs-root',
      'fail',
      `Running ${script.location} as ${user} needs root.`,
      'not root',
      'Run the job as root, or leave runas out for the local platform.',
    )
  }
  return []
}

function pathIsPlain(script: Script, about: string): Remark[] {
  if (/^[\w./+@:,-]+$/.test(script.location)) return []
  return [
    {
      code: 'appspec/script-path',
      outcome: 'fail',
      title: `The agent hands ${JSON.stringify(script.location)} to a shell, which splits it at special characters.`,
      about,
      expected: 'letters, digits and . _ - / in the path of a script',
      observed: script.location,
      advice: 'Rename the script.',
      at: script.at,
    },
  ]
}

function serviceIsValidated(spec: ServerAppSpec): Remark[] {
  if (spec.hooks.some(({ event, scripts }) => event === 'ValidateService' && scripts.length > 0)) return []
  return [
    {
      code: 'appspec/no-validate-service',
      outcome: 'noted',
      title: 'No ValidateService hook: CodeDeploy reports success without a check of the service.',
      about: 'hook/ValidateService',
      expected: 'a script that checks the service',
      observed: 'none',
      advice:
        'Add a script that fails unless the service answers, e.g. curl --fail --retry 10 --retry-connrefused http://localhost/health.',
    },
  ]
}

/** A failing ApplicationStop of the installed revision fails every later deployment before its files arrive. */
function stopCannotBlock(spec: ServerAppSpec): Remark[] {
  const stop = spec.hooks.find(({ event, scripts }) => event === 'ApplicationStop' && scripts.length > 0)
  if (!stop) return []
  return [
    {
      code: 'appspec/application-stop-blocks',
      outcome: 'noted',
      title:
        'If ApplicationStop ever fails, every later deployment fails with it: it is run from the revision that is installed.',
      about: 'hook/ApplicationStop',
      expected: 'scripts that succeed when there is nothing to stop',
      observed: stop.scripts.map(({ location }) => location).join(', '),
      advice:
        'Let it succeed when the service is not running (systemctl stop shop || true); a stuck one is skipped with ignoreApplicationStopFailures.',
      at: stop.at,
    },
  ]
}
