import type { Statement } from "../../iam/policy-document";
import { requestedRegionCondition } from "../../iam/requested-region-condition";
import { DETECTION_PERMISSIONS } from "./detection-permissions";
import { DOMAIN_PERMISSIONS, PACKAGE_GROUP_PERMISSIONS } from "./domain-permissions";
import { iamWriteStatements } from "./iam-permissions";
import { INSPECTION_NETWORK_PERMISSIONS, NETWORK_PERMISSIONS } from "./network-permissions";
import { SELF_SERVICE_PERMISSIONS } from "./self-service-permissions";
import { INSPECTION_STORAGE_PERMISSIONS, STORAGE_PERMISSIONS } from "./storage-permissions";
import type { DeploymentKind, DeploymentTarget, TerraformServicePermissions } from "./terraform-service-permissions";
import { USER_ACCESS_PERMISSIONS } from "./user-access-permissions";

/** Policy id -> statements; each becomes one managed policy. */
type StatementsByPolicy = Readonly<Record<string, readonly Statement[]>>;

/** Policy id -> services whose permissions it has. */
type ServicesByPolicy = Readonly<Record<string, Readonly<Record<string, TerraformServicePermissions>>>>;

/** What Terraform needs to deploy environments of one kind. IAM attaches at most ten policies to a role. */
interface DeploymentPermissions {
  readonly reads: ServicesByPolicy;
  /** Except in IAM. */
  readonly writes: ServicesByPolicy;
  /** Purposes of the buckets with data, which are part of their names. */
  readonly dataBuckets: readonly string[];
}

const { identities } = DOMAIN_PERMISSIONS;

const PERMISSIONS: Readonly<Record<DeploymentKind, DeploymentPermissions>> = {
  studio: {
    reads: {
      reads: { ...NETWORK_PERMISSIONS, ...STORAGE_PERMISSIONS, ...DOMAIN_PERMISSIONS },
      access_reads: { ...USER_ACCESS_PERMISSIONS, ...PACKAGE_GROUP_PERMISSIONS },
      self_service_reads: { ...SELF_SERVICE_PERMISSIONS, ...DETECTION_PERMISSIONS },
    },
    writes: {
      network: NETWORK_PERMISSIONS,
      data: STORAGE_PERMISSIONS,
      studio: DOMAIN_PERMISSIONS,
      access: { ...USER_ACCESS_PERMISSIONS, ...PACKAGE_GROUP_PERMISSIONS },
      self_service: { ...SELF_SERVICE_PERMISSIONS, ...DETECTION_PERMISSIONS },
    },
    dataBuckets: ["data", "models", "access-logs", "trail"],
  },
  inspection: {
    reads: { reads: { ...INSPECTION_NETWORK_PERMISSIONS, ...INSPECTION_STORAGE_PERMISSIONS, identities } },
    writes: { network: INSPECTION_NETWORK_PERMISSIONS, data: INSPECTION_STORAGE_PERMISSIONS },
    dataBuckets: [],
  },
};

/** Terraform types for which the plans and applies of a kind of environment have permissions. */
export function deployableResourceTypes(kind: DeploymentKind): readonly string[] {
  const services = Object.values(PERMISSIONS[kind].reads).flatMap((policy) => Object.values(policy));
  return services.flatMap(({ resourceTypes }) => resourceTypes);
}

/**
 * Permissions of the plan role: it reads settings, but no stored data. Deny statements cover data that read actions could
 * expose. They also apply to policies that are attached later.
 */
export function planRoleStatements(target: DeploymentTarget): StatementsByPolicy {
  const { reads, dataBuckets } = PERMISSIONS[target.kind];
  return {
    ...mapValues(reads, (services) => readPermissionStatements(services, target)),
    denials: dataDenials(target, dataBuckets),
  };
}

/** Permissions of the apply role: those of the plan role, and write actions. */
export function applyRoleStatements(target: DeploymentTarget, boundaryArn: string): StatementsByPolicy {
  const { reads, writes } = PERMISSIONS[target.kind];
  return {
    ...mapValues(reads, (services) => readPermissionStatements(services, target)),
    ...mapValues(writes, (services) => writePermissionStatements(services, target)),
    identities: iamWriteStatements(target, boundaryArn),
  };
}

function mapValues(
  policies: ServicesByPolicy,
  statementsOf: (services: ServicesByPolicy[string]) => readonly Statement[],
): StatementsByPolicy {
  return Object.fromEntries(Object.entries(policies).map(([id, services]) => [id, statementsOf(services)]));
}

function readPermissionStatements(
  services: Readonly<Record<string, TerraformServicePermissions>>,
  target: DeploymentTarget,
): readonly Statement[] {
  return [
    ...Object.entries(services).flatMap(([key, service]) =>
      service.readActions.length === 0
        ? []
        : [allow(`Read${pascalCase(key)}`, service.readActions, service.resourceArns(target))],
    ),
    allow(
      "ReadWithoutResource",
      Object.values(services).flatMap(({ unscopedReadActions: readsAnywhere }) => readsAnywhere),
      ["*"],
    ),
  ];
}

function writePermissionStatements(
  services: Readonly<Record<string, TerraformServicePermissions>>,
  target: DeploymentTarget,
) {
  return Object.entries(services).flatMap(([key, service]): readonly Statement[] => {
    const { writeActions, unscopedWriteActions, globalWriteActions = [] } = service;
    const condition = service.writeCondition?.(target);
    const sid = `Write${pascalCase(key)}`;
    const statements: readonly Statement[] = [
      { ...allow(sid, writeActions, service.resourceArns(target)), ...(condition && { Condition: condition }) },
      { ...allow(`${sid}InRegion`, unscopedWriteActions, ["*"]), Condition: requestedRegionCondition(target) },
      allow(`${sid}Anywhere`, globalWriteActions, ["*"]),
    ];
    return statements.filter(({ Action = [] }) => Action.length > 0);
  });
}

/** A plan runs the code of a pull request before its review. */
function dataDenials(
  { name, account, stateAccount }: DeploymentTarget,
  dataBuckets: readonly string[],
): readonly Statement[] {
  const [stateHost, host] = [stateAccount.serviceHost("s3"), account.serviceHost("s3")];
  const objects = dataBuckets.map((purpose) => account.s3Arn(`${name}-${purpose}-${account.id}/*`));
  return [
    ...(objects.length === 0 ? [] : [deny("DenyReadingObjects", ["s3:GetObject*"], objects)]),
    {
      ...deny("DenyDecryptingDirectly", ["kms:Decrypt", "kms:GenerateDataKey*"], ["*"]),
      Condition: { StringNotEquals: { "kms:ViaService": host === stateHost ? host : [stateHost, host] } },
    },
    deny(
      "DenyReadingSecretsLogsAndCode",
      [
        "codeartifact:GetAuthorizationToken",
        "codeartifact:ReadFromRepository",
        "ecr:BatchGetImage",
        "lambda:InvokeFunction",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:StartLiveTail",
        "logs:StartQuery",
        "logs:Unmask",
        "sagemaker:CreatePresigned*",
        "sagemaker:Invoke*",
        "sagemaker:StartSession",
        "secretsmanager:BatchGetSecretValue",
        "secretsmanager:GetSecretValue",
        "sts:AssumeRole",
      ],
      ["*"],
    ),
  ];
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
}

function deny(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: resources };
}

/** A Sid may contain only letters and digits. */
function pascalCase(key: string): string {
  return key.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
