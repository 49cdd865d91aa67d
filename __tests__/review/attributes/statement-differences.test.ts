import fc from "fast-check";
import { statementDifferences } from "../../../review/attributes/statement-differences";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

const document = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: "2012-10-17",
  Statement: statements,
});

const read: JsonObject = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } },
};

test("A statement of the same Sid is changed: each element names the actions, principals and conditions that differ.", () => {
  const changed = {
    ...read,
    Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] },
    Action: ["s3:GetObject", "s3:PutObject"],
    Condition: { StringEquals: { "aws:SourceVpce": ["vpce-1", "vpce-2"] } },
  };

  expect(statementDifferences(document(read), document(changed))).toEqual([
    {
      change: "changed",
      statement: '"Read"',
      elements: [
        { element: "Principal", added: ["AWS *"], removed: [] },
        { element: "Action", added: ["s3:PutObject"], removed: ["s3:ListBucket"] },
        { element: "Condition", added: ["StringEquals aws:SourceVpce vpce-2"], removed: [] },
      ],
    },
  ]);
});

test("A statement that only one side has is added or removed, with its content.", () => {
  const deny: JsonObject = { Effect: "Deny", NotAction: "s3:GetObject", NotResource: "a", NotPrincipal: "*" };
  const content = "Deny every action except s3:GetObject on everything except a to everybody except *";

  expect(statementDifferences(document(read), document(deny))).toEqual([
    { change: "added", statement: content, content },
    {
      change: "removed",
      statement: '"Read"',
      content:
        "Allow s3:GetObject, s3:ListBucket on * to AWS arn:aws:iam::111122223333:root if StringEquals aws:SourceVpce vpce-1",
    },
  ]);
  expect(statementDifferences(undefined, document(deny))).toHaveLength(1);
});

test("A statement without a Sid is paired with the one that it shares the most elements with.", () => {
  const { Sid: _sid, ...unnamed } = read;

  expect(statementDifferences(document(unnamed), document({ ...unnamed, Effect: "Deny" }))).toMatchObject([
    { change: "changed", elements: [{ element: "Effect", added: ["Deny"], removed: ["Allow"] }] },
  ]);
});

test("The version of a policy document is compared, too.", () => {
  expect(statementDifferences(document(read), { ...document(read), Version: "2008-10-17" })).toEqual([
    {
      change: "changed",
      statement: "(document)",
      elements: [{ element: "Version", added: ["2008-10-17"], removed: ["2012-10-17"] }],
    },
  ]);
});

const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.uniqueArray(fc.constantFrom("s3:GetObject", "s3:PutObject", "sts:AssumeRole"), { minLength: 1 }),
  Resource: fc.constantFrom("*", "arn:aws:s3:::a"),
});

test("For any policy, another order of its statements and actions is no added, removed or changed statement.", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), fc.nat(4), (statements, turn) => {
      const turned = [...statements.slice(turn), ...statements.slice(0, turn)].map((one) => ({
        ...one,
        Action: [...one.Action].reverse(),
      }));
      const kinds = statementDifferences(document(...statements), document(...turned)).map(({ change }) => change);

      expect(kinds.filter((kind) => kind !== "reordered")).toEqual([]);
    }),
  );
});

test("For any two policies with other sets of statements, at least one statement differs.", () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 4 }), fc.array(statement, { maxLength: 4 }), (one, other) => {
      const textOf = (statements: typeof one) =>
        [...new Set(statements.map(({ Action, ...rest }) => JSON.stringify([rest, Action.toSorted()])))].toSorted();
      const isSame = JSON.stringify(textOf(one)) === JSON.stringify(textOf(other));
      const found = statementDifferences(document(...one), document(...other));

      expect(isSame || found.length > 0).toBe(true);
    }),
  );
});
