import type { Construct } from "constructs";
import type { Account } from "../../constructs/account";
import type { EncryptionKey } from "../../constructs/encryption/encryption-key";
import type { PublishedId } from "../../constructs/published-ids";
import type { EndUsers } from "../../constructs/self-service/role-policies";
import { SelfService } from "../../constructs/self-service/self-service";
import type { LockedBuckets } from "../../constructs/storage/locked-buckets";
import { servedPeople } from "../../constructs/studio/profile-owners";
import type { Studio } from "../../constructs/studio/studio";
import type { Environment, OpenAccess } from "../../envs/schema/environment";
import { archivePath } from "../../functions/archives";
import { type UrlSourceParts, urlSources } from "./presigned-url-networks";

type PeopleOfSelfService = Extract<OpenAccess["selfService"], { readonly kind: "on" }>["endUsers"];

/** The constructs that self-service is joined to. */
export interface SelfServiceParts extends UrlSourceParts {
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
  parts: SelfServiceParts,
  environment: Environment,
  access: OpenAccess,
): readonly PublishedId[] {
  const { selfService, urlLifeSeconds, restrictUrlsToNetwork } = access;
  if (selfService.kind === "off") {
    return [];
  }
  const { name, account, network, endpoints, buckets, studio, logsKey } = parts;
  const arns = (patterns: readonly string[]) => patterns.map((pattern) => account.iamArn(pattern));
  const { portfolioId } = new SelfService(scope, "self_service", {
    ...{ name, account, restrictUrlsToNetwork },
    ...notebookProps(parts, access),
    archivePath: archivePath("studio-url"),
    vpcId: network.vpcId,
    subnetIds: network.subnets("function").map((subnet) => subnet.id),
    routeTableIds: network.routeTables("function").map((table) => table.id),
    region: environment.region,
    endpoints,
    networkCidr: environment.vpcCidr,
    domainId: studio.domainId,
    people: servedPeople(name, environment.studio.userProfiles, access.notebookInstance?.user),
    urlLifeInSeconds: urlLifeSeconds,
    studioUrlSources: urlSources("studio", parts, access),
    logsKeyArn: logsKey.arn,
    logRetentionDays: environment.logRetentionDays,
    alarmTopicArns: environment.alarmTopicArns,
    protections: environment.protections,
    endUsers: endUsersOf(selfService.endUsers, account),
    deployers: arns(environment.deployers),
    breakGlass: arns(environment.breakGlass),
    s3EndpointIds: [endpoints.s3EndpointId],
    keyArn: buckets.key.arn,
    accessLogsBucket: buckets.accessLogs.id,
    logDelivery: buckets.logDelivery,
  });
  return [{ name: "portfolio_id", value: portfolioId, description: "Portfolio of the self-service products" }];
}

function endUsersOf(people: PeopleOfSelfService, account: Account): EndUsers {
  switch (people.kind) {
    case "iam-users":
      return people;
    case "saml":
      return { kind: "saml", providerArn: account.iamArn(people.provider) };
    case "roles":
      return { kind: "roles", roleArns: people.roles.map((role) => account.iamArn(role)) };
  }
}

function notebookProps(parts: SelfServiceParts, access: OpenAccess) {
  return access.notebookInstance === undefined
    ? {}
    : { notebookUrlSources: urlSources("notebook", parts, access), notebookKeyArn: parts.studioKey.arn };
}
