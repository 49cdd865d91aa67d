import {
  ask,
  bucketAndObjects,
  fromAnywhere,
  fromOutside,
  kmsKey,
  policyModel,
  requestContextOf,
  trustOf,
} from "../../../../../verify/iam/ask";
import { readKmsKeys } from "../../../../../verify/iam/attachments/key-with-policy";
import { actionsOfService, s3ListActions, s3ObjectActions } from "../../../../../verify/iam/aws/action-catalog";
import { askWhoAssumes } from "../../../../../verify/iam/questions/roles/assume-role";
import type { CallerKind } from "../../../../../verify/iam/request-space/principals/caller";
import { account, ownEndpoint, type RealPolicy } from "../real-policies";
import type { PolicyDocument } from "../reference-evaluator";
import { matchesTokens } from "./encoding/pattern-matching";
import { patternCases } from "./encoding/patterns";
import { callerParts } from "./encoding/symbolic-keys";
import { and, equal, has, not, or, quote, type Term, value } from "./encoding/terms";
import { endpointQuestions } from "./endpoint-questions";
import { roleNameOf } from "./role-documents";
import {
  type AskedStack,
  found,
  isForeign,
  isOwn,
  noOrganization,
  type UniversalAnswer,
  type UniversalQuestion,
  witness,
} from "./universal-question";

/** The questions about one policy of a resource. Where its Deny alone decides, somebody else's policy allows everything. */
export function questionsAbout(policy: RealPolicy, exempt: readonly string[]): readonly UniversalQuestion[] {
  const { address, place } = policy;
  switch (place) {
    case "resource":
      return address.startsWith("aws_s3_bucket_policy.") ? bucketQuestions(policy, exempt) : [];
    case "key":
      return keyQuestions(policy);
    case "trust":
      return trustQuestions(policy);
    case "endpoint":
      return endpointQuestions(policy);
    case "identity":
      return [];
  }
}

const allowEverything: PolicyDocument = {
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

function bucketQuestions(policy: RealPolicy, exempt: readonly string[]): readonly UniversalQuestion[] {
  const { address, document } = policy;
  const bucketArn = `arn:aws:s3:::${address.replace(/^aws_s3_bucket_policy\./, "").replace(/_policy$/, "")}`;
  const targets = [
    { what: "objects", actions: s3ObjectActions(), format: `${bucketArn}/**` },
    { what: "the list", actions: s3ListActions(), format: bucketArn },
  ];
  return targets.flatMap(({ what, actions, format }) => {
    const request = { actions: actions.map((action) => ({ action, formats: [format] })), resourceAccount: account };
    const engine =
      (from: "anywhere" | "outside", kind: CallerKind, isPlain = false) =>
      ({ configuration, exempt: deployers }: AskedStack): UniversalAnswer => {
        const model = policyModel(configuration);
        const bucket = model.buckets.find(({ policies }) => policies.some((one) => one.address === address));
        // The engine does not understand the policy.
        if (bucket === undefined || bucket.doubts.length > 0) {
          return "undecided";
        }
        // A mutant may add endpoints of S3, which the solver takes for outside.
        const s3Endpoints = model.endpoints.filter(({ address: one }) => one === "aws_vpc_endpoint.endpoints_s3");
        const answers = ask(model, {
          who: { deployers },
          what: actions,
          on: bucketAndObjects(bucket),
          from: from === "outside" ? fromOutside(s3Endpoints) : fromAnywhere(s3Endpoints),
          ...(isPlain ? { assumedContext: requestContextOf({ "aws:SecureTransport": "false" }) } : {}),
        });
        return witness(answers, ({ caller }) => caller.kind === kind);
      };
    const isUndeclared = and([isOwn, isNoneOf(exempt)]);
    const withoutTls = equal(value("aws:securetransport"), quote("false"));
    const withGrant = [[document]];
    const withoutGrant = [[document, allowEverything]];
    return [
      {
        name: `${address}: a principal of another account uses ${what} of the bucket`,
        policies: [policy],
        groups: withGrant,
        request: { ...request, constraints: [isForeign, ...noOrganization()] },
        askEngine: engine("anywhere", "foreign"),
      },
      {
        name: `${address}: an anonymous caller uses ${what} of the bucket`,
        policies: [policy],
        groups: withGrant,
        request: { ...request, isAnonymous: true, constraints: noOrganization() },
        askEngine: engine("anywhere", "anonymous"),
      },
      {
        name: `${address}: an undeclared principal of the account uses ${what} from outside the endpoint`,
        policies: [policy],
        groups: withoutGrant,
        request: { ...request, constraints: [isUndeclared, isOutside] },
        askEngine: engine("outside", "account"),
      },
      {
        name: `${address}: an undeclared principal of the account uses ${what} without TLS`,
        policies: [policy],
        groups: withoutGrant,
        request: { ...request, constraints: [isUndeclared, withoutTls] },
        askEngine: engine("anywhere", "account", true),
      },
    ];
  });
}

const isOutside = or([not(has("aws:sourcevpce")), not(equal(value("aws:sourcevpce"), quote(ownEndpoint.endpoint)))]);

function isNoneOf(patterns: readonly string[]): Term {
  return not(
    or(
      patterns.flatMap((pattern) =>
        patternCases(pattern, "arn", () => "true").map(({ tokens = [] }) =>
          matchesTokens({ parts: callerParts }, tokens),
        ),
      ),
    ),
  );
}

function keyQuestions(policy: RealPolicy): readonly UniversalQuestion[] {
  const { address, document } = policy;
  const formats = [`arn:aws:kms:eu-west-1:${account}:key/${address.replace(/^aws_kms_key\./, "")}`];
  const actions = actionsOfService("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
  return withAndWithoutCredentials.map(({ who, kind, isAnonymous, constraints }) => ({
    name: `${address}: ${who} uses the key`,
    policies: [policy],
    groups: [[document]],
    request: {
      actions: actions.map((action) => ({ action, formats })),
      resourceAccount: account,
      isAnonymous,
      constraints,
    },
    askEngine: ({ configuration }) => {
      const model = policyModel(configuration);
      const key = found(address, readKmsKeys(configuration, model.text));
      return key.doubts.length > 0
        ? "undecided"
        : witness(ask(model, { on: kmsKey(key) }), ({ caller }) => caller.kind === kind);
    },
  }));
}

const withAndWithoutCredentials = [
  {
    who: "a principal of another account",
    kind: "foreign",
    isAnonymous: false,
    constraints: [isForeign, ...noOrganization()],
  },
  { who: "an anonymous caller", kind: "anonymous", isAnonymous: true, constraints: noOrganization() },
] as const;

function trustQuestions(policy: RealPolicy): readonly UniversalQuestion[] {
  const { address, document } = policy;
  const formats = [`arn:aws:iam::${account}:role/${roleNameOf(address)}`];
  // A session of an identity provider has credentials already; those who sign in with its token have none.
  const isSession = not(has("aws:federatedprovider"));
  const actions = actionsOfService("sts").filter(({ name }) => /^sts:AssumeRole(?!ot)/.test(name));
  return withAndWithoutCredentials.map(({ who, kind, isAnonymous, constraints }) => ({
    name: `${address}: ${who} assumes the role`,
    policies: [policy],
    groups: [[document]],
    request: {
      actions: actions.map((action) => ({
        action,
        formats,
        isAsked: /With(?:SAML|WebIdentity)$/.test(action.name) ? isSession : "true",
      })),
      resourceAccount: account,
      isAnonymous,
      constraints,
    },
    askEngine: ({ configuration }) => {
      const model = policyModel(configuration);
      const role = found(address, model.roles);
      return role.trustPolicies.length === 0
        ? "undecided"
        : witness(askWhoAssumes(model, trustOf(role)), ({ caller }) => caller.kind === kind);
    },
  }));
}
