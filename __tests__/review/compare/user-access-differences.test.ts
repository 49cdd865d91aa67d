import { userAccessDifferences } from "../../../review/compare/user-access-differences";
import { review } from "../../../review/review";
import { add, at, remove, type Stack, set } from "../../verify/mutants/fixtures/mutant";
import { type Change, changeBetween, changeOf, said, swapped } from "../fixtures/changed-stack";

const people = ({ before, after }: Change) => said(userAccessDifferences(before, after));

const profile = "aws_sagemaker_user_profile.studio_profile_ml_engineer";

function launcher(principal_arn: string) {
  return (stack: Stack): void =>
    add(stack, "aws_servicecatalog_principal_portfolio_association.more", {
      portfolio_id: "${aws_servicecatalog_portfolio.products.id}",
      principal_arn,
      principal_type: "IAM",
    });
}

function tagged(tags: unknown) {
  return (stack: Stack): void => set(stack, profile, { tags });
}

test("a principal who may launch products opens, and closes when he may not", () => {
  const change = changeOf("dev", launcher("arn:aws:iam::123456789012:role/people/grace"));
  const subject = "role/people/grace";

  expect(people(change)).toEqual([
    `opens: ${subject} may now launch the products of aws_servicecatalog_portfolio.products`,
  ]);
  expect(people(swapped(change))).toEqual([
    `closes: ${subject} may no longer launch the products of aws_servicecatalog_portfolio.products`,
  ]);
});

test("a principal who replaces another at the same address is told, and one who moves to another address is not", () => {
  const [ada, grace] = ["ada", "grace"].map((name) => changeOf("dev", launcher(`arn:aws:iam::1:role/${name}`)).after);
  const { after: moved } = changeOf("dev", (stack) => {
    launcher("arn:aws:iam::1:role/ada")(stack);
    const values = at(stack, "aws_servicecatalog_principal_portfolio_association.more");
    remove(stack, "aws_servicecatalog_principal_portfolio_association.more");
    add(stack, "aws_servicecatalog_principal_portfolio_association.other", values);
  });

  expect(ada && grace && said(userAccessDifferences(ada, grace))).toEqual([
    expect.stringMatching(/^opens: role\/grace may now launch/),
    expect.stringMatching(/^closes: role\/ada may no longer launch/),
  ]);
  expect(ada && userAccessDifferences(ada, moved)).toEqual([]);
});

test("a profile that is added opens for whom its tag names; one that goes is for the losses to tell", () => {
  const change = changeOf("staging", (stack) => remove(stack, profile));

  expect(people(swapped(change))).toEqual(["opens: A user profile ml-engineer is added, for ml-engineer"]);
  expect(people(change)).toEqual([]);
});

test("a notebook instance without a tag is added for nobody", () => {
  const change = changeOf("dev", (stack) => add(stack, "aws_sagemaker_notebook_instance.n", { name: "n", tags: {} }));

  expect(people(change)).toEqual(["opens: A notebook instance n is added, for nobody whom a tag names"]);
});

test.each(["dev", "staging", "prod"])(
  "the tag that policies compare makes a profile of %s another person's",
  (name) => {
    expect(people(changeOf(name, tagged({ StudioUserId: "grace" })))).toEqual([
      `opens: ${profile} now belongs to grace instead of ml-engineer`,
    ]);
  },
);

test("any tag counts that a policy of the stack compares, and no other", () => {
  const own = { studiouserid: "ml-engineer", Cost: "2" };
  const Condition = { StringEquals: { "aws:ResourceTag/Cost": "$${aws:PrincipalTag/Cost}" } };
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition }] });
  const comparing = (stack: Stack) => add(stack, "aws_iam_policy.urls", { policy });

  expect(people(changeOf("staging", tagged(own)))).toEqual([]);
  expect(people(changeOf("staging", tagged(own), comparing))).toEqual([
    `opens: ${profile} now belongs to 2 instead of nobody`,
  ]);
});

test("a profile whose tag goes no longer belongs to anybody", () => {
  expect(people(changeOf("staging", tagged({})))).toEqual([
    `closes: ${profile} no longer belongs to ml-engineer by studiouserid`,
  ]);
});

test("tags that the text does not say cannot be told", () => {
  expect(people(changeOf("staging", tagged("${var.tags}")))).toEqual([
    `unclear: Whom ${profile} belongs to cannot be told from its tags`,
  ]);
});

test("tags that the text does not say, otherwise than before, cannot be told either", () => {
  const [some, same, others] = ["some", "some", "others"].map(
    (name) => changeOf("dev", tagged(`\${var.${name}}`)).after,
  );

  expect(some && others && said(userAccessDifferences(some, others))).toEqual([
    `unclear: Whom ${profile} belongs to cannot be told from its tags`,
  ]);
  expect(some && same && userAccessDifferences(some, same)).toEqual([]);
});

test("a profile whose tags come to be told belongs to somebody new, whoever it was", () => {
  expect(people(swapped(changeOf("staging", tagged("${var.tags}"))))).toEqual([
    `opens: ${profile} now belongs to ml-engineer instead of somebody whom its tags did not tell`,
  ]);
});

test("a role of the stack is called by its address", () => {
  expect(people(changeOf("dev", launcher("${aws_iam_role.people.arn}")))).toEqual([
    "opens: aws_iam_role.people may now launch the products of aws_servicecatalog_portfolio.products",
  ]);
});

test("a profile that another user signs on to is his, whatever its tags", () => {
  const values = { user_profile_name: "p", tags: "${var.tags}" };
  const signedOn = (user: string) => ({
    resource: { aws_sagemaker_user_profile: { p: { ...values, single_sign_on_user_value: user } } },
  });

  expect(people(changeBetween(signedOn("ada"), signedOn("grace")))).toEqual([
    "opens: aws_sagemaker_user_profile.p now belongs to grace instead of ada",
  ]);
});

test("a review says it", () => {
  const declared = { posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] };
  const output = { perimeter_posture: { value: { ...declared, log_retention_days: 30 } } };
  const stack = (studiouserid: string) => ({
    resource: { aws_sagemaker_user_profile: { p: { user_profile_name: "p", tags: { studiouserid } } } },
    output,
  });

  const { differences } = review(changeBetween(stack("ada"), stack("grace")).sides, { name: "s", file: "f" });

  expect(said(differences)).toContain("opens: aws_sagemaker_user_profile.p now belongs to grace instead of ada");
});
