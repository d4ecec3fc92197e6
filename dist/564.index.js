export const id = 564;
export const ids = [564];
export const modules = {

/***/ 33564:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84500);
/* harmony import */ var _release_bring_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(52195);
/* harmony import */ var _release_execute_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(92455);
/* harmony import */ var _release_ledger_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35166);
/* harmony import */ var _release_plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(22935);
/* harmony import */ var _release_parts_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(77273);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3154);
/* harmony import */ var _release_reviewed_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(30538);
/* harmony import */ var _release_sources_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(22201);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(54712);










/**
 * Brings pre-prod to the release: executes the change sets that precheck made and reviewers saw, then deploys the
 * revisions. It refuses a release that differs from the one that was prechecked.
 */
async function run(context) {
    const { ports, inputs, config, origin, record } = context;
    const { workspace } = ports.place;
    const environment = (0,_contract_js__WEBPACK_IMPORTED_MODULE_9__/* .environmentOf */ .p)(context, 'preprod');
    (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_5__/* .checkParts */ .d)(environment, inputs);
    await (0,_release_bring_release_js__WEBPACK_IMPORTED_MODULE_1__/* .bringRelease */ .e)(context);
    const sources = await (0,_release_sources_js__WEBPACK_IMPORTED_MODULE_8__/* .readSources */ .t)(environment, workspace);
    const release = await (0,_release_release_js__WEBPACK_IMPORTED_MODULE_6__/* .describeRelease */ .NC)({ config, workspace, sha: origin.sha, signal: ports.cancelled });
    record.release(release);
    const plan = needsReview(environment, inputs.needs)
        ? await reviewed(context, environment, release)
        : (0,_release_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .makePlan */ .Cs)('preprod', []);
    if (!plan) {
        (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_5__/* .recordNotDeployed */ .P)(record, environment, inputs.mode, 'what was reviewed does not allow it');
        return;
    }
    const ledger = new _release_ledger_js__WEBPACK_IMPORTED_MODULE_3__/* .ChangeSetLedger */ .K(ports.log, (handle) => record.handle(handle));
    try {
        const deployed = await (0,_release_execute_js__WEBPACK_IMPORTED_MODULE_2__/* .executeEnvironment */ .R)({
            ports,
            record,
            run: origin,
            environment,
            access: (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_0__/* .accessTo */ .Yi)(environment, 'deploy', origin.runId),
            release,
            sources,
            ledger,
            plan,
            only: inputs.only,
            watchAlarms: false,
            checks: config.verify,
        });
        if (!deployed)
            (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_5__/* .recordNotDeployed */ .P)(record, environment, inputs.mode, 'not everything could be deployed');
    }
    finally {
        await ledger.discardAll();
    }
}
/** On this host alone there is nothing to plan; a job before this one may still have said something about the release. */
function needsReview(environment, needs) {
    const here = environment.deployments.every((deployment) => deployment.platform === 'local');
    const told = needs !== undefined && needs.trim() !== '' && needs.trim() !== '{}';
    return environment.stacks.length > 0 || !here || told;
}
/** The plan that was reviewed; undefined where what was found forbids to go on. */
async function reviewed(context, environment, release) {
    const { ports, inputs, config, origin, record } = context;
    const { plan, chain, findings } = await (0,_release_reviewed_js__WEBPACK_IMPORTED_MODULE_7__/* .readReviewed */ .qC)({
        ports,
        needs: inputs.needs,
        folder: inputs.evidence,
        origin,
        release,
        environment,
        youngerThan: config.gate['evidence-younger-than'],
    });
    record.builtOn(...chain.links.map(({ digest }) => digest));
    record.find(...findings);
    // Observing, what precheck found does not block; what it was about and whether it is genuine still does.
    const forbids = findings.some(({ code, outcome }) => outcome !== 'pass' && outcome !== 'skipped' && !(inputs.mode === 'observe' && code === 'evidence/not-pass'));
    return forbids ? undefined : plan;
}


/***/ })

};
