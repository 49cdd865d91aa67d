import { isServicePrincipalName } from "../../../aws/partitions";
import { isPrivateCidr } from "../../../ip/internet-addresses";
import { parseIpAddress } from "../../../ip/ip-address";
import {
  actionsOfService,
  type IamAction,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
  requestContextOf,
} from "../../iam/ask";
import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { isKnownConditionKey, servicesInCatalog } from "../../iam/aws/action-catalog";
import type { RequestContext } from "../../iam/language/authorization-request";
import { type NetworkModel, networkModelOf, routesOfSubnet } from "../../network/network-model";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { findSubject } from "../grammar/find-subject";
import { faults, faultsOf, type Read, value, type WrittenRequest } from "../grammar/question";
import { hasInterfaces, interfacesOf } from "../packet/interfaces";
import { withCandidate } from "../packet/packet-ends";
import { serviceOfAction } from "./endpoint-service";
import { type AskedTarget, readTarget } from "./request-target";

/** Who calls. */
export type AskedPrincipal =
  | { readonly kind: "role"; readonly role: RoleWithPolicies }
  /** A role or user whose policies are not in the configuration. */
  | { readonly kind: "outside"; readonly arn: string }
  | { readonly kind: "anonymous" }
  | { readonly kind: "service"; readonly host: string }
  | { readonly kind: "account"; readonly account: string };

/** Where the request comes from. */
export type AskedOrigin =
  | { readonly kind: "anywhere" }
  | { readonly kind: "internet" }
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "endpoint"; readonly endpoint: EndpointWithPolicy }
  /** Subnets, with the endpoints of their VPC that serve the action, or may serve it. */
  | { readonly kind: "subnets"; readonly text: string; readonly endpoints: readonly EndpointWithPolicy[] };

/** A question about requests, with what it names. */
export interface RequestQuestion {
  readonly action: IamAction;
  readonly target: AskedTarget;
  readonly principal: AskedPrincipal;
  readonly origin: AskedOrigin;
  /** Condition keys that the question gives, in lower case. */
  readonly context: RequestContext;
}

/** Finds what a question names. */
export function readRequestQuestion(
  configuration: TerraformConfiguration,
  written: WrittenRequest,
): Read<RequestQuestion> {
  const model = policyModel(configuration);
  const action = readAction(written.action);
  const principal = readPrincipal(configuration, model, written.by);
  const origin = readOrigin(configuration, model, written.from, written.action);
  const context = readContext(written.with);
  const target =
    action.kind === "value" ? readTarget(configuration, model, written.on, action.value) : value<undefined>(undefined);
  const wrong = faultsOf(action, target, principal, origin, context);
  return action.kind === "value" &&
    principal.kind === "value" &&
    origin.kind === "value" &&
    context.kind === "value" &&
    target.kind === "value" &&
    target.value !== undefined
    ? value({
        action: action.value,
        target: target.value,
        principal: principal.value,
        origin: origin.value,
        context: context.value,
      })
    : faults(...wrong);
}

function readAction(word: string): Read<IamAction> {
  const place = "request: action";
  if (/[*?]/.test(word)) {
    return faults({ place, problem: "has a wildcard", word, advice: "write one action, no wildcard" });
  }
  const [service = "", ...rest] = word.split(":");
  if (rest.length !== 1) {
    return faults({ place, problem: "not an action", word, advice: "write SERVICE:ACTION, such as s3:GetObject" });
  }
  const actions = actionsOfService(service.toLowerCase());
  if (actions.length === 0) {
    return faults({ place, problem: "no such service", word: service, candidates: servicesInCatalog() });
  }
  const found = actions.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  return found === undefined
    ? faults({ place, problem: "no such action", word, candidates: actions.map(({ name }) => name) })
    : value(found);
}

function readPrincipal(configuration: TerraformConfiguration, model: PolicyModel, word: string): Read<AskedPrincipal> {
  const place = "request: by";
  const [, kind = "", name = ""] = /^(service|account|role)\/(.+)$/.exec(word) ?? [];
  if (word === "anonymous") {
    return value({ kind: "anonymous" });
  }
  if (kind === "service") {
    return isServicePrincipalName(name)
      ? value({ kind, host: name })
      : faults({ place, problem: "not a service principal", word: name, advice: "write service/lambda.amazonaws.com" });
  }
  if (kind === "account") {
    return /^\d{12}$/.test(name)
      ? value({ kind, account: name })
      : faults({ place, problem: "not an account", word: name, advice: "write account/ and 12 digits" });
  }
  const ofModel = model.roles.find(({ arn, name: known }) => arn === word || known === name || known === word);
  if (ofModel !== undefined) {
    return value({ kind: "role", role: ofModel });
  }
  if (word.startsWith("arn:")) {
    return /^arn:[^:]+:iam::[^:]*:(?:role|user)\/.+$/.test(word)
      ? value({ kind: "outside", arn: word })
      : faults({
          place,
          problem: "not the ARN of a role or user",
          word,
          advice: "write arn:aws:iam::ACCOUNT:role/NAME",
        });
  }
  const found = findSubject(configuration, place, name === "" ? word : name, ({ type }) => type === "aws_iam_role");
  if (found.kind === "faults") {
    return found;
  }
  const role = model.roles.find(({ address }) => address === found.value.address);
  return role === undefined
    ? faults({ place, problem: "has no policies to read", word, advice: "name another role" })
    : value({ kind: "role", role });
}

function readOrigin(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  word: string | undefined,
  action: string,
): Read<AskedOrigin> {
  const place = "request: from";
  if (word === undefined || word === "anywhere") {
    return value({ kind: "anywhere" });
  }
  if (word === "internet") {
    return value({ kind: "internet" });
  }
  if (parseIpAddress(word) !== undefined) {
    return isPrivateCidr(`${word}/${word.includes(":") ? 128 : 32}`)
      ? faults({ place, problem: "a private address", word, advice: "name the subnet or the VPC endpoint instead" })
      : value({ kind: "address", address: word });
  }
  const network = networkModelOf(configuration);
  const serving = model.endpoints.filter((endpoint) => serviceOfAction(endpoint, action) !== "no");
  const found = findSubject(
    configuration,
    place,
    word,
    (resource) =>
      serving.some(({ address }) => address === resource.address) ||
      (resource.type !== "aws_vpc_endpoint" && hasInterfaces(network, resource)),
  );
  if (found.kind === "faults") {
    return faults(...found.faults.map((fault) => withCandidate(fault, "internet")));
  }
  const endpoint = serving.find(({ address }) => address === found.value.address);
  return value(
    endpoint === undefined
      ? { kind: "subnets", text: found.value.address, endpoints: endpointsUsedFrom(network, found.value, serving) }
      : { kind: "endpoint", endpoint },
  );
}

/** The endpoints that interfaces in the subnets use: of their VPC, and for a gateway endpoint with a route. */
function endpointsUsedFrom(
  network: NetworkModel,
  resource: Resource,
  serving: readonly EndpointWithPolicy[],
): readonly EndpointWithPolicy[] {
  const subnets = interfacesOf(network, resource).flatMap((one) => one.subnets);
  return serving.filter(({ address }) => subnets.some((subnet) => uses(network, subnet, address)));
}

function uses(network: NetworkModel, subnet: Subnet, address: string): boolean {
  const { graph } = network;
  const values = graph.find(address)?.values;
  if (subnet.vpc === undefined || graph.referenceKey(values?.vpc_id) !== subnet.vpc) {
    return false;
  }
  return (values?.vpc_endpoint_type ?? "Gateway") === "Gateway"
    ? routesOfSubnet(network, subnet).some(({ targets }) =>
        targets.some((target) => target.kind === "gateway-endpoint" && target.address === address),
      )
    : true;
}

function readContext(written: readonly string[]): Read<RequestContext> {
  const place = "request: with";
  const pairs = written.map((word): Read<readonly [string, string]> => {
    const [, key = "", text = ""] = /^([^=]+)=(.+)$/.exec(word) ?? [];
    if (key === "") {
      return faults({
        place,
        problem: "not a condition key with its value",
        word,
        advice: "write aws:SecureTransport=true",
      });
    }
    return isKnownConditionKey(key.toLowerCase())
      ? value([key, text] as const)
      : faults({ place, problem: "no condition key of AWS", word: key, advice: "write a key that AWS lists" });
  });
  const wrong = faultsOf(...pairs);
  return wrong.length > 0
    ? faults(...wrong)
    : value(requestContextOf(Object.fromEntries(pairs.flatMap((pair) => (pair.kind === "value" ? [pair.value] : [])))));
}
