import { ownEntry } from "../../collections/own-entry";
import { resourceGraphOf } from "../../terraform/references/resource-graph";
import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";

/** The service of a policy, and the argument that names its resource: none for a policy of the account. */
const attachments: Readonly<Record<string, { readonly service: string; readonly argument?: string }>> = {
  aws_lambda_permission: { service: "lambda", argument: "function_name" },
  aws_lambda_layer_version_permission: { service: "lambda", argument: "layer_name" },
  aws_sqs_queue_policy: { service: "sqs", argument: "queue_url" },
  aws_sns_topic_policy: { service: "sns", argument: "arn" },
  aws_secretsmanager_secret_policy: { service: "secretsmanager", argument: "secret_arn" },
  aws_ecr_repository_policy: { service: "ecr", argument: "repository" },
  aws_ecr_registry_policy: { service: "ecr" },
  aws_cloudwatch_log_resource_policy: { service: "logs" },
  aws_cloudwatch_event_bus_policy: { service: "events", argument: "event_bus_name" },
  aws_cloudwatch_event_permission: { service: "events", argument: "event_bus_name" },
  aws_efs_file_system_policy: { service: "elasticfilesystem", argument: "file_system_id" },
  aws_dynamodb_resource_policy: { service: "dynamodb", argument: "resource_arn" },
  aws_kinesis_resource_policy: { service: "kinesis", argument: "resource_arn" },
  aws_backup_vault_policy: { service: "backup", argument: "backup_vault_name" },
  aws_glue_resource_policy: { service: "glue" },
  aws_codeartifact_domain_permissions_policy: { service: "codeartifact", argument: "domain" },
  aws_codeartifact_repository_permissions_policy: { service: "codeartifact", argument: "repository" },
  aws_opensearch_domain_policy: { service: "es", argument: "domain_name" },
};

/** Arguments with the name under which AWS knows a resource. */
const nameArguments = ["function_name", "layer_name", "name", "domain_name", "domain", "repository"];

/** What the configuration says about one resource, and policies of which nobody can say whether they are its own. */
export interface ResourcesAbout {
  readonly configuration: TerraformConfiguration;
  readonly doubts: readonly Evidence[];
}

/** The resource, what refers to it, and the policies of the service that are attached to it by a name. */
export function resourcesAbout(
  configuration: TerraformConfiguration,
  { address }: Resource,
  service: string,
): ResourcesAbout {
  const mention = JSON.stringify(`\${${address}.`).slice(1, -1);
  const others = configuration.resources.filter((resource) => resource.address !== address);
  const relations = new Map(others.map((other) => [other, relationTo(configuration, address, other, service)]));
  const resources = configuration.resources.filter(
    (resource) =>
      resource.address === address ||
      relations.get(resource) === "own" ||
      JSON.stringify(resource.values).includes(mention),
  );
  const unclear = others.filter((other) => relations.get(other) === "unknown" && !resources.includes(other));
  return {
    configuration: { ...configuration, resources },
    doubts: unclear.map((other) => ({
      text: `${other.address} may be attached to ${address}: what its argument names is not known`,
      addresses: [other.address],
    })),
  };
}

/** Whether a policy is attached to the resource. `other`: no policy of the service, or one of another resource for certain. */
function relationTo(
  configuration: TerraformConfiguration,
  address: string,
  { type, mode, values }: Resource,
  service: string,
): "own" | "other" | "unknown" {
  const attachment = ownEntry(attachments, type);
  if (mode !== "managed" || attachment?.service !== service) {
    return "other";
  }
  if (attachment.argument === undefined) {
    return "own";
  }
  const graph = resourceGraphOf(configuration);
  const asked = graph.find(address);
  const target = graph.target(values[attachment.argument]);
  if (target.kind === "resource") {
    const { resource } = target;
    const isAlike = resource.mode === "managed" && resource.type === asked?.type;
    return resource.address === address ? "own" : isAlike ? "other" : "unknown";
  }
  if (target.kind !== "literal") {
    return "unknown";
  }
  const names = nameArguments
    .map((argument) => graph.target(asked?.values[argument]))
    .filter(({ kind }) => kind !== "absent");
  const parts = target.text.split(/[:/]/);
  if (names.some((name) => name.kind === "literal" && (name.text === target.text || parts.includes(name.text)))) {
    return "own";
  }
  return names.length > 0 && names.every(({ kind }) => kind === "literal") ? "other" : "unknown";
}
