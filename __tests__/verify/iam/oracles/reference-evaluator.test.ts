import { authorize } from "../../../../verify/iam/evaluation/authorize";
import { type Principal, requestContextOf } from "../../../../verify/iam/language/authorization-request";
import { type Policy, parsePolicy } from "../../../../verify/iam/language/parse-policy";
import { propertyRuns, propertySeed } from "../../../fixtures/property-runs";
import { type OracleCase, policyPool, randomCase, seededRandom } from "./random-requests";
import { realPolicies } from "./real-policies";
import { isAllowedByReference, isRefusedByReference, type PolicyDocument } from "./reference-evaluator";

const requestsPerKind = propertyRuns(5000).numRuns;

/** What the engine decides. */
function decideByEngine({ request, policies }: OracleCase): "allowed" | "denied" | "unknown" | "refused" {
  try {
    return decideRequest({ request, policies });
  } catch {
    return "refused";
  }
}

function decideRequest({ request, policies }: OracleCase): "allowed" | "denied" | "unknown" {
  const parsed = (documents: readonly PolicyDocument[]) => documents.map(parseOnce);
  const { identity, boundary, endpoint, control, resource, needsResourcePolicy, resourceAccount } = policies;
  const { kind } = authorize(
    { ...request, principal: principalOf(request.caller), context: requestContextOf(request.keys) },
    {
      identity: parsed(identity),
      ...(boundary === undefined ? {} : { boundary: parsed(boundary) }),
      ...(endpoint === undefined ? {} : { endpoint: parsed(endpoint) }),
      ...(control === undefined ? {} : { control: control.map(parsed) }),
      ...(resource === undefined ? {} : { resource: parsed(resource) }),
      resourcePolicyMode: needsResourcePolicy ? "required" : "union",
      resourceAccount,
    },
  );
  return kind === "allowed" || kind === "unknown" ? kind : "denied";
}

const parsedDocuments = new Map<PolicyDocument, Policy>();

function parseOnce(document: PolicyDocument): Policy {
  const known =
    parsedDocuments.get(document) ?? parsePolicy(JSON.stringify({ Version: "2012-10-17", ...document }), "x");
  parsedDocuments.set(document, known);
  return known;
}

function principalOf(caller: OracleCase["request"]["caller"]): Principal {
  switch (caller.kind) {
    case "role":
      return { kind: "iam-principal", account: caller.account, arn: caller.arn };
    case "service":
      return { kind: "service", servicePrincipal: caller.name };
    case "anonymous":
      return { kind: "anonymous" };
  }
}

function decideByReference({ request, policies }: OracleCase): "allowed" | "denied" | "refused" {
  const { identity, boundary = [], endpoint = [], control = [], resource = [] } = policies;
  if ([...identity, ...boundary, ...endpoint, ...control.flat(), ...resource].some(isRefusedByReference)) {
    return "refused";
  }
  return isAllowedByReference(request, policies) ? "allowed" : "denied";
}

/** Compares the two on random requests, and counts what the engine leaves open. */
function compare(seed: number, isMangled: boolean) {
  const random = seededRandom(seed);
  const pool = policyPool(random, realPolicies("staging", "prod"), isMangled);
  const counts = { allowed: 0, denied: 0, unknown: 0, refused: 0 };
  const differences: OracleCase[] = [];
  for (let index = 0; index < requestsPerKind; index += 1) {
    const one = randomCase(random, pool);
    const decided = decideByEngine(one);
    counts[decided] += 1;
    if (decided !== "unknown" && decided !== decideByReference(one)) {
      differences.push(one);
    }
  }
  return { counts, differences };
}

test.each([
  ["the policies of the stacks", propertySeed, false],
  ["the policies of the stacks with one statement broken", propertySeed + 1, true],
])("the engine and the reference evaluator agree on random requests over %s", (what, seed, isMangled) => {
  const { counts, differences } = compare(seed, isMangled);

  process.stdout.write(`requests compared over ${what}: ${JSON.stringify(counts)}\n`);
  expect(differences.slice(0, 1)).toEqual([]);
  expect(differences).toHaveLength(0);
  // Requests that decide nothing compare nothing.
  expect(counts.allowed).toBeGreaterThan(requestsPerKind / 20);
  expect(counts.unknown).toBeLessThan(requestsPerKind / 10);
});
