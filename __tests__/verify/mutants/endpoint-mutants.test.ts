import { ownAccount } from "../fixtures/mutant";
import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { addMultiRegionEndpoint, endpointMutants } from "./fixtures/endpoint-mutants";

describeMutants("endpoint", endpointMutants, ["network", "names", "data"]);

describePermittedUses(
  [
    {
      name: "an endpoint to Multi-Region Access Points lets principals of the account use those of the account",
      environments: ["dev"],
      edit: (stack) =>
        addMultiRegionEndpoint(stack, [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalAccount": ownAccount, "aws:ResourceAccount": ownAccount } },
          },
        ]),
    },
  ],
  ["network", "names", "data"],
);
