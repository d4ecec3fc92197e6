export const id = 115;
export const ids = [115];
export const modules = {

/***/ 64115:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectCloudFormation: () => (/* binding */ connectCloudFormation)
/* harmony export */ });
/** Connects to CloudFormation; the SDK is loaded here and not before. */
async function connectCloudFormation(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(890), __webpack_require__.e(805)]).then(__webpack_require__.t.bind(__webpack_require__, 3805, 19));
    return make(access, 'cloudformation', (config) => new sdk.CloudFormationClient(config), {
        describeStacks: sdk.DescribeStacksCommand,
        describeStackEvents: sdk.DescribeStackEventsCommand,
        describeEvents: sdk.DescribeEventsCommand,
        listStackResources: sdk.ListStackResourcesCommand,
        getTemplate: sdk.GetTemplateCommand,
        getTemplateSummary: sdk.GetTemplateSummaryCommand,
        getStackPolicy: sdk.GetStackPolicyCommand,
        createChangeSet: sdk.CreateChangeSetCommand,
        describeChangeSet: sdk.DescribeChangeSetCommand,
        describeChangeSetHooks: sdk.DescribeChangeSetHooksCommand,
        listHookResults: sdk.ListHookResultsCommand,
        listChangeSets: sdk.ListChangeSetsCommand,
        executeChangeSet: sdk.ExecuteChangeSetCommand,
        deleteChangeSet: sdk.DeleteChangeSetCommand,
        deleteStack: sdk.DeleteStackCommand,
        cancelUpdateStack: sdk.CancelUpdateStackCommand,
        detectStackDrift: sdk.DetectStackDriftCommand,
        describeStackDriftDetectionStatus: sdk.DescribeStackDriftDetectionStatusCommand,
        describeStackResourceDrifts: sdk.DescribeStackResourceDriftsCommand,
    });
}


/***/ })

};
