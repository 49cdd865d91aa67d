import { memoize } from "../../../../../verify/collections/memoize";
import { ask, policyModel } from "../../../../../verify/iam/ask";
import { resourcesOfAccount, resourcesOfOthers } from "../../../../../verify/iam/ask/resources";
import { actionsOfService, type IamAction, servicesInCatalog } from "../../../../../verify/iam/aws/action-catalog";
import { account, otherAccount, type RealPolicy } from "../real-policies";
import { listOf, matches, type PolicyDocument, type PolicyStatement } from "../reference-evaluator";
import { formatsOf } from "./encoding/resource-formats";
import { isKind } from "./encoding/symbolic-caller";
import { equal, quote } from "./encoding/terms";
import { type Resources, type RoleDocuments, roleNameOf, rolesIn } from "./role-documents";
import { found, noOrganization, type UniversalQuestion, witness } from "./universal-question";

/** Actions by which data, credentials or permissions could leave, each asked about on its own. */
const askedActions = [
  ...["iam:PassRole", "iam:PutRolePolicy", "iam:CreateAccessKey", "sts:AssumeRole", "lambda:InvokeFunction"],
  ...["s3:GetObject", "s3:PutObject", "s3:PutBucketPolicy", "kms:Decrypt", "kms:CreateGrant", "sqs:SendMessage"],
  ...["sagemaker:CreatePresignedDomainUrl", "sagemaker:UpdateDomain"],
  ...["secretsmanager:GetSecretValue", "logs:PutLogEvents", "ecr:BatchGetImage"],
];

/** For each role of a stack and each action that could leave: may it make the request, on its own account and on another? */
export function identityQuestions(resource: Resources, policies: readonly RealPolicy[]): readonly UniversalQuestion[] {
  return rolesIn(resource, policies).flatMap((role) =>
    askedActions
      .filter((action) => role.identity.some(({ document }) => document.Statement.some((one) => mayAllow(one, action))))
      .flatMap((action) => questionsAbout(role, catalogAction(action))),
  );
}

/**
 * The same for roles that differ from those of another stack: about the actions above and a few that the statements name which are not
 * in both.
 */
export function changedIdentityQuestions(
  before: readonly RoleDocuments[],
  after: readonly RoleDocuments[],
): readonly UniversalQuestion[] {
  return after.flatMap((role) => {
    const old = before.find(({ address }) => address === role.address);
    const [was, is] = [statementTexts(old), statementTexts(role)];
    const changed = [...was, ...is].filter((text) => !(was.has(text) && is.has(text)));
    if (old !== undefined && changed.length === 0 && old.isOpen === role.isOpen) {
      return [];
    }
    const statements = changed.map((text) => JSON.parse(text.slice(text.indexOf("{"))) as PolicyStatement);
    const asked = askedActions.filter((action) => statements.some((one) => names(one, action)));
    const sampled = statements.flatMap(sampledActions).slice(0, maxSampledActions);
    return [...new Set([...asked, ...sampled])].flatMap((action) => questionsAbout(role, catalogAction(action)));
  });
}

const maxSampledActions = 3;

/** The statements of the role as texts, with the kind of policy before each. */
function statementTexts(role: RoleDocuments | undefined): ReadonlySet<string> {
  const textsOf = (kind: string, policies: readonly RealPolicy[]): readonly string[] =>
    policies.flatMap(({ document }) => textsOfStatements(document).map((text) => `${kind} ${text}`));
  return new Set([
    ...textsOf("identity", role?.identity ?? []),
    ...textsOf("boundary", role?.boundary === undefined ? [] : [role.boundary]),
  ]);
}

const textsOfStatements = memoize(({ Statement }: PolicyDocument): readonly string[] =>
  Statement.map((statement) => JSON.stringify(statement)),
);

/** The first action in the catalog for each of the statement's patterns; of a statement that excludes actions, none. */
function sampledActions({ Action }: PolicyStatement): readonly string[] {
  return listOf(Action).flatMap((pattern) => {
    const [service = "*"] = pattern.toLowerCase().split(":");
    const services = servicesInCatalog().filter((name) => name === service);
    const fitting = services
      .flatMap((name) => actionsOfService(name))
      .find(
        ({ name, resourceTypes }) => resourceTypes.length > 0 && matches(pattern.toLowerCase(), name.toLowerCase()),
      );
    return fitting?.name ?? [];
  });
}

function catalogAction(name: string): IamAction {
  const action = actionsOfService(name.split(":")[0] ?? "").find((one) => one.name === name);
  if (action === undefined) {
    throw new Error(`smt: the catalog has no action ${name}`);
  }
  return action;
}

/** Elsewhere the answer is no on both sides, and proves nothing. */
function mayAllow(statement: PolicyStatement, action: string): boolean {
  return statement.Effect === "Allow" && names(statement, action);
}

function names({ Action, NotAction }: PolicyStatement, action: string): boolean {
  return (
    NotAction !== undefined || listOf(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()))
  );
}

function questionsAbout(role: RoleDocuments, action: IamAction): readonly UniversalQuestion[] {
  const { address, identity, boundary } = role;
  return [account, otherAccount].map(
    (owner): UniversalQuestion => ({
      name: `${address}${boundary === undefined ? "" : " with a boundary"}: ${action.name} in ${owner === account ? "its account" : "another account"}`,
      policies: [...identity, ...(boundary === undefined ? [] : [boundary])],
      isOpen: role.isOpen,
      groups: [identity.map(({ document }) => document), ...(boundary === undefined ? [] : [[boundary.document]])],
      request: {
        actions: [{ action, formats: formatsOf(action, owner) }],
        resourceAccount: owner,
        constraints: [
          isKind("role"),
          equal("|account|", quote(account)),
          equal("|principal|", quote(`role/${roleNameOf(address)}`)),
          ...noOrganization(),
        ],
      },
      askEngine: ({ configuration }) => {
        const model = policyModel(configuration);
        const asked = found(address, model.roles);
        if (asked.doubts.length > 0) {
          return "undecided";
        }
        const on = owner === account ? resourcesOfAccount : resourcesOfOthers;
        return witness(
          ask(model, { who: asked, what: [action], on }),
          ({ target, owner: theirs }) =>
            target.resource !== "*" &&
            // The solver is asked about one other account: one that policies name, or like all that they do not name.
            (owner === account || theirs.account === otherAccount || !/^(?:\d{12}|aws|)$/.test(theirs.account)),
        );
      },
    }),
  );
}
