import { ask, bucketAndObjects, isAllowed, kmsKey, policyModel } from "../../../../../verify/iam/ask";
import { evidenceOfDecision } from "../../../../../verify/iam/request-space/requests/decided-requests";
import { requestOfExample } from "../../../../../verify/iam/request-space/requests/example-request";
import { appendStatement, policySubject } from "../../../fixtures/policy-perimeter";

test("a TLS version in a request is one that exists, on each side of the version that a policy compares", () => {
  const deniesOldTls = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "${aws_s3_bucket.data.arn}",
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  };
  const { configuration } = policySubject(appendStatement("aws_s3_bucket_policy", "data", deniesOldTls));
  const model = policyModel(configuration);

  const answers = model.buckets.flatMap((bucket) => [...ask(model, { on: bucketAndObjects(bucket) })]);

  const versions = answers.flatMap(({ request }) => requestOfExample(request).context.get("s3:tlsversion") ?? []);
  expect([...new Set(versions)].sort()).toEqual(["1.1", "1.2", "1.3"]);
});

test("evidence of a request by an AWS service names no internet path", () => {
  const allowsService = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  };
  const { configuration } = policySubject(appendStatement("aws_kms_key", "main", allowsService));
  const model = policyModel(configuration);

  const evidence = model.kmsKeys.flatMap((key) =>
    [...ask(model, { who: { kinds: ["service"] }, on: kmsKey(key) })]
      .filter((answer) => isAllowed(answer) && answer.path.isInternet)
      .map((answer) => evidenceOfDecision(answer, model.text).text),
  );

  expect(evidence[0]).toBe(
    'the service events.amazonaws.com on behalf of any account calls kms:Decrypt on arn:aws:kms:eu-west-1:⟨this account⟩:key/⟨aws_kms_key.main.key_id⟩ (aws_kms_key.main): allowed by "Added" in aws_kms_key.main',
  );
});
