export const id = 325;
export const ids = [325];
export const modules = {

/***/ 40325:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectCodeDeploy: () => (/* binding */ connectCodeDeploy)
/* harmony export */ });
/** Connects to CodeDeploy; the SDK is loaded here and not before. */
async function connectCodeDeploy(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(890), __webpack_require__.e(507)]).then(__webpack_require__.t.bind(__webpack_require__, 17507, 19));
    return make(access, 'codedeploy', (config) => new sdk.CodeDeployClient(config), {
        getApplication: sdk.GetApplicationCommand,
        getDeploymentGroup: sdk.GetDeploymentGroupCommand,
        getDeploymentConfig: sdk.GetDeploymentConfigCommand,
        createDeployment: sdk.CreateDeploymentCommand,
        getDeployment: sdk.GetDeploymentCommand,
        listDeployments: sdk.ListDeploymentsCommand,
        listDeploymentTargets: sdk.ListDeploymentTargetsCommand,
        batchGetDeploymentTargets: sdk.BatchGetDeploymentTargetsCommand,
        stopDeployment: sdk.StopDeploymentCommand,
    });
}


/***/ })

};
