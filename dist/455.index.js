export const id = 455;
export const ids = [455];
export const modules = {

/***/ 74836:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGitHub: () => (/* binding */ connectGitHub)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
;// CONCATENATED MODULE: ./build/dist/github/request.js

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1_000;
/** GitHub asks for a minute where it gives no time (best practices for using the REST API, "Handle rate limit errors"). */
const UNTOLD_PAUSE_MS = 60_000;
/** A primary limit can take an hour to reset; a job that waits longer than this costs more than being told. */
const LONGEST_PAUSE_MS = 180_000;
/**
 * Repeats a request that only reads, as all of ours do: after rate limits (as long as GitHub asks, up to three minutes),
 * server errors and lost connections. Rejects with an ActionError.
 */
async function patiently(patience, what, send) {
    for (let attempt = 1;; attempt++) {
        patience.signal.throwIfAborted();
        try {
            return await send();
        }
        catch (error) {
            patience.signal.throwIfAborted();
            const pause = attempt < ATTEMPTS ? pauseAfter(error, attempt, patience.clock.now()) : undefined;
            if (pause === undefined || pause > LONGEST_PAUSE_MS)
                throw toActionError(error, what);
            patience.log.info(`GitHub: ${what}: ${(0,errors/* messageOf */.bD)(error)}; again in ${Math.ceil(pause / 1_000)} s`);
            await patience.clock.sleep(pause, patience.signal);
        }
    }
}
/** Milliseconds to wait before the same request may succeed; undefined when repeating it cannot help. */
function pauseAfter(error, attempt, now) {
    const answer = answerOf(error);
    const growing = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    if (!answer || answer.status >= 500)
        return growing;
    if (!isRateLimit(answer))
        return undefined;
    const retryAfter = Number(answer.headers['retry-after']);
    if (retryAfter > 0)
        return retryAfter * 1_000;
    if (String(answer.headers['x-ratelimit-remaining']) === '0') {
        const reset = Number(answer.headers['x-ratelimit-reset']) * 1_000;
        if (reset > 0)
            return Math.max(FIRST_PAUSE_MS, reset - now.getTime());
    }
    return UNTOLD_PAUSE_MS;
}
/** What went wrong, with the permission that GitHub says is missing. */
function toActionError(error, what) {
    if (error instanceof errors/* ActionError */.lZ)
        return error;
    const answer = answerOf(error);
    const subject = `github/${what}`;
    if (!answer) {
        return new errors/* ActionError */.lZ('github/unreachable', {
            message: `GitHub could not be reached to ${what}: ${reasonOf(error)}`,
            subject,
            cause: error,
        });
    }
    const observed = `${answer.status} ${answer.message}`;
    if (isRateLimit(answer)) {
        return new errors/* ActionError */.lZ('github/throttled', {
            message: `GitHub's rate limit was reached while trying to ${what}`,
            subject,
            observed,
            cause: error,
        });
    }
    if (answer.status === 401) {
        return new errors/* ActionError */.lZ('github/denied', {
            message: `GitHub did not accept the token to ${what}: ${answer.message}`,
            advice: 'Pass a valid `github-token`; the default is the token of the job.',
            subject,
            observed,
            cause: error,
        });
    }
    if (answer.status === 403 || answer.status === 404) {
        const accepted = answer.headers['x-accepted-github-permissions'];
        return new errors/* ActionError */.lZ('github/denied', {
            message: `GitHub refused to ${what}: ${answer.message}`,
            ...(accepted && { advice: `Give the job \`permissions: ${String(accepted).replace('=', ': ')}\`.` }),
            subject,
            observed,
            cause: error,
        });
    }
    return new errors/* ActionError */.lZ('github/service', {
        message: `GitHub could not ${what}: ${answer.message}`,
        subject,
        observed,
        cause: error,
    });
}
function statusOf(error) {
    return answerOf(error)?.status;
}
/** octokit gives a lost connection the status 500 and no response: only an answer that arrived counts as one. */
function answerOf(error) {
    if (typeof error !== 'object' || error === null || !('status' in error) || !('response' in error))
        return undefined;
    const { status, response } = error;
    if (typeof status !== 'number' || typeof response !== 'object' || response === null)
        return undefined;
    const { headers, data } = response;
    const told = typeof data?.message === 'string' ? data.message : (0,errors/* messageOf */.bD)(error);
    return { status, message: told, headers: headers ?? {} };
}
/** 429, or 403 with GitHub's own words for primary and secondary limits: a plain 403 is a missing permission. */
function isRateLimit(answer) {
    if (answer.status === 429)
        return true;
    if (answer.status !== 403)
        return false;
    return (answer.headers['retry-after'] !== undefined ||
        String(answer.headers['x-ratelimit-remaining']) === '0' ||
        /rate limit/i.test(answer.message));
}
/** fetch says only "fetch failed"; the reason is in its causes. */
function reasonOf(error) {
    const reasons = new Set();
    for (let at = error; at instanceof Error; at = at.cause)
        reasons.add(at.message || at.name);
    return [...reasons].join(': ') || (0,errors/* messageOf */.bD)(error);
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(88532);
;// CONCATENATED MODULE: ./build/dist/github/shapes.js


/**
 * GitHub's answers, read into facts. Members that are not used may be anything; those that are used must be what the
 * published description says, or there is no answer: a rule that cannot be read must not look like no rule.
 */
function read(shape, value, what) {
    const parsed = shape.safeParse(value);
    if (parsed.success)
        return parsed.data;
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'the answer';
    throw new errors/* ActionError */.lZ('github/service', {
        message: `GitHub answered in an unknown form when asked to ${what}: ${place}: ${issue?.message}`,
        advice: 'Update this action: GitHub may have changed its interface.',
        subject: `github/${what}`,
    });
}
const login = schemas/* object */.Ikc({ login: schemas/* string */.YjP() });
const reviewer = schemas/* object */.Ikc({ type: schemas/* string */.YjP(), reviewer: schemas/* looseObject */._H3({ login: schemas/* string */.YjP().optional(), slug: schemas/* string */.YjP().optional() }) })
    .transform(({ type, reviewer: who }) => ({ type, name: who.login ?? who.slug ?? 'unknown' }));
const rule = schemas/* looseObject */._H3({ type: schemas/* string */.YjP() }).transform((raw, context) => {
    const detail = RULES[raw.type];
    if (!detail)
        return { kind: 'unknown', type: raw.type };
    const parsed = detail.safeParse(raw);
    if (parsed.success)
        return parsed.data;
    for (const { message, path } of parsed.error.issues)
        context.addIssue({ code: 'custom', message, path });
    return core/* NEVER */.tm;
});
const RULES = {
    wait_timer: schemas/* object */.Ikc({ wait_timer: schemas/* number */.aig() })
        .transform(({ wait_timer }) => ({ kind: 'wait-timer', minutes: wait_timer })),
    required_reviewers: schemas/* object */.Ikc({ prevent_self_review: schemas/* boolean */.zMY().optional(), reviewers: schemas/* array */.YOg(reviewer) })
        .transform(({ prevent_self_review, reviewers }) => ({
        kind: 'required-reviewers',
        ...(prevent_self_review !== undefined && { preventSelfReview: prevent_self_review }),
        reviewers,
    })),
    branch_policy: schemas/* object */.Ikc({}).transform(() => ({ kind: 'branch-policy' })),
};
const branches = schemas/* object */.Ikc({ protected_branches: schemas/* boolean */.zMY(), custom_branch_policies: schemas/* boolean */.zMY() })
    .nullish()
    .transform((policy) => {
    if (policy === null)
        return 'all';
    if (policy === undefined || policy.protected_branches === policy.custom_branch_policies)
        return 'unknown';
    return policy.protected_branches ? 'protected' : 'custom';
});
const environmentShape = schemas/* object */.Ikc({
    id: schemas/* number */.aig(),
    name: schemas/* string */.YjP(),
    html_url: schemas/* string */.YjP().optional(),
    protection_rules: schemas/* array */.YOg(rule).optional(),
    deployment_branch_policy: branches,
    can_admins_bypass: schemas/* boolean */.zMY().optional(),
})
    .transform((raw) => ({
    id: raw.id,
    name: raw.name,
    ...(raw.html_url !== undefined && { url: raw.html_url }),
    ...(raw.protection_rules && { rules: raw.protection_rules }),
    branches: raw.deployment_branch_policy,
    ...(raw.can_admins_bypass !== undefined && { adminsCanBypass: raw.can_admins_bypass }),
}));
const branchPolicyShape = schemas/* object */.Ikc({ name: schemas/* string */.YjP(), type: schemas/* string */.YjP().default('branch') })
    .readonly();
const customRulesShape = schemas/* object */.Ikc({
    custom_deployment_protection_rules: schemas/* array */.YOg(schemas/* object */.Ikc({ enabled: schemas/* boolean */.zMY(), app: schemas/* object */.Ikc({ slug: schemas/* string */.YjP() }) }))
        .optional(),
})
    .transform((raw) => (raw.custom_deployment_protection_rules ?? []).map(({ enabled, app }) => ({ app: app.slug, enabled })));
const approvalShape = schemas/* object */.Ikc({
    environments: schemas/* array */.YOg(schemas/* object */.Ikc({ id: schemas/* number */.aig(), name: schemas/* string */.YjP() })),
    state: schemas/* string */.YjP(),
    user: login.nullish(),
    comment: schemas/* string */.YjP(),
})
    .transform(({ environments, state, user, comment }) => ({
    environments,
    state,
    ...(user && { user: user.login }),
    comment,
}));
const runShape = schemas/* object */.Ikc({
    id: schemas/* number */.aig(),
    run_attempt: schemas/* number */.aig().optional(),
    head_sha: schemas/* string */.YjP(),
    head_branch: schemas/* string */.YjP().nullish(),
    event: schemas/* string */.YjP(),
    actor: login.nullish(),
    triggering_actor: login.nullish(),
})
    .transform((raw) => ({
    id: String(raw.id),
    attempt: raw.run_attempt ?? 1,
    sha: raw.head_sha,
    event: raw.event,
    ...(raw.head_branch && { branch: raw.head_branch }),
    ...(raw.actor && { actor: raw.actor.login }),
    ...(raw.triggering_actor && { triggeringActor: raw.triggering_actor.login }),
}));
const runsShape = schemas/* object */.Ikc({ workflow_runs: schemas/* array */.YOg(runShape) });
const repositoryShape = schemas/* object */.Ikc({
    private: schemas/* boolean */.zMY(),
    visibility: schemas/* string */.YjP().optional(),
    plan: schemas/* object */.Ikc({ name: schemas/* string */.YjP() }).optional(),
})
    .transform((raw) => ({
    private: raw.private,
    ...(raw.visibility !== undefined && { visibility: raw.visibility }),
    ...(raw.plan && { plan: raw.plan.name }),
}));
const fileShape = schemas/* object */.Ikc({ content: schemas/* string */.YjP(), encoding: schemas/* literal */.euz('base64') });

;// CONCATENATED MODULE: ./build/dist/github/client.js




const PAGE = 100;
/** Far more pages than any list has that is read here: a server that repeats one page must not hold the job. */
const MOST_PAGES = 1_000;
const LONGEST_ANSWER_MS = 30_000;
/** Connects to GitHub; octokit is loaded here and not before. */
async function connectGitHub(access) {
    const { token, repository } = access;
    if (!token)
        throw new errors/* ActionError */.lZ('github/no-token', { message: 'there is no token to ask GitHub with', subject: 'github' });
    access.log.mask(token);
    const [owner, repo, ...rest] = repository.split('/');
    if (!owner || !repo || rest.length > 0) {
        throw new errors/* ActionError */.lZ('config/input', {
            message: `"${repository}" is not the name of a repository`,
            subject: 'GITHUB_REPOSITORY',
            expected: 'owner/name',
        });
    }
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(351)]).then(__webpack_require__.bind(__webpack_require__, 61351));
    const octokit = getOctokit(token, { baseUrl: access.apiUrl });
    const ask = (what, route, parameters) => patiently(access, what, async () => {
        // octokit itself waits for as long as the connection stays open.
        const signal = AbortSignal.any([access.signal, AbortSignal.timeout(LONGEST_ANSWER_MS)]);
        const { data, headers } = await octokit.request(route, { owner, repo, ...parameters, request: { signal } });
        return { data, link: headers.link ?? '' };
    });
    /** Reads pages until GitHub names no next one. `member` is what the list is called in the answer. */
    const pages = async (what, route, parameters, item, member) => {
        const shape = schemas/* object */.Ikc({ [member]: schemas/* array */.YOg(item) }).transform((raw) => raw[member] ?? []);
        const items = [];
        for (let page = 1; page <= MOST_PAGES; page++) {
            const { data, link } = await ask(what, route, { ...parameters, per_page: PAGE, page });
            items.push(...read(shape, data, what));
            if (!/;\s*rel="next"/.test(link))
                return items;
        }
        throw new errors/* ActionError */.lZ('github/service', {
            message: `GitHub does not stop giving pages when asked to ${what}`,
            subject: `github/${what}`,
        });
    };
    /** An answer, or undefined where GitHub says that there is no such thing. */
    const askIfThere = async (what, route, parameters) => {
        try {
            return (await ask(what, route, parameters)).data;
        }
        catch (error) {
            if (error instanceof errors/* ActionError */.lZ && statusOf(error.cause) === 404)
                return undefined;
            throw error;
        }
    };
    const environmentRoute = 'GET /repos/{owner}/{repo}/environments/{environment_name}';
    const runRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}';
    return {
        repository,
        async getRepository() {
            const what = 'read the repository';
            return read(repositoryShape, (await ask(what, 'GET /repos/{owner}/{repo}', {})).data, what);
        },
        async getEnvironment(name) {
            const what = `read the environment "${name}"`;
            const data = await askIfThere(what, environmentRoute, { environment_name: name });
            return data === undefined ? undefined : read(environmentShape, data, what);
        },
        async listBranchPolicies(environment) {
            const what = `list the branch policies of "${environment}"`;
            const route = `${environmentRoute}/deployment-branch-policies`;
            return pages(what, route, { environment_name: environment }, branchPolicyShape, 'branch_policies');
        },
        async listCustomRules(environment) {
            const what = `list the custom rules of "${environment}"`;
            const route = `${environmentRoute}/deployment_protection_rules`;
            const { data } = await ask(what, route, { environment_name: environment });
            return read(customRulesShape, data, what);
        },
        async getRun(runId, attempt) {
            const what = attempt === undefined ? `read run ${runId}` : `read attempt ${attempt} of run ${runId}`;
            const route = attempt === undefined ? runRoute : `${runRoute}/attempts/{attempt_number}`;
            const parameters = { run_id: runId, ...(attempt !== undefined && { attempt_number: attempt }) };
            return read(runShape, (await ask(what, route, parameters)).data, what);
        },
        async listSuccessfulRuns(workflow, branch) {
            const what = `list the successful runs of ${workflow}`;
            const data = await askIfThere(what, 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
                workflow_id: workflow,
                status: 'success',
                per_page: PAGE,
                ...(branch !== undefined && { branch }),
            });
            return data === undefined ? [] : read(runsShape, data, what).workflow_runs;
        },
        async listApprovals(runId) {
            const what = `list the approvals of run ${runId}`;
            const { data } = await ask(what, `${runRoute}/approvals`, { run_id: runId });
            return read(schemas/* array */.YOg(approvalShape), data, what);
        },
        async haveCommits(base, head) {
            const route = 'GET /repos/{owner}/{repo}/compare/{basehead}';
            await ask(`compare ${base} with ${head}`, route, { basehead: `${base}...${head}`, per_page: 1, page: 1 });
        },
        async readFile(path, ref) {
            const what = `read ${path} at ${ref}`;
            const data = await askIfThere(what, 'GET /repos/{owner}/{repo}/contents/{path}', { path, ref });
            if (data === undefined)
                return undefined;
            return Buffer.from(read(fileShape, data, what).content, 'base64').toString('utf8');
        },
    };
}


/***/ })

};
