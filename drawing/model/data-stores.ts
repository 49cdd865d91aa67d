import { routeTablesOf, type Subnet, subnetsByTier, subnetsNamedBy } from "./drawn-subnets";
import { ofType, type Resources, referenced, refersTo } from "./stack-resources";

/** Buckets and gateway endpoints, by whom they are for. */
export interface Stores {
  /** Buckets whose policy names a gateway endpoint of Studio's. */
  readonly lockedBuckets: number;
  /** Buckets that products of Service Catalog are read from. */
  readonly templateBuckets: number;
  readonly studioGateways: number;
  /** Gateway endpoints that only functions have a route to. */
  readonly functionGateways: number;
}

export function storesOf(resources: Resources): Stores {
  const studio = gatewaysOf(
    resources,
    subnetsByTier(resources).flatMap(([tier, subnets]) => (tier === "studio" ? subnets : [])),
  );
  const functions = ofType(resources, "aws_lambda_function").map(({ values }) => values.vpc_config);
  const templates = bucketsIn(ofType(resources, "aws_servicecatalog_product").map(({ values }) => values));
  const locked = ofType(resources, "aws_s3_bucket_policy")
    .filter(({ values }) => refersTo(values.policy, studio))
    .flatMap(({ values }) => bucketsIn(values.bucket));
  return {
    lockedBuckets: locked.filter((bucket) => !templates.includes(bucket)).length,
    templateBuckets: new Set(templates).size,
    studioGateways: studio.length,
    functionGateways: gatewaysOf(resources, subnetsNamedBy(resources, functions)).filter(
      (gateway) => !studio.includes(gateway),
    ).length,
  };
}

function bucketsIn(value: unknown): readonly string[] {
  return referenced(value).filter((address) => address.startsWith("aws_s3_bucket."));
}

/** Gateway endpoints that the tables of subnets lead to. */
function gatewaysOf(resources: Resources, subnets: readonly Subnet[]): readonly string[] {
  const tables = routeTablesOf(resources, subnets);
  return ofType(resources, "aws_vpc_endpoint")
    .filter(({ values }) => values.vpc_endpoint_type === "Gateway" && refersTo(values.route_table_ids, tables))
    .map(({ address }) => address);
}
