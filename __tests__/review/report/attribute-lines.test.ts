import { changedResources } from "../../../review/arguments/argument-changes";
import { programDifferences } from "../../../review/arguments/programs/program-differences";
import { attributeFacts } from "../../../review/attributes/attribute-facts";
import { attributeLines } from "../../../review/report/attribute-lines";
import type { Review } from "../../../review/review";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { changeBetween } from "../fixtures/changed-stack";

const [type, address] = ["aws_s3_object", "aws_s3_object.one"];

/** The table of attributes below the differences of programs. */
function tableOf(before: JsonObject, after: JsonObject): readonly string[] {
  const stack = (values: JsonObject) => ({ resource: { [type]: { one: values } } });
  const change = changeBetween(stack(before), stack(after));
  const attributes = attributeFacts([{ address, type, before, after }]);
  const differences = programDifferences(changedResources(change.before, change.after), change);
  const review: Review = {
    ...{ name: "a", file: "a.json", kind: "changes", changes: [], neutral: [], differences },
    ...(attributes && { attributes }),
  };
  return attributeLines(review)?.lines ?? [];
}

const template = (...urls: readonly string[]): string =>
  JSON.stringify({ Resources: Object.fromEntries(urls.map((url, index) => [`R${index}`, { Url: url }])) });

test("A template whose changed lines a difference shows is not shown again among the attributes, and what else changes is.", () => {
  const [before, after] = [template("a"), template("b")];

  expect(tableOf({ content: before }, { content: after })).toEqual([]);
  expect(tableOf({ content: before, key: "x" }, { content: after, key: "y" })).toEqual([`${address}: key: x -> y`]);
});

test("A template with more changed lines than a difference shows, or with a longer one, stays among the attributes.", () => {
  const many = (text: string) => template(...Array.from({ length: 30 }, (_, index) => `${text}${index}`));

  expect(tableOf({ content: many("a") }, { content: many("b") })).toHaveLength(30);
  expect(tableOf({ content: template("a") }, { content: template("b".repeat(170)) })).toHaveLength(1);
});
