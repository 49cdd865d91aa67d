import { knownString } from "../../protocol/values";
import type { ComputedAttributes } from "./computed-attribute";
import { constant, fillTemplate, generatedName, prefixedId, regionalArn, sameAs } from "./computed-attribute";

/** Computed attributes of load balancers, endpoint services and AWS RAM. */
export const sharingAttributes: ComputedAttributes = {
  aws_lb: {
    name: generatedName,
    arn: (attributes, context) =>
      regionalArn("elasticloadbalancing", `loadbalancer/net/{name}/${context.digits.slice(0, 16)}`)(
        attributes,
        context,
      ),
    id: sameAs("arn"),
    ip_address_type: constant("ipv4"),
  },
  aws_lb_target_group: {
    name: generatedName,
    arn: (attributes, context) =>
      regionalArn("elasticloadbalancing", `targetgroup/{name}/${context.digits.slice(0, 16)}`)(attributes, context),
    id: sameAs("arn"),
    ip_address_type: constant("ipv4"),
    load_balancer_arns: constant([]),
  },
  aws_lb_listener: {
    arn: (attributes, { digits }) =>
      `${knownString(attributes.load_balancer_arn)?.replace(":loadbalancer/", ":listener/")}/${digits.slice(0, 16)}`,
    id: sameAs("arn"),
  },
  aws_vpc_endpoint_service: {
    id: prefixedId("vpce-svc"),
    arn: regionalArn("ec2", "vpc-endpoint-service/{id}"),
    service_name: (attributes, { providerConfig }) =>
      `com.amazonaws.vpce.${knownString(attributes.region) ?? providerConfig.region}.${knownString(attributes.id)}`,
    service_type: constant("Interface"),
    supported_ip_address_types: constant(["ipv4"]),
    supported_regions: constant([]),
    allowed_principals: constant([]),
    private_dns_name: constant(null),
    state: constant("Available"),
  },
  aws_vpc_endpoint_connection_accepter: {
    id: (attributes) => fillTemplate("{vpc_endpoint_service_id}_{vpc_endpoint_id}", attributes),
    vpc_endpoint_state: constant("available"),
  },
  aws_ram_resource_share: {
    arn: (attributes, context) => regionalArn("ram", `resource-share/${context.digits}`)(attributes, context),
    id: sameAs("arn"),
  },
  aws_ram_resource_association: { id: (attributes) => fillTemplate("{resource_share_arn},{resource_arn}", attributes) },
  aws_ram_principal_association: { id: (attributes) => fillTemplate("{resource_share_arn},{principal}", attributes) },
};
