import type { AuditTrailKind } from "../../../posture/posture";
import {
  blocksOf,
  isExpressionText,
  isTrue,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  isProved,
  mergeFindings,
  proof,
} from "../../../verdict/findings";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { dataBuckets } from "../data/data-buckets";
import { judgeTrailDelivery } from "./log-deliveries";
import { recordedExtent, type SelectedEvents, type Trail, trailsOf } from "./trails";

/** Whether trails of the configuration record what the posture declares; no findings where it declares no trail. */
export function judgeDeclaredTrail(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  declared: AuditTrailKind | undefined,
): Findings {
  if (declared === undefined) {
    return findingsOf({});
  }
  const trails = trailsOf(configuration, model);
  if (trails.length === 0) {
    return counterexample("a trail is declared, and the configuration has none");
  }
  const settings = trails.map((trail) => ({
    trail,
    findings: mergeFindings([judgeSettings(trail), judgeTrailDelivery(model, trail)]),
  }));
  const proved = settings.filter(({ findings }) => isProved(findings));
  const usable = proved.map(({ trail }) => trail);
  return usable.length === 0
    ? mergeFindings(settings.map(({ findings }) => findings))
    : mergeFindings([
        ...proved.map(({ findings }) => findings),
        findingsForEach(dataBuckets(configuration, model), (bucket) => judgeObjectEvents(usable, bucket)),
        declared === "all-events" ? judgeManagementEvents(usable) : findingsOf({}),
        findingsForEach(resourcesOfType(configuration, "aws_sagemaker_domain"), judgeAttribution),
      ]);
}

/**
 * Users of a domain may share an execution role. Then a record names the user only as the source identity of the session.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html
 */
function judgeAttribution({ address, values }: Resource): Findings {
  const [identity = "DISABLED"] = blocksOf(values.domain_settings).flatMap(
    ({ execution_role_identity_config: config }) => config ?? [],
  );
  if (isExpressionText(identity)) {
    return doubt("whether records of the trail name the user profile is not known", address);
  }
  return identity === "USER_PROFILE_NAME"
    ? proof("records of the trail name the user profile as source identity", address)
    : counterexample("records of the trail name the execution role and no user profile", address);
}

/** Settings without which a trail is no evidence: it may be off, changed unseen, or readable and stored by others. */
function judgeSettings({ address, values, bucket, key }: Trail): Findings {
  const { enable_logging: logging, enable_log_file_validation: validation } = values;
  return mergeFindings([
    judgeSwitch(address, logging ?? true, "the trail is on", "the trail is off"),
    judgeSwitch(address, validation ?? false, "log files are validated", "a changed log file is not noticed"),
    bucket === undefined
      ? counterexample("the trail delivers to a bucket that the configuration does not contain", address)
      : proof("the trail delivers to a bucket of the stack", address, bucket.address),
    key === undefined
      ? counterexample("the trail is not encrypted with a KMS key of the stack", address)
      : proof("the trail is encrypted with a KMS key of the stack", address, key.address),
  ]);
}

function judgeSwitch(address: string, value: Json, on: string, off: string): Findings {
  if (isExpressionText(value)) {
    return doubt(`whether ${on} is not known`, address);
  }
  return isTrue(value) ? proof(on, address) : counterexample(off, address);
}

/** The arguments of a trail that must be on for it to record events outside its own Region. */
type SwitchesOf = (trail: JsonObject) => readonly (Json | undefined)[];

/** A trail of one Region records no object of a bucket in another one. */
function judgeObjectEvents(trails: readonly Trail[], bucket: BucketWithPolicy): Findings {
  const switchesOf: SwitchesOf = ({ is_multi_region_trail: multi }) => (bucket.region === undefined ? [] : [multi]);
  const what = `every read and write of objects in ${bucket.address}`;
  return judgeRecords(trails, switchesOf, what, (selected) => recordedExtent(selected, "objects", bucket));
}

/** A trail of one Region leaves out the calls of all others, and those of global services such as IAM. */
function judgeManagementEvents(trails: readonly Trail[]): Findings {
  const switchesOf: SwitchesOf = ({ is_multi_region_trail: multi, include_global_service_events: global }) => [
    multi,
    global ?? true,
  ];
  const what = "management events of every Region";
  return judgeRecords(trails, switchesOf, what, (selected) => recordedExtent(selected, "management"));
}

/** Whether the trails whose switches are on record the events; where a switch is not known, it may be on. */
function judgeRecords(
  trails: readonly Trail[],
  switchesOf: SwitchesOf,
  what: string,
  extentOf: (selected: readonly SelectedEvents[]) => SelectedEvents["extent"],
): Findings {
  const recording = trails.filter(({ values }) => switchesOf(values).every(isTrue));
  const isUnknown = trails.some(({ values }) => switchesOf(values).some(isExpressionText));
  const extent = extentOf(recording.flatMap(({ selected }) => selected));
  const addresses = (recording.length === 0 ? trails : recording).map(({ address }) => address);
  switch (extent === "part" && isUnknown ? "unknown" : extent) {
    case "all":
      return proof(`a trail records ${what}`, ...addresses);
    case "part":
      return counterexample(`no trail records ${what}`, ...addresses);
    case "unknown":
      return doubt(`it is not known whether a trail records ${what}`, ...addresses);
  }
}
