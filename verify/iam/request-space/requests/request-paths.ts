import { memoize } from "../../../collections/memoize";
import type { EndpointWithPolicy } from "../../attachments/endpoint-with-policy";
import { type RequestContext, requestContextOf } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { unmentionedText } from "../../patterns/placeholders";
import { conditionTestsOnKey } from "../statements/statement-queries";
import { openReadings, valueClasses } from "../statements/value-classes";

/** A network path of requests, as IAM sees it in condition keys. */
export interface RequestPath {
  /** For people: follows the action. */
  readonly label: string;
  readonly context: RequestContext;
  /** Whether the request comes from a public address. AWS services also have one. @default - no */
  readonly isInternet?: boolean;
}

/** Condition keys that depend on the path of a request. */
export const requestPathKeys: readonly string[] = [
  ...["aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip", "aws:sourceip", "aws:vpceaccount"],
  ...["aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"],
];

/** Paths through the endpoints, one for each class of source addresses in or behind their VPCs that statements distinguish. */
export function pathsThroughEndpoints(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  { account }: PolicyTextResolver,
): readonly RequestPath[] {
  const sourceAddresses = vpcSourceAddresses(statements);
  return endpoints.flatMap(({ address: endpoint, id, vpcId }) =>
    sourceAddresses.map(({ address, from }) => ({
      label: `through ${endpoint}${from}`,
      context: vpcOriginContext({ id, vpcId, account, address }),
    })),
  );
}

/** Every path: through each of the endpoints, and around them. */
export function allRequestPaths(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  text: PolicyTextResolver,
): readonly RequestPath[] {
  return distinguishesPaths(statements) ? allPaths(endpoints, statements, text) : undistinguishedPaths(endpoints)(text);
}

/** The same for all statements that read nothing of the path. */
const undistinguishedPaths = memoize((endpoints: readonly EndpointWithPolicy[]) =>
  memoize((text: PolicyTextResolver) => allPaths(endpoints, [], text)),
);

function distinguishesPaths(statements: readonly Statement[]): boolean {
  return statements.some(({ conditions }) => conditions.some(({ key }) => requestPathKeys.includes(key)));
}

function allPaths(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  text: PolicyTextResolver,
): readonly RequestPath[] {
  return [
    ...pathsBypassingEndpoints(endpoints, statements, text),
    ...pathsThroughEndpoints(endpoints, statements, text),
  ];
}

/**
 * Every path around the given endpoints: the internet, an AWS service that forwards the caller's request, and other
 * endpoints, in the same VPC and elsewhere. Each address, endpoint, VPC, account and service that a statement names has paths
 * of its own, because the statement may allow it and nothing else.
 */
export function pathsBypassingEndpoints(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  text: PolicyTextResolver,
): readonly RequestPath[] {
  return [
    ...internetPaths(statements),
    ...forwardAccessSessionPaths(statements),
    ...pathsThroughOtherEndpoints(endpoints, statements, text),
  ];
}

function internetPaths(statements: readonly Statement[]): readonly RequestPath[] {
  const tests = conditionTestsOnKey("aws:sourceip", statements);
  const addresses = tests.length === 0 ? ["0.0.0.0"] : valueClasses({ tests, resolve: (value) => value });
  return addresses.map((address) => ({
    label: tests.length === 0 ? "from the internet" : `from the internet, from ${address}`,
    context: requestContextOf({ "aws:SourceIp": address, "aws:ViaAWSService": "false" }),
    isInternet: true,
  }));
}

const calledViaKeys = ["aws:calledvia", "aws:calledviafirst", "aws:calledvialast"];

/**
 * A request that a service forwards no longer has the caller's address. It names the services that forwarded it: one, or two
 * of them in order. A longer chain has no first service, last service or pair that these chains lack.
 */
function forwardAccessSessionPaths(statements: readonly Statement[]): readonly RequestPath[] {
  const named = calledViaKeys.flatMap((key) => witnessValues(key, statements, []));
  const services = [...new Set([...named, "athena.amazonaws.com"])];
  const pairs = named.length === 0 ? [] : services.flatMap((one) => services.map((other) => [one, other]));
  return [...services.map((service) => [service]), ...pairs].map((chain) => ({
    label:
      named.length === 0
        ? "through an AWS service that forwards the request"
        : `through AWS services that forward the request: ${chain.join(", then ")}`,
    context: requestContextOf({
      "aws:ViaAWSService": "true",
      "aws:CalledVia": chain,
      "aws:CalledViaFirst": chain[0] ?? "",
      "aws:CalledViaLast": chain.at(-1) ?? "",
    }),
  }));
}

/** VPC and account of an endpoint. */
interface EndpointLocation {
  readonly vpcId: string;
  readonly account: string;
  readonly label: string;
}

function pathsThroughOtherEndpoints(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  text: PolicyTextResolver,
): readonly RequestPath[] {
  const { placeholders } = text;
  const undeclared = placeholders.opaque("an endpoint outside the configuration");
  const declared = endpoints.map(({ id }) => id);
  const ownVpc = endpoints[0]?.vpcId;
  const ids = [
    { id: undeclared, label: "an endpoint", remark: " that is not in the configuration" },
    ...witnessValues("aws:sourcevpce", statements, declared).map((id) => ({
      id,
      label: `the endpoint ${placeholders.readable(id)}`,
      // A policy may name one that is in the configuration and serves something else, such as Multi-Region Access Points.
      remark: "",
    })),
  ];
  return ids.flatMap(({ id, label, remark }) =>
    endpointLocations(endpoints, statements, text).flatMap(({ vpcId, account, label: where }) =>
      vpcSourceAddresses(statements).map(({ address, from }) => ({
        label: `through ${label} ${where}${vpcId === ownVpc ? remark : ""}${from}`,
        context: vpcOriginContext({ id, vpcId, account, address }),
      })),
    ),
  );
}

/** The VPC of the stack belongs to its account; another VPC may belong to any account. */
function endpointLocations(
  endpoints: readonly EndpointWithPolicy[],
  statements: readonly Statement[],
  { placeholders, account }: PolicyTextResolver,
): readonly EndpointLocation[] {
  const own = [...new Set(endpoints.map(({ vpcId }) => vpcId))];
  const [first = placeholders.opaque("a VPC")] = own;
  const vpcs = [
    { vpcId: placeholders.opaque("another VPC"), label: "of another VPC" },
    ...witnessValues("aws:sourcevpc", statements, own).map((vpcId) => ({
      vpcId,
      label: `of the VPC ${placeholders.readable(vpcId)}`,
    })),
  ];
  const accounts = [
    { account, label: "of the account" },
    { account: placeholders.opaque("another account"), label: "of another account" },
    ...witnessValues("aws:vpceaccount", statements, [account]).map((other) => ({
      account: other,
      label: `of the account ${placeholders.readable(other)}`,
    })),
  ];
  return [
    { vpcId: first, account, label: "of the same VPC" },
    ...vpcs.flatMap(({ vpcId, label }) =>
      accounts.map((owner) => ({ vpcId, account: owner.account, label: `${label} ${owner.label}` })),
    ),
  ];
}

/** Values of a key that the statements distinguish from all others, without the known ones. */
function witnessValues(key: string, statements: readonly Statement[], known: readonly string[]): readonly string[] {
  const tests = conditionTestsOnKey(key, statements);
  if (tests.length === 0) {
    return [];
  }
  const found = openReadings(tests).flatMap((resolve) =>
    valueClasses({ tests, distinguishedGroups: [known], resolve }),
  );
  return [...new Set(found)].filter((value) => !known.includes(value) && value !== unmentionedText);
}

/** One private address for each class that the statements distinguish. */
function vpcSourceAddresses(
  statements: readonly Statement[],
): readonly { readonly address: string; readonly from: string }[] {
  const tests = conditionTestsOnKey("aws:vpcsourceip", statements);
  return tests.length === 0
    ? [{ address: "10.0.0.1", from: "" }]
    : valueClasses({ tests, resolve: (value) => value }).map((address) => ({ address, from: ` from ${address}` }));
}

interface VpcOrigin {
  readonly id: string;
  readonly vpcId: string;
  readonly account: string;
  readonly address: string;
}

function vpcOriginContext({ id, vpcId, account, address }: VpcOrigin): RequestContext {
  return new Map([
    ["aws:sourcevpce", [id]],
    ["aws:sourcevpc", [vpcId]],
    ["aws:vpceaccount", [account]],
    ["aws:vpcsourceip", [address]],
    ["aws:viaawsservice", ["false"]],
  ]);
}
