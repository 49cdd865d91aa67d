import { ask, isAllowed, type PolicyModel, policyModel } from "../../../../verify/iam/ask";
import { resourcesOfAccount, resourcesOfOthers } from "../../../../verify/iam/ask/resources";
import { actionsOfService, resourceArnFormats } from "../../../../verify/iam/aws/action-catalog";
import { account, otherAccount, type RealPolicy } from "./real-policies";
import { listOf, matches, type PolicyDocument } from "./reference-evaluator";
import { and, or, quote } from "./smt-encoding";
import { noOrganization, type UniversalQuestion, witness } from "./smt-questions";

/** Actions by which data, credentials or permissions could leave, each asked about on its own. */
const askedActions = [
  ...["iam:PassRole", "iam:PutRolePolicy", "iam:CreateAccessKey", "sts:AssumeRole", "lambda:InvokeFunction"],
  ...["s3:GetObject", "s3:PutObject", "s3:PutBucketPolicy", "kms:Decrypt", "kms:CreateGrant", "sqs:SendMessage"],
  ...["sagemaker:CreatePresignedDomainUrl", "sagemaker:UpdateDomain"],
  ...["secretsmanager:GetSecretValue", "logs:PutLogEvents", "ecr:BatchGetImage"],
];

/** A role with the documents that decide over it. */
interface RoleDocuments {
  readonly address: string;
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
}

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const reference = /^\$\{(aws_iam_(?:role|policy)\.\w+)\./;

/** Roles of the stack, with every policy that the stack attaches to them. Roles with a policy of AWS are left out. */
function rolesIn(resource: Resources, policies: readonly RealPolicy[]): readonly RoleDocuments[] {
  const documentAt = new Map(policies.map(({ address, document }) => [address, document]));
  const entries = (type: string): readonly (readonly [string, Readonly<Record<string, unknown>>])[] =>
    Object.entries(resource[type] ?? {}).map(([name, values]) => [`${type}.${name}`, { ...values }]);
  const addressIn = (value: unknown): string => reference.exec(String(value))?.[1] ?? "";
  return entries("aws_iam_role").flatMap(([address, { permissions_boundary: limit }]) => {
    const attached = entries("aws_iam_role_policy_attachment").filter(([, { role }]) => addressIn(role) === address);
    const inline = entries("aws_iam_role_policy").filter(([, { role }]) => addressIn(role) === address);
    const names = [...attached.map(([, values]) => addressIn(values.policy_arn)), ...inline.map(([name]) => name)];
    const documents = [...new Set(names)].map((name) => documentAt.get(name));
    const boundary = limit === undefined ? undefined : documentAt.get(addressIn(limit));
    const isKnown = documents.every((document) => document !== undefined) && (limit === undefined || boundary);
    return isKnown && documents.length > 0
      ? [{ address, identity: documents.flatMap((one) => one ?? []), ...(boundary === undefined ? {} : { boundary }) }]
      : [];
  });
}

/** For each role that one of the changed policies decides over: may it make the request, on its own account and on another? */
export function identityQuestions(
  resource: Resources,
  policies: readonly RealPolicy[],
  isAsked: (documents: readonly PolicyDocument[]) => boolean,
): readonly UniversalQuestion[] {
  return rolesIn(resource, policies)
    .filter(({ identity, boundary }) => isAsked([...identity, ...(boundary === undefined ? [] : [boundary])]))
    .flatMap((role) =>
      askedActions
        .filter((action) => role.identity.some((document) => mayAllow(document, action)))
        .flatMap((action) => [questionAbout(role, action, account), questionAbout(role, action, otherAccount)]),
    );
}

/** Elsewhere the answer is no on both sides, and proves nothing. */
function mayAllow({ Statement }: PolicyDocument, action: string): boolean {
  return Statement.some(
    ({ Effect, Action, NotAction }) =>
      Effect === "Allow" &&
      (NotAction !== undefined ||
        listOf(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()))),
  );
}

function questionAbout(
  { address, identity, boundary }: RoleDocuments,
  action: string,
  owner: string,
): UniversalQuestion {
  const [service = ""] = action.split(":");
  const known = actionsOfService(service).filter(({ name }) => name === action);
  const patterns = known
    .flatMap(({ resourceTypes }) => resourceTypes)
    .map((type) =>
      (resourceArnFormats(service).get(type) ?? "").replace(/\$\{(\w+)\}/g, (_, name) => partOf(name, owner)),
    );
  const roleName = address.replace(/^aws_iam_role\./, "");
  return {
    name: `${address}${boundary === undefined ? "" : " with a boundary"}: ${action} in ${owner === account ? "its account" : "another account"}`,
    groups: [identity, ...(boundary === undefined ? [] : [[boundary]])],
    request: {
      actions: [action],
      resourceAccount: owner,
      constraints: [
        `(= account ${quote(account)})`,
        `(= role ${quote(roleName)})`,
        or(patterns.map(isOfFormat)),
        ...noOrganization(),
      ],
    },
    askEngine: (subject) => {
      const model = policyModel(subject.configuration);
      const answers = ask(model, {
        who: roleAt(model, address),
        what: known,
        on: owner === account ? resourcesOfAccount : resourcesOfOthers,
      });
      return witness(
        answers,
        (answer) =>
          isAllowed(answer) &&
          answer.target.resource !== "*" &&
          // Accounts that policies name are not the one that the solver is asked about.
          (owner === account || !/^(?:\d{12}|aws|)$/.test(answer.owner.account)),
      );
    },
  };
}

function partOf(name: string, owner: string): string {
  return { Partition: "aws", Account: owner, Region: "eu-west-1" }[name] ?? anyName;
}

const anyName = "*";

/** Whether the resource has the parts of the format that are written out. Regular expressions would take the solver minutes. */
function isOfFormat(format: string): string {
  const [start = "", ...others] = format.split(anyName);
  return and([
    `(str.prefixof ${quote(start)} resource)`,
    ...others.filter((part) => part !== "").map((part) => `(str.contains resource ${quote(part)})`),
  ]);
}

function roleAt(model: PolicyModel, address: string): PolicyModel["roles"][number] {
  const role = model.roles.find((one) => one.address === address);
  if (role === undefined) {
    throw new Error(`smt: the engine knows no role ${address}`);
  }
  return role;
}
