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

const accessLines = ({ before, after }: StackChange) => differenceLines(userAccessDifferences(before, after));

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

test("A principal added to a portfolio opens access, and a removed one closes it.", () => {
  const change = changeAfterEdits("dev", launcher("arn:aws:iam::123456789012:role/people/grace"));
  const subject = "role/people/grace";

  expect(accessLines(change)).toEqual([
    `opens: ${subject} can now launch the products of aws_servicecatalog_portfolio.products`,
  ]);
  expect(accessLines(reversedChange(change))).toEqual([
    `closes: ${subject} can no longer launch the products of aws_servicecatalog_portfolio.products`,
  ]);
});

test("A principal that replaces another at the same address is reported; one that moves to another address is not.", () => {
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
    expect.stringMatching(/^opens: role\/grace can now launch/),
    expect.stringMatching(/^closes: role\/ada can no longer launch/),
  ]);
  expect(ada && userAccessDifferences(ada, moved)).toEqual([]);
});

test("An added user profile opens access for the owner in its tag; a removed one is only reported as a loss.", () => {
  const change = changeAfterEdits("staging", (stack) => deleteResources(stack, profile));

  expect(accessLines(reversedChange(change))).toEqual(["opens: User profile ml-engineer is added for ml-engineer"]);
  expect(accessLines(change)).toEqual([]);
});

test("A notebook instance without an owner tag is added without an owner.", () => {
  const change = changeAfterEdits("dev", (stack) =>
    addResource(stack, "aws_sagemaker_notebook_instance.n", { name: "n", tags: {} }),
  );

  expect(accessLines(change)).toEqual(["opens: Notebook instance n is added without an owner"]);
});

test.each(["dev", "staging", "prod"])("A changed owner tag of a profile in %s changes its owner.", (name) => {
  expect(accessLines(changeAfterEdits(name, tagged({ StudioUserId: "grace" })))).toEqual([
    `opens: ${profile} now belongs to grace instead of ml-engineer`,
  ]);
});

test("Only tags that a policy of the stack compares name an owner.", () => {
  const own = { studiouserid: "ml-engineer", Cost: "2" };
  const Condition = { StringEquals: { "aws:ResourceTag/Cost": "$${aws:PrincipalTag/Cost}" } };
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition }] });
  const comparing = (stack: MutableStack) => addResource(stack, "aws_iam_policy.urls", { policy });

  expect(accessLines(changeAfterEdits("staging", tagged(own)))).toEqual([]);
  expect(accessLines(changeAfterEdits("staging", tagged(own), comparing))).toEqual([
    `opens: ${profile} now belongs to 2 instead of nobody`,
  ]);
});

test("A user profile that loses its owner tag no longer belongs to its owner.", () => {
  expect(accessLines(changeAfterEdits("staging", tagged({})))).toEqual([
    `closes: ${profile} no longer belongs to ml-engineer (tag studiouserid)`,
  ]);
});

test("Tags with an unknown value make the owner of a profile unclear.", () => {
  expect(accessLines(changeAfterEdits("staging", tagged("${var.tags}")))).toEqual([
    `unclear: The owner of ${profile} cannot be determined from its tags`,
  ]);
});

test("Tags that change from one unknown value to another make the owner of a profile unclear.", () => {
  const [some, same, others] = ["some", "some", "others"].map(
    (name) => changeAfterEdits("dev", tagged(`\${var.${name}}`)).after,
  );

  expect(some && others && differenceLines(userAccessDifferences(some, others))).toEqual([
    `unclear: The owner of ${profile} cannot be determined from its tags`,
  ]);
  expect(some && same && userAccessDifferences(some, same)).toEqual([]);
});

test("A profile whose unknown tags become known is reported with its new owner.", () => {
  expect(accessLines(reversedChange(changeAfterEdits("staging", tagged("${var.tags}"))))).toEqual([
    `opens: ${profile} now belongs to ml-engineer instead of an unknown owner`,
  ]);
});

test("A principal that is a role of the stack is named by its Terraform address.", () => {
  expect(accessLines(changeAfterEdits("dev", launcher("${aws_iam_role.people.arn}")))).toEqual([
    "opens: aws_iam_role.people can now launch the products of aws_servicecatalog_portfolio.products",
  ]);
});

test("A changed single sign-on user changes the owner of a profile, even if its tags are unknown.", () => {
  const values = { user_profile_name: "p", tags: "${var.tags}" };
  const signedOn = (user: string) => ({
    resource: { aws_sagemaker_user_profile: { p: { ...values, single_sign_on_user_value: user } } },
  });

  expect(accessLines(changeBetween(signedOn("ada"), signedOn("grace")))).toEqual([
    "opens: aws_sagemaker_user_profile.p now belongs to grace instead of ada",
  ]);
});

test("A review contains the differences of user access.", () => {
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
