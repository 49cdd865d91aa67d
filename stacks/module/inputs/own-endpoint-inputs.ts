import { ADDRESS_NEEDS } from "../../../envs/addressing/capacity";
import type { Environment } from "../../../envs/schema/environment";
import { SELECTABLE_SERVICES } from "../../../envs/schema/network/endpoint-selection";
import { addressCount } from "../../../ip/cidr";
import type { Expression } from "../hcl/expression";
import { hasOwnEndpointInput } from "../module-probe";
import { hostNameValidations, serviceValidations } from "./allowed-domains-input";
import { formatCondition } from "./format-condition";
import { distinctItems, eachItem, type InputValidation, type ModuleInput, members, noNullItem } from "./module-input";

/** Endpoints to services of the company: any number of them in the module of a posture, those of the environment in its own module. */
export function ownEndpointInputs(probe: Environment): readonly ModuleInput[] {
  if (hasOwnEndpointInput(probe)) {
    return [ownEndpointsInput(probe)];
  }
  return probe.endpoints.own.length === 0 ? [] : [ownEndpointServicesInput(probe)];
}

const SERVICE_MESSAGE = "Each service must be com.amazonaws.vpce.<region>.vpce-svc-... in the Region of the module.";

function servicesOfRegion(services: Expression): InputValidation {
  return eachItem({
    list: services,
    condition: 'can(regex("^com\\\\.amazonaws\\\\.vpce\\\\.${var.region}\\\\.vpce-svc-[0-9a-f]{8,17}$", item))',
    message: SERVICE_MESSAGE,
    isAssigned: true,
  });
}

function ownEndpointsInput(probe: Environment): ModuleInput {
  const most = endpointCapacity(probe);
  const list = "var.own_endpoints";
  const privateNames = `[for name in ${members(list, "private_dns_name")} : name if name != null]`;
  return {
    name: "own_endpoints",
    type: `list(object({
  name             = string
  service          = string
  private_dns_name = optional(string)
  ports            = optional(list(number), [443])
  reason           = string
  owner            = string
}))`,
    description:
      "Interface endpoints to endpoint services of the company, about 0.01 USD per hour and zone each. Studio resolves private_dns_name, which the owner of the service verified, to the endpoint. AWS evaluates no endpoint policy for such a service. Reviewers read reason and owner.",
    default: "[]",
    validations: [
      noNullItem(list),
      { condition: `length(${list}) <= ${most}`, message: `The endpoint subnets have room for ${most} endpoints.` },
      eachItem({
        list: members(list, "name"),
        condition: formatCondition("an endpoint name", "item"),
        message: "Each name must have 1 to 20 lowercase letters, digits or inner hyphens, a letter first.",
      }),
      ...["name", "service"].map((member) =>
        distinctItems(members(list, member), `Each ${member} must be listed once.`),
      ),
      distinctItems(privateNames, "Each private name must be listed once."),
      servicesOfRegion(members(list, "service")),
      ...hostNameValidations(privateNames),
      ...serviceValidations(list),
      ...(probe.egress.kind === "inspected"
        ? [
            eachItem({
              list: privateNames,
              condition: `alltrue([for domain in var.allowed_domains : !endswith(".\${domain.name}", ".\${item}") && !(domain.match == "subdomains" && endswith(".\${item}", ".\${domain.name}"))])`,
              message: "No private name may overlap a name of allowed_domains, whose DNS answers it would replace.",
            }),
          ]
        : []),
    ],
  };
}

/** Endpoints of the company that fit into the endpoint subnets next to those of every service. */
function endpointCapacity(probe: Environment): number {
  const size = addressCount(probe.subnetPrefixLengths.endpoint);
  const endpoints = {
    ...probe.endpoints,
    services: SELECTABLE_SERVICES as Environment["endpoints"]["services"],
    own: [],
  };
  return size - ADDRESS_NEEDS.endpoint({ ...probe, endpoints }).addresses;
}

/** Names of the endpoint services that the module has endpoints for. */
function ownEndpointServicesInput({ endpoints }: Environment): ModuleInput {
  const names = endpoints.own.map(({ name }) => JSON.stringify(name)).join(", ");
  return {
    name: "own_endpoint_services",
    type: "map(string)",
    description: `Names of the endpoint services of the company, by endpoint: ${names}.`,
    validations: [
      {
        condition: `length(setsubtract([${names}], keys(var.own_endpoint_services))) == 0 && length(var.own_endpoint_services) == ${endpoints.own.length}`,
        wrong: "[for name in keys(var.own_endpoint_services) : jsonencode(name)]",
        message: `Name the service of each endpoint and of no other: ${names}.`,
      },
      servicesOfRegion("values(var.own_endpoint_services)"),
    ],
  };
}
