import { awsPartitions } from "../../aws/partitions";
import { isExpression, isObject, type Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import { conditionProblems } from "./condition-problems";
import { isIamAction, isIamService } from "./iam-catalog";
import { type PolicyKind, parsePolicyDocument } from "./policy-grammar";

type StatementProblem = Omit<ArgumentRefusal, "argument">;

const ELEMENTS_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html";
const PRINCIPALS_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const ACTIONS_PAGE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";
const PRINCIPAL_TYPES = ["AWS", "Service", "Federated", "CanonicalUser"];
const ARN = /^arn:[\w*?-]*:[^:*?]*:[^:]*:[^:]*:.+$/s;
const AWS_PRINCIPAL =
  /^(?:\*|\d{12}|arn:[\w-]+:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/[^*?]+)|arn:[\w-]+:iam::cloudfront:.+|A(?:IDA|ROA)[A-Z0-9]+)$/;
/** No account has this id. */
const IMPOSSIBLE_ACCOUNT = "000000000000";
const FEDERATED_PRINCIPAL = /^(?:arn:[\w-]+:iam::\d{12}:(?:saml|oidc)-provider\/.+|[\w.-]+\.[\w.-]+)$/;
/** Host names of the partitions' services. */
const SERVICE_PRINCIPAL = new RegExp(
  `^([\\w.-]+?)\\.(?:amazon\\.com|${awsPartitions.map(({ dnsSuffix }) => dnsSuffix.replaceAll(".", "\\.")).join("|")})$`,
);
/** Principals of services whose name is no prefix of actions. */
const OTHER_SERVICES = new Set(
  "vpc-flow-logs delivery.logs logging.s3 edgelambda replicator.lambda ops.apigateway monitoring spotfleet export.rds batchoperations.s3 cloudwatch route53 opsworks events sagemaker continuousexport.discovery member.org.stacksets.cloudformation rolesanywhere transitgateway privatelink pods.eks credentials.iot build.apprunner tasks.apprunner spot".split(
    " ",
  ),
);

/** The statements of a policy text; none if it is no valid JSON. */
export function policyStatements(text: string): readonly Values[] {
  return statementsOf(parsePolicyDocument(text));
}

/** The statements of a parsed document. */
export function statementsOf(document: object | string): readonly Values[] {
  return isObject(document) ? [document.Statement].flat().filter(isObject) : [];
}

/** What is wrong in the elements of one statement: actions, resources, principals, conditions and its id. */
export function statementProblems(statement: Values, kind: PolicyKind): readonly StatementProblem[] {
  return [
    ...sidProblems(statement, kind),
    ...knownTexts(statement.Action).flatMap((action) => actionProblems(action, kind)),
    ...knownTexts(statement.NotAction).flatMap((action) => actionProblems(action, kind)),
    ...(kind === "identity" ? [...knownTexts(statement.Resource), ...knownTexts(statement.NotResource)] : []).flatMap(
      resourceProblems,
    ),
    ...principalProblems(statement.Principal),
    ...principalProblems(statement.NotPrincipal),
    ...conditionProblems(statement),
    ...(kind === "trust" ? knownTexts(statement.Action) : [])
      .filter((action) => !/^sts:/i.test(action))
      .map((value) => ({
        problem: "a trust policy may only have actions of STS",
        value,
        remedy: "use sts:AssumeRole or another action of STS",
        source: ACTIONS_PAGE,
      })),
  ];
}

function knownTexts(value: unknown): readonly string[] {
  return [value].flat().filter((item): item is string => typeof item === "string" && !isExpression(item));
}

function sidProblems({ Sid }: Values, kind: PolicyKind): readonly StatementProblem[] {
  return kind !== "resource" && typeof Sid === "string" && !/^[A-Za-z0-9]*$/.test(Sid)
    ? [
        {
          problem: "a Sid must have letters and digits only",
          value: Sid,
          remedy: "rename the statement",
          source: ELEMENTS_PAGE,
        },
      ]
    : [];
}

/**
 * IAM accepts names that no service has in the policies of roles and users, where they have no effect. A trust policy may have actions of STS
 * alone, and S3 refuses the names.
 *
 * @see https://github.com/aws-cloudformation/cfn-lint/issues/1117
 */
function actionProblems(action: string, kind: PolicyKind): readonly StatementProblem[] {
  const problem = actionProblem(action);
  const isAccepted = kind === "identity" && problem !== FORM_PROBLEM;
  return problem === undefined
    ? []
    : [
        {
          problem,
          value: action,
          remedy: "correct the action",
          source: ACTIONS_PAGE,
          ...(isAccepted && { isAccepted }),
        },
      ];
}

const FORM_PROBLEM = "an action has the form service:Action";

function actionProblem(action: string): string | undefined {
  const [prefix = "", name, ...others] = action.split(":");
  if (action === "*") {
    return undefined;
  }
  if (/[*?]/.test(prefix)) {
    return name === undefined ? undefined : FORM_PROBLEM;
  }
  if (name === undefined || others.length > 0 || name === "") {
    return FORM_PROBLEM;
  }
  if (!isIamService(prefix)) {
    return "IAM has no service of this prefix";
  }
  return isIamAction(prefix, name) ? undefined : "the service has no such action";
}

function resourceProblems(resource: string): readonly StatementProblem[] {
  return resource === "*" || resource.startsWith("*") || ARN.test(resource)
    ? []
    : [
        {
          problem: "a resource must be * or an ARN",
          value: resource,
          remedy: "use the form arn:partition:service:region:account:resource",
          source: ELEMENTS_PAGE,
        },
      ];
}

function principalProblems(principal: unknown): readonly StatementProblem[] {
  if (typeof principal === "string") {
    return principal === "*" || isExpression(principal)
      ? []
      : [principalProblem(principal, 'use "*" or a type of principal')];
  }
  return Object.entries(isObject(principal) ? principal : {}).flatMap(([type, members]) => {
    if (!PRINCIPAL_TYPES.includes(type)) {
      return [principalProblem(type, `use ${PRINCIPAL_TYPES.join(", ")}`)];
    }
    return knownTexts(members)
      .filter((member) => !isPrincipal(type, member))
      .map((member) => principalProblem(member, "correct it"));
  });
}

function isPrincipal(type: string, member: string): boolean {
  if (type === "Service") {
    return isServicePrincipal(member);
  }
  return type === "AWS"
    ? AWS_PRINCIPAL.test(member) && !member.includes(IMPOSSIBLE_ACCOUNT)
    : type === "Federated"
      ? FEDERATED_PRINCIPAL.test(member)
      : true;
}

/** Regional principals have the region after the service: `logs.eu-west-1.amazonaws.com`. */
function isServicePrincipal(member: string): boolean {
  const [, host = ""] = SERVICE_PRINCIPAL.exec(member) ?? [];
  const name = host.replace(/\.[a-z]{2}(?:-[a-z]+)+-\d$/, "");
  return name !== "" && (OTHER_SERVICES.has(name) || isIamService(name) || isIamService(name.split(".").at(-1) ?? ""));
}

function principalProblem(value: string, remedy: string): StatementProblem {
  return { problem: "is no principal of AWS", value, remedy, source: PRINCIPALS_PAGE };
}
