import { ownEntry } from "../../collections/own-entry";
import { policyModel } from "../../iam/attachments/policy-model";
import { packageGroupsOf } from "../../terraform/cloudformation/package-groups";
import { type ReferenceTarget, type ResourceGraph, resourceGraphOf } from "../../terraform/references/resource-graph";
import {
  actionsOfListener,
  answeringActions,
  attachmentsOf,
  isInternalApplicationLoadBalancer,
  isNetworkLoadBalancer,
  listenersOf,
  targetGroupsOfAction,
} from "../../terraform/resource-types/modeled/load-balancer-types";
import { everyTopic } from "../../terraform/resource-types/resource-type";
import type { Json, JsonObject, Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type GapTopic, type ModelGap, modelGap } from "../model-gap";
import { imagePulls, isNarrowPolicy, logDeliveries } from "./narrow-policies";

/** What makes a resource one that no model reads, although models read its type. */
interface PartOfType {
  readonly topics: readonly GapTopic[];
  /** A predicate of the resource; `undefined` if a model reads it. */
  doing(configuration: TerraformConfiguration, resource: Resource): string | undefined;
}

/**
 * What AWS permits participants of a share, where the share names no other permission.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/security-ram-permissions.html
 */
const defaultPermission = /^arn:[^:]*:ram::aws:permission\/AWSRAMDefaultPermission/;

const partsOfTypes: Readonly<Record<string, PartOfType>> = {
  aws_cloudformation_stack: {
    topics: everyTopic,
    doing: (configuration, { values }) =>
      packageGroupsOf(values.template_body)?.every(({ domain }) => isNameOfDomain(configuration, domain)) === true
        ? undefined
        : "creates the resources of its template; only package groups of CodeArtifact in a JSON template are modeled",
  },
  aws_cloudwatch_log_resource_policy: {
    topics: ["data", "identities", "operations"],
    doing: (configuration, { address, values }) =>
      isNarrowPolicy(configuration, values.policy_document, address, logDeliveries)
        ? undefined
        : "grants permissions on logs; only deliveries of AWS services to log groups are modeled",
  },
  aws_ecr_repository_policy: {
    topics: ["data", "identities"],
    doing: (configuration, { address, values }) =>
      isNarrowPolicy(configuration, values.policy, address, imagePulls)
        ? undefined
        : "lets others change container images; only pulls are modeled",
  },
  aws_elb: {
    topics: ["network", "data"],
    doing: (configuration, { values }) =>
      values.internal !== true
        ? "accepts connections from the internet and forwards them; only internal classic load balancers are modeled"
        : resourceGraphOf(configuration).listTargets(values.subnets).length === 0
          ? "names no subnet, so it is in the default VPC"
          : undefined,
  },
  aws_lb: {
    topics: ["network", "data"],
    doing: (configuration, balancer) =>
      isNetworkLoadBalancer(balancer) ? undefined : unreadForwarding(configuration, balancer),
  },
  aws_sagemaker_pipeline: {
    topics: ["network", "data", "identities"],
    doing: (configuration, { values }) =>
      isExecutionRole(configuration, values.role_arn)
        ? undefined
        : "starts jobs as a role that no domain, profile or space of Studio has; only pipelines of execution roles are modeled",
  },
  aws_ram_resource_share: {
    topics: ["network", "names", "data"],
    doing: (configuration, { values }) => {
      const permissions = resourceGraphOf(configuration).listTargets(values.permission_arns);
      return permissions.every((one) => one.kind === "literal" && defaultPermission.test(one.text))
        ? undefined
        : "gives its participants other permissions than the default ones of AWS";
    },
  },
  aws_ram_resource_association: {
    topics: ["network", "names", "data"],
    doing: (configuration, { values }) =>
      partOfUndeclaredShare(configuration, values) ??
      unreadShare(resourceGraphOf(configuration).target(values.resource_arn)),
  },
  aws_ram_principal_association: {
    topics: ["network", "names", "data"],
    doing: (configuration, { values }) => partOfUndeclaredShare(configuration, values),
  },
};

/** Whether the claims about what Studio's users start are decided for the role. */
function isExecutionRole(configuration: TerraformConfiguration, role: Json | undefined): boolean {
  const { executionRoles, text } = policyModel(configuration);
  return typeof role === "string" && executionRoles.some(({ arn }) => arn === text.resolve(role));
}

/** Whether Terraform inserts nothing into the template but the name of a domain, which has no character that JSON escapes. */
function isNameOfDomain(configuration: TerraformConfiguration, text: string): boolean {
  return (
    !text.includes("${") ||
    resourceGraphOf(configuration)
      .ofType("aws_codeartifact_domain")
      .some(({ address }) => text === `\${${address}.domain}`)
  );
}

/** What no model reads of another load balancer than a Network Load Balancer; `undefined` if models read all that it does. */
function unreadForwarding(configuration: TerraformConfiguration, balancer: Resource): string | undefined {
  const graph = resourceGraphOf(configuration);
  const listeners = listenersOf(graph, balancer);
  if (isInternalApplicationLoadBalancer(balancer) && listeners.length === 0) {
    return "has no listener in this configuration, so what it forwards, and where to, is not known; add its aws_lb_listener";
  }
  return onlyForwards(graph, balancer, listeners)
    ? undefined
    : "accepts connections and forwards them; only Network Load Balancers are modeled, and internal Application Load Balancers that answer, or forward to instances, addresses and functions";
}

/**
 * Whether an Application Load Balancer does what a Network Load Balancer does, besides answers of its own: each listener forwards to instances,
 * addresses, or functions of the configuration, which run in the subnets that they name. An action that signs users in is a gap of its own.
 */
function onlyForwards(graph: ResourceGraph, balancer: Resource, listeners: readonly Resource[]): boolean {
  const actions = listeners.flatMap((listener) => actionsOfListener(graph, listener));
  return (
    isInternalApplicationLoadBalancer(balancer) &&
    actions.length > 0 &&
    actions.every((action) => answeringActions.has(action.type) || forwardsToHosts(graph, action))
  );
}

function forwardsToHosts(graph: ResourceGraph, action: JsonObject): boolean {
  const groups = targetGroupsOfAction(action);
  return groups.length > 0 && groups.every((arn) => isOfHosts(graph, managedTarget(graph, arn, "aws_lb_target_group")));
}

function isOfHosts(graph: ResourceGraph, group: Resource | undefined): boolean {
  if (group === undefined) {
    return false;
  }
  const kind = group.values.target_type ?? "instance";
  return (
    kind === "instance" ||
    kind === "ip" ||
    (kind === "lambda" && attachmentsOf(graph, group).every(({ values }) => isOwnFunction(graph, values)))
  );
}

function isOwnFunction(graph: ResourceGraph, { target_id: id }: JsonObject): boolean {
  return managedTarget(graph, id, "aws_lambda_function") !== undefined;
}

/** The resource of the configuration that a value refers to, if it is one of the type. */
function managedTarget(graph: ResourceGraph, value: Json | undefined, type: string): Resource | undefined {
  const target = graph.target(value);
  return target.kind === "resource" && target.resource.mode === "managed" && target.resource.type === type
    ? target.resource
    : undefined;
}

/** Resources that no model reads, of types of which models read others. */
export function partlyModeledGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const { address, mode, type } = resource;
  const part = mode === "managed" ? ownEntry(partsOfTypes, type) : undefined;
  const doing = part?.doing(configuration, resource);
  return part === undefined || doing === undefined
    ? []
    : [modelGap(part.topics, `${address} ${doing}`, resource, { type })];
}

/**
 * Types that participants of a share can use and not change, with the forms of their ARNs. Of a subnet, the network model reads who
 * takes part; a transit gateway routes attachments of other accounts as any other one.
 */
const sharedTypes: Readonly<Record<string, RegExp>> = {
  aws_ec2_managed_prefix_list: /^arn:[^:]*:ec2:[^:]*:\d*:prefix-list\//,
  aws_ec2_transit_gateway: /^arn:[^:]*:ec2:[^:]*:\d*:transit-gateway\//,
  aws_networkfirewall_firewall_policy: /^arn:[^:]*:network-firewall:[^:]*:\d*:firewall-policy\//,
  aws_networkfirewall_rule_group: /^arn:[^:]*:network-firewall:[^:]*:\d*:state(?:ful|less)-rulegroup\//,
  aws_route53_resolver_firewall_rule_group: /^arn:[^:]*:route53resolver:[^:]*:\d*:firewall-rule-group\//,
  aws_route53_resolver_query_log_config: /^arn:[^:]*:route53resolver:[^:]*:\d*:resolver-query-log-config\//,
  aws_route53_resolver_rule: /^arn:[^:]*:route53resolver:[^:]*:\d*:resolver-rule\//,
};

function partOfUndeclaredShare(
  configuration: TerraformConfiguration,
  { resource_share_arn: share }: JsonObject,
): string | undefined {
  return managedTarget(resourceGraphOf(configuration), share, "aws_ram_resource_share") === undefined
    ? "belongs to a share that is declared elsewhere, so who gets what is not known"
    : undefined;
}

function unreadShare(target: ReferenceTarget): string | undefined {
  const sharesOther = "shares a resource of a type that is not modeled with other accounts";
  switch (target.kind) {
    case "resource": {
      const { mode, type } = target.resource;
      return mode === "managed" && (type === "aws_subnet" || Object.hasOwn(sharedTypes, type))
        ? undefined
        : `${sharesOther}: ${target.resource.address}`;
    }
    case "literal": {
      const isKnown = Object.values(sharedTypes).some((form) => form.test(target.text));
      const isSubnet = /:subnet\//.test(target.text);
      return isKnown
        ? undefined
        : isSubnet
          ? "shares a subnet that is declared elsewhere"
          : `${sharesOther}: ${target.text}`;
    }
    default:
      return "shares a resource that cannot be resolved with other accounts";
  }
}
