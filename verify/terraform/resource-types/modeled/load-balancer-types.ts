import type { ResourceGraph } from "../../references/resource-graph";
import { blocksOf, isSet, type Json, type JsonObject, type Resource } from "../../terraform-configuration";
import { ADDRESS, BROWSER, LOGGING, MODE, NAME, PROGRAM, SCHEDULE, SIZE, STRICTER } from "../neutral-reasons";
import {
  type ArgumentUse,
  freeText,
  inBlock,
  modeled,
  neutral,
  OURS,
  READ,
  type ResourceTypes,
  unread,
} from "../resource-type";

/** Where load balancers write what they log. */
const logArguments = { bucket: OURS, enabled: LOGGING, prefix: NAME };

/** Headers that only an Application Load Balancer adds. */
const headerArguments = Object.fromEntries(
  `
  routing_http_request_x_amzn_mtls_clientcert_header_name routing_http_request_x_amzn_mtls_clientcert_issuer_header_name
  routing_http_request_x_amzn_mtls_clientcert_leaf_header_name
  routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name
  routing_http_request_x_amzn_mtls_clientcert_subject_header_name
  routing_http_request_x_amzn_mtls_clientcert_validity_header_name
  routing_http_request_x_amzn_tls_cipher_suite_header_name routing_http_request_x_amzn_tls_version_header_name
  routing_http_response_access_control_allow_credentials_header_value
  routing_http_response_access_control_allow_headers_header_value
  routing_http_response_access_control_allow_methods_header_value
  routing_http_response_access_control_allow_origin_header_value
  routing_http_response_access_control_expose_headers_header_value
  routing_http_response_access_control_max_age_header_value
  routing_http_response_content_security_policy_header_value routing_http_response_server_enabled
  routing_http_response_strict_transport_security_header_value
  routing_http_response_x_content_type_options_header_value routing_http_response_x_frame_options_header_value
  `
    .trim()
    .split(/\s+/)
    .map((name) => [name, BROWSER]),
);

/** Asks another host who the user is. */
const SIGN_IN = unread("signs users in with another host");
const RESPONSE = freeText(
  "an answer of the load balancer itself; the network of the client decides what it reaches then",
);
const REQUESTS = freeText("a choice of requests; the models take each rule as one that every request meets");

/** A classic load balancer forwards to instances of its own VPC alone. */
const CLASSIC_TARGETS = neutral("a choice of instances in a VPC whose security groups the models read");

/** Actions of a listener, and of the rules of one. */
const actionArguments: Readonly<Record<string, ArgumentUse>> = {
  authenticate_cognito: SIGN_IN,
  authenticate_oidc: SIGN_IN,
  fixed_response: RESPONSE,
  "forward.stickiness": MODE,
  "forward.target_group.arn": READ,
  "forward.target_group.weight": SIZE,
  jwt_validation: SIGN_IN,
  order: MODE,
  redirect: RESPONSE,
  target_group_arn: READ,
  type: READ,
};

/** Types of load balancers that have security groups, subnets and, unless they are internal, public addresses. */
export const balancerTypes = ["aws_lb", "aws_elb"] as const;

/** Whether a load balancer is a Network Load Balancer. The provider creates an application load balancer where the argument is left out. */
export function isNetworkLoadBalancer({ values }: Resource): boolean {
  return values.load_balancer_type === "network";
}

/** Whether a load balancer is an Application Load Balancer that has no public address. */
export function isInternalApplicationLoadBalancer({ values }: Resource): boolean {
  const { load_balancer_type: type = "application", internal } = values;
  return (type === "application" || type === null) && internal === true;
}

/** The target groups that an action of a listener names, as written. */
export function targetGroupsOfAction({ target_group_arn: only, forward }: JsonObject): readonly Json[] {
  const weighted = blocksOf(forward).flatMap(({ target_group: group }) =>
    blocksOf(group).map(({ arn }) => arn ?? null),
  );
  return [...(isSet(only) ? [only ?? null] : []), ...weighted];
}

/** Actions with which an Application Load Balancer answers itself. */
export const answeringActions: ReadonlySet<Json | undefined> = new Set(["fixed-response", "redirect"]);

/** The listeners of a load balancer. */
export function listenersOf(graph: ResourceGraph, { address }: Resource): readonly Resource[] {
  return graph
    .ofType("aws_lb_listener")
    .filter(({ values }) => graph.referenceKey(values.load_balancer_arn) === address);
}

/** What is registered in a target group. */
export function attachmentsOf(graph: ResourceGraph, { address }: Resource): readonly Resource[] {
  return graph
    .ofType("aws_lb_target_group_attachment")
    .filter(({ values }) => graph.referenceKey(values.target_group_arn) === address);
}

/** The actions of a listener and of its rules. */
export function actionsOfListener(graph: ResourceGraph, listener: Resource): readonly JsonObject[] {
  const rules = graph
    .ofType("aws_lb_listener_rule")
    .filter(({ values }) => graph.referenceKey(values.listener_arn) === listener.address);
  return [...blocksOf(listener.values.default_action), ...rules.flatMap(({ values }) => blocksOf(values.action))];
}

/** Load balancers, what they listen to and what they forward to. What an Application Load Balancer does besides forwarding and answering is a gap. */
export const loadBalancerTypes: ResourceTypes = {
  aws_elb: modeled(
    ["network", "data"],
    {
      ...inBlock("access_logs", { bucket: OURS, bucket_prefix: NAME, enabled: LOGGING, interval: SCHEDULE }),
      availability_zones: ADDRESS,
      connection_draining: MODE,
      connection_draining_timeout: SCHEDULE,
      cross_zone_load_balancing: MODE,
      desync_mitigation_mode: MODE,
      health_check: PROGRAM,
      idle_timeout: SCHEDULE,
      instances: CLASSIC_TARGETS,
      internal: READ,
      "listener.instance_port": MODE,
      "listener.instance_protocol": MODE,
      "listener.lb_port": MODE,
      "listener.lb_protocol": MODE,
      "listener.ssl_certificate_id": OURS,
      name: NAME,
      name_prefix: NAME,
      security_groups: READ,
      source_security_group: NAME,
      subnets: READ,
    },
    "arn dns_name source_security_group_id zone_id",
  ),
  aws_elb_attachment: modeled(["network"], { elb: NAME, instance: CLASSIC_TARGETS }),
  aws_lb: modeled(
    ["network", "data"],
    {
      ...inBlock("access_logs", logArguments),
      client_keep_alive: SCHEDULE,
      ...inBlock("connection_logs", logArguments),
      customer_owned_ipv4_pool: unread("assigns an address of the customer's network"),
      desync_mitigation_mode: MODE,
      dns_record_client_routing_policy: MODE,
      drop_invalid_header_fields: MODE,
      enable_cross_zone_load_balancing: MODE,
      enable_deletion_protection: STRICTER,
      enable_http2: MODE,
      enable_tls_version_and_cipher_suite_headers: MODE,
      enable_waf_fail_open: MODE,
      enable_xff_client_port: MODE,
      enable_zonal_shift: MODE,
      enforce_security_group_inbound_rules_on_private_link_traffic: STRICTER,
      ...inBlock("health_check_logs", logArguments),
      idle_timeout: SCHEDULE,
      internal: READ,
      ip_address_type: unread("gives it IPv6 addresses that no model reads", "ipv4"),
      "ipam_pools.ipv4_ipam_pool_id": ADDRESS,
      load_balancer_type: READ,
      "minimum_load_balancer_capacity.capacity_units": SIZE,
      name: NAME,
      name_prefix: NAME,
      preserve_host_header: MODE,
      secondary_ips_auto_assigned_per_subnet: SIZE,
      security_groups: READ,
      "subnet_mapping.allocation_id": READ,
      "subnet_mapping.ipv6_address": unread("gives it IPv6 addresses that no model reads"),
      "subnet_mapping.private_ipv4_address": ADDRESS,
      "subnet_mapping.subnet_id": READ,
      subnets: READ,
      xff_header_processing_mode: MODE,
    },
    "arn arn_suffix dns_name subnet_mapping.outpost_id vpc_id zone_id",
  ),
  aws_lb_listener: modeled(
    ["network", "data"],
    {
      alpn_policy: MODE,
      certificate_arn: OURS,
      ...inBlock("default_action", actionArguments),
      load_balancer_arn: READ,
      "mutual_authentication.advertise_trust_store_ca_names": MODE,
      "mutual_authentication.ignore_client_certificate_expiry": MODE,
      "mutual_authentication.mode": MODE,
      "mutual_authentication.trust_store_arn": OURS,
      port: READ,
      protocol: READ,
      ...headerArguments,
      ssl_policy: MODE,
      tcp_idle_timeout_seconds: SCHEDULE,
    },
    "arn",
  ),
  aws_lb_listener_rule: modeled(
    ["network", "data"],
    {
      ...inBlock("action", actionArguments),
      condition: REQUESTS,
      listener_arn: READ,
      priority: MODE,
      transform: REQUESTS,
    },
    "arn",
  ),
  aws_lb_target_group: modeled(
    ["network", "data"],
    {
      connection_termination: MODE,
      deregistration_delay: SCHEDULE,
      health_check: PROGRAM,
      ip_address_type: unread("forwards to IPv6 addresses that no model reads", "ipv4"),
      lambda_multi_value_headers_enabled: MODE,
      load_balancing_algorithm_type: MODE,
      load_balancing_anomaly_mitigation: MODE,
      load_balancing_cross_zone_enabled: MODE,
      name: NAME,
      name_prefix: NAME,
      port: READ,
      preserve_client_ip: MODE,
      protocol: READ,
      protocol_version: MODE,
      proxy_protocol_v2: MODE,
      slow_start: SCHEDULE,
      stickiness: MODE,
      target_control_port: MODE,
      target_failover: MODE,
      target_group_health: MODE,
      target_health_state: MODE,
      target_type: READ,
      vpc_id: READ,
    },
    "arn arn_suffix load_balancer_arns",
  ),
  aws_lb_target_group_attachment: modeled(["network", "data"], {
    availability_zone: ADDRESS,
    port: READ,
    target_group_arn: READ,
    target_id: READ,
  }),
};
