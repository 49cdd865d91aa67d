import type { Row } from "../protocol/values";
import { isRow, itemsOf, textOf, textsOf } from "../protocol/values";
import type { Thing, World } from "./account-state";
import { put, remove, thingsOf } from "./account-state";

/**
 * What SageMaker puts beside a new domain, unseen by Terraform: a file system with a mount target in each subnet, and two
 * NFS security groups whose rules name each other.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/gs-studio-delete-domain.html
 */
export function makeBesideDomain(world: World, domain: Row): void {
  const inbound = nfsGroup("inbound", domain);
  const outbound = nfsGroup("outbound", domain);
  const fileSystem = fileSystemOf(domain);
  const mountTargets = textsOf(domain.subnet_ids).map((subnetId): Thing => {
    const id = subnetId.replace("subnet-", "fsmt-");
    const row: Row = {
      id,
      subnet_id: subnetId,
      file_system_id: fileSystem.row.id ?? null,
      security_groups: [inbound.row.id ?? null],
    };
    return { type: "aws_efs_mount_target", row };
  });
  const rules = [nfsRule("ingress", inbound, outbound), nfsRule("egress", outbound, inbound)];
  for (const thing of [inbound, outbound, fileSystem, ...mountTargets, ...rules]) {
    put(world, thing);
  }
}

/** What stays after a domain is gone: the two security groups always, the file system where it is to be retained. */
export function leaveBehindDomain(world: World, domain: Row): void {
  const retained = itemsOf(domain.retention_policy).every(
    (policy) => !isRow(policy) || policy.home_efs_file_system !== "Delete",
  );
  const mountTargets = thingsOf(world, "aws_efs_mount_target").filter(
    ({ row }) => row.file_system_id === domain.home_efs_file_system_id,
  );
  if (!retained) {
    for (const thing of [...mountTargets, fileSystemOf(domain)]) {
      remove(world, thing);
    }
  }
  if (world.leftovers === "sweep") {
    sweep(world, domain, retained ? mountTargets : []);
  }
}

function sweep(world: World, domain: Row, mountTargets: readonly Thing[]): void {
  const groups = [nfsGroup("inbound", domain), nfsGroup("outbound", domain)];
  const ids = groups.map(({ row }) => row.id);
  const rules = [...world.things.values()].filter(({ row }) => ids.includes(row.security_group_id ?? null));
  for (const thing of [...mountTargets, ...rules, ...groups]) {
    remove(world, thing);
  }
  const groupNames = groups.map(({ row }) => textOf(row.name)).join(" and ");
  const targets =
    mountTargets.length === 0
      ? ""
      : `${mountTargets.length} mount target(s) of the retained file system ${textOf(domain.home_efs_file_system_id)}, `;
  world.tell(`swept what SageMaker leaves behind, as docs/operating.md tells a person to: ${targets}${groupNames}`);
}

function nfsGroup(direction: "inbound" | "outbound", domain: Row): Thing {
  const domainId = textOf(domain.id) ?? "";
  const id = `sg-${domainId.replace("d-", "")}${direction === "inbound" ? "0001" : "0002"}`;
  const name = `security-group-for-${direction}-nfs-${domainId}`;
  return { type: "aws_security_group", row: { id, name, vpc_id: domain.vpc_id ?? null } };
}

function nfsRule(direction: "ingress" | "egress", group: Thing, other: Thing): Thing {
  const id = `${textOf(group.row.id)?.replace("sg-", "sgr-")}`;
  const row: Row = { id, security_group_id: group.row.id ?? null, referenced_security_group_id: other.row.id ?? null };
  return { type: `aws_vpc_security_group_${direction}_rule`, row };
}

function fileSystemOf(domain: Row): Thing {
  return { type: "aws_efs_file_system", row: { id: domain.home_efs_file_system_id ?? null } };
}
