import type { Construct } from "constructs";
import type { Account } from "../../constructs/account";
import type { EncryptionKey } from "../../constructs/encryption/encryption-key";
import type { PublishedId } from "../../constructs/published-ids";
import { SelfService } from "../../constructs/self-service/self-service";
import type { EndUsers } from "../../constructs/self-service/self-service-role-policies";
import type { LockedBuckets } from "../../constructs/storage/locked-buckets";
import { selfServiceUsers } from "../../constructs/studio/self-service-users";
import type { Studio } from "../../constructs/studio/studio";
import type { EnabledAccess, Environment } from "../../envs/schema/environment";
import { archivePath } from "../../functions/archives";
import { type PresignedUrlConstructs, presignedUrlSources } from "./presigned-url-sources";

type EndUsersField = Extract<EnabledAccess["selfService"], { readonly kind: "on" }>["endUsers"];

/** The constructs that self-service is joined to. */
export interface SelfServiceConstructs extends PresignedUrlConstructs {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly buckets: LockedBuckets;
  readonly studio: Studio;
  readonly studioKey: EncryptionKey;
  readonly logsKey: EncryptionKey;
}

export function hasSelfService({ access }: Environment): boolean {
  return access.kind === "on" && access.selfService.kind === "on";
}

/** Lets people open what is theirs from Service Catalog, where the environment says so. */
export function addSelfService(
  scope: Construct,
  constructs: SelfServiceConstructs,
  environment: Environment,
  access: EnabledAccess,
): readonly PublishedId[] {
  const { selfService, urlLifeSeconds, restrictUrlsToNetwork } = access;
  if (selfService.kind === "off") {
    return [];
  }
  const { name, account, network, endpoints, buckets, studio, logsKey } = constructs;
  const arns = (patterns: readonly string[]) => patterns.map((pattern) => account.iamArn(pattern));
  const { portfolioId } = new SelfService(scope, "self_service", {
    ...{ name, account, restrictUrlsToNetwork },
    ...notebookProps(constructs, access),
    archivePath: archivePath("studio-url"),
    vpcId: network.vpcId,
    subnetIds: network.subnets("function").map((subnet) => subnet.id),
    routeTableIds: network.routeTables("function").map((table) => table.id),
    region: environment.region,
    endpoints,
    networkCidr: environment.vpcCidr,
    domainId: studio.domainId,
    people: selfServiceUsers(name, environment.studio.userProfiles, access.notebookInstance?.user),
    urlExpirationInSeconds: urlLifeSeconds,
    studioUrlSources: presignedUrlSources("studio", constructs, access),
    logsKeyArn: logsKey.arn,
    logRetentionDays: environment.logRetentionDays,
    alarmTopicArns: environment.alarmTopicArns,
    protections: environment.protections,
    endUsers: toEndUsers(selfService.endUsers, account),
    deployers: arns(environment.deployers),
    breakGlass: arns(environment.breakGlass),
    s3EndpointIds: [endpoints.s3EndpointId],
    keyArn: buckets.key.arn,
    accessLogsBucket: buckets.accessLogs.id,
    logDelivery: buckets.logDelivery,
  });
  return [{ name: "portfolio_id", value: portfolioId, description: "Portfolio of the self-service products" }];
}

function toEndUsers(endUsers: EndUsersField, account: Account): EndUsers {
  switch (endUsers.kind) {
    case "iam-users":
      return endUsers;
    case "saml":
      return { kind: "saml", providerArn: account.iamArn(endUsers.provider) };
    case "roles":
      return { kind: "roles", roleArns: endUsers.roles.map((role) => account.iamArn(role)) };
  }
}

function notebookProps(constructs: SelfServiceConstructs, access: EnabledAccess) {
  return access.notebookInstance === undefined
    ? {}
    : {
        notebookUrlSources: presignedUrlSources("notebook", constructs, access),
        notebookKeyArn: constructs.studioKey.arn,
      };
}
