import type { Statement } from "../../iam/policy-document";
import { DETECTION_PERMISSIONS } from "./detection-permissions";
import { DOMAIN_PERMISSIONS } from "./domain-permissions";
import { iamWriteStatements } from "./iam-permissions";
import { NETWORK_PERMISSIONS } from "./network-permissions";
import { SELF_SERVICE_PERMISSIONS } from "./self-service-permissions";
import { STORAGE_PERMISSIONS } from "./storage-permissions";
import type { DeploymentTarget, TerraformServicePermissions } from "./terraform-service-permissions";
import { USER_ACCESS_PERMISSIONS } from "./user-access-permissions";

/** Policy id -> statements; each becomes one managed policy. */
type StatementsByPolicy = Readonly<Record<string, readonly Statement[]>>;

const SERVICE_PERMISSIONS: Readonly<Record<string, TerraformServicePermissions>> = {
  ...NETWORK_PERMISSIONS,
  ...STORAGE_PERMISSIONS,
  ...DOMAIN_PERMISSIONS,
};

/** Self-service and detective controls share policies, because IAM attaches at most ten to a role. */
const OPTIONAL_PERMISSIONS = { ...SELF_SERVICE_PERMISSIONS, ...DETECTION_PERMISSIONS };

/** Terraform types for which a plan and an apply have permissions. */
export const DEPLOYABLE_RESOURCE_TYPES: readonly string[] = [
  ...Object.values(SERVICE_PERMISSIONS),
  ...Object.values(USER_ACCESS_PERMISSIONS),
  ...Object.values(SELF_SERVICE_PERMISSIONS),
  ...Object.values(DETECTION_PERMISSIONS),
].flatMap(({ resourceTypes: types }) => types);

/**
 * Permissions of the plan role: it reads settings, but no stored data. Deny statements cover data that read actions could
 * expose. They also apply to policies that are attached later.
 */
export function planRoleStatements(target: DeploymentTarget): StatementsByPolicy {
  return {
    reads: readPermissionStatements(SERVICE_PERMISSIONS, target),
    access_reads: readPermissionStatements(USER_ACCESS_PERMISSIONS, target),
    self_service_reads: readPermissionStatements(OPTIONAL_PERMISSIONS, target),
    denials: dataDenials(target),
  };
}

/** Permissions of the apply role: those of the plan role, and write actions. */
export function applyRoleStatements(target: DeploymentTarget, boundaryArn: string): StatementsByPolicy {
  return {
    reads: readPermissionStatements(SERVICE_PERMISSIONS, target),
    access_reads: readPermissionStatements(USER_ACCESS_PERMISSIONS, target),
    self_service_reads: readPermissionStatements(OPTIONAL_PERMISSIONS, target),
    network: writePermissionStatements(NETWORK_PERMISSIONS, target),
    data: writePermissionStatements(STORAGE_PERMISSIONS, target),
    studio: writePermissionStatements(DOMAIN_PERMISSIONS, target),
    access: writePermissionStatements(USER_ACCESS_PERMISSIONS, target),
    self_service: writePermissionStatements(OPTIONAL_PERMISSIONS, target),
    identities: iamWriteStatements(target, boundaryArn),
  };
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
    const condition = service.writeCondition?.(target);
    const bound = allow(`Write${pascalCase(key)}`, service.writeActions, service.resourceArns(target));
    return [
      ...(service.writeActions.length === 0
        ? []
        : [condition === undefined ? bound : { ...bound, Condition: condition }]),
      ...(service.unscopedWriteActions.length === 0
        ? []
        : [allow(`Write${pascalCase(key)}Anywhere`, service.unscopedWriteActions, ["*"])]),
    ];
  });
}

/** A plan runs the code of a pull request before its review. */
function dataDenials({ name, account }: DeploymentTarget): readonly Statement[] {
  const objects = ["data", "models", "access-logs", "trail"].map((purpose) =>
    account.s3Arn(`${name}-${purpose}-${account.id}/*`),
  );
  return [
    deny("DenyReadingObjects", ["s3:GetObject*"], objects),
    {
      ...deny("DenyDecryptingDirectly", ["kms:Decrypt", "kms:GenerateDataKey*"], ["*"]),
      Condition: { StringNotEquals: { "kms:ViaService": account.serviceHost("s3") } },
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
