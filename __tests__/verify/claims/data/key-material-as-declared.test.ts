import { keyMaterialAsDeclared } from "../../../../verify/claims/data/key-material-as-declared";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { claimSubjectWith } from "../../fixtures/claim-subject";

const keyWith = (values: Record<string, Json>) => ({ aws_kms_key: { main: values } });
const store = { aws_kms_custom_key_store: { hsm: { custom_key_store_name: "hsm" } } };
const inStore = { ...store, ...keyWith({ custom_key_store_id: "${aws_kms_custom_key_store.hsm.id}" }) };

test.each<[string, Record<string, Record<string, Json>>, readonly string[], string]>([
  ["no key", {}, [], "notApplicable"],
  ["a key of KMS", keyWith({}), [], "proved"],
  ["a key that is explicitly in one region", keyWith({ multi_region: "false" }), [], "proved"],
  ["a multi-Region key", keyWith({ multi_region: true }), [], "violated"],
  ["a declared multi-Region key", keyWith({ multi_region: true }), ["multi-region"], "proved"],
  ["a key in an external key store", keyWith({ custom_key_store_id: "cks-1", xks_key_id: "x" }), [], "violated"],
  ["a key in a declared key store", keyWith({ custom_key_store_id: "cks-1" }), ["key-store:cks-1"], "proved"],
  ["a key in another key store", keyWith({ custom_key_store_id: "cks-2" }), ["key-store:cks-1"], "violated"],
  ["a key in a key store that is not known", keyWith({ custom_key_store_id: "${var.store}" }), [], "undecided"],
  ["an external key without a key store", keyWith({ xks_key_id: "x" }), [], "undecided"],
  ["a key store of the stack", inStore, [], "violated"],
  ["a declared key store of the stack", inStore, ["key-store:hsm"], "proved"],
  ["imported key material", { aws_kms_external_key: { main: {} } }, [], "violated"],
  ["declared imported key material", { aws_kms_external_key: { main: {} } }, ["imported"], "proved"],
  ["a replica of a key", { aws_kms_replica_key: { main: {} } }, [], "violated"],
  ["a replica of an imported key", { aws_kms_replica_external_key: { main: {} } }, ["multi-region"], "violated"],
])("key-material-as-declared judges %s", (_, resources, keyOrigins, kind) => {
  expect(keyMaterialAsDeclared.decide(claimSubjectWith(resources, { keyOrigins })).kind).toBe(kind);
});
