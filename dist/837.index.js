export const id = 837;
export const ids = [837];
export const modules = {

/***/ 52088:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dH: () => (/* binding */ planChecks),
/* harmony export */   oL: () => (/* binding */ selectChecks)
/* harmony export */ });
/* unused harmony exports keyOf, kindOf */
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40809);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23467);



/** The key in the table of checks whose options an entry of `verify` has. */
function keyOf(input) {
    const key = Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u).find((name) => input[name] !== undefined);
    if (key !== undefined)
        return key;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
        message: 'an entry of `verify` names no check',
        subject: 'verify',
        expected: `one of ${Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u).join(', ')}`,
        observed: Object.keys(input).join(', '),
    });
}
/** The kind that an entry of `verify` proves: what it says, or that of its check. A gate requires kinds. */
function kindOf(input) {
    return input.kind ?? _index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u[keyOf(input)]?.meta.kind ?? 'functional';
}
/** All checks of a configuration in its order. Two of one name are told apart by a number. */
function planChecks(inputs) {
    const taken = new Map();
    return inputs.map((input) => {
        const key = keyOf(input);
        const check = _index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u[key];
        const options = Object.fromEntries(Object.keys(check.shape).map((name) => [name, input[name]]));
        const wanted = input.name ?? check.nameOf(options);
        const times = (taken.get(wanted) ?? 0) + 1;
        taken.set(wanted, times);
        const { delay, every, count, failures, errors } = input;
        return {
            key,
            check,
            name: times === 1 ? wanted : `${wanted} (${times})`,
            kind: kindOf(input),
            options,
            sampling: {
                delay,
                every,
                count,
                failures,
                errors,
                timeout: input.timeout ?? check.timeoutOf(options),
                dryRun: input['dry-run'],
                ...(input['steady-for'] !== undefined && { steadyFor: input['steady-for'] }),
            },
        };
    });
}
/** `aws` are all checks that run no code of the user's, `tests` all that do: together they are all. */
const GROUPS = {
    aws: ({ check }) => !check.meta.runsUserCode,
    tests: ({ check }) => check.meta.runsUserCode,
};
/**
 * The checks that `only` names: by name (also written `home-page-answers`), key, kind, `aws` or `tests`; all where it
 * names none. A word that means nothing here is an error: it would silently leave checks out.
 */
function selectChecks(planned, only) {
    const groups = new Set([...Object.keys(GROUPS), ..._contract_js__WEBPACK_IMPORTED_MODULE_2__/* .KINDS */ .G, ...Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u)]);
    const names = planned.flatMap(({ name }) => [name, wordOf(name)]);
    const unknown = only.find((word) => !groups.has(word) && !names.includes(word));
    if (unknown !== undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/input', {
            message: `the input \`only\` names ${JSON.stringify(unknown)}, which is no check`,
            subject: 'input/only',
            expected: [...groups, ...planned.map(({ name }) => wordOf(name))].join(', '),
            observed: unknown,
        });
    }
    if (only.length === 0)
        return [...planned];
    return planned.filter((one) => only.some((word) => GROUPS[word]?.(one) ?? [one.name, wordOf(one.name), one.key, one.kind].includes(word)));
}
/** A name as one word, for the input `only`. */
function wordOf(name) {
    return name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '');
}


/***/ }),

/***/ 86867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ judgeParity)
/* harmony export */ });
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);
/* harmony import */ var _support_glob_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43855);


/**
 * Judges snapshots of pre-prod and production, which may come from two jobs. With one of them there is nothing to
 * compare: that is `skipped`, and whoever sees both judges.
 */
function judgeParity(snapshots, options, today) {
    const preprod = snapshots.find((snapshot) => snapshot.environment === 'preprod');
    const production = snapshots.find((snapshot) => snapshot.environment === 'production');
    if (preprod === undefined && production === undefined)
        return [];
    if (preprod === undefined || production === undefined) {
        return [
            {
                code: 'parity/one-side',
                outcome: 'skipped',
                title: 'Only one environment was seen; parity is judged where both are',
                subject: 'parity',
                expected: 'preprod and production',
                observed: snapshots.map((snapshot) => snapshot.environment).join(', '),
            },
        ];
    }
    const differences = differencesOf(preprod, production);
    const used = new Set();
    const findings = differences.map((difference) => judgeDifference(difference, options, today, used));
    const unread = unreadIn(preprod, production).length > 0;
    const compared = Object.keys(production.facts).filter((path) => Object.hasOwn(preprod.facts, path)).length;
    const blocking = findings.filter((finding) => finding.outcome === 'fail' && finding.waived === undefined);
    const proof = blocking.length > 0 || compared === 0 || unread
        ? []
        : [
            {
                code: 'parity/mirrors',
                outcome: 'pass',
                title: 'Pre-prod is made as production is',
                subject: 'parity',
                expected: 'no difference that is not declared',
                observed: `${compared} facts compared; ${differences.length} differ, ${findings.filter(({ waived }) => waived).length} of them declared`,
            },
        ];
    return [...findings, ...judgeAllowances(options, today, used, preprod, production), ...proof];
}
const EXISTS = '/start/exists';
/** `stacks/web`: what could not be read in one of the environments; why is a finding of its own. */
function unreadIn(...snapshots) {
    return snapshots.flatMap(({ facts }) => Object.keys(facts).flatMap((path) => path.endsWith(EXISTS) && facts[path] === null ? [path.slice(0, -EXISTS.length)] : []));
}
function differencesOf(preprod, production) {
    const paths = new Set([...Object.keys(preprod.facts), ...Object.keys(production.facts)]);
    const unread = unreadIn(preprod, production);
    return [...paths]
        .toSorted()
        .filter((path) => !unread.some((owner) => path.startsWith(`${owner}/`)))
        .filter((path) => !isBelowAbsent(path, preprod, production))
        .map((path) => ({ path, preprod: preprod.facts[path], production: production.facts[path] }))
        .filter(({ preprod: a, production: b }) => (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(a ?? null) !== (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(b ?? null) && !isSamePart(a, b));
}
/** A part of a template is the same as it is written, or once the environment's names are taken out. */
function isSamePart(a, b) {
    if (!isMap(a) || !isMap(b) || a['meaning'] === undefined)
        return false;
    return a['text'] === b['text'] || a['meaning'] === b['meaning'];
}
/** What is not there yet in one environment can only be compared once it is; what files say can be compared now. */
function isBelowAbsent(path, ...snapshots) {
    const [kind, id, section] = path.split('/');
    const owner = `${kind}/${id}`;
    if (path === `${owner}${EXISTS}` || section === 'template' || section === 'parameters')
        return false;
    const absent = snapshots.some((snapshot) => snapshot.facts[`${owner}${EXISTS}`] === false);
    return absent && snapshots.some((snapshot) => !Object.hasOwn(snapshot.facts, path));
}
/** Parameters that are sizes and numbers of things, by how their names end; `AccountId` and `StorageKey` are not. */
const CAPACITY = new RegExp('(?:[Ii]nstance(?:Type|Class|Size)|[Nn]odeType|MinSize|MaxSize|VolumeSize|MemorySize|StorageSize|Capacity|Count|Memory|' +
    'Cpu|CPU|Storage|Throughput|Iops|IOPS|Replicas|Shards|Concurrency)(?:Units|[MG]i?[Bb])?$|^[Dd]esired');
function classOf(path) {
    const [, , section, name = ''] = path.split('/');
    if (section === 'start')
        return 'start';
    if (section === 'parameters' && CAPACITY.test(name))
        return 'capacity';
    return 'procedure';
}
function judgeDifference(difference, options, today, used) {
    const { path } = difference;
    const [production, preprod] = onlyDiffering(difference.production, difference.preprod);
    const matching = options.allow.filter((entry) => (0,_support_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(entry.path, path));
    for (const entry of matching)
        used.add(entry);
    const allowed = matching.find((entry) => entry.until === undefined || entry.until >= today);
    const kind = classOf(path);
    const informs = kind === 'start' || (kind === 'capacity' && options.capacity === 'inform');
    return {
        code: kind === 'procedure' ? 'parity/differs' : kind === 'start' ? 'parity/start' : 'parity/capacity',
        outcome: informs ? 'skipped' : 'fail',
        title: kind === 'start'
            ? `The environments start from different points: ${path}`
            : `Pre-prod does not mirror production: ${path}`,
        subject: `parity/${path}`,
        expected: `${show(production)} (production)`,
        observed: `${show(preprod)} (preprod)`,
        advice: informs
            ? 'Nothing has to be done; the rehearsal differs from production in this.'
            : `Make both the same, or declare it: \`precheck.parity.allow: [{ path: ${path}, reason: … }]\`.`,
        ...(allowed && {
            waived: { reason: allowed.reason, owner: allowed.owner ?? 'not named', until: allowed.until ?? 'no end' },
        }),
    };
}
/** Of two maps, the members that differ, however deep: what is the same hides what is not. */
function onlyDiffering(a, b) {
    if (!isMap(a) || !isMap(b))
        return [a, b];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const differing = names.filter((name) => (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(a[name] ?? null) !== (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(b[name] ?? null));
    const members = differing.map((name) => [name, onlyDiffering(a[name], b[name])]);
    const side = (index) => Object.fromEntries(members.flatMap(([name, pair]) => (pair[index] === undefined ? [] : [[name, pair[index]]])));
    return [side(0), side(1)];
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
const SHOWN_LENGTH = 300;
function show(value) {
    if (value === undefined)
        return '(absent)';
    // Of a part of a template only digests are known.
    if (isMap(value) && typeof value['meaning'] === 'string')
        return `content ${value['meaning'].slice(7, 19)}`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH).toWellFormed()}…` : text;
}
function judgeAllowances(options, today, used, ...snapshots) {
    return options.allow.flatMap((entry) => {
        const subject = `config/precheck/parity/allow/${entry.path}`;
        if (entry.until !== undefined && entry.until < today) {
            return [
                {
                    code: 'parity/allowance-expired',
                    outcome: 'fail',
                    title: `The declared difference ${entry.path} has expired`,
                    subject,
                    expected: `a day not after ${entry.until}`,
                    observed: today,
                    advice: `Ask ${entry.owner ?? 'its owner'} whether the reason still holds (${entry.reason}); remove the entry or set a new \`until\`.`,
                },
            ];
        }
        if (used.has(entry) || unreadIn(...snapshots).length > 0)
            return [];
        const comparable = snapshots.every((snapshot) => Object.keys(snapshot.facts).some((path) => (0,_support_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(entry.path, path)));
        const absent = snapshots.some((snapshot) => Object.entries(snapshot.facts).some(([path, value]) => path.endsWith(EXISTS) && value === false));
        return [
            {
                code: 'parity/allowance-unused',
                outcome: !comparable && absent ? 'skipped' : 'fail',
                title: comparable
                    ? `The declared difference ${entry.path} does not exist any more`
                    : `The declared difference ${entry.path} names nothing that is compared`,
                subject,
                expected: 'a difference that it covers',
                observed: comparable ? 'both environments are the same in it' : 'no such fact',
                advice: `Remove the entry for ${entry.path} from precheck.parity.allow.`,
            },
        ];
    });
}


/***/ }),

/***/ 88309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ sharedStacks)
/* harmony export */ });
/** Pure: stacks that pre-prod and production have in common. */
function sharedStacks(preprod, production) {
    const rehearsed = new Set(preprod.map(({ arn }) => arn));
    return production
        .filter(({ arn }) => rehearsed.has(arn))
        .map(({ id, name, arn }) => ({
        code: 'stack/shared',
        outcome: 'fail',
        title: `${name} belongs to both environments: to rehearse on it is to deploy to production`,
        subject: `stack/${id}`,
        expected: 'a stack of its own for each environment',
        observed: arn,
        advice: `Put {environment} into \`name\` of the stack ${id}, or give the environments other accounts or regions.`,
    }));
}


/***/ }),

/***/ 58837:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ enforceGate)
});

// EXTERNAL MODULE: ./build/dist/checks/engine/select.js
var engine_select = __webpack_require__(52088);
// EXTERNAL MODULE: ./build/dist/evidence/verdict.js
var evidence_verdict = __webpack_require__(86686);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
;// CONCATENATED MODULE: ./build/dist/policies/gate/contract.js
/** The page on which an environment's rules are set. */
function settingsOf({ environment, github }) {
    const page = github?.environment?.url ?? '';
    const repository = page.replace(/\/deployments\/activity_log.*$/, '');
    return `Settings › Environments › ${environment}${page === repository ? '' : ` (${repository}/settings/environments)`}`;
}
/** Logins differ in nothing but case. */
function sameLogin(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}

;// CONCATENATED MODULE: ./build/dist/policies/gate/admin-bypass.js

const rule = {
    meta: {
        code: 'admin-bypass',
        title: 'Administrators cannot start a waiting job without an approval.',
        docs: "GitHub does not document this setting in its API, so it is often unknown. It does not block: inside of the environment's job the missing approval is found and the deployment stops.",
        codes: ['gate/admin-bypass', 'gate/no-admin-bypass'],
    },
    judge(facts) {
        const { environment } = facts.github ?? {};
        if (!environment)
            return [];
        const subject = `environment/${facts.environment}`;
        const expected = 'administrators cannot bypass the rules';
        if (environment.adminsCanBypass === false) {
            return [{ code: 'gate/no-admin-bypass', outcome: 'pass', title: expected, subject, expected, observed: expected }];
        }
        const known = environment.adminsCanBypass === true;
        return [
            {
                code: 'gate/admin-bypass',
                outcome: 'skipped',
                title: known
                    ? `administrators can bypass the rules of ${facts.environment}; a job that was started so is stopped in itself`
                    : `GitHub does not tell whether administrators can bypass the rules of ${facts.environment}`,
                subject,
                expected,
                observed: known ? 'they can' : 'unknown',
                advice: `Switch off "Allow administrators to bypass configured protection rules": ${settingsOf(facts)}.`,
            },
        ];
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/gate/allowed-branches.js

const allowed_branches_rule = {
    meta: {
        code: 'allowed-branches',
        title: 'The ref of this run may be deployed to the environment.',
        docs: 'An environment can be limited to protected branches or to patterns. GitHub refuses other refs only when the job starts; the gate tells before anybody is asked to review.',
        codes: ['gate/any-branch', 'gate/branch-refused', 'gate/branch-unknown', 'gate/branch-allowed'],
    },
    judge(facts) {
        const { environment } = facts.github ?? {};
        if (!environment)
            return [];
        const subject = `environment/${facts.environment}`;
        const observed = facts.ref;
        const advice = `See ${settingsOf(facts)} › Deployment branches and tags.`;
        const say = (code, outcome, title, expected) => [
            { code: `gate/${code}`, outcome, title, subject, expected, observed, ...(outcome !== 'pass' && { advice }) },
        ];
        switch (environment.branches) {
            case 'all':
                return say('any-branch', 'skipped', `every branch may be deployed to ${facts.environment}`, 'a limit to some refs');
            case 'protected':
                // Where the repository protects no branch at all, this limit lets every branch pass.
                return facts.refProtected === 'true'
                    ? say('branch-allowed', 'pass', 'the ref is a protected branch', 'a protected branch')
                    : say('any-branch', 'skipped', 'the ref is not known to be protected; GitHub decides', 'a protected branch');
            case 'custom':
                return judgePatterns(facts, say);
            default:
                return say('branch-unknown', 'inconclusive', 'GitHub did not tell which refs may be deployed', 'a known limit');
        }
    },
};
function judgePatterns({ github, ref }, say) {
    const policies = github?.branchPolicies ?? [];
    const expected = policies.map(({ name, type }) => (type === 'branch' ? name : `${type} ${name}`)).join(', ') || 'no ref at all';
    const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
    const name = ref.replace(/^refs\/(heads|tags)\//, '');
    const match = policies.some((policy) => policy.type === type && matches(policy.name, name));
    if (match)
        return say('branch-allowed', 'pass', `the ${type} ${name} may be deployed`, expected);
    return say('branch-refused', 'fail', `GitHub will not let the ${type} ${name} enter`, expected);
}
/** Patterns as Ruby's File.fnmatch reads them with FNM_PATHNAME: `*` and `?` stop at a slash, a leading double star does not. */
function matches(pattern, name) {
    const source = pattern
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replaceAll(/\*\*\/|\*|\?/g, (wild) => (wild === '**/' ? '(?:.*/)?' : wild === '*' ? '[^/]*' : '[^/]'));
    try {
        return new RegExp(`^${source}$`).test(name);
    }
    catch {
        return false;
    }
}

// EXTERNAL MODULE: ./build/dist/evidence/digest.js
var digest = __webpack_require__(27699);
;// CONCATENATED MODULE: ./build/dist/policies/gate/approved.js


/** So many hexadecimal digits of a digest name it beyond doubt, and still fit into a comment. */
const NAMING_DIGITS = 12;
const approved_rule = {
    meta: {
        code: 'approved',
        title: 'A reviewer who did not start the run approved this deployment.',
        docs: "Read inside of the environment's job. GitHub records who approved, but neither when nor for which attempt. So after a re-run, or where several reviews are on record, the comment of the approval must name the evidence, by the twelve digits that the gate shows. A job that runs without an approval on record was let in by an administrator, or the rules are not enforced: it stops.",
        codes: [
            'gate/approval-comment',
            'gate/approved',
            'gate/not-approved',
            'gate/self-approved',
            'gate/rejected',
            'gate/approval-unclear',
        ],
    },
    judge(facts) {
        if (!facts.github?.environment)
            return [];
        if (facts.where === 'outside')
            return [howToApprove(facts)];
        const { approvals, environment, run } = facts.github;
        if (!approvals)
            return [];
        const records = approvals.filter(({ environments }) => environments.some(({ id, name }) => id === environment.id || name === environment.name));
        const approved = records.filter(({ state }) => state === 'approved');
        const valid = approved.filter((record) => whyNot(record, facts) === undefined);
        if (valid.length === 0)
            return [notApproved(facts, records, approved)];
        const named = valid.filter(({ comment }) => namesDigest(comment, evidenceDigest(facts)));
        const doubts = [
            run.attempt > 1 && `this is attempt ${run.attempt}`,
            records.length > 1 && `${records.length} reviews are on record`,
            records.length > approved.length &&
                `one of them is "${records.find(({ state }) => state !== 'approved')?.state}"`,
        ].filter((doubt) => doubt !== false);
        if (doubts.length > 0 && named.length === 0)
            return [unclear(facts, records, doubts.join(', '))];
        const by = (named[0] ?? valid[0])?.user ?? '';
        return [
            {
                code: 'gate/approved',
                outcome: 'pass',
                title: `${by} approved the deployment to ${facts.environment}`,
                subject: subjectOf(facts),
                expected: expectation(facts),
                observed: show(records),
            },
        ];
    },
};
/** Told before anybody is asked: with this comment an approval holds even in a re-run. */
function howToApprove(facts) {
    const digits = namingOf(facts);
    return {
        code: 'gate/approval-comment',
        outcome: 'skipped',
        title: `an approval with the comment "${digits}" names this evidence`,
        subject: subjectOf(facts),
        observed: `evidence ${digits}`,
        advice: `Needed after a re-run: approve with the comment "${digits}".`,
    };
}
/** Why an approval does not count; undefined where it does. */
function whyNot({ user }, { github, reviewers, triggers }) {
    if (user === undefined)
        return 'nobody';
    if (reviewers.notTrigger && triggers.some((trigger) => sameLogin(trigger, user)))
        return 'trigger';
    const required = (github?.environment?.rules ?? []).flatMap((one) => one.kind === 'required-reviewers' ? one.reviewers : []);
    // Members of teams are not visible to the job; where only people are required, it must be one of them.
    const onlyPeople = required.every(({ type }) => type === 'User');
    return onlyPeople && !required.some(({ name }) => sameLogin(name, user)) ? 'stranger' : undefined;
}
function notApproved(facts, records, approved) {
    const finding = (code, title, advice) => ({
        code: `gate/${code}`,
        outcome: 'fail',
        title,
        subject: subjectOf(facts),
        expected: expectation(facts),
        observed: show(records),
        advice,
    });
    if (approved.some((record) => whyNot(record, facts) === 'trigger')) {
        return finding('self-approved', 'the run was approved by the one who started it', `Let another reviewer approve a new run, and switch on "Prevent self-review": ${settingsOf(facts)}.`);
    }
    if (records.some(({ state }) => state === 'rejected')) {
        return finding('rejected', `the deployment to ${facts.environment} was rejected`, 'Start a new run when its reasons are gone.');
    }
    return finding('not-approved', `nobody who may approved this deployment to ${facts.environment}, yet its job runs`, `Start a new run and let a required reviewer approve it. An administrator may have bypassed the rules, or the plan of a private repository does not enforce them: ${settingsOf(facts)}.`);
}
function unclear(facts, records, doubts) {
    const digest = namingOf(facts);
    return {
        code: 'gate/approval-unclear',
        outcome: 'fail',
        title: `it cannot be told which approval is for this evidence: ${doubts}`,
        subject: subjectOf(facts),
        expected: `an approval whose comment names ${digest}`,
        observed: show(records),
        advice: `Run the job again and approve it with the comment "${digest}", or start a new run.`,
    };
}
/**
 * What reviewers approve: all evidence that the gate stood on. The gate's own document is left out, so that the gate can
 * tell this digest to the reviewers and the job that they let in computes the same.
 */
function evidenceDigest({ chain }) {
    const links = chain.links.filter(({ evidence }) => evidence.slot.command !== 'gate');
    return (0,digest/* digestOf */.ol)(links.map(({ digest }) => digest).toSorted());
}
/** The digits that a comment has to hold. */
function namingOf(facts) {
    return evidenceDigest(facts).slice('sha256:'.length).slice(0, NAMING_DIGITS);
}
function namesDigest(comment, digest) {
    const hex = digest.slice('sha256:'.length);
    const words = comment.toLowerCase().match(/[0-9a-f]+/g) ?? [];
    return words.some((word) => word.length >= NAMING_DIGITS && hex.startsWith(word));
}
function subjectOf({ environment }) {
    return `environment/${environment}/approval`;
}
function expectation({ reviewers, triggers }) {
    return reviewers.notTrigger
        ? `an approval by a reviewer other than ${triggers.join(' and ')}`
        : 'an approval by a reviewer';
}
function show(records) {
    return (records.map(({ state, user }) => `${state} by ${user ?? 'a deleted account'}`).join(', ') || 'no review on record');
}

;// CONCATENATED MODULE: ./build/dist/policies/gate/enforced-rules.js
const enforced_rules_rule = {
    meta: {
        code: 'enforced-rules',
        title: 'The plan of the repository lets GitHub enforce its rules.',
        docs: 'In private repositories of the plans Free, Pro and Team, required reviewers and wait timers are not enforced, though they may still be shown. The job cannot see the plan; what proves that reviewers are asked is the approval itself, which is read inside of the job.',
        codes: ['gate/rules-may-be-ignored', 'gate/rules-enforced'],
    },
    judge({ github, environment }) {
        if (!github?.environment)
            return [];
        const { repository } = github;
        const subject = `environment/${environment}`;
        const expected = 'a public repository, or GitHub Enterprise';
        const kind = repository.visibility ?? (repository.private ? 'private' : 'public');
        const plan = repository.plan === undefined ? '' : `, plan ${repository.plan}`;
        const observed = `${kind}${plan}`;
        if (kind === 'public' || kind === 'internal' || repository.plan === 'enterprise') {
            const title = 'GitHub enforces the rules of this repository';
            return [{ code: 'gate/rules-enforced', outcome: 'pass', title, subject, expected, observed }];
        }
        return [
            {
                code: 'gate/rules-may-be-ignored',
                outcome: 'skipped',
                title: 'the repository is private: below GitHub Enterprise nobody is asked, whatever the rules say',
                subject,
                expected,
                observed,
                advice: 'Make sure that the plan of the repository includes required reviewers for private repositories.',
            },
        ];
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/gate/environment-exists.js
const environment_exists_rule = {
    meta: {
        code: 'environment-exists',
        title: 'The environment that guards production exists.',
        docs: 'GitHub creates an environment that a job names and that does not exist, without any rule: a typing mistake is an open door.',
        codes: ['gate/environment-missing', 'gate/environment-exists'],
    },
    judge({ github, environment }) {
        if (!github)
            return [];
        const subject = `environment/${environment}`;
        if (github.environment) {
            return [
                { code: 'gate/environment-exists', outcome: 'pass', title: `the environment ${environment} exists`, subject },
            ];
        }
        return [
            {
                code: 'gate/environment-missing',
                outcome: 'fail',
                title: `the repository has no environment ${environment}: a job that names it would run unguarded`,
                subject,
                expected: environment,
                observed: 'no environment of that name',
                advice: `Create it with required reviewers (Settings › Environments › New environment › ${environment}), or correct environments.production.name.`,
            },
        ];
    },
};

// EXTERNAL MODULE: ./build/dist/evidence/chain.js
var chain = __webpack_require__(19134);
;// CONCATENATED MODULE: ./build/dist/policies/gate/evidence-complete.js


/** Steps whose evidence every release needs, and for which environments. */
const STEPS = [
    { command: 'precheck', environments: ['preprod', 'production'] },
    { command: 'deploy-preprod', environments: ['preprod'] },
];
/** The phase of a document whose step was not limited by `only`. */
const EVERYTHING = '';
const RUN_AGAIN = 'Run the whole release again, with every job named in `needs`.';
const evidence_complete_rule = {
    meta: {
        code: 'evidence-complete',
        title: 'Every step of the release left evidence that passed, and every required kind of check did.',
        docs: 'Precheck, the deployment to pre-prod and each configured check must have passed for this very release. `gate.require` names kinds of checks; without it those that are configured are required. A release without any check is let through only by `require: []`.',
        codes: ['gate/step-missing', 'gate/check-missing', 'gate/kind-missing', 'gate/no-checks', 'gate/evidence-complete'],
    },
    judge(facts) {
        const missing = [...missingSteps(facts), ...missingChecks(facts), ...missingKinds(facts)];
        if (missing.length > 0)
            return missing.filter((finding) => !followsFromChain(finding, facts));
        const kinds = [...new Set(passedChecks(facts).map(({ kind }) => kind))];
        return [
            {
                code: 'gate/evidence-complete',
                outcome: 'pass',
                title: 'the evidence is complete',
                subject: 'release',
                expected: [...STEPS.map(({ command }) => command), ...requiredKinds(facts)].join(', '),
                observed: [...STEPS.map(({ command }) => command), ...kinds].join(', '),
            },
        ];
    },
};
function missingSteps(facts) {
    const seen = facts.chain.links.map(({ evidence }) => (0,chain/* slotPath */.U)(evidence.slot)).join(', ');
    return STEPS.flatMap(({ command, environments }) => environments.flatMap((environment) => {
        const lack = lackOf(facts, command, environment);
        if (lack === undefined)
            return [];
        return [
            {
                code: 'gate/step-missing',
                outcome: 'fail',
                title: `the evidence of ${command} for ${environment} is not complete: ${lack}`,
                subject: `evidence/${command}/${environment}`,
                expected: `passing evidence of ${command} for ${environment}, about this release`,
                observed: seen || 'no valid evidence',
                advice: RUN_AGAIN,
            },
        ];
    }));
}
/**
 * Evidence that was found and refused is missing too: its own finding blocks and says why, so that those which only
 * follow from it need not be read.
 */
function followsFromChain({ code, subject }, { chain }) {
    const refused = (0,evidence_verdict/* blocking */.ub)(chain.findings).map((finding) => `${finding.subject}/`);
    const step = code === 'gate/step-missing' ? subject.split('/').slice(0, 2).join('/') : 'evidence/verify';
    return refused.some((path) => path.startsWith(`${step}/`));
}
/** What is missing of a step; undefined where its documents cover everything. */
function lackOf({ chain, parts }, command, environment) {
    const documents = chain.links
        .map(({ evidence }) => evidence)
        .filter(({ slot, findings }) => slot.command === command && (0,evidence_verdict/* verdictOf */.Vj)(findings) === 'pass')
        .filter(({ slot }) => slot.environment === environment || slot.environment === 'all');
    if (documents.length === 0)
        return 'there is none';
    const phases = new Map();
    for (const document of documents) {
        const phase = document.slot.phase ?? EVERYTHING;
        phases.set(phase, [...(phases.get(phase) ?? []), document]);
    }
    const whole = [...phases].filter(([, members]) => missingShard(members) === undefined).map(([phase]) => phase);
    if (whole.includes(EVERYTHING))
        return undefined;
    const covered = new Set(whole.flatMap((phase) => phase.split('+')));
    const uncovered = parts.filter((part) => !covered.has(part));
    if (parts.length > 0 && uncovered.length === 0)
        return undefined;
    const shard = [...phases.values()].map(missingShard).find((missing) => missing !== undefined);
    return shard === undefined ? `${uncovered.join(', ') || 'everything'} is missing` : `part ${shard} is missing`;
}
/** The first part of a fleet that has no document, `3/5`; undefined where the parts are all there, or it was not parted. */
function missingShard(documents) {
    const shards = documents.map(({ slot }) => slot.shard);
    if (shards.includes(undefined))
        return undefined;
    const of = Math.max(...shards.map((shard) => Number(shard?.split('/')[1])));
    if (!Number.isSafeInteger(of))
        return 'unknown';
    return Array.from({ length: of }, (_, index) => `${index + 1}/${of}`).find((shard) => !shards.includes(shard));
}
function missingChecks(facts) {
    const passed = new Set(passedChecks(facts).map(({ name }) => name));
    return facts.checks
        .filter(({ name, dryRun }) => !dryRun && !passed.has(name))
        .map(({ name, kind }) => ({
        code: 'gate/check-missing',
        outcome: 'fail',
        title: `the check "${name}" did not pass for this release`,
        subject: `check/${name}`,
        expected: `a pass of the ${kind} check`,
        observed: 'none in valid evidence',
        advice: 'Let a job with `command: verify` do it (`only` may leave it out), and name that job in `needs`.',
    }));
}
function missingKinds(facts) {
    const required = requiredKinds(facts);
    if (facts.require === undefined && required.length === 0) {
        return [
            {
                code: 'gate/no-checks',
                outcome: 'fail',
                title: 'nothing is checked after the deployment to pre-prod',
                subject: 'config/verify',
                expected: 'at least one check',
                observed: 'none',
                advice: 'Add a check under `verify`, or declare that none is needed: `gate: { require: [] }`.',
            },
        ];
    }
    const passed = passedChecks(facts);
    // A kind whose checks are configured and did not pass is told by each of these checks.
    const configured = facts.checks.filter(({ dryRun }) => !dryRun).map(({ kind }) => kind);
    return required
        .filter((kind) => !passed.some((check) => check.kind === kind) && !configured.includes(kind))
        .map((kind) => ({
        code: 'gate/kind-missing',
        outcome: 'fail',
        title: `no ${kind} check passed`,
        subject: `config/gate/require/${kind}`,
        expected: `at least one passing ${kind} check`,
        observed: passed.map((check) => check.kind).join(', ') || 'no check passed',
        advice: `Configure a check of the kind ${kind}, or remove it from \`gate.require\`.`,
    }));
}
function requiredKinds({ require, checks }) {
    return require ?? [...new Set(checks.filter(({ dryRun }) => !dryRun).map(({ kind }) => kind))];
}
/** Checks that passed on pre-prod: what was verified elsewhere proves nothing about the rehearsal. */
function passedChecks({ chain }) {
    return chain.links
        .filter(({ evidence }) => evidence.slot.command === 'verify' && evidence.slot.environment === 'preprod')
        .flatMap(({ evidence }) => evidence.findings)
        .filter(({ outcome, code }) => outcome === 'pass' && code.startsWith('check/'))
        .flatMap(({ details }) => {
        const [name, kind] = [textOf(details, 'check'), textOf(details, 'kind')];
        return name !== undefined && kind !== undefined ? [{ name, kind }] : [];
    });
}
function textOf(details, member) {
    if (typeof details !== 'object' || details === null || Array.isArray(details))
        return undefined;
    const value = details[member];
    return typeof value === 'string' ? value : undefined;
}

;// CONCATENATED MODULE: ./build/dist/policies/gate/inside.js
const inside_rule = {
    meta: {
        code: 'inside',
        title: 'The job knows by a signed claim whether it is inside of the environment, and deploys only there.',
        docs: 'GitHub puts the name of the environment into the token of the job that names it. Approvals count only there. A job without `id-token: write` cannot prove where it is, so nothing is decided in it.',
        codes: ['gate/identity', 'gate/outside', 'gate/inside'],
    },
    judge({ where, environment, mustBeInside }) {
        if (where === 'unknown') {
            return [
                {
                    code: 'gate/identity',
                    outcome: 'fail',
                    title: 'the job cannot prove where it is',
                    subject: 'github/identity',
                    expected: 'an OIDC token of the job',
                    observed: 'no permission to ask for one',
                    advice: 'Give the job `permissions: id-token: write`.',
                },
            ];
        }
        if (where === 'another' || (where === 'outside' && mustBeInside)) {
            return [
                {
                    code: 'gate/outside',
                    outcome: 'fail',
                    title: `the job is not inside of the environment ${environment}`,
                    subject: `environment/${environment}`,
                    expected: `environment: ${environment}`,
                    observed: where === 'another' ? 'another environment' : 'no environment',
                    advice: `Set \`environment: ${environment}\` at the job, so that its rules and approvals hold for it.`,
                },
            ];
        }
        if (where === 'outside')
            return [];
        return [
            {
                code: 'gate/inside',
                outcome: 'pass',
                title: `the job is inside of the environment ${environment}`,
                subject: `environment/${environment}`,
                expected: environment,
                observed: environment,
            },
        ];
    },
};

// EXTERNAL MODULE: ./build/dist/policies/parity.js
var policies_parity = __webpack_require__(86867);
// EXTERNAL MODULE: ./build/dist/policies/shared-stacks.js
var shared_stacks = __webpack_require__(88309);
;// CONCATENATED MODULE: ./build/dist/policies/gate/mirrors.js


/** Prechecks that were limited by `only` saw a part each, and parity is about the whole. */
const unseen = {
    code: 'parity/unseen',
    outcome: 'inconclusive',
    title: 'No precheck saw a whole environment, so pre-prod and production were not compared',
    subject: 'parity',
    expected: 'a snapshot of preprod and of production',
    observed: 'none',
    advice: 'Let one precheck of each environment look at everything: without `only`.',
};
/** Pre-prod is made as production is, also where two jobs saw one environment each. */
const mirrors_rule = {
    meta: {
        code: 'gate/mirrors',
        title: 'Pre-prod is made as production is',
        docs: 'A precheck that saw both environments has compared them. Where two jobs saw one each, as in accounts that do not ' +
            'know each other, their snapshots are compared here, by the same rules; and that they have no stack in common.',
        codes: [
            'parity/differs',
            'parity/capacity',
            'parity/start',
            'parity/mirrors',
            'parity/one-side',
            'parity/unseen',
            'parity/allowance-expired',
            'parity/allowance-unused',
            'stack/shared',
        ],
    },
    judge({ chain, parity, today }) {
        const prechecks = chain.links.map(({ evidence }) => evidence).filter(({ slot }) => slot.command === 'precheck');
        const seen = prechecks.map(({ snapshots }) => snapshots);
        const parts = prechecks.length > 0 && prechecks.every(({ slot }) => slot.phase !== undefined);
        if (parts && seen.flat().length === 0)
            return [unseen];
        const together = seen.some((snapshots) => new Set(snapshots.map(({ environment }) => environment)).size > 1);
        if (together)
            return [];
        const plans = prechecks.flatMap((evidence) => evidence.plans);
        return [
            ...(0,shared_stacks/* sharedStacks */.p)(placesIn(plans, 'preprod'), placesIn(plans, 'production')),
            ...(0,policies_parity/* judgeParity */.d)(seen.flat(), parity, today),
        ];
    },
};
function placesIn(plans, environment) {
    return plans
        .filter((plan) => plan.environment === environment)
        .flatMap(({ changeSets }) => changeSets.flatMap(({ stack, stackName, stackArn }) => stackArn === undefined ? [] : [{ id: stack, name: stackName, arn: stackArn }]));
}

;// CONCATENATED MODULE: ./build/dist/policies/gate/other-rules.js
const other_rules_rule = {
    meta: {
        code: 'other-rules',
        title: 'What else the environment waits for is told.',
        docs: 'Wait timers, Apps behind custom rules, and rules of a kind that is not known are named, so that nobody wonders why the job waits. They never stand in for a reviewer.',
        codes: ['gate/wait-timer', 'gate/custom-rule', 'gate/unknown-rule'],
    },
    judge({ github, environment }) {
        const subject = `environment/${environment}`;
        const tell = (code, title, observed) => ({
            code: `gate/${code}`,
            outcome: 'skipped',
            title,
            subject,
            observed,
        });
        const rules = (github?.environment?.rules ?? []).flatMap((one) => {
            if (one.kind === 'wait-timer' && one.minutes > 0) {
                return [tell('wait-timer', `the job waits ${one.minutes} min before it starts`, `${one.minutes} min`)];
            }
            return one.kind === 'unknown'
                ? [tell('unknown-rule', `a rule of the unknown kind "${one.type}" guards ${environment}`, one.type)]
                : [];
        });
        const custom = (github?.customRules ?? [])
            .filter(({ enabled }) => enabled)
            .map(({ app }) => tell('custom-rule', `the App ${app} must agree too`, app));
        return [...rules, ...custom];
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/gate/required-reviewers.js

const required_reviewers_rule = {
    meta: {
        code: 'required-reviewers',
        title: 'The environment requires reviewers, enough of them besides who started the run.',
        docs: '`gate.reviewers.at-least` counts the reviewers who could approve (a team counts as one: its members are not visible to the job). GitHub asks only one of them.',
        codes: ['gate/unprotected', 'gate/too-few-reviewers', 'gate/required-reviewers'],
    },
    judge(facts) {
        const environment = facts.github?.environment;
        if (!environment)
            return [];
        const { atLeast, notTrigger } = facts.reviewers;
        const subject = `environment/${facts.environment}`;
        const expected = `at least ${atLeast} required ${atLeast === 1 ? 'reviewer' : 'reviewers'}${notTrigger ? ` besides ${facts.triggers.join(' and ')}` : ''}`;
        const advice = `Add them: ${settingsOf(facts)} › Required reviewers.`;
        const no = (code, outcome, title, observed) => [
            { code, outcome, title, subject, expected, observed, advice },
        ];
        if (!environment.rules) {
            return no('gate/unprotected', 'inconclusive', `GitHub did not tell what protects ${facts.environment}`, 'unknown');
        }
        const all = environment.rules.flatMap((one) => (one.kind === 'required-reviewers' ? one.reviewers : []));
        if (all.length === 0) {
            return no('gate/unprotected', 'fail', `the environment ${facts.environment} asks nobody`, 'no required reviewers');
        }
        const count = all.filter(({ type, name }) => !(notTrigger && type === 'User' && facts.triggers.some((trigger) => sameLogin(trigger, name))));
        const observed = all.map(({ type, name }) => (type === 'User' ? name : `${type.toLowerCase()} ${name}`)).join(', ');
        if (count.length < atLeast) {
            return no('gate/too-few-reviewers', 'fail', `too few can approve a deployment to ${facts.environment}`, observed);
        }
        const title = `the environment ${facts.environment} requires a review`;
        return [{ code: 'gate/required-reviewers', outcome: 'pass', title, subject, expected, observed }];
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/gate/self-review.js

const self_review_rule = {
    meta: {
        code: 'self-review',
        title: 'Who started the run cannot approve it.',
        docs: 'Without "Prevent self-review" GitHub records the approval of the person who started the run like any other. `gate.reviewers.not: []` accepts that.',
        codes: ['gate/self-review', 'gate/self-review-prevented'],
    },
    judge(facts) {
        const { environment } = facts.github ?? {};
        if (!environment?.rules || !facts.reviewers.notTrigger)
            return [];
        const review = environment.rules.find((one) => one.kind === 'required-reviewers');
        if (!review)
            return [];
        const subject = `environment/${facts.environment}`;
        const expected = 'prevent self-review: on';
        if (review.preventSelfReview === true) {
            const title = 'who started the run cannot approve it';
            return [{ code: 'gate/self-review-prevented', outcome: 'pass', title, subject, expected, observed: expected }];
        }
        return [
            {
                code: 'gate/self-review',
                outcome: review.preventSelfReview === false ? 'fail' : 'inconclusive',
                title: `${facts.triggers.join(' and ')} could approve a run of their own`,
                subject,
                expected,
                observed: `prevent self-review: ${review.preventSelfReview === false ? 'off' : 'unknown'}`,
                advice: `Switch it on: ${settingsOf(facts)} › Required reviewers › Prevent self-review.`,
            },
        ];
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/gate/index.js












/** Every rule of the gate, in the order of its report. None can be switched off. */
const GATE_RULES = [
    evidence_complete_rule,
    mirrors_rule,
    inside_rule,
    environment_exists_rule,
    required_reviewers_rule,
    self_review_rule,
    approved_rule,
    allowed_branches_rule,
    enforced_rules_rule,
    rule,
    other_rules_rule,
];
/** Judges everything: what is wrong with the evidence, what could not be asked, and the rules. A rule that throws is an error. */
function judgeGate(facts, rules = GATE_RULES) {
    return [...facts.chain.findings, ...facts.problems, ...rules.flatMap((rule) => judgeBy(rule, facts))];
}
function judgeBy(rule, facts) {
    try {
        return rule.judge(facts);
    }
    catch (error) {
        return [
            {
                code: 'gate/rule-failed',
                outcome: 'error',
                title: `the rule ${rule.meta.code} could not judge: ${(0,errors/* messageOf */.bD)(error)}`,
                subject: `rule/${rule.meta.code}`,
                advice: 'This is a mistake in the action: please report it with the log.',
            },
        ];
    }
}

// EXTERNAL MODULE: ./build/dist/release/earlier.js
var earlier = __webpack_require__(65263);
// EXTERNAL MODULE: ./build/dist/release/error-finding.js
var error_finding = __webpack_require__(37337);
// EXTERNAL MODULE: ./build/dist/release/release.js
var release_release = __webpack_require__(3154);
;// CONCATENATED MODULE: ./build/dist/release/gate.js







/**
 * Collects what the gate decides by, judges it, and records findings, approvals, the release and the documents that it
 * builds on. Approvals are read and enforced only inside of the environment's job, which the signed claim of the job
 * tells. Rejects with an ActionError where the evidence cannot be collected; trouble with GitHub is a finding.
 */
async function enforceGate(context, options) {
    const { record, ports } = context;
    const { facts, release } = await gateFacts(context, options);
    const findings = judgeGate(facts);
    record.release(release);
    record.builtOn(...facts.chain.links.map(({ digest }) => digest));
    record.approved(...(facts.github?.approvals ?? []).flatMap(({ environments, state, user, comment }) => environments.map(({ name }) => ({ environment: name, state, user: user ?? '', comment }))));
    record.find(...findings);
    const verdict = (0,evidence_verdict/* verdictOf */.Vj)(findings);
    ports.log.info(`gate: ${facts.chain.links.length} valid documents; the job is ${facts.where} the environment: ${verdict}`);
    return { open: verdict === 'pass', findings, chain: facts.chain, release, facts };
}
/** Everything that the gate's rules judge, asked for once. */
async function gateFacts(context, { environment: key, mustBeInside }) {
    const { ports, inputs, config, origin } = context;
    const { env, workspace } = ports.place;
    const environment = config.environments[key].name ?? key;
    const problems = [];
    const release = await (0,release_release/* describeRelease */.NC)({ config, workspace, sha: origin.sha, signal: ports.cancelled });
    const { chain } = await (0,earlier/* linkEarlier */.T)({
        ports,
        needs: inputs.needs,
        folder: inputs.evidence,
        origin,
        release: release.digest,
        youngerThan: config.gate['evidence-younger-than'],
    });
    const identity = await orProblem(problems, () => ports.connect.job());
    const where = whereIs(identity, environment);
    const github = await orProblem(problems, async () => githubFacts(await ports.connect.github(), environment, origin, where === 'inside'));
    const triggers = [origin.actor, identity?.actor, github?.run.actor, github?.run.triggeringActor];
    const facts = {
        environment,
        where,
        mustBeInside,
        ref: origin.ref,
        refProtected: env['GITHUB_REF_PROTECTED'],
        chain,
        release: release.digest,
        parts: [...config.stacks.map(({ id }) => id ?? 'stack'), ...config.deployments.map(({ id }) => id ?? 'app')],
        checks: (0,engine_select/* planChecks */.dH)(config.verify).map(({ name, kind, sampling }) => ({ name, kind, dryRun: sampling.dryRun })),
        require: config.gate.require,
        parity: config.precheck.parity,
        today: ports.clock.now().toISOString().slice(0, 10),
        reviewers: {
            atLeast: config.gate.reviewers['at-least'],
            notTrigger: config.gate.reviewers.not.includes('trigger'),
        },
        triggers: [...new Set(triggers.filter((login) => login !== undefined && login !== ''))],
        github,
        problems,
    };
    return { facts, release };
}
async function githubFacts(github, name, origin, inside) {
    const [repository, environment, run] = await allOf([
        github.getRepository(),
        github.getEnvironment(name),
        github.getRun(origin.runId, origin.runAttempt),
    ]);
    const [branchPolicies, customRules, approvals] = await allOf([
        environment?.branches === 'custom' ? github.listBranchPolicies(name) : [],
        environment ? github.listCustomRules(name) : [],
        inside ? github.listApprovals(origin.runId) : undefined,
    ]);
    return { repository, environment, run, branchPolicies, customRules, approvals };
}
/** Like Promise.all, but waits for all before it rejects: no request goes on behind the back of a command that ended. */
async function allOf(asked) {
    await Promise.allSettled(asked);
    return Promise.all(asked);
}
function whereIs(identity, environment) {
    if (!identity)
        return 'unknown';
    if (identity.environment === undefined)
        return 'outside';
    return identity.environment === environment ? 'inside' : 'another';
}
/** What could be asked; otherwise undefined, and the reason among the problems, which block like any other finding. */
async function orProblem(problems, ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ) || error.code === 'cancelled')
            throw error;
        problems.push((0,error_finding/* errorFinding */.i)(error));
        return undefined;
    }
}


/***/ }),

/***/ 43855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/** Whether a text matches a glob: `*` within one part of a path, `**` across parts, `?` one character. */
function matchesGlob(glob, text) {
    const pattern = glob
        .split(/(\*\*|\*|\?)/)
        .map((part) => {
        if (part === '**')
            return '.*';
        if (part === '*')
            return '[^/]*';
        return part === '?' ? '[^/]' : part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    })
        .join('');
    return new RegExp(`^${pattern}$`, 's').test(text);
}


/***/ })

};
