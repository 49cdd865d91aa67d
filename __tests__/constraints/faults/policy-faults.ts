import { add, type EditableStack, each, faultsOf, firstOf, type InjectedFault, policy } from "./injected-fault";

const BUCKET = "arn:aws:s3:::studio-perimeter-other";
const identity = (changes: object): ((stack: EditableStack) => void) =>
  policy("aws_iam_policy", "policy", ({ Statement }) => {
    Statement.push({ Sid: "Added", Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...changes });
  });
const condition = (Condition: unknown): ((stack: EditableStack) => void) => identity({ Condition });
const trust = (changes: object): ((stack: EditableStack) => void) =>
  policy("aws_iam_role", "assume_role_policy", ({ Statement: [first] }) => {
    Object.assign(first ?? {}, changes);
  });
const actionOf = (type: string, Action: string): ((stack: EditableStack) => void) =>
  add(type, {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action, Resource: "*" }],
    }),
  });
/** A bucket policy of a bucket that the stack does not have, so that only its actions and resources count. */
const bucket = (Action: string, Resource: string): ((stack: EditableStack) => void) =>
  add("aws_s3_bucket_policy", {
    bucket: "other",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action, Resource }],
    }),
  });
const inline = (name: string): ((stack: EditableStack) => void) => {
  const Resource = Array.from({ length: 80 }, (_, at) => `arn:aws:s3:::${"a".repeat(60)}${at}/*`);
  return (stack) => {
    const { role } = firstOf(stack, "aws_iam_role_policy");
    const text = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource }] };
    add("aws_iam_role_policy", { name, role, policy: JSON.stringify(text) }, name)(stack);
  };
};

/** Faults of policy documents. */
export const policyFaults: readonly InjectedFault[] = faultsOf([
  ["an action and its negation", identity({ NotAction: "s3:PutObject" }), "policy"],
  ["a resource and its negation", identity({ NotResource: `${BUCKET}/*` }), "policy"],
  ["a condition without a value", condition({ StringEquals: { "aws:SourceVpc": null } }), "policy"],
  ["a condition on an object", condition({ StringEquals: { "aws:SourceVpc": { id: "a" } } }), "policy"],
  ["a condition key without a service", condition({ StringEquals: { SourceVpc: "a" } }), "policy"],
  ["a list of conditions", condition([{ StringEquals: { "aws:SourceVpc": "a" } }]), "policy"],
  ["ForAnyValues in a condition", condition({ "ForAnyValues:StringEquals": { "aws:TagKeys": "a" } }), "policy"],
  [
    "an unknown element of a policy",
    policy("aws_iam_policy", "policy", (document) => {
      Object.assign(document, { Statements: [] });
    }),
    "policy",
  ],
  ["an action of several services", identity({ Action: "s*:GetObject" }), "policy"],
  ["a resource of every service", identity({ Resource: "arn:aws:*:::a" }), "policy"],
  ["an action of S3 in a trust policy", trust({ Action: "s3:GetObject" }), "assume_role_policy"],
  [
    "a trusted role with a wildcard",
    trust({ Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }),
    "assume_role_policy",
  ],
  ["a trusted group", trust({ Principal: { AWS: "arn:aws:iam::111122223333:group/a" } }), "assume_role_policy"],
  ["inline policies over 10 kB together", each(inline("p1"), inline("p2")), "policy"],
  ["an action on buckets for objects", bucket("s3:ListBucket", `${BUCKET}/*`), "policy"],
  ["an action on objects for a bucket", bucket("s3:GetObject", BUCKET), "policy"],
  ["an action of SQS in a bucket policy", bucket("sqs:SendMessage", BUCKET), "policy"],
  ["an action of S3 in a topic policy", actionOf("aws_sns_topic_policy", "s3:GetObject"), "policy"],
  ["all actions in a topic policy", actionOf("aws_sns_topic_policy", "sns:*"), "policy"],
  ["an action of S3 in a queue policy", actionOf("aws_sqs_queue_policy", "s3:GetObject"), "policy"],
  [
    "a key policy of a service alone",
    policy("aws_kms_key", "policy", ({ Statement }) => {
      const Principal = { Service: "logs.amazonaws.com" };
      Statement.splice(0, Statement.length, { Effect: "Allow", Principal, Action: "kms:*", Resource: "*" });
    }),
    "policy",
  ],
  [
    "a key policy that denies its change",
    policy("aws_kms_key", "policy", ({ Statement }) => {
      Statement.push({ Sid: "D", Effect: "Deny", Principal: "*", Action: "kms:Put*", Resource: "*" });
    }),
    "policy",
  ],
]);
