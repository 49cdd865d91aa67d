/** The prover as a library: read Terraform JSON, decide claims, write claims. Everything else is internal. */
export { claims } from "./claims";
export { type ClaimResult, decideClaims, perimeterHolds, type VerifiedStack } from "./claims/decide-claims";
export { type Perimeter, perimetersOf } from "./perimeters/perimeters-of";
export type { PerimeterPosture, PerimeterPostureKind, Posture } from "./posture/posture";
export { readPosture } from "./posture/read-posture";
export { expectAllowed, expectDenied } from "./question/expected-answer";
export { type ReportFormat, renderReport } from "./report/render-report";
export { readConfiguration } from "./terraform/read/read-configuration";
export type { Json, Resource, TerraformConfiguration } from "./terraform/terraform-configuration";
export {
  type Claim,
  type ClaimSubject,
  type ClaimTopic,
  type Evidence,
  isSettled,
  type Verdict,
  verdictOf,
} from "./verdict/claim";
export {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  mergeFindings,
  notApplicable,
  proof,
} from "./verdict/findings";
