import type { Claim } from "../../../verify/claim";
import { bucketKeepsItsOwner } from "../../../verify/claims/bucket-keeps-its-owner";
import { bucketOnlyThroughEndpoint } from "../../../verify/claims/bucket-only-through-endpoint";
import { dataEncryptedWithOwnKey } from "../../../verify/claims/data-encrypted-with-own-key";
import { endpointPolicyBoundsBothSides } from "../../../verify/claims/endpoint-policy-bounds-both-sides";
import { jobsStayInVpc } from "../../../verify/claims/jobs-stay-in-vpc";
import { keyKeepsItsOwner } from "../../../verify/claims/key-keeps-its-owner";
import { onlyOwnBucketsFromStudio } from "../../../verify/claims/only-own-buckets-from-studio";
import { rolePassesOnlyItself } from "../../../verify/claims/role-passes-only-itself";
import { studioCannotWidenItself } from "../../../verify/claims/studio-cannot-widen-itself";
import { policySubject } from "../fixtures/policies";

const claims: readonly Claim[] = [
  bucketKeepsItsOwner,
  bucketOnlyThroughEndpoint,
  dataEncryptedWithOwnKey,
  endpointPolicyBoundsBothSides,
  jobsStayInVpc,
  keyKeepsItsOwner,
  onlyOwnBucketsFromStudio,
  rolePassesOnlyItself,
  studioCannotWidenItself,
];

describe.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, claim) => {
  it("is proved of the smallest stack that holds it", () => {
    expect(claim.decide(policySubject())).toMatchObject({ kind: "proved" });
  });

  it("is undecided of a stack without resources", () => {
    const subject = policySubject((resources) => {
      for (const type of Object.keys(resources)) {
        delete resources[type];
      }
    });

    expect(claim.decide(subject).kind).toBe("undecided");
  });
});
