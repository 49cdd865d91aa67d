import { ownEntry } from "../../verify/collections/own-entry";
import {
  type Answer,
  ask,
  bucketAndObjects,
  fromOutside,
  type PolicyModel,
  policyModel,
  type Question,
  type RequestOrigin,
  throughEndpoint,
} from "../../verify/iam/ask";
import type { EndpointWithPolicy } from "../../verify/iam/attachments/endpoint-with-policy";
import { type IamAction, s3ListActions, s3ObjectActions } from "../../verify/iam/aws/action-catalog";
import { declaredPrincipals } from "../../verify/iam/questions/common/declared-principals";
import {
  askEveryoneThroughEndpoint,
  type EndpointAnswer,
} from "../../verify/iam/questions/data/requests-through-endpoint";
import type { CallerKind } from "../../verify/iam/request-space/principals/caller";
import { insideEndpoints } from "../../verify/network/endpoints/inside-endpoints";
import { networkModelOf } from "../../verify/network/network-model";
import type { Posture } from "../../verify/posture/posture";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { AccessCell, AccessMatrices, AccessRow, BucketCell } from "./page-model";

/** What a request does, in the order in which cells name it. */
const accessWords = ["list", "read", "write", "tag", "read settings", "settings", "permissions"] as const;

type AccessWord = (typeof accessWords)[number];

/** Who can do what from where, by the policies of the buckets and of the VPC endpoints. */
export function accessMatrices(configuration: TerraformConfiguration, posture: Posture): AccessMatrices {
  if (posture.kind === "bootstrap") {
    return { buckets: [], bucketRows: [], endpointRows: [] };
  }
  const model = policyModel(configuration);
  const inside = insideEndpoints(networkModelOf(configuration));
  const gateways = model.endpoints.filter(({ service, address }) => service === "s3" && inside.includes(address));
  return {
    buckets: model.buckets.map(({ name, address, doubts }) => ({
      name: model.text.placeholders.readable(name),
      address,
      doubts: doubts.map(({ text }) => text),
    })),
    bucketRows: bucketRows(model, gateways, declaredPrincipals({ configuration, posture }, model)),
    endpointRows: model.endpoints.map((endpoint) => ({
      title: endpoint.service,
      note: endpoint.hasDefaultPolicy ? "default policy of AWS" : endpoint.address,
      cells: endpointCells(askEveryoneThroughEndpoint(model, endpoint)),
    })),
  };
}

/** Callers other than roles of the stack, of whom a table shows what the policies of the resource allow at most. */
const otherCallers: readonly { readonly title: string; readonly kinds: readonly CallerKind[] }[] = [
  { title: "Declared deployers", kinds: ["deployer"] },
  { title: "Break-glass principals", kinds: ["break-glass"] },
  { title: "Other principals of the account", kinds: ["account"] },
  { title: "Other accounts of the organization", kinds: ["organization"] },
  { title: "Principals of other accounts", kinds: ["foreign", "federated"] },
  { title: "Anonymous callers", kinds: ["anonymous"] },
  { title: "AWS services", kinds: ["service"] },
];

/** The answers about one bucket, inside and elsewhere. */
type BucketAnswers = Readonly<Record<keyof BucketCell, readonly Answer[]>>;

/** A role of the stack has a row if anything is allowed to it; all other callers have one if the policies know such callers. */
function bucketRows(
  model: PolicyModel,
  gateways: readonly EndpointWithPolicy[],
  principals: ReturnType<typeof declaredPrincipals>,
): readonly AccessRow<BucketCell>[] {
  const answersOf = (who: NonNullable<Question["who"]>): readonly BucketAnswers[] =>
    model.buckets.map((bucket) => {
      const on = bucketAndObjects(bucket);
      const asked = (from: RequestOrigin): readonly Answer[] => [...ask(model, { who, on, from })];
      return {
        inside: gateways.flatMap((gateway) => asked(throughEndpoint(gateway))),
        elsewhere: asked(fromOutside(gateways)),
      };
    });
  const roles = model.roles
    .map((role) => ({ role, cells: answersOf(role).map(bucketCell) }))
    .filter(({ cells }) => cells.some(({ inside, elsewhere }) => !isEmpty(inside) || !isEmpty(elsewhere)))
    .map(({ role, cells }) => ({
      title: model.executionRoles.includes(role) ? "Studio, with its execution role" : roleTitle(role.address),
      note: role.address,
      cells,
    }));
  const everybody = answersOf(principals);
  const others = otherCallers.flatMap(({ title, kinds }) => {
    const columns = everybody.map((answers) => onlyCallers(answers, kinds));
    const names = kinds.includes("service") ? serviceNames(columns) : "";
    return columns.every(({ inside, elsewhere }) => inside.length + elsewhere.length === 0)
      ? []
      : [{ title, ...(names !== "" && { note: names }), cells: columns.map(bucketCell) }];
  });
  return [...roles, ...others];
}

function onlyCallers({ inside, elsewhere }: BucketAnswers, kinds: readonly CallerKind[]): BucketAnswers {
  const isOne = ({ caller }: Answer): boolean => kinds.includes(caller.kind);
  return { inside: inside.filter(isOne), elsewhere: elsewhere.filter(isOne) };
}

function isEmpty({ allowed, undecided }: AccessCell): boolean {
  return allowed.length + undecided.length === 0;
}

/** `aws_iam_role.access_self_service_launch_role` is "Role access self service launch". */
function roleTitle(address: string): string {
  return `Role ${address
    .replace(/^.*\.(?=[^.]+$)/, "")
    .replace(/_role$/, "")
    .replaceAll("_", " ")}`;
}

/** The services that are allowed something. */
function serviceNames(columns: readonly BucketAnswers[]): string {
  const answers = columns.flatMap(({ inside, elsewhere }) => [...inside, ...elsewhere]);
  const labels = answers.filter(isPossible).map(({ caller }) => caller.label.replace(/^the service (\S+).*$/s, "$1"));
  return [...new Set(labels)].join(", ");
}

const dataActions: ReadonlySet<string> = new Set(s3ObjectActions().map(({ name }) => name));
const listActions: ReadonlySet<string> = new Set(s3ListActions().map(({ name }) => name));

/** What an action of S3 does: to the data, or to the bucket. */
function bucketWord(action: IamAction): AccessWord {
  if (listActions.has(action.name)) {
    return "list";
  }
  if (dataActions.has(action.name)) {
    return isReading(action) ? "read" : "write";
  }
  return isReading(action) ? "read settings" : "settings";
}

function isReading({ accessLevels }: IamAction): boolean {
  return accessLevels.every((level) => level === "Read" || level === "List");
}

function bucketCell({ inside, elsewhere }: BucketAnswers): BucketCell {
  const cell = (answers: readonly Answer[]): AccessCell => cellOf(answers, (action) => [bucketWord(action)]);
  return { inside: cell(inside), elsewhere: cell(elsewhere) };
}

const wordsByLevel: Readonly<Record<string, AccessWord>> = {
  List: "list",
  Read: "read",
  Write: "write",
  Tagging: "tag",
  "Permissions management": "permissions",
};

function levelWords({ accessLevels }: IamAction): readonly AccessWord[] {
  return accessLevels.map((level) => ownEntry(wordsByLevel, level) ?? "write");
}

const outsiders: ReadonlySet<CallerKind> = new Set(["foreign", "federated", "anonymous"]);

/** Our callers on our resources, on those of AWS and on those of others; callers of others on anything. */
function endpointCells(answers: readonly EndpointAnswer[]): readonly AccessCell[] {
  const ours = answers.filter(({ caller }) => !outsiders.has(caller.kind));
  const isOfAws = ({ isAwsOwned, isCustomResourceResponse }: EndpointAnswer): boolean =>
    isAwsOwned || isCustomResourceResponse;
  return [
    ours.filter((answer) => answer.owner.isOwn && !isOfAws(answer)),
    ours.filter(isOfAws),
    ours.filter((answer) => !answer.owner.isOwn && !isOfAws(answer)),
    answers.filter(({ caller }) => outsiders.has(caller.kind)),
  ].map((column) => cellOf(column, levelWords));
}

function isPossible({ decision }: Answer): boolean {
  return decision.kind === "allowed" || decision.kind === "unknown";
}

function cellOf(answers: readonly Answer[], wordsOf: (action: IamAction) => readonly AccessWord[]): AccessCell {
  const wordsWith = (kind: Answer["decision"]["kind"]): readonly AccessWord[] => {
    const found = new Set(
      answers.filter(({ decision }) => decision.kind === kind).flatMap(({ actions }) => actions.flatMap(wordsOf)),
    );
    return accessWords.filter((word) => found.has(word));
  };
  const allowed = withoutReadSettings(wordsWith("allowed"));
  return { allowed, undecided: wordsWith("unknown").filter((word) => !allowed.includes(word)) };
}

/** Who changes settings may read them, too. */
function withoutReadSettings(words: readonly AccessWord[]): readonly AccessWord[] {
  return words.includes("settings") ? words.filter((word) => word !== "read settings") : words;
}
