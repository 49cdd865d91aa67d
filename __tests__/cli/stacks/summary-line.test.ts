import { summaryLine } from "../../../cli/stacks/summary-line";
import {
  judgedFileWith,
  provedVerdict,
  undecidedVerdict,
  violatedVerdict,
} from "../../verify/fixtures/sample-verdicts";

const evidence = [{ text: "x", addresses: [] }];

test("The summary line counts every verdict, so that its numbers add up to the number of claims.", () => {
  const stacks = [
    judgedFileWith("dev", provedVerdict, provedVerdict, { kind: "notApplicable", evidence }),
    judgedFileWith("prod", violatedVerdict, undecidedVerdict, { kind: "accepted", of: "violated", evidence }),
  ];

  expect(summaryLine(stacks, 1.26)).toBe(
    "2 of 6 claims proved, 1 violated, 1 undecided, 1 accepted, 1 not applicable in 1.3 s. Terraform: cdktf.out/stacks/*/cdk.tf.json",
  );
});

test("The summary line of proved claims alone names no other verdict.", () => {
  expect(summaryLine([judgedFileWith("dev", provedVerdict)], 1)).toMatch(/^1 of 1 claims proved in 1\.0 s\. /);
});

test("The summary line names a root module by its folder.", () => {
  const stack = { ...judgedFileWith("mine", provedVerdict), file: "mine" };

  expect(summaryLine([stack], 1)).toMatch(/ Terraform: mine$/);
});
