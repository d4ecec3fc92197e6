export const id = 483;
export const ids = [483];
export const modules = {

/***/ 73483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AWS_AUDIENCE: () => (/* binding */ AWS_AUDIENCE),
  readJobIdentity: () => (/* binding */ readJobIdentity),
  webIdentityToken: () => (/* binding */ webIdentityToken)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var classic_schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/api.js
var api = __webpack_require__(43759);
;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/coerce.js


function string(params) {
    return core._coercedString(schemas.ZodString, params);
}
function number(params) {
    return api/* _coercedNumber */.qG(classic_schemas/* ZodNumber */.rSt, params);
}
function coerce_boolean(params) {
    return core._coercedBoolean(schemas.ZodBoolean, params);
}
function bigint(params) {
    return core._coercedBigint(schemas.ZodBigInt, params);
}
function date(params) {
    return core._coercedDate(schemas.ZodDate, params);
}

// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
;// CONCATENATED MODULE: ./build/dist/github/identity.js



/** The audience of tokens that are asked for only to read their claims: worthless anywhere else. */
const OWN_AUDIENCE = 'test-deployments';
const AWS_AUDIENCE = 'sts.amazonaws.com';
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 15_000;
/** Clocks of runners and of GitHub differ by this much at most. */
const SKEW_S = 60;
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
/**
 * The job's OIDC token for an audience, as a secret: it is masked before it is returned. Undefined when the job has no
 * `id-token: write`. Rejects with an ActionError.
 */
async function webIdentityToken(access, audience) {
    const url = access.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
    const bearer = access.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
    if (!url || !bearer)
        return undefined;
    access.log.mask(bearer);
    const asked = new URL(url);
    asked.searchParams.set('audience', audience);
    const answer = await getJson(access, asked.href, { authorization: `Bearer ${bearer}` });
    const parsed = classic_schemas/* object */.Ikc({ value: classic_schemas/* string */.YjP().min(1) }).safeParse(answer);
    if (!parsed.success)
        throw refused('the answer holds no token', '{"value": TOKEN}', 'something else');
    access.log.mask(parsed.data.value);
    return parsed.data.value;
}
/**
 * Reads who the job is. The token's signature, issuer, audience and times are verified, and its run must be the one
 * that the runner's variables name. Undefined when the job has no `id-token: write`. Rejects with an ActionError.
 */
async function readJobIdentity(access, audience = OWN_AUDIENCE) {
    const token = await webIdentityToken(access, audience);
    if (token === undefined)
        return undefined;
    const { header, claims } = decode(token);
    checkIssuer(claims.iss, access.env);
    await checkSignature(access, token, header, claims.iss);
    checkClaims(claims, audience, access);
    const { actor, environment } = claims;
    return { actor, ...(environment !== undefined && { environment }) };
}
const headerShape = classic_schemas/* object */.Ikc({ alg: classic_schemas/* literal */.euz('RS256'), kid: classic_schemas/* string */.YjP() });
const claimsShape = classic_schemas/* object */.Ikc({
    iss: classic_schemas/* string */.YjP(),
    aud: classic_schemas/* string */.YjP(),
    exp: classic_schemas/* number */.aig(),
    nbf: classic_schemas/* number */.aig().optional(),
    iat: classic_schemas/* number */.aig(),
    repository: classic_schemas/* string */.YjP(),
    sha: classic_schemas/* string */.YjP(),
    run_id: classic_schemas/* string */.YjP(),
    run_attempt: number().int().positive(),
    actor: classic_schemas/* string */.YjP(),
    environment: classic_schemas/* string */.YjP().min(1).optional(),
});
function decode(token) {
    try {
        const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
        return { header: headerShape.parse(JSON.parse(header ?? '')), claims: claimsShape.parse(JSON.parse(claims ?? '')) };
    }
    catch (error) {
        throw refused('it cannot be read', "GitHub's claims in a JSON Web Token", 'another form', error);
    }
}
/** github.com has one issuer (an enterprise may add its name); other servers issue from their own host. */
function checkIssuer(issuer, env) {
    const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
    const ofGitHub = issuer === GITHUB_ISSUER || issuer.startsWith(`${GITHUB_ISSUER}/`);
    if (server === 'https://github.com') {
        if (!ofGitHub)
            throw refused('another issuer made it', GITHUB_ISSUER, issuer);
        return;
    }
    const asked = hostOf(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
    const from = hostOf(issuer);
    const own = hostOf(server);
    if (from === undefined || !(from === own || from === asked || from.endsWith(`.${own}`))) {
        throw refused('another issuer made it', `an issuer at ${own}`, issuer);
    }
}
function hostOf(url) {
    return URL.canParse(url) ? new URL(url).hostname : undefined;
}
async function checkSignature(access, token, header, issuer) {
    const discovery = await getJson(access, `${issuer}/.well-known/openid-configuration`, {});
    const place = classic_schemas/* object */.Ikc({ jwks_uri: classic_schemas/* url */.OZ5() }).safeParse(discovery);
    if (!place.success)
        throw refused('its issuer names no keys', 'a jwks_uri', 'none');
    const keys = classic_schemas/* object */.Ikc({ keys: classic_schemas/* array */.YOg(classic_schemas/* looseObject */._H3({ kid: classic_schemas/* string */.YjP().optional() })) })
        .safeParse(await getJson(access, place.data.jwks_uri, {}));
    const key = keys.data?.keys.find(({ kid }) => kid === header.kid);
    if (!key)
        throw refused('its key is not one of the issuer', 'a published key', header.kid);
    const signed = token.slice(0, token.lastIndexOf('.'));
    const signature = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url');
    const publicKey = (0,external_node_crypto_.createPublicKey)({ key, format: 'jwk' });
    if (!(0,external_node_crypto_.verify)('RSA-SHA256', Buffer.from(signed), publicKey, signature)) {
        throw refused('its signature is wrong', `a signature by key ${header.kid}`, 'another signature');
    }
}
function checkClaims(claims, audience, { env, clock }) {
    const now = clock.now().getTime() / 1_000;
    if (claims.aud !== audience)
        throw refused('it is for another audience', audience, claims.aud);
    if (claims.exp <= now - SKEW_S)
        throw refused('it has expired', 'a token that is valid now', showTime(claims.exp));
    const from = Math.max(claims.nbf ?? 0, claims.iat);
    if (from > now + SKEW_S)
        throw refused('it is not valid yet', 'a token that is valid now', showTime(from));
    const told = {
        GITHUB_REPOSITORY: claims.repository,
        GITHUB_RUN_ID: claims.run_id,
        GITHUB_RUN_ATTEMPT: String(claims.run_attempt),
        GITHUB_SHA: claims.sha,
    };
    for (const [name, claimed] of Object.entries(told)) {
        if (env[name] !== undefined && env[name] !== claimed) {
            throw refused(`it contradicts ${name}`, claimed, env[name]);
        }
    }
}
function showTime(seconds) {
    return new Date(seconds * 1_000).toISOString();
}
async function getJson(access, url, headers) {
    const { clock, log, signal, fetch = globalThis.fetch } = access;
    for (let attempt = 1;; attempt++) {
        signal.throwIfAborted();
        let reason;
        let lasting = false;
        try {
            const answer = await fetch(url, {
                headers: { accept: 'application/json', ...headers },
                signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
            });
            if (answer.ok)
                return await answer.json();
            reason = `${answer.status} ${answer.statusText}`.trim();
            lasting = answer.status < 500 && answer.status !== 429;
        }
        catch (error) {
            signal.throwIfAborted();
            reason = (0,errors/* messageOf */.bD)(error instanceof Error && error.cause !== undefined ? error.cause : error);
        }
        const what = `${new URL(url).origin} did not tell who this job is: ${reason}`;
        if (lasting || attempt === ATTEMPTS)
            throw new errors/* ActionError */.lZ('github/identity', { message: what, subject: 'github/identity' });
        log.info(`${what}; asking again`);
        await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal);
    }
}
function refused(why, expected, observed, cause) {
    return new errors/* ActionError */.lZ('github/identity', {
        message: `the job's OIDC token is not accepted: ${why}`,
        advice: 'Run the job again on a runner whose variables are set by GitHub alone.',
        subject: 'github/identity',
        expected,
        observed,
        ...(cause !== undefined && { cause }),
    });
}


/***/ })

};
