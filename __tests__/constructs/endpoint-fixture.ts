import { TerraformOutput } from "cdktf";
import { Account } from "../../constructs/account";
import { awsOwnedAccounts } from "../../constructs/aws-owned-accounts";
import { type EndpointNetwork, Endpoints, type EndpointsProps } from "../../constructs/endpoints";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { REGION } from "./policy-evaluator";

/** A network of the given zones whose ids say what they are. */
function networkOf(availabilityZones: readonly string[]): EndpointNetwork {
  return {
    vpcId: "vpc-ours",
    availabilityZones,
    subnet: (tier, availabilityZone) => ({ id: `subnet-${tier}-${availabilityZone}` }),
    routeTables: (tier) => availabilityZones.map((availabilityZone) => ({ id: `rtb-${tier}-${availabilityZone}` })),
  };
}

export interface SynthesizedEndpoints {
  readonly json: TerraformJson;
  readonly endpoints: Endpoints;
  /** `dnsNames` as Terraform sees them. */
  readonly dnsNames: readonly string[];
}

/** Endpoints of an environment with two zones and no optional service, but for the changes. */
export function synthesizeEndpoints(
  changes: Partial<EndpointsProps> = {},
  availabilityZones: readonly string[] = ["eu-west-1a", "eu-west-1b"],
): SynthesizedEndpoints {
  const built: Endpoints[] = [];
  const json = synthesizeIn((stack) => {
    const endpoints = new Endpoints(stack, "endpoints", {
      name: "studio-perimeter-dev",
      account: new Account(stack, "account"),
      owner: { kind: "account" },
      network: networkOf(availabilityZones),
      securityGroups: { studio: { id: "sg-studio" }, endpoint: { id: "sg-endpoint" } },
      awsOwned: awsOwnedAccounts(REGION),
      ...changes,
    });
    new TerraformOutput(stack, "dns_names", { value: endpoints.dnsNames });
    new TerraformOutput(stack, "interface_endpoint_ids", { value: endpoints.interfaceEndpointIds });
    new TerraformOutput(stack, "s3_endpoint_id", { value: endpoints.s3EndpointId });
    built.push(endpoints);
  });
  const [endpoints] = built;
  const dnsNames = json.output.dns_names?.value;
  if (endpoints === undefined || !Array.isArray(dnsNames)) {
    throw new Error("endpoint fixture: nothing was built, got no endpoints; see synthesizeIn");
  }
  return { json, endpoints, dnsNames: dnsNames.map(String) };
}
