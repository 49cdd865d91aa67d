import {
  addAllow,
  addResource,
  assignArguments,
  declaredPosture,
  type MutableArguments,
  type MutableStack,
  type PermittedUse,
} from "../../fixtures/mutant";

const studio = "aws_iam_policy.permissions_studio";
const fixed = "arn:${data.aws_partition.account_partition.partition}";
const key = "aws_kms_key.studio_key_cmk";
const organization = "o-aaaaaaaaaa";

function declare(stack: MutableStack, values: MutableArguments): void {
  Object.assign(declaredPosture(stack), values);
}

/** What the claims about data permit. */
export const permittedDataUses: readonly PermittedUse[] = [
  {
    name: "the role may read a bucket of others, and its permissions boundary forbids it",
    environments: ["dev"],
    edit: (stack) => {
      const own = ["data", "models"].flatMap((name) => {
        const arn = `\${aws_s3_bucket.locked_buckets_${name}.arn}`;
        return [arn, `${arn}/*`];
      });
      addAllow(studio, { Action: "s3:GetObject", Resource: `${fixed}:s3:::partner-inbox/*` })(stack);
      addResource(stack, "aws_iam_policy.word", {
        name: "word",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", NotAction: "s3:*", Resource: "*" },
            { Effect: "Allow", Action: "s3:*", Resource: own },
          ],
        }),
      });
      assignArguments(stack, "aws_iam_role.execution_role_role", {
        permissions_boundary: "${aws_iam_policy.word.arn}",
      });
    },
  },
  {
    name: "a key may be copied to other regions, as declared",
    environments: ["dev"],
    edit: (stack) => {
      declare(stack, { key_origins: ["multi-region"] });
      assignArguments(stack, key, { multi_region: true });
    },
  },
  {
    name: "a secret is shared with the declared organization, and the role sends to a queue of it",
    environments: ["dev"],
    edit: (stack) => {
      declare(stack, { organization_id: organization });
      addResource(stack, "aws_secretsmanager_secret.word", {
        name: "word",
        kms_key_id: `\${${key}.arn}`,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: "secretsmanager:GetSecretValue",
              Resource: "*",
              Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
            },
          ],
        }),
      });
      addAllow(studio, {
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceOrgID": organization } },
      })(stack);
    },
  },
  {
    name: "the role reads the models of JumpStart",
    environments: ["dev"],
    edit: addAllow(studio, { Action: "s3:GetObject", Resource: `${fixed}:s3:::jumpstart-cache-prod-eu-west-1/*` }),
  },
];
