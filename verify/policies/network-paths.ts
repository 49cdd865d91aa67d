import type { Endpoint } from "./endpoints";
import { anythingElse } from "./letters";
import { testsOn } from "./mentions";
import type { Statement } from "./policy-grammar";
import { hasVariables } from "./policy-variables";
import { type Context, contextOf } from "./request";
import type { TextReader } from "./text-reader";
import { valueClasses } from "./value-classes";

/** A way on which a request reaches a service, as far as IAM sees it. */
export interface Path {
  /** For people: follows the action. */
  readonly label: string;
  readonly context: Context;
}

/** Keys that say how a request came. */
export const pathKeys: readonly string[] = [
  ...["aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip", "aws:sourceip", "aws:vpceaccount"],
  ...["aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"],
];

/** The way through one endpoint of the configuration. */
export function throughEndpoint(endpoint: Endpoint, text: TextReader): Path {
  return {
    label: `through ${endpoint.address}`,
    context: contextOf({ ...fromVpc(endpoint.id, endpoint.vpcId, text.account), "aws:VpcSourceIp": "10.0.0.1" }),
  };
}

/**
 * Every way that is none of the given endpoints: other endpoints, in the same network and elsewhere, those that policies
 * name, the internet, and an AWS service that forwards the caller's request.
 */
export function aroundEndpoints(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  text: TextReader,
): readonly Path[] {
  const { letters, account } = text;
  const [vpcId = letters.computed("a VPC")] = endpoints.map((endpoint) => endpoint.vpcId);
  const undeclared = letters.computed("an endpoint outside the configuration");
  const elsewhere = { id: letters.computed("another VPC"), owner: letters.computed("another account") };
  return [
    ...internetPaths(statements),
    { label: "by an AWS service that forwards the request", context: forwarded },
    ...namedEndpoints(endpoints, statements).map((id) => ({
      label: `through the endpoint ${letters.readable(id)}`,
      context: contextOf(fromVpc(id, elsewhere.id, account)),
    })),
    {
      label: "through an undeclared endpoint of the same VPC",
      context: contextOf(fromVpc(undeclared, vpcId, account)),
    },
    {
      label: "through an endpoint of another VPC of the account",
      context: contextOf(fromVpc(undeclared, elsewhere.id, account)),
    },
    {
      label: "through an endpoint of another account",
      context: contextOf(fromVpc(undeclared, elsewhere.id, elsewhere.owner)),
    },
  ];
}

/** A forwarded request no longer says where it came from. */
const forwarded = contextOf({
  "aws:ViaAWSService": "true",
  "aws:CalledVia": ["athena.amazonaws.com"],
  "aws:CalledViaFirst": "athena.amazonaws.com",
  "aws:CalledViaLast": "athena.amazonaws.com",
});

function internetPaths(statements: readonly Statement[]): readonly Path[] {
  const tests = testsOn("aws:sourceip", statements);
  const addresses = tests.length === 0 ? ["0.0.0.0"] : valueClasses({ tests, resolve: (value) => value });
  return addresses.map((address) => ({
    label: tests.length === 0 ? "from the internet" : `from the internet, from ${address}`,
    context: contextOf({ "aws:SourceIp": address, "aws:ViaAWSService": "false" }),
  }));
}

/** Endpoints that policies tell from the declared ones and from all others. */
function namedEndpoints(endpoints: readonly Endpoint[], statements: readonly Statement[]): readonly string[] {
  const declared = endpoints.map(({ id }) => id);
  const tests = testsOn("aws:sourcevpce", statements);
  const witnesses = valueClasses({ tests, group: declared, resolve: (value) => (hasVariables(value) ? "*" : value) });
  return witnesses.filter((id) => !declared.includes(id) && id !== anythingElse);
}

function fromVpc(endpointId: string, vpcId: string, account: string): Readonly<Record<string, string>> {
  return {
    "aws:SourceVpce": endpointId,
    "aws:SourceVpc": vpcId,
    "aws:VpceAccount": account,
    "aws:ViaAWSService": "false",
  };
}
