import { type Configuration, ofType, type Resource } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { doubtsOf, isSet, policiesOf, readPolicy, strayPolicies } from "./read-policy";

/** A KMS key of the configuration and its policy. */
export interface Key {
  readonly address: string;
  readonly arn: string;
  readonly id: string;
  readonly policy: readonly Policy[];
  readonly doubts: readonly Evidence[];
}

const keyTypes = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];

export function readKeys(configuration: Configuration, text: TextReader): readonly Key[] {
  const stray = [
    ...strayPolicies(configuration, text, "aws_kms_key_policy", "key_id"),
    ...ofType(configuration, "aws_kms_grant").map(({ address }) => ({
      text: `${address} hands out a key past its policy; grants are not modelled`,
      addresses: [address],
    })),
  ];
  return keyTypes
    .flatMap((type) => ofType(configuration, type))
    .map((key) => {
      const id = text.read(`\${${key.address}.key_id}`);
      const readings = documentsOf(configuration, text, key, id);
      return {
        address: key.address,
        arn: text.read(`\${${key.address}.arn}`),
        id,
        policy: readings.length === 0 ? [delegationToAccount(key, text)] : policiesOf(readings),
        doubts: [...doubtsOf(readings), ...stray],
      };
    });
}

function documentsOf(configuration: Configuration, text: TextReader, key: Resource, id: string) {
  const separate = ofType(configuration, "aws_kms_key_policy").filter(
    ({ values }) => typeof values.key_id === "string" && text.read(values.key_id) === id,
  );
  // A separate policy resource is applied after the key and replaces what the key says.
  if (separate.length > 0) {
    return separate.map(({ address, values }) => readPolicy(text, values.policy, address));
  }
  return !isSet(key.values.policy) ? [] : [readPolicy(text, key.values.policy, key.address)];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function delegationToAccount(key: Resource, { partition, account }: TextReader): Policy {
  const statement = {
    Sid: "default key policy",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return parsePolicy(JSON.stringify({ Statement: [statement] }), key.address);
}
