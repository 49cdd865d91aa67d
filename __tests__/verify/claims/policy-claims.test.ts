import { bucketKeepsItsOwner } from "../../../verify/claims/data/bucket-keeps-its-owner";
import { bucketOnlyThroughEndpoint } from "../../../verify/claims/data/bucket-only-through-endpoint";
import { dataEncryptedWithOwnKey } from "../../../verify/claims/data/data-encrypted-with-own-key";
import { endpointPolicyBoundsBothSides } from "../../../verify/claims/data/endpoint-policy-bounds-both-sides";
import { keyKeepsItsOwner } from "../../../verify/claims/data/key-keeps-its-owner";
import { onlyOwnBucketsFromStudio } from "../../../verify/claims/data/only-own-buckets-from-studio";
import { jobsStayInVpc } from "../../../verify/claims/identities/jobs-stay-in-vpc";
import { rolePassesOnlyItself } from "../../../verify/claims/identities/role-passes-only-itself";
import { studioCannotWidenItself } from "../../../verify/claims/identities/studio-cannot-widen-itself";
import type { Claim } from "../../../verify/verdict/claim";
import { policySubject } from "../fixtures/policy-perimeter";

const claims: readonly Pick<Claim, "name" | "decide">[] = [
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

  it("does not apply to a stack without resources", () => {
    const subject = policySubject((resources) => {
      for (const type of Object.keys(resources)) {
        delete resources[type];
      }
    });

    expect(claim.decide(subject).kind).toBe("notApplicable");
  });
});
