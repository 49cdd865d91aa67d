import { partitionOfRegion } from "../../../../aws/partitions";
import { regionNames } from "../../../../aws/regions/region-facts";
import { awsOwnedAccounts } from "../../../../constructs/endpoints/aws-owned-accounts";
import { awsImageAccountsIn } from "../../../../verify/iam/aws/aws-image-accounts";

test("The prover knows each account of images that policies name in a Region as AWS's own in that partition, and no other partition's.", () => {
  for (const region of regionNames) {
    const { name } = partitionOfRegion(region);

    expect(awsImageAccountsIn(name)).toEqual(expect.arrayContaining([...awsOwnedAccounts(region).imageRegistries]));
  }
  expect(awsImageAccountsIn("aws-cn").filter((account) => awsImageAccountsIn("aws").includes(account))).toEqual([]);
  expect(awsImageAccountsIn("aws-iso")).toEqual([]);
});
