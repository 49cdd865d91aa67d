import { faultsOf } from "../constructs/iam-reference";
import { rendered } from "../constructs/identity-policy";
import { policiesOf, sampleJson, statementsOf } from "./bootstrap-sample";

test("probe", () => {
  console.log(
    Object.entries(sampleJson.resource)
      .map(([t, r]) => `${t}: ${Object.keys(r).join(" ")}`)
      .join("\n"),
  );
  for (const r of ["dev_plan", "dev_apply"])
    for (const p of policiesOf(r))
      console.log(p, rendered(String(sampleJson.resource.aws_iam_policy?.[p]?.policy)).length);
  console.log(JSON.stringify(faultsOf([...statementsOf("dev_plan"), ...statementsOf("dev_apply")]), null, 1));
});
