import type { ObjectValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";
import type { AccountState, AwsResource } from "./account-state";
import { accountResourcesOfType, putResource, removeResource } from "./account-state";

/**
 * Adds what SageMaker creates for a new domain outside Terraform: a file system with a mount target in each subnet, and two
 * NFS security groups that reference each other.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/gs-studio-delete-domain.html
 */
export function addDomainManagedResources(accountState: AccountState, domain: ObjectValue): void {
  const inbound = nfsGroup("inbound", domain);
  const outbound = nfsGroup("outbound", domain);
  const fileSystem = fileSystemOf(domain);
  const mountTargets = knownStrings(domain.subnet_ids).map((subnetId): AwsResource => {
    const id = subnetId.replace("subnet-", "fsmt-");
    const attributes: ObjectValue = {
      id,
      subnet_id: subnetId,
      file_system_id: fileSystem.attributes.id ?? null,
      security_groups: [inbound.attributes.id ?? null],
    };
    return { type: "aws_efs_mount_target", attributes };
  });
  const rules = [nfsRule("ingress", inbound, outbound), nfsRule("egress", outbound, inbound)];
  for (const resource of [inbound, outbound, fileSystem, ...mountTargets, ...rules]) {
    putResource(accountState, resource);
  }
}

/** Leaves what SageMaker does not delete with a domain: the two security groups, and the file system if it is retained. */
export function orphanDomainResources(accountState: AccountState, domain: ObjectValue): void {
  const retained = itemsOf(domain.retention_policy).every(
    (policy) => !isObjectValue(policy) || policy.home_efs_file_system !== "Delete",
  );
  const mountTargets = accountResourcesOfType(accountState, "aws_efs_mount_target").filter(
    ({ attributes }) => attributes.file_system_id === domain.home_efs_file_system_id,
  );
  if (!retained) {
    for (const resource of [...mountTargets, fileSystemOf(domain)]) {
      removeResource(accountState, resource);
    }
  }
  if (accountState.orphanPolicy === "remove") {
    removeOrphans(accountState, domain, retained ? mountTargets : []);
  }
}

function removeOrphans(accountState: AccountState, domain: ObjectValue, mountTargets: readonly AwsResource[]): void {
  const groups = [nfsGroup("inbound", domain), nfsGroup("outbound", domain)];
  const ids = groups.map(({ attributes }) => attributes.id);
  const rules = [...accountState.resources.values()].filter(({ attributes }) =>
    ids.includes(attributes.security_group_id ?? null),
  );
  for (const resource of [...mountTargets, ...rules, ...groups]) {
    removeResource(accountState, resource);
  }
  const groupNames = groups.map(({ attributes }) => knownString(attributes.name)).join(" and ");
  const targets =
    mountTargets.length === 0
      ? ""
      : `${mountTargets.length} mount target(s) of the retained file system ${knownString(domain.home_efs_file_system_id)}, `;
  accountState.onEvent(`removed what SageMaker leaves behind (see docs/operating.md): ${targets}${groupNames}`);
}

function nfsGroup(direction: "inbound" | "outbound", domain: ObjectValue): AwsResource {
  const domainId = knownString(domain.id) ?? "";
  const id = `sg-${domainId.replace("d-", "")}${direction === "inbound" ? "0001" : "0002"}`;
  const name = `security-group-for-${direction}-nfs-${domainId}`;
  return { type: "aws_security_group", attributes: { id, name, vpc_id: domain.vpc_id ?? null } };
}

function nfsRule(direction: "ingress" | "egress", group: AwsResource, other: AwsResource): AwsResource {
  const id = `${knownString(group.attributes.id)?.replace("sg-", "sgr-")}`;
  const attributes: ObjectValue = {
    id,
    security_group_id: group.attributes.id ?? null,
    referenced_security_group_id: other.attributes.id ?? null,
  };
  return { type: `aws_vpc_security_group_${direction}_rule`, attributes };
}

function fileSystemOf(domain: ObjectValue): AwsResource {
  return { type: "aws_efs_file_system", attributes: { id: domain.home_efs_file_system_id ?? null } };
}
