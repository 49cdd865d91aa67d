import type { PerimeterPosture, PerimeterPostureKind, Posture } from "../../../verify/posture/posture";
import { jsonEquals } from "../../../verify/terraform/read/agreement/json-shape";
import {
  isJsonObject,
  type JsonObject,
  type TerraformConfiguration,
} from "../../../verify/terraform/terraform-configuration";
import type { DifferenceKind } from "../../model/difference-kinds";
import { printableValue } from "../../model/printable-value";
import {
  addedAndRemoved,
  principalWithoutAccount,
  type ReviewDifference,
  type Severity,
} from "../../model/review-difference";
import { declaredNetworkDifferences, type IsDestinationSaid } from "./declared-network-differences";
import { instanceTypeDifferences } from "./instance-type-differences";
import { oversightDifferences } from "./oversight-differences";
import { pipelineDifferences } from "./pipeline-differences";
import { postureDifference } from "./posture-difference";
import { silencingDifferences } from "./silencing-differences";
import { teamDifferences } from "./team-differences";

/** What the comparisons of the models say, so that the declaration of it is not said again. */
export interface SaidByModels {
  /** Whether logs of the stack are deleted earlier. */
  readonly isRetentionSaid?: boolean;
  readonly isDestinationSaid?: IsDestinationSaid;
}

/** Changes of the declared posture. Claims after the change are decided against the new posture. */
export function postureDifferences(
  before: Posture,
  after: Posture,
  said: SaidByModels = {},
): readonly ReviewDifference[] {
  return [
    ...(before.protections === after.protections ? [] : [postureDifference(...protectionChange(after.protections))]),
    ...(before.logRetentionDays === after.logRetentionDays || said.isRetentionSaid === true
      ? []
      : [logRetentionDifference(before.logRetentionDays, after.logRetentionDays)]),
    ...principalDifferences("deployer", before.deployers, after.deployers),
    ...principalDifferences("break-glass principal", before.breakGlass, after.breakGlass),
    ...declaredSourceDifferences("identity provider", providerTexts(before), providerTexts(after)),
    ...declaredSourceDifferences(
      "organization of HCP Terraform",
      before.hcpOrganizations ?? [],
      after.hcpOrganizations ?? [],
    ),
    ...declaredSourceDifferences("origin of key material", before.keyOrigins ?? [], after.keyOrigins ?? []),
    ...silencingDifferences(before, after),
    ...kindDifferences(before, after, said),
  ];
}

/** Changes of what only one kind of stack declares. */
function kindDifferences(before: Posture, after: Posture, said: SaidByModels): readonly ReviewDifference[] {
  if (before.kind === "bootstrap" && after.kind === "bootstrap") {
    return pipelineDifferences(before.pipelines, after.pipelines);
  }
  if (before.kind === "bootstrap" || after.kind === "bootstrap") {
    const text = `The declared posture changes from ${before.kind} to ${after.kind}: the claims of the other kind of stack are no longer checked`;
    return [postureDifference("opens", text)];
  }
  return perimeterDifferences(before, after, said);
}

function perimeterDifferences(
  before: PerimeterPosture,
  after: PerimeterPosture,
  said: SaidByModels,
): readonly ReviewDifference[] {
  return [
    ...(before.kind === after.kind ? [] : [postureDifference(...postureKindChange(before.kind, after.kind))]),
    ...declaredNetworkDifferences(before, after, said.isDestinationSaid),
    ...declaredSourceDifferences("endpoint service of the company", ownServices(before), ownServices(after)),
    ...declaredSourceDifferences("source of packages", before.packageSources ?? [], after.packageSources ?? []),
    ...approvalDifferences(before.packageApprovers, after.packageApprovers),
    ...principalDifferences("publisher of packages", before.packagePublishers ?? [], after.packagePublishers ?? []),
    ...declaredSourceDifferences("code that signs people in", before.signInCode ?? [], after.signInCode ?? []),
    ...publicNameDifferences(before.publicPackageNames, after.publicPackageNames),
    ...ownNameDifferences(before.ownPackageNames ?? [], after.ownPackageNames ?? []),
    ...declaredSourceDifferences(
      "permissions boundary outside the stack",
      before.permissionsBoundaries ?? [],
      after.permissionsBoundaries ?? [],
    ),
    ...inspectedPortDifferences(before.tlsInspectionPorts ?? [], after.tlsInspectionPorts ?? []),
    ...instanceTypeDifferences(before, after),
    ...oversightDifferences(before, after),
  ];
}

/** Without approvers, no claim checks who puts packages where Studio reads them. */
function approvalDifferences(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): readonly ReviewDifference[] {
  return limitingListDifferences(before, after, {
    lost: "packages are no longer declared to need an approval",
    gained: "packages are now declared to need an approval",
    changed: (one, other) => principalDifferences("approver of packages", one, other),
  });
}

/** Without declared names, no claim checks which packages external connections bring. */
function publicNameDifferences(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): readonly ReviewDifference[] {
  return limitingListDifferences(before, after, {
    lost: "names of public packages are no longer declared: packages of any name come in",
    gained: "only these names of public packages are now declared",
    changed: (one, other) => declaredSourceDifferences("name of public packages", one, other),
  });
}

/** Differences of a list without which nothing is limited. */
function limitingListDifferences(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  texts: {
    readonly lost: string;
    readonly gained: string;
    readonly changed: (before: readonly string[], after: readonly string[]) => readonly ReviewDifference[];
  },
): readonly ReviewDifference[] {
  if (after === undefined) {
    return before === undefined ? [] : [postureDifference("opens", texts.lost)];
  }
  return before === undefined
    ? [postureDifference("changes", `${texts.gained}: ${after.join(", ")}`)]
    : texts.changed(before, after);
}

/** A name that is no longer declared may be taken by anybody at a public repository. */
function ownNameDifferences(before: readonly string[], after: readonly string[]): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (name) => name);
  return [
    ...removed.map((name) =>
      postureDifference("opens", `${name} is no longer declared as a name of the company's packages`),
    ),
    ...added.map((name) => postureDifference("changes", `${name} is now declared as a name of the company's packages`)),
  ];
}

/** On a port that is no longer declared, no claim checks whether server names are forged. */
function inspectedPortDifferences(before: readonly number[], after: readonly number[]): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before.map(String), after.map(String), (port) => port);
  return [
    ...removed.map((port) =>
      postureDifference("opens", `TLS on port ${port} is no longer declared to be decrypted: forged server names pass`),
    ),
    ...added.map((port) => postureDifference("changes", `TLS on port ${port} is now declared to be decrypted`)),
  ];
}

/** One text for each declared endpoint service, with everything that the declaration says. */
function ownServices({ ownEndpoints = [] }: PerimeterPosture): readonly string[] {
  return ownEndpoints.map(({ name, service, privateDnsName, ports, users }) =>
    [
      `${name} (${service})`,
      ...(privateDnsName === undefined ? [] : [`as ${privateDnsName}`]),
      `on TCP ${ports.join(", ")}`,
      users === undefined ? "for all of Studio" : `for ${users.join(", ")}`,
    ].join(" "),
  );
}

/** Fields of the declaration that {@link postureDifferences} describes, and the organization, which is compared with the files. */
const describedFields: ReadonlySet<string> = new Set([
  "pipelines",
  ...["posture", "allowed_domains", "protections", "log_retention_days", "deployers", "break_glass", "sources"],
  ...[
    "url_sources",
    "identity_providers",
    "key_origins",
    "harmless",
    "elsewhere",
    "accepted",
    "package_sources",
    "organization_id",
  ],
  "own_endpoints",
  ...["package_approvers", "package_publishers", "public_package_names", "own_package_names", "sign_in_code"],
  "hcp_organizations",
  ...["audit_trail", "detection", "tls_inspection_ports", "permissions_boundaries", "instance_types"],
]);

/** Fields of the declaration that no comparison describes. What a claim or a model makes of them is not known. */
export function undescribedPostureDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [one, other] = [declarationOf(before), declarationOf(after)];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => !describedFields.has(field) && !jsonEquals(one[field], other[field]))
    .flatMap(
      (field) =>
        (field === "teams" ? teamDifferences(one[field], other[field]) : undefined) ?? [
          postureDifference(
            "unclear",
            `The field ${field} of the declared posture changes from ${printableValue(field, one[field])} to ${printableValue(field, other[field])}`,
          ),
        ],
    );
}

function declarationOf({ outputs }: TerraformConfiguration): JsonObject {
  const [, value] = Object.entries(outputs).find(([name]) => name.split(".").at(-1) === "perimeter_posture") ?? [];
  return isJsonObject(value) ? value : {};
}

function postureKindChange(
  before: PerimeterPostureKind,
  after: PerimeterPostureKind,
): readonly [Severity, string, DifferenceKind?] {
  const change = `The declared posture changes from ${before} to ${after}`;
  if (before === "isolated") {
    return ["opens", `${change}: internet paths are allowed, and no-internet-path is no longer checked`];
  }
  if (after === "isolated") {
    return ["closes", `${change}: no internet path is allowed`];
  }
  return after === "inspected"
    ? ["loses", `${change}: the failure of one Availability Zone may affect the others`, "service-lost"]
    : ["changes", `${change}: the failure of one Availability Zone must not affect the others`];
}

function protectionChange(isOn: boolean): readonly [Severity, string] {
  return isOn
    ? ["changes", "Protections are now declared on: the firewall, buckets, keys and domain are protected from deletion"]
    : ["loses", "Protections are now declared off: the next apply can delete the firewall, buckets, keys and domain"];
}

function logRetentionDifference(before: number, after: number): ReviewDifference {
  const change = `Log retention changes from ${before} to ${after} days`;
  return after < before
    ? postureDifference("loses", `${change}: older log events are deleted`)
    : postureDifference("changes", change);
}

/** What each kind of declared principal is exempt from. */
const exemptions = {
  "approver of packages": "Studio installs what it approves",
  "publisher of packages": "it reads packages from any network",
  deployer: "the bucket policy does not restrict it when it refreshes, plans or destroys the stack",
  "break-glass principal": "it can read the data from any network",
} as const;

function principalDifferences(
  kind: keyof typeof exemptions,
  before: readonly string[],
  after: readonly string[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (pattern) => pattern);
  return [
    ...added.map((pattern) =>
      postureDifference("opens", `${principalWithoutAccount(pattern)} is now a declared ${kind}: ${exemptions[kind]}`),
    ),
    ...removed.map((pattern) =>
      postureDifference("closes", `${principalWithoutAccount(pattern)} is no longer a declared ${kind}`),
    ),
  ];
}

function providerTexts({ identityProviders = [] }: Posture): readonly string[] {
  return identityProviders.map((provider) => JSON.stringify(provider));
}

function declaredSourceDifferences(
  what: string,
  before: readonly string[],
  after: readonly string[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (text) => text);
  return [
    ...added.map((text) => postureDifference("opens", `${text} is now a declared ${what}`)),
    ...removed.map((text) => postureDifference("closes", `${text} is no longer a declared ${what}`)),
  ];
}
