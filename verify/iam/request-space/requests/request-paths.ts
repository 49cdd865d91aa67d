import type { Endpoint } from "../../attachments/endpoint-attachments";
import { type Context, contextOf } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import { anyWhereVariable } from "../../language/policy-variables";
import type { TextReader } from "../../language/resolve-policy-text";
import { anythingElse } from "../../patterns/placeholders";
import { testsOn } from "../statements/statement-queries";
import { valueClasses } from "../statements/value-classes";

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

/** The ways through endpoints of the configuration, by whatever addresses inside or behind their VPCs statements tell apart. */
export function throughEndpoints(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  { account }: TextReader,
): readonly Path[] {
  const inside = insideAddresses(statements);
  return endpoints.flatMap(({ address: endpoint, id, vpcId }) =>
    inside.map(({ address, from }) => ({
      label: `through ${endpoint}${from}`,
      context: fromVpc({ id, vpcId, account, address }),
    })),
  );
}

/** Every way: through each of the endpoints, and around them. */
export function everyWay(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  text: TextReader,
): readonly Path[] {
  return [...aroundEndpoints(endpoints, statements, text), ...throughEndpoints(endpoints, statements, text)];
}

/**
 * Every way that is none of the given endpoints: the internet, an AWS service that forwards the caller's request, and other
 * endpoints, in the same network and elsewhere. Whatever the statements name of addresses, endpoints, VPCs, accounts and
 * services has ways of its own: what is let through by name must not hide behind what is not.
 */
export function aroundEndpoints(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  text: TextReader,
): readonly Path[] {
  return [...internetPaths(statements), ...forwardedPaths(statements), ...otherEndpoints(endpoints, statements, text)];
}

function internetPaths(statements: readonly Statement[]): readonly Path[] {
  const tests = testsOn("aws:sourceip", statements);
  const addresses = tests.length === 0 ? ["0.0.0.0"] : valueClasses({ tests, resolve: (value) => value });
  return addresses.map((address) => ({
    label: tests.length === 0 ? "from the internet" : `from the internet, from ${address}`,
    context: contextOf({ "aws:SourceIp": address, "aws:ViaAWSService": "false" }),
  }));
}

const chainKeys = ["aws:calledvia", "aws:calledviafirst", "aws:calledvialast"];

/**
 * A forwarded request no longer says where it came from, but which services passed it on: one, or two of which one was
 * first. Longer chains have no first, last and pair that these lack.
 */
function forwardedPaths(statements: readonly Statement[]): readonly Path[] {
  const named = chainKeys.flatMap((key) => witnesses(key, statements, []));
  const services = [...new Set([...named, "athena.amazonaws.com"])];
  const pairs = named.length === 0 ? [] : services.flatMap((one) => services.map((other) => [one, other]));
  return [...services.map((service) => [service]), ...pairs].map((chain) => ({
    label:
      named.length === 0
        ? "by an AWS service that forwards the request"
        : `by AWS services that forward the request, ${chain.join(" and then ")}`,
    context: contextOf({
      "aws:ViaAWSService": "true",
      "aws:CalledVia": chain,
      "aws:CalledViaFirst": chain[0] ?? "",
      "aws:CalledViaLast": chain.at(-1) ?? "",
    }),
  }));
}

/** Where an endpoint stands. */
interface Site {
  readonly vpcId: string;
  readonly account: string;
  readonly label: string;
}

function otherEndpoints(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  text: TextReader,
): readonly Path[] {
  const { letters } = text;
  const undeclared = letters.computed("an endpoint outside the configuration");
  const declared = endpoints.map(({ id }) => id);
  const ids = [
    { id: undeclared, label: "an endpoint" },
    ...witnesses("aws:sourcevpce", statements, declared).map((id) => ({
      id,
      label: `the endpoint ${letters.readable(id)}`,
    })),
  ];
  return ids.flatMap(({ id, label }) =>
    sitesOf(endpoints, statements, text).flatMap(({ vpcId, account, label: where }) =>
      insideAddresses(statements).map(({ address, from }) => ({
        label: `through ${label} ${where}${from}`,
        context: fromVpc({ id, vpcId, account, address }),
      })),
    ),
  );
}

/** Our own VPC is our own account's; every other may be anybody's. */
function sitesOf(
  endpoints: readonly Endpoint[],
  statements: readonly Statement[],
  { letters, account }: TextReader,
): readonly Site[] {
  const own = [...new Set(endpoints.map(({ vpcId }) => vpcId))];
  const [first = letters.computed("a VPC")] = own;
  const vpcs = [
    { vpcId: letters.computed("another VPC"), label: "of another VPC" },
    ...witnesses("aws:sourcevpc", statements, own).map((vpcId) => ({
      vpcId,
      label: `of the VPC ${letters.readable(vpcId)}`,
    })),
  ];
  const accounts = [
    { account, label: "of the account" },
    { account: letters.computed("another account"), label: "of another account" },
    ...witnesses("aws:vpceaccount", statements, [account]).map((other) => ({
      account: other,
      label: `of the account ${letters.readable(other)}`,
    })),
  ];
  return [
    { vpcId: first, account, label: "of the same VPC that is not declared" },
    ...vpcs.flatMap(({ vpcId, label }) =>
      accounts.map((owner) => ({ vpcId, account: owner.account, label: `${label} ${owner.label}` })),
    ),
  ];
}

/** What the statements tell from all other values of a key, beside what is known. */
function witnesses(key: string, statements: readonly Statement[], known: readonly string[]): readonly string[] {
  const tests = testsOn(key, statements);
  if (tests.length === 0) {
    return [];
  }
  const found = valueClasses({ tests, group: known, resolve: anyWhereVariable });
  return found.filter((value) => !known.includes(value) && value !== anythingElse);
}

/** Private addresses that the statements tell apart; any one where they tell none. */
function insideAddresses(
  statements: readonly Statement[],
): readonly { readonly address: string; readonly from: string }[] {
  const tests = testsOn("aws:vpcsourceip", statements);
  return tests.length === 0
    ? [{ address: "10.0.0.1", from: "" }]
    : valueClasses({ tests, resolve: (value) => value }).map((address) => ({ address, from: ` from ${address}` }));
}

interface Origin {
  readonly id: string;
  readonly vpcId: string;
  readonly account: string;
  readonly address: string;
}

function fromVpc({ id, vpcId, account, address }: Origin): Context {
  return new Map([
    ["aws:sourcevpce", [id]],
    ["aws:sourcevpc", [vpcId]],
    ["aws:vpceaccount", [account]],
    ["aws:vpcsourceip", [address]],
    ["aws:viaawsservice", ["false"]],
  ]);
}
