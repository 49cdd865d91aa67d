import {
  ask,
  bucketAndObjects,
  fromAnywhere,
  fromOutside,
  isAllowed,
  kmsKey,
  type PolicyModel,
  policyModel,
  requestContextOf,
  trustOf,
} from "../../../../verify/iam/ask";
import { readKmsKeys } from "../../../../verify/iam/attachments/key-with-policy";
import { actionsOfService, s3ListActions, s3ObjectActions } from "../../../../verify/iam/aws/action-catalog";
import { declaredPrincipals } from "../../../../verify/iam/questions/common/declared-principals";
import { askEveryoneThroughEndpoint } from "../../../../verify/iam/questions/data/requests-through-endpoint";
import { askWhoAssumes } from "../../../../verify/iam/questions/roles/assume-role";
import type { CallerKind } from "../../../../verify/iam/request-space/principals/caller";
import type { ClaimSubject } from "../../../../verify/verdict/claim";
import { account, otherAccount, type RealPolicy } from "./real-policies";
import type { PolicyDocument } from "./reference-evaluator";
import { has, not, or, quote, type SymbolicRequest, value } from "./smt-encoding";

/** A question that both the engine and the solver answer: is there a request that one policy allows and that fits? */
export interface UniversalQuestion {
  /** Unique within a stack. */
  readonly name: string;
  /** Documents of which each group must allow the request. */
  readonly groups: readonly (readonly PolicyDocument[])[];
  readonly request: SymbolicRequest;
  readonly askEngine: (subject: ClaimSubject) => boolean | "unknown";
}

/** A question about one policy. */
interface PolicyQuestion extends Omit<UniversalQuestion, "groups"> {
  readonly document: PolicyDocument;
  /** Whether the policy's Allow is needed, as for callers of other accounts; otherwise its Deny alone decides. */
  readonly needsAllow: boolean;
}

type EngineAnswer = { readonly decision: { readonly kind: string } };

/** Whether some answer is a witness; unknown where one is not decided. */
export function witness<Answer extends EngineAnswer>(
  answers: Iterable<Answer>,
  isWitness: (answer: Answer) => boolean,
): boolean | "unknown" {
  let isUndecided = false;
  for (const answer of answers) {
    if (isWitness(answer)) {
      return true;
    }
    isUndecided ||= answer.decision.kind === "unknown";
  }
  return isUndecided ? "unknown" : false;
}

const isOwn = `(= account ${quote(account)})`;
const isForeign = not(`(= account ${quote(account)})`);

export function noOrganization(): readonly string[] {
  return ["aws:principalorgid", "aws:resourceorgid", "aws:principalorgpaths", "aws:resourceorgpaths"].map((key) =>
    not(has(key)),
  );
}

/** The questions about one policy of a resource. Where its Deny alone decides, somebody else's policy allows everything. */
export function questionsAbout(policy: RealPolicy, exempt: readonly string[]): readonly UniversalQuestion[] {
  return policyQuestions(policy, exempt).map(({ document, needsAllow, ...question }) => ({
    ...question,
    groups: needsAllow ? [[document]] : [[document, allowEverything]],
  }));
}

function policyQuestions(policy: RealPolicy, exempt: readonly string[]): readonly PolicyQuestion[] {
  const { address, document } = policy;
  switch (policy.place) {
    case "resource":
      return address.startsWith("aws_s3_bucket_policy.") ? bucketQuestions(address, document, exempt) : [];
    case "key":
      return [keyQuestion(address, document)];
    case "trust":
      return [trustQuestion(address, document)];
    case "endpoint":
      return endpointQuestions(address, document);
    case "identity":
      return [];
  }
}

/** None where the engine does not understand the policy. */
function bucketOf(model: PolicyModel, policyAddress: string) {
  return model.buckets.find(({ policies }) => policies.some((policy) => policy.address === policyAddress));
}

function bucketQuestions(
  address: string,
  document: PolicyDocument,
  exempt: readonly string[],
): readonly PolicyQuestion[] {
  const bucketArn = `arn:aws:s3:::${address.replace(/^aws_s3_bucket_policy\./, "").replace(/_policy$/, "")}`;
  const targets = [
    { what: "objects", actions: s3ObjectActions(), isTarget: `(str.prefixof ${quote(`${bucketArn}/`)} resource)` },
    { what: "the list", actions: s3ListActions(), isTarget: `(= resource ${quote(bucketArn)})` },
  ];
  return targets.flatMap(({ what, actions, isTarget }) => {
    const request = { actions: actions.map(({ name }) => name), resourceAccount: account };
    const engine =
      (from: "anywhere" | "outside", kind: CallerKind, isPlain = false) =>
      (subject: ClaimSubject) => {
        const model = policyModel(subject.configuration);
        const bucket = bucketOf(model, address);
        if (bucket === undefined) {
          return "unknown";
        }
        // A mutant may add endpoints of S3, which the solver takes for outside.
        const s3Endpoints = model.endpoints.filter(({ address: one }) => one === "aws_vpc_endpoint.endpoints_s3");
        return witness(
          ask(model, {
            who: declaredPrincipals(subject, model),
            what: actions,
            on: bucketAndObjects(bucket),
            from: from === "outside" ? fromOutside(s3Endpoints) : fromAnywhere(s3Endpoints),
            ...(isPlain ? { assumedContext: requestContextOf({ "aws:SecureTransport": "false" }) } : {}),
          }),
          (answer) => isAllowed(answer) && answer.caller.kind === kind,
        );
      };
    return [
      {
        name: `${address}: a role of another account uses ${what} of the bucket`,
        document,
        needsAllow: true,
        request: { ...request, constraints: [isForeign, isTarget, ...noOrganization()] },
        askEngine: engine("anywhere", "foreign"),
      },
      {
        name: `${address}: an undeclared role of the account uses ${what} from outside the endpoint`,
        document,
        needsAllow: false,
        request: { ...request, constraints: [isOwn, isNoneOf(exempt), isOutside, isTarget] },
        askEngine: engine("outside", "account"),
      },
      {
        name: `${address}: an undeclared role of the account uses ${what} without TLS`,
        document,
        needsAllow: false,
        request: {
          ...request,
          constraints: [isOwn, isNoneOf(exempt), `(= ${value("aws:securetransport")} "false")`, isTarget],
        },
        askEngine: engine("anywhere", "account", true),
      },
    ];
  });
}

const isOutside = or([not(has("aws:sourcevpce")), not(`(= ${value("aws:sourcevpce")} "endpoints_s3")`)]);

function isNoneOf(roles: readonly string[]): string {
  return not(
    or(
      roles.map((arn) =>
        arn.endsWith("*") ? `(str.prefixof ${quote(arn.slice(0, -1))} arn)` : `(= arn ${quote(arn)})`,
      ),
    ),
  );
}

function keyQuestion(address: string, document: PolicyDocument): PolicyQuestion {
  const name = address.replace(/^aws_kms_key\./, "");
  return {
    name: `${address}: a role of another account uses the key`,
    document,
    needsAllow: true,
    request: {
      actions: actionsOfService("kms")
        .filter(({ resourceTypes }) => resourceTypes.includes("key"))
        .map((action) => action.name),
      resourceAccount: account,
      constraints: [
        isForeign,
        `(= resource ${quote(`arn:aws:kms:eu-west-1:${account}:key/${name}`)})`,
        ...noOrganization(),
      ],
    },
    askEngine: (subject) => {
      const model = policyModel(subject.configuration);
      const key = readKmsKeys(subject.configuration, model.text).find((one) => one.address === address);
      if (key === undefined) {
        throw new Error(`smt: the engine knows no key ${address}`);
      }
      return witness(
        ask(model, { on: kmsKey(key) }),
        (answer) => isAllowed(answer) && answer.caller.kind === "foreign",
      );
    },
  };
}

function trustQuestion(address: string, document: PolicyDocument): PolicyQuestion {
  return {
    name: `${address}: a role of another account assumes the role`,
    document,
    needsAllow: true,
    request: {
      actions: ["sts:AssumeRole"],
      resourceAccount: account,
      constraints: [
        isForeign,
        `(= resource ${quote(`arn:aws:iam::${account}:role/${address.replace(/^aws_iam_role\./, "")}`)})`,
        ...noOrganization(),
      ],
    },
    askEngine: (subject) => {
      const model = policyModel(subject.configuration);
      const role = model.roles.find((one) => one.address === address);
      if (role === undefined) {
        throw new Error(`smt: the engine knows no role ${address}`);
      }
      return witness(
        askWhoAssumes(model, trustOf(role)),
        (answer) => isAllowed(answer) && answer.caller.kind === "foreign",
      );
    },
  };
}

function endpointQuestions(address: string, document: PolicyDocument): readonly PolicyQuestion[] {
  const through = [
    has("aws:sourcevpce"),
    `(= ${value("aws:sourcevpce")} ${quote(address.replace(/^aws_vpc_endpoint\./, ""))})`,
  ];
  const endpointOf = (subject: ClaimSubject) => {
    const model = policyModel(subject.configuration);
    const endpoint = model.endpoints.find((one) => one.address === address);
    if (endpoint === undefined) {
      throw new Error(`smt: the engine knows no endpoint ${address}`);
    }
    return { model, endpoint };
  };
  const services = [
    ...new Set(document.Statement.flatMap(({ Action, NotAction }) => [Action ?? NotAction ?? "*"].flat())),
  ]
    .map((action) => action.split(":")[0] ?? "*")
    .filter((service) => service !== "*");
  const actions = [...new Set(services)].flatMap((service) => actionsOfService(service));
  const writes = actions.filter(
    ({ accessLevels, resourceTypes }) =>
      resourceTypes.length > 0 && accessLevels.some((level) => level !== "Read" && level !== "List"),
  );
  const names = new Set(writes.map(({ name }) => name));
  const question = (what: string, caller: "foreign" | "account", resourceAccount: string): PolicyQuestion => ({
    name: `${address}: ${what}`,
    document,
    needsAllow: true,
    request: {
      actions: [...names],
      resourceAccount,
      constraints: [caller === "foreign" ? isForeign : isOwn, ...through, ...noOrganization()],
    },
    askEngine: (subject) => {
      const { model, endpoint } = endpointOf(subject);
      return witness(
        askEveryoneThroughEndpoint(model, endpoint),
        (answer) =>
          isAllowed(answer) &&
          answer.caller.kind === caller &&
          answer.owner.isOwn === (resourceAccount === account) &&
          answer.target.resource !== "*" &&
          answer.actions.some(({ name }) => names.has(name)),
      );
    },
  });
  return [
    question("a role of another account changes a resource of the account", "foreign", account),
    question("a role of the account changes a resource of another account", "account", otherAccount),
  ];
}

const allowEverything: PolicyDocument = {
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};
