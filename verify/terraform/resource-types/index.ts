import { ownEntry } from "../../collections/own-entry";
import { gapTypes } from "./gaps/gap-types";
import { computeTypes } from "./modeled/compute/compute-types";
import { emrTypes } from "./modeled/compute/emr-types";
import { dnsTypes } from "./modeled/dns-types";
import { endpointsTypes } from "./modeled/endpoints-types";
import { filtersTypes } from "./modeled/filters-types";
import { firewallTypes } from "./modeled/firewall-types";
import { iamTypes } from "./modeled/iam-types";
import { loadBalancerTypes } from "./modeled/load-balancer-types";
import { messagesTypes } from "./modeled/messages-types";
import { operationsTypes } from "./modeled/operations-types";
import { sagemakerTypes } from "./modeled/sagemaker/sagemaker-types";
import { studioTypes } from "./modeled/sagemaker/studio-types";
import { sagemakerWorkflowTypes } from "./modeled/sagemaker/workflow-types";
import { sharingTypes } from "./modeled/sharing-types";
import { bucketTypes } from "./modeled/storage/bucket-types";
import { registryTypes } from "./modeled/storage/registry-types";
import { storageTypes } from "./modeled/storage/storage-types";
import { transitTypes } from "./modeled/transit/transit-types";
import { vpcTypes } from "./modeled/vpc-types";
import { neutralResourceTypes } from "./neutral-types";
import { reportedTypes } from "./reported-types";
import { everyTopic, type ResourceTopic, type ResourceType, type ResourceTypes } from "./resource-type";

/**
 * What the prover knows about each resource type. A type without an entry may do anything: each resource of it is a gap of
 * every topic.
 */
export const resourceTypes: ResourceTypes = {
  ...gapTypes,
  ...neutralResourceTypes,
  ...reportedTypes,
  ...computeTypes,
  ...dnsTypes,
  ...emrTypes,
  ...endpointsTypes,
  ...filtersTypes,
  ...firewallTypes,
  ...iamTypes,
  ...loadBalancerTypes,
  ...messagesTypes,
  ...operationsTypes,
  ...sagemakerTypes,
  ...sagemakerWorkflowTypes,
  ...sharingTypes,
  ...bucketTypes,
  ...storageTypes,
  ...registryTypes,
  ...studioTypes,
  ...transitTypes,
  ...vpcTypes,
};

/** The entry of a resource type. */
export function resourceTypeOf(type: string): ResourceType | undefined {
  return ownEntry(resourceTypes, type);
}

/** What a resource of the type can affect: of a neutral type, only what is not known of it can, and that may be anything. */
export function topicsOfType(type: string): readonly ResourceTopic[] {
  const known = resourceTypeOf(type);
  return known === undefined || known.kind === "neutral" ? everyTopic : known.topics;
}

/** Whether Studio consists of resources of the type: a domain, its user profiles and their spaces. */
export function isStudioType(type: string): boolean {
  return Object.hasOwn(studioTypes, type);
}

/** Whether the type belongs to the AWS provider: Terraform takes the text before the first underscore for its local name. */
export function isAwsType(type: string): boolean {
  return type.split("_")[0] === "aws";
}

/** Whether the type belongs to the provider of the Cloud Control API, of which no model reads a type. */
export function isCloudControlType(type: string): boolean {
  return type.split("_")[0] === "awscc";
}
