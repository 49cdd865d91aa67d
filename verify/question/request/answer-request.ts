import { groupBy } from "../../collections/group-by";
import {
  ask,
  type Answer as DecidedRequest,
  fromInternet,
  fromOutside,
  type PolicyModel,
  policyDoubts,
  policyModel,
  type RequestOrigin,
  requestContextOf,
  throughEndpoint,
} from "../../iam/ask";
import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { policiesOfRole } from "../../iam/attachments/role-with-policies";
import { mergeContexts } from "../../iam/language/authorization-request";
import { resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { type AnswerCase, type AnswerKind, type Findings, kindOfCases, mergeAlike } from "../answer";
import { serviceOfAction } from "./endpoint-service";
import type { AskedOrigin, AskedPrincipal, RequestQuestion } from "./request-question";
import { caseOfRequest } from "./request-steps";
import { mayHaveResourcePolicy } from "./resource-policy-support";
import { unreadControlPolicies, type World, worldsOf } from "./worlds";

/** The question in full. */
function requestText({ action, target, principal, origin, context }: RequestQuestion, { text }: PolicyModel): string {
  const keys = [...context].map(([key, values]) => `${key}=${values.join(" ")}`);
  const words = `request ${action.name} on ${target.text} by ${principalText(principal)} from ${originText(origin)}`;
  return text.placeholders.readable(keys.length === 0 ? words : `${words} with ${keys.join(", ")}`);
}

function principalText(principal: AskedPrincipal): string {
  switch (principal.kind) {
    case "role":
      return principal.role.address;
    case "outside":
      return principal.arn;
    case "anonymous":
      return principal.kind;
    case "service":
      return `service/${principal.host}`;
    case "account":
      return `account/${principal.account}`;
  }
}

function originText(origin: AskedOrigin): string {
  switch (origin.kind) {
    case "anywhere":
    case "internet":
      return origin.kind;
    case "address":
      return origin.address;
    case "endpoint":
      return origin.endpoint.address;
    case "subnets":
      return `${origin.text} through ${origin.endpoints.map(({ address }) => address).join(" or ") || "the internet"}`;
  }
}

/** Clients of AWS use TLS, unless the question says otherwise. */
const usualContext = requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" });

/** Decides every request that a question covers, in each world that fits the configuration. */
export function answerRequest(configuration: TerraformConfiguration, question: RequestQuestion): Findings {
  const model = policyModel(configuration);
  const worlds = worldsOf(configuration, model, question);
  const origins = originsOf(model, question);
  const decided = worlds.flatMap((world) =>
    origins.map((origin) => ({
      assumption: [world.assumption, origin.assumption].filter((text) => text !== "").join(" and "),
      ...decideIn(model, question, world, origin.alternatives),
    })),
  );
  const [first] = decided;
  const isSame = decided.every(({ cases }) => kindOfCases(cases) === kindOfCases(first?.cases ?? []));
  const open = isSame
    ? []
    : openAlternatives(decided.map(({ assumption, cases }) => ({ assumption, kind: kindOfCases(cases) })));
  const cases = first?.cases ?? [];
  const isDeniedExplicitly = decided.every(({ requests }) =>
    requests.every(({ decision }) => decision.kind === "explicit-deny"),
  );
  const needsNoOther = isDeniedExplicitly || !mayHaveResourcePolicy(question.action, question.principal);
  return {
    readAs: requestText(question, model),
    cases,
    doubts: [...open, ...doubtsOf(configuration, model, question, cases, isDeniedExplicitly && cases.length > 0)],
    assumptions: assumptionsOf(configuration, question),
    ...(question.target.isAny && !needsNoOther && { deniedOnlyIf: [NO_SINGLE_RESOURCE] }),
  };
}

const NO_SINGLE_RESOURCE = "no policy of a single resource allows or denies it";

/** What the answer depends on, one line for each answer. */
function openAlternatives(
  decided: readonly { readonly assumption: string; readonly kind: AnswerKind }[],
): readonly Evidence[] {
  return [...groupBy(decided, ({ kind }) => kind)].map(([kind, alike]) => {
    const assumptions = alike.map(({ assumption }) =>
      assumption === "" ? "as the configuration shows it" : assumption,
    );
    return { text: `${kind === "cannot-be-told" ? "not known" : kind} ${assumptions.join("; ")}`, addresses: [] };
  });
}

interface DecidedWorld {
  readonly requests: readonly DecidedRequest[];
  readonly cases: readonly AnswerCase[];
}

function decideIn(
  model: PolicyModel,
  { action, principal, context }: RequestQuestion,
  { question }: World,
  origins: readonly RequestOrigin[],
): DecidedWorld {
  const requests = origins.flatMap((from) =>
    [
      ...ask(model, {
        ...question,
        what: [action],
        from,
        assumedContext: mergeContexts(usualContext, context),
      }),
    ].filter((decided) => isAskedCaller(principal, decided)),
  );
  return { requests, cases: mergeAlike(requests.map((decided) => caseOfRequest(decided, model.text))) };
}

/** A service or account that no statement names is like every other one. */
function isAskedCaller(
  principal: AskedPrincipal,
  { caller: { kind }, request: { principal: caller } }: DecidedRequest,
): boolean {
  if (principal.kind === "service") {
    return (
      caller.kind === "service" &&
      (caller.servicePrincipal === principal.host || !/^[a-z0-9.-]+$/.test(caller.servicePrincipal))
    );
  }
  if (principal.kind === "account" || (principal.kind === "outside" && kind !== "stack-role")) {
    const account = principal.kind === "account" ? principal.account : principal.arn.split(":")[4];
    return caller.kind === "iam-principal" && (caller.account === account || !/^\d{12}$/.test(caller.account));
  }
  return true;
}

interface OriginAlternative {
  readonly assumption: string;
  /** Requests of the question may come from each of these. */
  readonly alternatives: readonly RequestOrigin[];
}

function originsOf(model: PolicyModel, { origin, action }: RequestQuestion): readonly OriginAlternative[] {
  const one = (alternative: RequestOrigin, assumption = ""): OriginAlternative => ({
    assumption,
    alternatives: [alternative],
  });
  const through = (endpoint: EndpointWithPolicy): OriginAlternative =>
    one(throughEndpoint(endpoint), `through ${endpoint.address}`);
  const isServed = (endpoint: EndpointWithPolicy): "yes" | "no" | "unknown" => serviceOfAction(endpoint, action.name);
  switch (origin.kind) {
    case "anywhere": {
      const known = [
        fromOutside(model.endpoints),
        ...model.endpoints.filter((endpoint) => isServed(endpoint) === "yes").map(throughEndpoint),
      ];
      const unknown = model.endpoints.filter((endpoint) => isServed(endpoint) === "unknown");
      return [
        { assumption: "", alternatives: known },
        ...unknown.map((endpoint) => ({
          assumption: ifServed(endpoint),
          alternatives: [...known, throughEndpoint(endpoint)],
        })),
      ];
    }
    case "internet":
      return [one(fromInternet)];
    case "address":
      return [one(fromAddress(origin.address))];
    case "endpoint":
      return isServed(origin.endpoint) === "yes"
        ? [one(throughEndpoint(origin.endpoint))]
        : [
            one(throughEndpoint(origin.endpoint), ifServed(origin.endpoint)),
            { assumption: `if ${origin.endpoint.address} does not serve the action`, alternatives: [] },
          ];
    case "subnets": {
      const isKnown = origin.endpoints.some((endpoint) => isServed(endpoint) === "yes");
      return origin.endpoints.length === 0
        ? [one(fromInternet)]
        : [...(isKnown ? [] : [one(fromInternet, "over the internet")]), ...origin.endpoints.map(through)];
    }
  }
}

function ifServed({ address }: EndpointWithPolicy): string {
  return `if ${address}, of a service that is not known, serves the action`;
}

function fromAddress(address: string): RequestOrigin {
  const context = requestContextOf({ "aws:SourceIp": address, "aws:ViaAWSService": "false" });
  return { pathsFor: () => [{ label: `from ${address}`, context, isInternet: true }] };
}

function doubtsOf(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { target, principal }: RequestQuestion,
  cases: readonly AnswerCase[],
  isDeniedExplicitly: boolean,
): readonly Evidence[] {
  const role = principal.kind === "role" ? principal.role : undefined;
  const policies = [...target.policies, ...(role === undefined ? [] : policiesOfRole(role))];
  const unread = policyDoubts(model, { policies, doubts: [] });
  const unresolved = [
    ...(role?.doubts ?? []),
    ...target.doubts,
    ...unreadControlPolicies(configuration, model).map(unreadControl),
  ];
  // The models leave out a boundary that they cannot read, which is the worst for a claim, but not for an answer.
  const limits = cases.some(({ kind }) => kind === "allowed") ? (role?.unreadBoundary ?? []) : [];
  const settings = role === undefined ? publicBucketDoubts(configuration, model, target.bucket, cases) : [];
  // Nothing that is not read can undo an explicit deny.
  return [...unread, ...(isDeniedExplicitly ? [] : [...unresolved, ...limits, ...settings])];
}

function unreadControl({ address }: { readonly address: string }): Evidence {
  return { text: `${address} cannot be read, and may deny the request`, addresses: [address] };
}

/** Access control lists allow what policies do not, and public access blocks refuse what policies allow. */
function publicBucketDoubts(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  bucket: string | undefined,
  cases: readonly AnswerCase[],
): readonly Evidence[] {
  const configuredBy = model.buckets.find(({ address }) => address === bucket)?.configuredBy ?? [];
  const isAllowed = cases.some(({ kind }) => kind === "allowed");
  const type = isAllowed ? "aws_s3_bucket_public_access_block" : "aws_s3_bucket_acl";
  const found = [
    ...configuredBy.filter((resource) => resource.type === type),
    ...(isAllowed ? resourcesOfType(configuration, "aws_s3_account_public_access_block") : []),
  ];
  return found.map(({ address }) => ({
    text: isAllowed
      ? `${address} may refuse what a public policy allows`
      : `${address} may allow what no policy allows`,
    addresses: [address],
  }));
}

function assumptionsOf(
  configuration: TerraformConfiguration,
  { origin, principal, context, target }: RequestQuestion,
): readonly string[] {
  const hasControls = resourcesOfType(configuration, "aws_organizations_policy").length > 0;
  const isOverInternet = origin.kind === "subnets" && origin.endpoints.length === 0;
  return [
    ...(context.has("aws:securetransport")
      ? []
      : ["the request uses TLS 1.3; add with aws:SecureTransport=false to ask about others"]),
    ...(hasControls ? [] : ["no service or resource control policy of the organization denies it"]),
    ...(principal.kind === "role" || principal.kind === "outside" ? ["the session has no session policy"] : []),
    ...(target.isAny ? [NO_SINGLE_RESOURCE] : []),
    ...(principal.kind === "account" ? ["the policies of the other account allow it"] : []),
    ...(isOverInternet ? ["the subnet reaches the service over the internet; ask about the packet as well"] : []),
    ...(origin.kind === "subnets" && !isOverInternet
      ? ["packets reach the endpoint; ask about the packet as well"]
      : []),
    ...(target.on.service === "s3"
      ? ["an object that is encrypted with a KMS key needs the key as well; ask about kms:Decrypt"]
      : []),
  ];
}
