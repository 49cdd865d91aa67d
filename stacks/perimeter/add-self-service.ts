import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Construct } from "constructs";
import type { IAccount } from "../../constructs/context/account";
import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import type { EncryptionKey } from "../../constructs/encryption/encryption-key";
import type { PublishedId } from "../../constructs/outputs/published-ids";
import { SelfService } from "../../constructs/self-service/self-service";
import type { EndUsers } from "../../constructs/self-service/self-service-role-policies";
import type { LockedBuckets } from "../../constructs/storage/locked-buckets";
import { selfServiceUsers } from "../../constructs/studio/self-service-users";
import type { Studio } from "../../constructs/studio/studio";
import { type EnabledAccess, type Environment, hasSelfService } from "../../envs/schema/environment";
import { archivePath } from "../../functions/archives";
import { type PresignedUrlConstructs, presignedUrlSources } from "./presigned-url-sources";

type EndUsersField = Extract<EnabledAccess["selfService"], { readonly kind: "on" }>["endUsers"];

/** The constructs that self-service depends on. */
export interface SelfServiceConstructs extends PresignedUrlConstructs {
  readonly context: PerimeterContext;
  readonly buckets: LockedBuckets;
  readonly studio: Studio;
  /** KMS key of home directories and volumes. */
  readonly studioKey: EncryptionKey;
}

/**
 * Adds self-service if the environment has it.
 *
 * @returns ids to publish
 */
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
  const { context, network, endpoints, buckets, studio } = constructs;
  const { name, account } = context;
  const arns = (patterns: readonly string[]) => patterns.map((pattern) => account.iamArn(pattern));
  const hasNotebook = access.notebookInstance !== undefined;
  const { portfolioId } = new SelfService(scope, "self_service", {
    context,
    endUsers: toEndUsers(selfService.endUsers, account),
    users: selfServiceUsers(name, environment.studio.userProfiles, access.notebookInstance?.user),
    archivePath: archivePath("studio-url"),
    region: environment.region,
    vpcId: network.vpcId,
    networkCidr: environment.vpcCidr,
    subnetIds: network.subnets("function").map((subnet) => subnet.id),
    routeTableIds: network.routeTables("function").map((table) => table.id),
    endpoints,
    domainId: studio.domainId,
    restrictUrlsToNetwork,
    studioUrlSources: presignedUrlSources("studio", constructs, access),
    notebookUrlSources: hasNotebook ? presignedUrlSources("notebook", constructs, access) : undefined,
    notebookKeyArn: hasNotebook ? constructs.studioKey.arn : undefined,
    urlExpirationInSeconds: urlLifeSeconds,
    deployers: arns(environment.deployers),
    breakGlass: arns(environment.breakGlass),
    s3EndpointIds: [endpoints.s3EndpointId],
    templateKeyArn: buckets.key.arn,
    accessLogsBucket: buckets.accessLogs.id,
    logDelivery: buckets.logDelivery,
  });
  return [{ name: "portfolio_id", value: portfolioId, description: "Portfolio of the self-service products" }];
}

function toEndUsers(endUsers: EndUsersField, account: IAccount): EndUsers {
  switch (endUsers.kind) {
    case "iam-users":
      return endUsers;
    case "saml":
      return { kind: "saml", providerArn: account.iamArn(endUsers.provider) };
    case "portal":
      return { kind: "portal", providerArn: account.iamArn(endUsers.provider), clientId: endUsers.clientId };
    case "roles":
      return { kind: "roles", roleArns: endUsers.roles.map((role) => account.iamArn(role)) };
  }
}

/** SHA-256 in base64 of the archive of the function that creates presigned URLs; `undefined` without self-service. */
export function signInCodeHash(environment: Environment): string | undefined {
  return hasSelfService(environment)
    ? createHash("sha256")
        .update(readFileSync(archivePath("studio-url")))
        .digest("base64")
    : undefined;
}
