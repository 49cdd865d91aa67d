import { blocksOf, type JsonObject } from "../../../verify/terraform/terraform-configuration";
import type { AwsRequest, SendAwsRequest } from "../aws-request";
import type { DeployedEnvironment } from "./deployed-environment";

/** Something that AWS has and Terraform does not know, and that must go before Terraform can go on. */
export interface Leftover {
  /** Unique within its kind. */
  readonly id: string;
  /** For a person: name and state. */
  readonly label: string;
  /** What deletes it, in order. Empty while AWS deletes it. */
  readonly requests: readonly AwsRequest[];
}

/** A kind of leftovers. What is left is asked anew each time, so that a run can go on where another one stopped. */
export interface LeftoverKind {
  readonly title: string;
  readonly find: (send: SendAwsRequest) => Promise<readonly Leftover[]>;
}

/** Kinds of leftovers that stop the destroy of the domain, in order. A launched product needs its function to end. */
export function leftoversBeforeDomain({
  domain,
  productIds,
  userProfiles,
}: DeployedEnvironment): readonly LeftoverKind[] {
  return [
    ...(productIds.length === 0 ? [] : [launchedProducts(productIds)]),
    ...(domain === undefined ? [] : [apps(domain.id), spaces(domain.id), otherUserProfiles(domain.id, userProfiles)]),
  ];
}

/** Kinds that stop the destroy of the network, in order: what SageMaker creates for a domain and leaves. */
export function leftoversAfterDomain({ vpcId, subnetIds }: DeployedEnvironment): readonly LeftoverKind[] {
  return vpcId === undefined ? [] : [homeMountTargets(subnetIds), fileTrafficGroups(vpcId)];
}

/** @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_ProvisionedProductDetail.html */
function launchedProducts(productIds: readonly string[]): LeftoverKind {
  const call = caller("servicecatalog");
  return {
    title: "launched products",
    find: async (send) => {
      const { ProvisionedProducts: listed } = await send(
        call("scan-provisioned-products", { AccessLevelFilter: { Key: "Account", Value: "self" } }),
      );
      return blocksOf(listed)
        .filter(({ ProductId: product }) => productIds.includes(String(product)))
        .map(({ Id: id, Name: name, Status: status }) => ({
          id: String(id),
          label: `${name} (${status})`,
          requests:
            status === "UNDER_CHANGE" || status === "PLAN_IN_PROGRESS"
              ? []
              : [call("terminate-provisioned-product", { ProvisionedProductId: String(id) })],
        }));
    },
  };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AppDetails.html */
function apps(domainId: string): LeftoverKind {
  const call = caller("sagemaker");
  return {
    title: "apps",
    find: async (send) => {
      const { Apps: listed } = await send(call("list-apps", { DomainIdEquals: domainId }));
      return blocksOf(listed)
        .filter(({ Status: status }) => status !== "Deleted")
        .map(({ AppType = "", AppName = "", SpaceName, UserProfileName = "", Status: status }) => {
          const owner: JsonObject = SpaceName === undefined ? { UserProfileName } : { SpaceName };
          const input: JsonObject = { DomainId: domainId, ...owner, AppType, AppName };
          const id = [SpaceName ?? UserProfileName, AppType, AppName].join("/");
          return {
            id,
            label: `${id} (${status})`,
            requests: status === "Deleting" ? [] : [call("delete-app", input)],
          };
        });
    },
  };
}

function spaces(domainId: string): LeftoverKind {
  const call = caller("sagemaker");
  return {
    title: "spaces",
    find: async (send) => {
      const { Spaces: listed } = await send(call("list-spaces", { DomainIdEquals: domainId }));
      return blocksOf(listed).map(({ SpaceName, Status: status }) => ({
        id: String(SpaceName),
        label: `${SpaceName} (${status})`,
        requests:
          status === "Deleting" ? [] : [call("delete-space", { DomainId: domainId, SpaceName: String(SpaceName) })],
      }));
    },
  };
}

/** Profiles that were created outside Terraform, as where an environment lists none. */
function otherUserProfiles(domainId: string, managed: readonly string[]): LeftoverKind {
  const call = caller("sagemaker");
  return {
    title: "user profiles that Terraform did not create",
    find: async (send) => {
      const { UserProfiles: listed } = await send(call("list-user-profiles", { DomainIdEquals: domainId }));
      return blocksOf(listed)
        .filter(({ UserProfileName: name }) => !managed.includes(String(name)))
        .map(({ UserProfileName: name, Status: status }) => ({
          id: String(name),
          label: `${name} (${status})`,
          requests:
            status === "Deleting"
              ? []
              : [call("delete-user-profile", { DomainId: domainId, UserProfileName: String(name) })],
        }));
    },
  };
}

/**
 * Mount targets of retained home directories. Their file system stays; their addresses would keep the subnets.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/gs-studio-delete-domain.html
 */
function homeMountTargets(subnetIds: readonly string[]): LeftoverKind {
  const call = caller("efs");
  return {
    title: "mount targets of home directories",
    find: async (send) => {
      const { FileSystems: systems } = await send(call("describe-file-systems", {}));
      const own = blocksOf(systems).filter(({ Tags: tags }) =>
        blocksOf(tags).some(({ Key: key }) => key === "ManagedByAmazonSageMakerResource"),
      );
      const targets: JsonObject[] = [];
      for (const { FileSystemId: id } of own) {
        const { MountTargets: listed } = await send(call("describe-mount-targets", { FileSystemId: String(id) }));
        targets.push(...blocksOf(listed));
      }
      return targets
        .filter(({ SubnetId: subnet }) => subnetIds.includes(String(subnet)))
        .map(({ MountTargetId, FileSystemId, LifeCycleState: status }) => ({
          id: String(MountTargetId),
          label: `${MountTargetId} of ${FileSystemId} (${status})`,
          requests:
            status === "deleting" || status === "deleted"
              ? []
              : [call("delete-mount-target", { MountTargetId: String(MountTargetId) })],
        }));
    },
  };
}

/** The two NFS security groups refer to each other, so that rules go before groups. */
function fileTrafficGroups(vpcId: string): LeftoverKind {
  const call = caller("ec2");
  const names = ["inbound", "outbound"].map((direction) => `security-group-for-${direction}-nfs-d-*`);
  return {
    title: "NFS security groups",
    find: async (send) => {
      const { SecurityGroups: groups } = await send(
        call("describe-security-groups", { Filters: [filter("vpc-id", [vpcId]), filter("group-name", names)] }),
      );
      const ids = blocksOf(groups).map(({ GroupId: id }) => String(id));
      if (ids.length === 0) {
        return [];
      }
      const { SecurityGroupRules: rules } = await send(
        call("describe-security-group-rules", { Filters: [filter("group-id", ids)] }),
      );
      const isEmpty = blocksOf(rules).length === 0;
      return ids.map((id) => ({
        id: isEmpty ? id : `rules of ${id}`,
        label: isEmpty ? id : `${id} with its rules`,
        requests: isEmpty ? [call("delete-security-group", { GroupId: id })] : revocations(id, blocksOf(rules)),
      }));
    },
  };

  function revocations(group: string, rules: readonly JsonObject[]): readonly AwsRequest[] {
    const own = rules.filter(({ GroupId: id }) => id === group);
    return (["ingress", "egress"] as const).flatMap((direction) => {
      const ids = own
        .filter(({ IsEgress: isEgress }) => isEgress === (direction === "egress"))
        .map(({ SecurityGroupRuleId: id }) => String(id));
      const input = { GroupId: group, SecurityGroupRuleIds: ids };
      return ids.length === 0 ? [] : [call(`revoke-security-group-${direction}`, input)];
    });
  }
}

function filter(name: string, values: readonly string[]): JsonObject {
  return { Name: name, Values: [...values] };
}

function caller(service: AwsRequest["service"]) {
  return (operation: string, input: JsonObject): AwsRequest => ({ service, operation, input });
}
