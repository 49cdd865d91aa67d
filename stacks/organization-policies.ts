import { partitionOfRegion } from "../aws/partitions";
import { accountNames } from "../constructs/context/account";
import { policyDocument, type Statement } from "../constructs/iam/policy-document";
import { confusedDeputyStatements, dataPerimeterStatements } from "../constructs/organization/resource-control-policy";
import {
  networkOpeningDenials,
  presignedUrlVpcStatements,
  sageMakerVpcStatements,
} from "../constructs/organization/service-control-policy";
import { type DeploymentBoundaryProps, deploymentBoundaryStatements } from "../constructs/pipeline/deployment-boundary";
import type { AnyEnvironment, InspectionEnvironment } from "../envs/inspection/inspection-environment";
import type { Environment } from "../envs/schema/environment";

/**
 * AWS's limits on policy documents in characters. White space counts in policies of an organization, and not in a boundary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_POLICY_CHARACTERS = {
  "service control policy": 5120,
  "resource control policy": 5120,
  "permissions boundary": 6144,
} as const;

/** A policy for the organization's administrators to attach. No stack contains it. */
export interface OrganizationPolicy {
  readonly kind: keyof typeof MAX_POLICY_CHARACTERS;
  /** File name of the document. */
  readonly fileName: string;
  /** Purpose of the policy in one line. */
  readonly purpose: string;
  /** The policy document as indented JSON. */
  readonly text: string;
  /** Length that AWS compares with {@link MAX_POLICY_CHARACTERS}, in characters. */
  readonly countedCharacters: number;
}

/**
 * Service control policies, resource control policies and permissions boundaries that protect the environments' perimeters
 * from administrators of their accounts.
 *
 * @param inspections inspection VPCs, whose deployers open networks, too. @default - none
 * @throws if a document exceeds AWS's limit
 */
export function organizationPolicies(
  environments: readonly Environment[],
  organizationId: string,
  inspections: readonly InspectionEnvironment[] = [],
): readonly OrganizationPolicy[] {
  const deployerArns = principalArns(environments, ({ deployers }) => deployers);
  // Only an inspection VPC has gateways of its own, but its owners read no bucket.
  const networkDeployerArns = principalArns([...environments, ...inspections], ({ deployers }) => deployers);
  const publicCidrs = environments.flatMap(({ access }) => (access.kind === "on" ? access.publicCidrs : []));
  return [
    createPolicy(
      "service control policy",
      "scp-sagemaker-stays-inside",
      "SageMaker runs in VPCs",
      sageMakerVpcStatements(),
    ),
    createPolicy(
      "service control policy",
      "scp-urls-stay-inside",
      "presigned URLs work from VPCs",
      presignedUrlVpcStatements([...new Set(publicCidrs)]),
    ),
    createPolicy(
      "service control policy",
      "scp-network-stays-closed",
      "deployers alone open networks",
      networkOpeningDenials(networkDeployerArns),
    ),
    createPolicy(
      "resource control policy",
      "rcp-services-act-for-us",
      "no AWS service acts for another organization",
      confusedDeputyStatements(organizationId),
    ),
    createPolicy(
      "resource control policy",
      "rcp-data-stays-inside",
      "locked buckets are read through endpoints",
      dataPerimeterStatements({
        bucketArns: environments.flatMap(lockedBucketArns),
        deployerArns,
        breakGlassArns: principalArns(environments, ({ breakGlass }) => breakGlass),
        organizationId,
      }),
    ),
    ...[...environments, ...inspections].map((environment) =>
      createPolicy(
        "permissions boundary",
        `boundary-${environment.name}`,
        `the most that a role of ${environment.name} can do`,
        deploymentBoundaryStatements(boundaryPropsOf(environment)),
      ),
    ),
  ];
}

function createPolicy(
  kind: OrganizationPolicy["kind"],
  name: string,
  purpose: string,
  statements: readonly Statement[],
): OrganizationPolicy {
  const document = policyDocument(statements);
  const text = `${JSON.stringify(JSON.parse(document), null, 2)}\n`;
  const longest = MAX_POLICY_CHARACTERS[kind];
  const { length: countedCharacters } = kind === "permissions boundary" ? document : text;
  if (countedCharacters > longest) {
    throw new Error(
      `policies: ${name}: must have at most ${longest} characters, got ${countedCharacters}; list fewer roles`,
    );
  }
  return { kind, fileName: `${name}.json`, purpose, text, countedCharacters };
}

/** Account, region and partition of an environment as literals; the account is `*` if the environment names none. */
function boundaryPropsOf({
  kind,
  name,
  region,
  account: id = "*",
}: Pick<AnyEnvironment, "kind" | "name" | "region" | "account">): DeploymentBoundaryProps {
  const partitionNames = partitionOfRegion(region);
  return {
    kind,
    name: `studio-perimeter-${name}`,
    account: { region, ...accountNames({ id, region, partition: partitionNames.name, partitionNames }) },
  };
}

function lockedBucketArns(environment: Environment): readonly string[] {
  const { name, account } = boundaryPropsOf(environment);
  return ["data", "models"].map((purpose) => account.s3Arn(`${name}-${purpose}-${environment.account ?? "*"}`));
}

/** The ARNs of roles of environments. */
function principalArns<Kind extends AnyEnvironment>(
  environments: readonly Kind[],
  rolesOf: (environment: Kind) => readonly string[],
): readonly string[] {
  return [
    ...new Set(
      environments.flatMap((environment) =>
        rolesOf(environment).map((role) => boundaryPropsOf(environment).account.iamArn(role)),
      ),
    ),
  ];
}
