export const id = 488;
export const ids = [488];
export const modules = {

/***/ 34488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _release_keep_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12998);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3154);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);



/**
 * Stores what was built, for a job that runs the build and has no identity. It asks nothing of AWS, and says nothing
 * about the release but what it consists of.
 */
async function run(context) {
    const { ports, config, origin, record } = context;
    const { workspace } = ports.place;
    const release = await (0,_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .describeRelease */ .NC)({ config, workspace, sha: origin.sha, signal: ports.cancelled });
    record.release(release);
    if (!(await (0,_release_keep_release_js__WEBPACK_IMPORTED_MODULE_0__/* .keepRelease */ .LF)(context, release))) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('github/no-artifacts', {
            message: 'there is no place to store what was built: this job has no artifact service, and no `evidence` folder',
            subject: 'release',
            expected: 'an artifact service, or the input `evidence`',
            observed: 'neither',
        });
    }
    record.find({
        code: 'release/packaged',
        outcome: 'pass',
        title: 'what was built is stored for the jobs after this one',
        subject: 'release',
        expected: 'files and folders of the release',
        observed: [...new Set((0,_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .partsHandedOn */ .yk)(config).map(({ path }) => path))].join(', '),
    });
}


/***/ })

};
