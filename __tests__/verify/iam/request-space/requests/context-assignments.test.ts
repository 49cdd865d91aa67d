import fc from "fast-check";
import { statementApplies } from "../../../../../verify/iam/evaluation/statement-matching";
import {
  type AuthorizationRequest,
  extendContext,
  requestContextOf,
} from "../../../../../verify/iam/language/authorization-request";
import { parsePolicy, type Statement } from "../../../../../verify/iam/language/parse-policy";
import {
  type ContextAssignment,
  contextAssignments,
} from "../../../../../verify/iam/request-space/requests/context-assignments";
import { conditionKeysOfStatement } from "../../../../../verify/iam/request-space/statements/statement-queries";
import { propertyRuns } from "../../../../fixtures/property-runs";

const choiceKeys = ["s3:prefix", "s3:delimiter", "aws:requesttag/team"];
const pathKey = "aws:sourcevpc";
const values = ["one", "two"];

const request: AuthorizationRequest = {
  principal: { kind: "anonymous" },
  action: "s3:ListBucket",
  resource: "arn:aws:s3:::data",
  context: requestContextOf({ "aws:PrincipalType": "Anonymous" }),
};

const conditionKey = fc.constantFrom(...choiceKeys, pathKey, "aws:principaltype");

const writtenStatement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Principal: fc.constant("*"),
  Action: fc.constant("s3:*"),
  Resource: fc.constantFrom("*", "arn:aws:s3:::${s3:prefix}"),
  Condition: fc.dictionary(
    fc.constantFrom("StringEquals", "StringNotEquals", "StringNotEqualsIfExists"),
    fc.dictionary(conditionKey, fc.constantFrom(...values, "Anonymous", "${s3:delimiter}"), { maxKeys: 2 }),
    { maxKeys: 2 },
  ),
});

const choices = choiceKeys.map((key) => ({
  keys: [key],
  contexts: [new Map(), ...values.map((value) => requestContextOf({ [key]: value }))],
}));

function statementsOf(written: unknown): readonly Statement[] {
  return parsePolicy(JSON.stringify({ Statement: written }), "policy").statements;
}

/** The same by the definition: each request that the choices lead to, until a Deny applies that reads no open choice. */
function expectedRequests(
  statements: readonly Statement[],
  asked: AuthorizationRequest,
  [choice, ...others]: typeof choices,
): readonly AuthorizationRequest[] {
  const open = [choice, ...others].flatMap((each) => each?.keys ?? []);
  const isSettled = statements.some(
    (statement) =>
      statement.effect === "Deny" &&
      !open.some((key) => conditionKeysOfStatement(statement).has(key)) &&
      statementApplies(statement, asked) === "yes",
  );
  return choice === undefined || isSettled
    ? [asked]
    : choice.contexts.flatMap((added) =>
        expectedRequests(statements, { ...asked, context: extendContext(asked.context, added) }, others),
      );
}

function described(asked: AuthorizationRequest, applied: readonly unknown[]): string {
  const chosen = [...choiceKeys, pathKey].map((key) => `${key}=${asked.context.get(key) ?? ""}`);
  return `${chosen.join(" ")}: ${applied.join(" ")}`;
}

test("assignments make each choice until a Deny settles the matter, and know what each statement evaluates to", () => {
  fc.assert(
    fc.property(fc.array(writtenStatement, { minLength: 1, maxLength: 4 }), (written) => {
      const statements = statementsOf(written);
      const knownMatches = new Map();
      const assignments = contextAssignments({ request, choices, statements, knownMatches, isDecisive: () => true });
      for (const path of values.map((vpc) => requestContextOf({ [pathKey]: vpc }))) {
        const start = { ...request, context: extendContext(request.context, path) };
        const found = [...foundRequests(assignments.alongPath(path), statements)];
        const expected = expectedRequests(statements, start, choices);

        expect(found.join("\n")).toBe(
          expected
            .map((asked) =>
              described(
                asked,
                statements.map((statement) => statementApplies(statement, asked)),
              ),
            )
            .join("\n"),
        );
      }
    }),
    propertyRuns(100),
  );
});

function* foundRequests(found: Iterable<ContextAssignment>, statements: readonly Statement[]): Generator<string> {
  for (const { request: asked, applies } of found) {
    yield described(asked, statements.map(applies));
  }
}

test("a statement that is not among those of the class is evaluated for each request", () => {
  const other = statementsOf([
    {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "s3:prefix": "one" } },
    },
  ]);
  const assignments = contextAssignments({
    request,
    choices,
    statements: [],
    knownMatches: new Map(),
    isDecisive: () => true,
  });

  const applied = [...assignments.alongPath(new Map())].map(({ applies, request: asked }) => ({
    known: other.map(applies),
    expected: other.map((statement) => statementApplies(statement, asked)),
  }));

  expect(applied).toHaveLength(27);
  expect(applied.map(({ known }) => known)).toEqual(applied.map(({ expected }) => expected));
});
