import type { Statement } from "../../iam/policy-document";
import { DEPLOYED_STUDIO } from "./domain-permissions";
import { identityWrites } from "./iam-permissions";
import { DEPLOYED_NETWORK } from "./network-permissions";
import { DEPLOYED_SELF_SERVICE } from "./self-service-permissions";
import type { DeployedEnvironment, DeployedService } from "./service-permissions";
import { DEPLOYED_DATA } from "./storage-permissions";
import { DEPLOYED_ACCESS } from "./user-access-permissions";

/** Concern -> statements, each a policy of its own. */
type Concerns = Readonly<Record<string, readonly Statement[]>>;

const SERVICES: Readonly<Record<string, DeployedService>> = {
  ...DEPLOYED_NETWORK,
  ...DEPLOYED_DATA,
  ...DEPLOYED_STUDIO,
};

/** Terraform types for which a plan and an apply have permissions. */
export const DEPLOYED_TYPES: readonly string[] = [
  ...Object.values(SERVICES),
  ...Object.values(DEPLOYED_ACCESS),
  ...Object.values(DEPLOYED_SELF_SERVICE),
].flatMap(({ types }) => types);

/**
 * What a plan asks: settings, and never what is stored. The denials name what even a reader of settings must not get at; they
 * bind whatever is attached to the role later.
 */
export function planPermissions(deployed: DeployedEnvironment): Concerns {
  return {
    reads: reads(SERVICES, deployed),
    access_reads: reads(DEPLOYED_ACCESS, deployed),
    self_service_reads: reads(DEPLOYED_SELF_SERVICE, deployed),
    denials: dataDenials(deployed),
  };
}

/** What an apply asks: all that a plan does, and the changes. */
export function applyPermissions(deployed: DeployedEnvironment, boundaryArn: string): Concerns {
  return {
    reads: reads(SERVICES, deployed),
    access_reads: reads(DEPLOYED_ACCESS, deployed),
    self_service_reads: reads(DEPLOYED_SELF_SERVICE, deployed),
    network: writes(DEPLOYED_NETWORK, deployed),
    data: writes(DEPLOYED_DATA, deployed),
    studio: writes(DEPLOYED_STUDIO, deployed),
    access: writes(DEPLOYED_ACCESS, deployed),
    self_service: writes(DEPLOYED_SELF_SERVICE, deployed),
    identities: identityWrites(deployed, boundaryArn),
  };
}

function reads(
  services: Readonly<Record<string, DeployedService>>,
  deployed: DeployedEnvironment,
): readonly Statement[] {
  return [
    ...Object.entries(services).flatMap(([key, service]) =>
      service.reads.length === 0 ? [] : [allow(`Read${pascal(key)}`, service.reads, service.resources(deployed))],
    ),
    allow(
      "ReadWhatNamesNoResource",
      Object.values(services).flatMap(({ readsAnywhere }) => readsAnywhere),
      ["*"],
    ),
  ];
}

function writes(services: Readonly<Record<string, DeployedService>>, deployed: DeployedEnvironment) {
  return Object.entries(services).flatMap(([key, service]): readonly Statement[] => {
    const condition = service.writeCondition?.(deployed);
    const bound = allow(`Write${pascal(key)}`, service.writes, service.resources(deployed));
    return [
      ...(service.writes.length === 0 ? [] : [condition === undefined ? bound : { ...bound, Condition: condition }]),
      ...(service.writesAnywhere.length === 0
        ? []
        : [allow(`Write${pascal(key)}Anywhere`, service.writesAnywhere, ["*"])]),
    ];
  });
}

/** A plan runs the code of a pull request before anybody has read it. */
function dataDenials({ name, account }: DeployedEnvironment): readonly Statement[] {
  const objects = ["data", "models", "access-logs"].map((purpose) =>
    account.s3Arn(`${name}-${purpose}-${account.id}/*`),
  );
  return [
    deny("DenyReadingObjects", ["s3:GetObject*"], objects),
    {
      ...deny("DenyDecryptingDirectly", ["kms:Decrypt", "kms:GenerateDataKey*"], ["*"]),
      Condition: { StringNotEquals: { "kms:ViaService": `s3.${account.region}.amazonaws.com` } },
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

/** Sids take letters and digits only. */
function pascal(key: string): string {
  return key.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
