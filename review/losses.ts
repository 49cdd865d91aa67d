import { blocksOf, type Configuration, type Resource } from "../verify/configuration";
import { groupBy } from "../verify/group-by";
import { type Difference, difference, listed } from "./difference";
import type { ChangeKind, ResourceChange } from "./resource-changes";

/** What goes with a resource that Terraform destroys, or destroys and creates anew. */
interface Loss {
  readonly types: readonly string[];
  /** The end of a sentence that names the resource and what becomes of it. */
  readonly text: (resource: Resource | undefined) => string;
  /** @default - both */
  readonly only?: "destroy" | "replace";
}

const says = (text: string) => (): string => text;

/** The first row that fits counts. */
const losses: readonly Loss[] = [
  { types: ["aws_sagemaker_domain"], text: homeDirectories },
  {
    types: ["aws_sagemaker_user_profile", "aws_sagemaker_space"],
    text: says("the person's applications stop, and what is on their volumes goes"),
  },
  { types: ["aws_sagemaker_notebook_instance"], text: says("what is on its volume goes") },
  { types: ["aws_efs_file_system"], text: says("every file on it goes") },
  { types: ["aws_s3_bucket"], text: bucketContents },
  { types: ["aws_kms_key"], text: says("what it encrypted cannot be read once it is deleted") },
  { types: ["aws_cloudwatch_log_group"], text: says("the records in it go") },
  { types: ["aws_dynamodb_table"], text: says("every item in it goes") },
  { types: ["aws_ecr_repository"], text: says("every image in it goes") },
  {
    types: ["aws_codeartifact_domain", "aws_codeartifact_repository"],
    text: says("every package published to it goes"),
  },
  { types: ["aws_secretsmanager_secret", "aws_ssm_parameter"], text: says("what it holds goes") },
  { types: ["aws_instance", "aws_ebs_volume"], text: says("what is on its disks goes") },
  {
    types: ["aws_networkfirewall_firewall", "aws_nat_gateway"],
    only: "replace",
    text: says("no traffic passes it until the new one is up, and connections that are open break"),
  },
  { types: ["aws_networkfirewall_firewall"], text: says("nothing inspects traffic any more") },
  { types: ["aws_nat_gateway"], text: says("nothing leaves for the internet through it any more") },
  { types: ["aws_eip"], text: says("the public address that others may have allowed is given back") },
  { types: ["aws_vpc", "aws_subnet"], text: says("everything in it goes first") },
  {
    types: ["aws_vpc_endpoint"],
    only: "replace",
    text: says("its service is out of reach until the new one is up, and policies that name its id stop to match"),
  },
  {
    types: ["aws_security_group"],
    only: "replace",
    text: says("whatever wears it must let go of it first"),
  },
];

const verbs: Readonly<Record<"destroy" | "replace", string>> = {
  destroy: "is destroyed",
  replace: "is destroyed and created anew",
};

/** Data and services that the change takes away, whether or not a claim speaks of them. */
export function lossDifferences(
  changes: readonly ResourceChange[],
  before: Configuration | undefined,
): readonly Difference[] {
  const resources = new Map(before?.resources.map((resource) => [resource.address, resource]));
  const found = changes.flatMap((change) => {
    const loss = losses.find(({ types, only = change.kind }) => types.includes(change.type) && only === change.kind);
    const verb = verbOf(change.kind);
    return loss === undefined || verb === undefined
      ? []
      : [{ change, end: `${verb}${forced(change)}: ${loss.text(resources.get(change.address))}` }];
  });
  return [
    ...[...groupBy(found, ({ end, change }) => `${change.type} ${end}`).values()].map(together),
    ...changes.flatMap(ofDomain),
    ...changes.filter(({ kind }) => kind === "forget").map(forgotten),
  ];
}

function verbOf(kind: ChangeKind): string | undefined {
  return kind === "destroy" || kind === "replace" ? verbs[kind] : undefined;
}

/** One sentence for resources of one type that fare alike. */
function together(alike: readonly { readonly change: ResourceChange; readonly end: string }[]): Difference {
  const addresses = alike.map(({ change }) => change.address);
  const [one] = alike;
  const verb = alike.length === 1 ? "" : "each ";
  return difference("loses", `${listed(addresses)} ${verb}${one?.end ?? ""}`, addresses);
}

function forced({ forcedBy = [] }: ResourceChange): string {
  return forcedBy.length === 0 ? "" : `, because ${listed(forcedBy)} ${forcedBy.length === 1 ? "changes" : "change"}`;
}

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/45528 */
function ofDomain({ type, kind, address }: ResourceChange): readonly Difference[] {
  const text = `${address} is changed in place, which provider 6.25 cannot do in VpcOnly mode: the apply will fail`;
  return type === "aws_sagemaker_domain" && kind === "update" ? [difference("loses", text, [address])] : [];
}

function forgotten({ address }: ResourceChange): Difference {
  return difference("unclear", `${address} stays in the account, and Terraform forgets it: nobody judges it any more`, [
    address,
  ]);
}

function homeDirectories(domain: Resource | undefined): string {
  const [policy] = blocksOf(domain?.values.retention_policy);
  const isKept = (policy?.home_efs_file_system ?? "Retain") === "Retain";
  return isKept
    ? "people lose their way to their home directories, which stay on a file system that no domain mounts"
    : "every home directory goes with it";
}

function bucketContents(bucket: Resource | undefined): string {
  return bucket?.values.force_destroy === true
    ? "every object in it goes"
    : "the apply fails unless somebody has emptied it";
}
