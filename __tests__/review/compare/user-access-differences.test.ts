import { userAccessDifferences } from "../../../review/compare/user-access-differences";
import { review } from "../../../review/review";
import {
  addResource,
  argumentsAt,
  assignArguments,
  deleteResources,
  type MutableStack,
} from "../../verify/fixtures/mutant";
import {
  changeAfterEdits,
  changeBetween,
  differenceLines,
  reversedChange,
  type StackChange,
} from "../fixtures/changed-stack";

const people = ({ before, after }: StackChange) => differenceLines(userAccessDifferences(before, after));

const profile = "aws_sagemaker_user_profile.studio_profile_ml_engineer";

function launcher(principal_arn: string) {
  return (stack: MutableStack): void =>
    addResource(stack, "aws_servicecatalog_principal_portfolio_association.more", {
      portfolio_id: "${aws_servicecatalog_portfolio.products.id}",
      principal_arn,
      principal_type: "IAM",
    });
}

function tagged(tags: unknown) {
  return (stack: MutableStack): void => assignArguments(stack, profile, { tags });
}

test("a principal who may launch products opens, and closes when he may not", () => {
  const change = changeAfterEdits("dev", launcher("arn:aws:iam::123456789012:role/people/grace"));
  const subject = "role/people/grace";

  expect(people(change)).toEqual([
    `opens: ${subject} may now launch the products of aws_servicecatalog_portfolio.products`,
  ]);
  expect(people(reversedChange(change))).toEqual([
    `closes: ${subject} may no longer launch the products of aws_servicecatalog_portfolio.products`,
  ]);
});

test("a principal who replaces another at the same address is told, and one who moves to another address is not", () => {
  const [ada, grace] = ["ada", "grace"].map(
    (name) => changeAfterEdits("dev", launcher(`arn:aws:iam::1:role/${name}`)).after,
  );
  const { after: moved } = changeAfterEdits("dev", (stack) => {
    launcher("arn:aws:iam::1:role/ada")(stack);
    const values = argumentsAt(stack, "aws_servicecatalog_principal_portfolio_association.more");
    deleteResources(stack, "aws_servicecatalog_principal_portfolio_association.more");
    addResource(stack, "aws_servicecatalog_principal_portfolio_association.other", values);
  });

  expect(ada && grace && differenceLines(userAccessDifferences(ada, grace))).toEqual([
    expect.stringMatching(/^opens: role\/grace may now launch/),
    expect.stringMatching(/^closes: role\/ada may no longer launch/),
  ]);
  expect(ada && userAccessDifferences(ada, moved)).toEqual([]);
});

test("a profile that is added opens for whom its tag names; one that goes is for the losses to tell", () => {
  const change = changeAfterEdits("staging", (stack) => deleteResources(stack, profile));

  expect(people(reversedChange(change))).toEqual(["opens: A user profile ml-engineer is added, for ml-engineer"]);
  expect(people(change)).toEqual([]);
});

test("a notebook instance without a tag is added for nobody", () => {
  const change = changeAfterEdits("dev", (stack) =>
    addResource(stack, "aws_sagemaker_notebook_instance.n", { name: "n", tags: {} }),
  );

  expect(people(change)).toEqual(["opens: A notebook instance n is added, for nobody whom a tag names"]);
});

test.each(["dev", "staging", "prod"])(
  "the tag that policies compare makes a profile of %s another person's",
  (name) => {
    expect(people(changeAfterEdits(name, tagged({ StudioUserId: "grace" })))).toEqual([
      `opens: ${profile} now belongs to grace instead of ml-engineer`,
    ]);
  },
);

test("any tag counts that a policy of the stack compares, and no other", () => {
  const own = { studiouserid: "ml-engineer", Cost: "2" };
  const Condition = { StringEquals: { "aws:ResourceTag/Cost": "$${aws:PrincipalTag/Cost}" } };
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition }] });
  const comparing = (stack: MutableStack) => addResource(stack, "aws_iam_policy.urls", { policy });

  expect(people(changeAfterEdits("staging", tagged(own)))).toEqual([]);
  expect(people(changeAfterEdits("staging", tagged(own), comparing))).toEqual([
    `opens: ${profile} now belongs to 2 instead of nobody`,
  ]);
});

test("a profile whose tag goes no longer belongs to anybody", () => {
  expect(people(changeAfterEdits("staging", tagged({})))).toEqual([
    `closes: ${profile} no longer belongs to ml-engineer by studiouserid`,
  ]);
});

test("tags that the text does not say cannot be told", () => {
  expect(people(changeAfterEdits("staging", tagged("${var.tags}")))).toEqual([
    `unclear: Whom ${profile} belongs to cannot be told from its tags`,
  ]);
});

test("tags that the text does not say, otherwise than before, cannot be told either", () => {
  const [some, same, others] = ["some", "some", "others"].map(
    (name) => changeAfterEdits("dev", tagged(`\${var.${name}}`)).after,
  );

  expect(some && others && differenceLines(userAccessDifferences(some, others))).toEqual([
    `unclear: Whom ${profile} belongs to cannot be told from its tags`,
  ]);
  expect(some && same && userAccessDifferences(some, same)).toEqual([]);
});

test("a profile whose tags come to be told belongs to somebody new, whoever it was", () => {
  expect(people(reversedChange(changeAfterEdits("staging", tagged("${var.tags}"))))).toEqual([
    `opens: ${profile} now belongs to ml-engineer instead of somebody whom its tags did not tell`,
  ]);
});

test("a role of the stack is called by its address", () => {
  expect(people(changeAfterEdits("dev", launcher("${aws_iam_role.people.arn}")))).toEqual([
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

  const { differences } = review(changeBetween(stack("ada"), stack("grace")).beforeAndAfter, { name: "s", file: "f" });

  expect(differenceLines(differences)).toContain(
    "opens: aws_sagemaker_user_profile.p now belongs to grace instead of ada",
  );
});
