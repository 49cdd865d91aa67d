import { type DiagramSubnet, referencedSubnets, routeTablesOfSubnets, subnetsByTier } from "./diagram-subnets";
import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** Numbers of buckets and gateway endpoints, by use. */
export interface DataStores {
  /** Buckets whose policy names a gateway endpoint of the Studio subnets. */
  readonly lockedBuckets: number;
  /** Buckets with templates of Service Catalog products. */
  readonly templateBuckets: number;
  readonly studioGatewayEndpoints: number;
  /** Gateway endpoints of Lambda functions that the Studio subnets do not use. */
  readonly functionGatewayEndpoints: number;
}

/** Counts the buckets and gateway endpoints that a picture shows. */
export function dataStoresOf(resources: SynthesizedResources): DataStores {
  const studio = gatewayEndpointsOf(
    resources,
    subnetsByTier(resources).flatMap(([tier, subnets]) => (tier === "studio" ? subnets : [])),
  );
  const functions = synthesizedResourcesOfType(resources, "aws_lambda_function").map(({ values }) => values.vpc_config);
  const templates = bucketsIn(
    synthesizedResourcesOfType(resources, "aws_servicecatalog_product").map(({ values }) => values),
  );
  const locked = synthesizedResourcesOfType(resources, "aws_s3_bucket_policy")
    .filter(({ values }) => referencesAny(values.policy, studio))
    .flatMap(({ values }) => bucketsIn(values.bucket));
  return {
    lockedBuckets: locked.filter((bucket) => !templates.includes(bucket)).length,
    templateBuckets: new Set(templates).size,
    studioGatewayEndpoints: studio.length,
    functionGatewayEndpoints: gatewayEndpointsOf(resources, referencedSubnets(resources, functions)).filter(
      (gateway) => !studio.includes(gateway),
    ).length,
  };
}

function bucketsIn(value: unknown): readonly string[] {
  return addressesReferencedIn(value).filter((address) => address.startsWith("aws_s3_bucket."));
}

/** Gateway endpoints of the route tables of subnets. */
function gatewayEndpointsOf(resources: SynthesizedResources, subnets: readonly DiagramSubnet[]): readonly string[] {
  const tables = routeTablesOfSubnets(resources, subnets);
  return synthesizedResourcesOfType(resources, "aws_vpc_endpoint")
    .filter(({ values }) => values.vpc_endpoint_type === "Gateway" && referencesAny(values.route_table_ids, tables))
    .map(({ address }) => address);
}
