export const id = 113;
export const ids = [113];
export const modules = {

/***/ 59113:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* reexport */ facts/* collectRevisionFacts */.t),
  M: () => (/* reexport */ lintRevision),
  parseAppSpec: () => (/* reexport */ parse/* parseAppSpec */.W)
});

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/facts.js
var facts = __webpack_require__(59840);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/tree.js

/** A path of the AppSpec as one of the revision: `./src/` → `src`; `` for the whole; undefined where it climbs out. */
function revisionPath(path) {
    const normal = external_node_path_.posix.normalize(external_node_path_.posix.join('.', path)).replace(/\/+$/, '');
    if (normal === '..' || normal.startsWith('../'))
        return undefined;
    return normal === '.' ? '' : normal;
}
/** The file that a path leads to, through links; `outside` where a link leads out of the revision. */
function resolveFile(files, path) {
    let current = path;
    for (let links = 0; links < 40; links++) {
        const parts = current.split('/');
        const at = parts.findIndex((_, index) => files.get(parts.slice(0, index + 1).join('/'))?.type === 'symlink');
        if (at === -1)
            return files.get(current);
        const link = parts.slice(0, at + 1).join('/');
        const target = files.get(link)?.target ?? '';
        if (external_node_path_.posix.isAbsolute(target))
            return 'outside';
        const next = revisionPath(external_node_path_.posix.join(external_node_path_.posix.dirname(link), target, ...parts.slice(at + 1)));
        if (next === undefined)
            return 'outside';
        current = next;
    }
    return undefined;
}
/** All that Install makes, by the AppSpec and the revision alone. Links to folders are not followed. */
function placementsOf(spec, files) {
    return spec.files.flatMap((entry) => {
        const source = revisionPath(entry.source);
        if (source === undefined)
            return [];
        const root = external_node_path_.posix.resolve('/', entry.destination);
        const own = files.get(source);
        if (own && own.type !== 'directory') {
            return [{ entry, file: own, target: external_node_path_.posix.join(root, external_node_path_.posix.basename(source)), isFolder: false }];
        }
        const prefix = source === '' ? '' : `${source}/`;
        return [...files.values()]
            .filter(({ path }) => path.startsWith(prefix))
            .map((file) => ({
            entry,
            file,
            target: external_node_path_.posix.join(root, file.path.slice(prefix.length)),
            isFolder: file.type === 'directory',
        }));
    });
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/files.js


/** Findings of one kind that are listed one by one; of more than these only their number is told. */
const SHOWN = 20;
function lintFiles(spec, facts) {
    return [
        ...spec.files.flatMap((_, index) => lintEntry(spec, index, facts)),
        ...few(lintPlacements(spec, facts)),
        ...few(lintContents(facts)),
    ];
}
function lintEntry(spec, index, facts) {
    const entry = spec.files[index];
    if (!entry)
        return [];
    const about = `files/${entry.source}`;
    const remarks = [];
    const path = revisionPath(entry.source);
    if (entry.fault !== undefined) {
        remarks.push({
            code: 'appspec/files-fault',
            outcome: 'fail',
            title: 'The parser accepts this entry, and Install fails with it.',
            about,
            expected: 'texts as source and destination',
            observed: entry.fault,
            advice: 'Put the path into quotes.',
            at: entry.at,
        });
    }
    else if (path === undefined) {
        remarks.push({
            code: 'appspec/source-escapes',
            outcome: 'fail',
            title: `The source ${entry.source} lies outside of the revision.`,
            about,
            expected: 'a path in the revision',
            observed: entry.source,
            advice: 'Put the files into the revision: agent 1.8 would copy what happens to lie on the host.',
            at: entry.at,
        });
    }
    else if (path !== '' && resolveFile(facts.files, path) === undefined) {
        remarks.push({
            code: 'appspec/source-missing',
            outcome: 'fail',
            title: `The source ${entry.source} is not in the revision: Install fails half way.`,
            about,
            expected: 'a file or folder of the revision',
            observed: 'nothing',
            advice: 'Correct the source, or add the files to the revision (are they built before it is packed?).',
            at: entry.at,
        });
    }
    if (entry.destination === '' || !external_node_path_.posix.isAbsolute(entry.destination)) {
        remarks.push({
            code: 'appspec/destination-relative',
            outcome: 'fail',
            title: `The destination ${JSON.stringify(entry.destination)} is relative: it starts wherever the agent was started.`,
            about,
            expected: 'an absolute path',
            observed: entry.destination,
            advice: 'Write the whole path, beginning with /.',
            at: entry.at,
        });
    }
    else if (entry.destination.split('/').includes('..')) {
        remarks.push({
            code: 'appspec/destination-dots',
            outcome: 'fail',
            title: `The destination ${entry.destination} leads up again: Install fails where the folder before .. is not there yet.`,
            about,
            expected: external_node_path_.posix.normalize(entry.destination),
            observed: entry.destination,
            advice: 'Write the path that it leads to.',
            at: entry.at,
        });
    }
    return remarks;
}
/** Two sources for one destination. */
function lintPlacements(spec, facts) {
    const seen = new Map();
    const remarks = [];
    for (const { entry, file, target, isFolder } of placementsOf(spec, facts.files)) {
        const other = seen.get(target);
        seen.set(target, { path: file.path, isFolder });
        if (!other || (other.isFolder && isFolder))
            continue;
        remarks.push({
            code: 'appspec/destination-collision',
            outcome: 'fail',
            title: `${other.path} and ${file.path} both go to ${target}.`,
            about: `files/${entry.source}`,
            expected: 'one source for each destination',
            observed: `${other.path}, ${file.path}`,
            advice: 'Remove one of the two, or give it another destination.',
            at: entry.at,
        });
    }
    return remarks;
}
/** What is in the revision that cannot be deployed, or leads out of it. */
function lintContents(facts) {
    return [...facts.files.values()].flatMap((file) => {
        const about = `revision/${file.path}`;
        if (file.type === 'other') {
            return [
                {
                    code: 'appspec/revision-device',
                    outcome: 'fail',
                    title: `${file.path} is a device, a pipe or a socket: the agent cannot copy it.`,
                    about,
                    advice: 'Remove it from the revision.',
                },
            ];
        }
        if (file.type !== 'symlink' || resolveFile(facts.files, file.path) !== 'outside')
            return [];
        return [
            {
                code: 'appspec/link-escapes',
                outcome: 'pass',
                title: `The link ${file.path} leads out of the revision.`,
                about,
                observed: file.target ?? '',
                advice: 'Make sure that its target is on every instance; if it is a folder, agent 1.8 copies what is in it.',
            },
        ];
    });
}
function few(remarks) {
    const [first] = remarks;
    if (!first || remarks.length <= SHOWN)
        return [...remarks];
    return [
        ...remarks.slice(0, SHOWN),
        { ...first, title: `${remarks.length - SHOWN} more of this kind: ${first.code}.` },
    ];
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/hooks.js


/** Events at which an instance runs scripts. */
const SCRIPTED = [
    'BeforeBlockTraffic',
    'AfterBlockTraffic',
    'ApplicationStop',
    'BeforeInstall',
    'AfterInstall',
    'ApplicationStart',
    'ValidateService',
    'BeforeAllowTraffic',
    'AfterAllowTraffic',
];
const RESERVED = ['Start', 'DownloadBundle', 'Install', 'BlockTraffic', 'AllowTraffic', 'TestTraffic', 'End'];
/** Seconds that the service gives to one lifecycle event. */
const EVENT_LIMIT = 3600;
/** Shells that run nothing. */
const NO_SHELL = /\/(nologin|false|sync|shutdown|halt)$/;
function lintHooks(spec, facts) {
    return [
        ...spec.hooks.flatMap((hook) => [
            ...nameIsKnown(hook),
            ...timeoutsFit(hook),
            ...hook.scripts.flatMap((script) => lintScript(hook, script, facts)),
        ]),
        ...serviceIsValidated(spec),
        ...stopCannotBlock(spec),
    ];
}
function nameIsKnown(hook) {
    if (SCRIPTED.includes(hook.event))
        return [];
    const about = `hook/${hook.event}`;
    if (hook.event === 'Install' || hook.event === 'DownloadBundle') {
        return [
            {
                code: 'appspec/hook-reserved',
                outcome: 'fail',
                title: `The scripts of ${hook.event} never run: the event belongs to the agent.`,
                about,
                expected: SCRIPTED.join(', '),
                observed: hook.event,
                advice: 'Move the scripts to BeforeInstall or AfterInstall.',
                at: hook.at,
            },
        ];
    }
    const reserved = RESERVED.includes(hook.event);
    const near = SCRIPTED.find((event) => event.toLowerCase() === hook.event.toLowerCase().replaceAll(/[\s_-]/g, ''));
    return [
        {
            code: reserved ? 'appspec/hook-reserved' : 'appspec/hook-unknown',
            outcome: 'fail',
            title: reserved
                ? `${hook.event} belongs to the service: Install fails because the AppSpec names it.`
                : `${hook.event} is no lifecycle event: Install fails because the AppSpec names it.`,
            about,
            expected: SCRIPTED.join(', '),
            observed: hook.event,
            advice: near === undefined ? 'Use one of the names that are expected.' : `Write ${near}.`,
            at: hook.at,
        },
    ];
}
function timeoutsFit(hook) {
    const sum = hook.scripts.reduce((total, script) => total + script.timeout, 0);
    if (sum <= EVENT_LIMIT)
        return [];
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
            advice: 'Give each script a timeout that it really needs; without one it counts 3,600 s.',
            at: hook.at,
        },
    ];
}
function lintScript(hook, script, facts) {
    const about = `hook/${hook.event}/${script.location}`;
    const path = revisionPath(script.location);
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
        ];
    }
    const file = resolveFile(facts.files, path);
    if (file === 'outside')
        return runasWorks(script, about, facts.host);
    if (!file || file.type === 'directory') {
        return [
            {
                code: 'appspec/script-missing',
                outcome: 'fail',
                title: file ? `${script.location} is a folder, not a script.` : `${script.location} is not in the revision.`,
                about,
                expected: 'a script in the revision',
                observed: file ? 'a folder' : similar(path, facts.files),
                advice: 'Correct the location, or add the script to the revision (is it left out by .gitignore or the packing?).',
                at: script.at,
            },
        ];
    }
    return [
        ...interpreterWorks(script, file, about, facts.host),
        ...runasWorks(script, about, facts.host),
        ...pathIsPlain(script, about),
    ];
}
function similar(path, files) {
    const name = path.split('/').at(-1)?.toLowerCase();
    const found = [...files.keys()].filter((candidate) => candidate.split('/').at(-1)?.toLowerCase() === name);
    return found.length === 0 ? 'nothing' : `nothing there, but ${found.slice(0, 3).join(', ')}`;
}
function interpreterWorks(script, file, about, host) {
    const line = file.firstLine ?? '';
    const interpreter = (0,facts/* interpreterOf */.O)(file);
    if (interpreter !== undefined && file.crlf) {
        return [
            {
                code: 'appspec/script-crlf',
                outcome: 'fail',
                title: `${script.location} has Windows line ends: its interpreter is looked for with a CR in its name and not found.`,
                about,
                expected: line,
                observed: `${line}\\r`,
                advice: `Convert it (sed -i 's/\\r$//' ${script.location}) and keep it so: "*.sh text eol=lf" in .gitattributes.`,
                at: script.at,
            },
        ];
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
        ];
    }
    const isProgram = line.startsWith('\u007FELF');
    if (interpreter !== undefined || isProgram)
        return [];
    return [
        {
            code: 'appspec/script-no-shebang',
            outcome: 'pass',
            title: `${script.location} does not say what runs it: it will be /bin/sh.`,
            about,
            expected: '#! and an interpreter in the first line',
            observed: line.slice(0, 60),
            advice: 'Begin it with #!/bin/bash, or with what it is written for.',
            at: script.at,
        },
    ];
}
function runasWorks(script, about, host) {
    const user = script.runas;
    if (user === undefined)
        return [];
    const remark = (code, outcome, title, observed, advice) => [
        { code, outcome, title, about, expected: 'a user with a login shell', observed, advice, at: script.at },
    ];
    if (user === '') {
        return remark('appspec/runas-blank', 'pass', 'runas is blank: agent 1.8 runs the script as root, 2.x as itself.', '""', 'Leave runas out, or name a user.');
    }
    if (!host)
        return [];
    const found = host.users.get(user);
    if (!found) {
        return remark('appspec/runas-unknown', 'fail', `The user ${user} of ${script.location} does not exist on this host.`, 'no such user', `Create the user ${user} in BeforeInstall or on the image, or use another.`);
    }
    if (NO_SHELL.test(found.shell)) {
        return remark('appspec/runas-no-shell', 'fail', `The user ${user} of ${script.location} has no shell: su refuses to run anything as it.`, found.shell, `Use a user with a shell, or let the script change the user itself (runuser -u ${user} -s /bin/sh).`);
    }
    if (!host.isRoot) {
        return remark('appspec/needs-root', 'fail', `Running ${script.location} as ${user} needs root.`, 'not root', 'Run the job as root, or leave runas out for the local platform.');
    }
    return [];
}
function pathIsPlain(script, about) {
    if (/^[\w./+@:,-]+$/.test(script.location))
        return [];
    return [
        {
            code: 'appspec/script-path',
            outcome: 'fail',
            title: `The agent hands ${JSON.stringify(script.location)} to a shell, which takes it apart.`,
            about,
            expected: 'letters, digits and . _ - / in the path of a script',
            observed: script.location,
            advice: 'Rename the script.',
            at: script.at,
        },
    ];
}
function serviceIsValidated(spec) {
    if (spec.hooks.some(({ event, scripts }) => event === 'ValidateService' && scripts.length > 0))
        return [];
    return [
        {
            code: 'appspec/no-validate-service',
            outcome: 'pass',
            title: 'No ValidateService: CodeDeploy calls the deployment a success although nobody asked the service.',
            about: 'hook/ValidateService',
            expected: 'a script that asks the service',
            observed: 'none',
            advice: 'Add one that fails unless the service answers, e.g. curl --fail --retry 10 --retry-connrefused http://localhost/health.',
        },
    ];
}
/** A failing ApplicationStop of the installed revision fails every later deployment before its files arrive. */
function stopCannotBlock(spec) {
    const stop = spec.hooks.find(({ event, scripts }) => event === 'ApplicationStop' && scripts.length > 0);
    if (!stop)
        return [];
    return [
        {
            code: 'appspec/application-stop-blocks',
            outcome: 'pass',
            title: 'If ApplicationStop ever fails, every later deployment fails with it: it is run from the revision that is installed.',
            about: 'hook/ApplicationStop',
            expected: 'scripts that succeed when there is nothing to stop',
            observed: stop.scripts.map(({ location }) => location).join(', '),
            advice: 'Let it succeed when the service is not running (systemctl stop shop || true); a stuck one is skipped with ignoreApplicationStopFailures.',
            at: stop.at,
        },
    ];
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/glob.js
var glob = __webpack_require__(59225);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/permissions.js



function lintPermissions(spec, facts) {
    const placements = placementsOf(spec, facts.files);
    return [
        ...spec.permissions.flatMap((permission) => [
            ...modeMeansWhatItSays(permission),
            ...setuidSurvives(permission),
            ...aclsCanBeApplied(permission, facts.host),
            ...contextWorks(permission, facts.host),
            ...ownersExist(permission, facts.host),
            ...objectIsInstalled(permission, placements, spec),
        ]),
        ...eachOnce(spec, placements),
    ];
}
function about(permission) {
    return `permissions${permission.object.startsWith('/') ? '' : '/'}${permission.object}`;
}
/** YAML reads an unquoted 0644 as octal: the agent sees 420 and applies 0420. */
function modeMeansWhatItSays(permission) {
    const { mode, modeWritten = '', modeAt } = permission;
    if (mode === undefined || /^['"]/.test(modeWritten) || !/^[-+]?0[0-9a-z_,]/i.test(modeWritten))
        return [];
    return [
        {
            code: 'appspec/mode-octal',
            outcome: 'fail',
            title: `mode: ${modeWritten} without quotes becomes ${mode.padStart(4, '0')} on the instance.`,
            about: about(permission),
            expected: modeWritten,
            observed: mode.padStart(4, '0'),
            advice: `Write mode: "${modeWritten}".`,
            at: modeAt ?? permission.at,
        },
    ];
}
/** The agent sets the mode first and the owner then, and the kernel takes setuid and setgid away with it. */
function setuidSurvives(permission) {
    const { mode = '', owner, group } = permission;
    const special = mode.length === 4 ? Number(mode[0]) & 6 : 0;
    if (special === 0 || (owner === undefined && group === undefined))
        return [];
    return [
        {
            code: 'appspec/setuid-lost',
            outcome: 'fail',
            title: `The ${(special & 4) !== 0 ? 'setuid' : 'setgid'} bit of mode ${mode} is lost: the owner is set after the mode.`,
            about: about(permission),
            expected: mode,
            observed: `0${mode.slice(1)}`,
            advice: 'Set the bit in an AfterInstall script.',
            at: permission.modeAt ?? permission.at,
        },
    ];
}
function aclsCanBeApplied(permission, host) {
    if (permission.acls === undefined)
        return [];
    const remarks = [
        {
            code: 'appspec/acl-local',
            outcome: 'pass',
            title: 'codedeploy-local 1.8.1 fails on every acls; the agent on an instance applies them.',
            about: about(permission),
            advice: 'Test this revision with platform: local, or on an instance.',
            at: permission.at,
        },
    ];
    if (host && !host.tools.has('setfacl')) {
        remarks.push({
            code: 'appspec/acl-tool',
            outcome: 'fail',
            title: 'The ACLs cannot be applied: this host has no setfacl.',
            about: about(permission),
            expected: 'setfacl',
            observed: 'not installed',
            advice: 'Install it (apt-get install acl).',
            at: permission.at,
        });
    }
    return remarks;
}
function contextWorks(permission, host) {
    const { context } = permission;
    if (!context)
        return [];
    const remarks = [];
    if (context.range === undefined) {
        remarks.push({
            code: 'appspec/context-range',
            outcome: 'fail',
            title: 'Agent 1.8 fails on a context without a range.',
            about: about(permission),
            expected: 'range: s0',
            observed: 'no range',
            advice: 'Add range: s0.',
            at: permission.at,
        });
    }
    if (host && !host.tools.has('semanage')) {
        remarks.push({
            code: 'appspec/context-tool',
            outcome: 'fail',
            title: 'The SELinux context cannot be applied: this host has no semanage.',
            about: about(permission),
            expected: 'semanage',
            observed: 'not installed',
            advice: 'Install policycoreutils-python-utils, or leave the context out where there is no SELinux.',
            at: permission.at,
        });
    }
    return remarks;
}
function ownersExist(permission, host) {
    const { owner, group, ownerFault, groupFault, at } = permission;
    const fault = ownerFault ?? groupFault;
    const remark = (code, title, observed, advice) => {
        return { code, outcome: 'fail', title, about: about(permission), observed, advice, at };
    };
    if (fault !== undefined) {
        return [
            remark('appspec/owner-number', 'An owner or group is a number: Install fails with it.', fault, 'Use the name.'),
        ];
    }
    if (!host || (owner === undefined && group === undefined))
        return [];
    const remarks = [];
    if (owner !== undefined && !host.users.has(owner)) {
        remarks.push(remark('appspec/owner-unknown', `The owner ${owner} does not exist on this host.`, 'no such user', `Create ${owner} in BeforeInstall.`));
    }
    if (group !== undefined && !host.groups.has(group)) {
        remarks.push(remark('appspec/owner-unknown', `The group ${group} does not exist on this host.`, 'no such group', `Create ${group} in BeforeInstall.`));
    }
    if (!host.isRoot) {
        remarks.push(remark('appspec/needs-root', `Giving ${permission.object} to ${[owner, group].filter(Boolean).join(':')} needs root.`, 'not root', 'Run the job as root, or leave owner and group out for the local platform.'));
    }
    return remarks;
}
/** Permissions touch only what this installation makes; anything else is silently left alone. */
function objectIsInstalled(permission, placements, spec) {
    if (spec.files.some(({ fault }) => fault !== undefined) || permission.fault !== undefined)
        return [];
    const object = external_node_path_.posix.resolve('/', permission.object);
    const exact = placements.find(({ target, isFolder }) => target === object && !isFolder);
    if (exact) {
        if (permission.pattern === '**' && permission.except.length === 0)
            return [];
        return [
            {
                code: 'appspec/permission-pattern',
                outcome: 'fail',
                title: `${permission.object} is a file: a pattern or except makes Install fail.`,
                about: about(permission),
                expected: 'no pattern and no except',
                observed: permission.pattern,
                advice: 'Leave pattern and except out, or name the folder as object.',
                at: permission.at,
            },
        ];
    }
    const base = object === '/' ? '/' : `${object}/`;
    if (matching(permission, placements).length > 0)
        return [];
    const inside = placements.some(({ target }) => target.startsWith(base));
    return [
        {
            code: 'appspec/permission-unused',
            outcome: 'inconclusive',
            title: inside
                ? `The permission for ${permission.object} matches nothing that is installed below it.`
                : `Nothing is installed at ${permission.object}: the permission is silently left out.`,
            about: about(permission),
            expected: 'something that this revision installs',
            observed: `pattern ${permission.pattern}, types ${permission.types.join(', ')}`,
            advice: 'A pattern is compared with names directly below the object, ** with all. A folder itself never changes: name its parent and a pattern.',
            at: permission.at,
        },
    ];
}
function matching(permission, placements) {
    const object = external_node_path_.posix.resolve('/', permission.object);
    const base = object === '/' ? '/' : `${object}/`;
    return placements
        .filter(({ target, isFolder }) => {
        if (target === object)
            return !isFolder && permission.types.includes('file');
        if (!target.startsWith(base) || !permission.types.includes(isFolder ? 'directory' : 'file'))
            return false;
        const name = target.slice(base.length);
        const wanted = permission.pattern === '**' || (0,glob/* matchesGlob */.k)(name, permission.pattern);
        return wanted && !permission.except.some((pattern) => (0,glob/* matchesGlob */.k)(name, pattern));
    })
        .map(({ target }) => target);
}
function eachOnce(spec, placements) {
    const first = new Map();
    const remarks = [];
    for (const permission of spec.permissions) {
        const doubled = matching(permission, placements).filter((target) => first.has(target));
        const [example] = doubled;
        if (example !== undefined) {
            remarks.push({
                code: 'appspec/permission-twice',
                outcome: 'fail',
                title: `Two permissions match ${example}: Install fails.`,
                about: about(permission),
                expected: 'one permission for each file and folder',
                observed: `${doubled.length} matched before by line ${first.get(example)?.at.line ?? 0}`,
                advice: 'Exclude them from one of the two with except, or by a narrower pattern.',
                at: permission.at,
            });
        }
        for (const target of matching(permission, placements))
            first.set(target, permission);
    }
    return remarks;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/say.js
function toFinding(remark, facts) {
    const { at, about, ...rest } = remark;
    const source = { file: facts.appSpecFile, ...(at && { line: at.line, column: at.column }) };
    return { ...rest, subject: `appspec/${about}`, source };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/index.js




/**
 * What a careful colleague says about a revision. Pure. The first finding tells whether the AppSpec is one at all. A
 * `fail` will fail or do other than is written, `inconclusive` depends on what is not known here, and a `pass` with
 * advice works: take it as a hint.
 */
function lintRevision(facts) {
    return remarksOn(facts).map((remark) => toFinding(remark, facts));
}
function remarksOn(facts) {
    const { parsed } = facts;
    if (facts.unreadable !== undefined) {
        return [
            invalid('appspec/unreadable', `The revision ${facts.name} cannot be read: ${facts.unreadable}`, 'Give a folder, a zip, a tar or a tgz with an appspec.yml at its top.'),
        ];
    }
    if (!parsed)
        return missing(facts);
    if (!parsed.ok)
        return parsed.problems.map((problem) => refused(problem, facts.parsed2));
    const { spec } = parsed;
    if (spec.platform !== 'server')
        return [valid(spec.platform), ...spec.unclear.map(doubtful)];
    return [
        valid(spec.platform),
        ...nameIsFound(facts),
        ...unknownKeys(spec.unknownKeys),
        ...agentsAgree(facts),
        ...lintHooks(spec, facts),
        ...lintFiles(spec, facts),
        ...lintPermissions(spec, facts),
    ];
}
function valid(platform) {
    return {
        code: 'appspec/valid',
        outcome: 'pass',
        title: 'The AppSpec is understood.',
        about: platform,
        advice: 'Nothing to do.',
    };
}
function invalid(code, title, advice) {
    return { code, outcome: 'fail', title, about: 'file', advice };
}
function missing(facts) {
    const other = [...facts.files.keys()].find((path) => /(^|\/)appspec\.(ya?ml|json)$/i.test(path));
    const observed = other ?? 'no AppSpec';
    const advice = other === undefined
        ? `Add ${facts.appSpecFile} at the top of the revision.`
        : `Rename or move it to ${facts.appSpecFile} at the top of the revision.`;
    const yaml = other === 'appspec.yaml';
    return [
        {
            code: yaml ? 'appspec/file-name' : 'appspec/missing',
            outcome: 'fail',
            title: yaml
                ? 'Agent 1.8 finds appspec.yml only: with appspec.yaml every hook fails.'
                : `The revision has no ${facts.appSpecFile} at its top.`,
            about: 'file',
            expected: facts.appSpecFile,
            observed,
            advice,
        },
    ];
}
/** Only where the caller asked for another name: CodeDeploy itself knows no such choice. */
function nameIsFound(facts) {
    if (facts.appSpecFile === 'appspec.yml')
        return [];
    return [
        {
            code: 'appspec/file-name',
            outcome: 'inconclusive',
            title: `The AppSpec is called ${facts.appSpecFile}; agent 1.8 on an instance finds appspec.yml only, unless the deployment names it.`,
            about: 'file',
            expected: 'appspec.yml',
            observed: facts.appSpecFile,
            advice: 'Rename it to appspec.yml.',
        },
    ];
}
function refused(problem, parsed2) {
    const octal = /^0[0-7]+$/.test(problem.read) && problem.message.includes('mode');
    const newer = parsed2?.ok ? ' (agent 2.x accepts it)' : '';
    return {
        code: octal ? 'appspec/mode-octal' : 'appspec/invalid',
        outcome: 'fail',
        title: `${problem.message}${newer}`,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: octal ? `Write mode: "${problem.read}".` : `Write ${problem.allowed}.`,
        at: problem,
    };
}
function doubtful(problem) {
    return {
        code: 'appspec/unclear',
        outcome: 'inconclusive',
        title: problem.message,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: `Write ${problem.allowed}.`,
        at: problem,
    };
}
/** Keys that are documented or near to it, and read by nobody. */
const MEANT = {
    user: 'name: the agent reads it as the user of a context',
    type: 'Type belongs to permissions',
};
function unknownKeys(keys) {
    return keys.map((at) => ({
        code: 'appspec/key-unknown',
        outcome: 'inconclusive',
        title: `Nobody reads the key ${at.key}.`,
        about: `key/${at.key}`,
        observed: at.key,
        advice: MEANT[at.key] ?? 'Correct its spelling and its place, or remove it.',
        at,
    }));
}
/** What the agent before 2 accepts and 2 refuses. */
function agentsAgree(facts) {
    if (!facts.parsed2 || facts.parsed2.ok)
        return [];
    return facts.parsed2.problems.map((problem) => ({
        code: 'appspec/agent-2',
        outcome: 'inconclusive',
        title: `Agent 1.8 accepts this, agent 2.x refuses it: ${problem.message}`,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: `Write ${problem.allowed}.`,
        at: problem,
    }));
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/parse.js + 3 modules
var parse = __webpack_require__(31887);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/index.js






/***/ })

};
