import type { Posture } from "../../posture/posture";
import { referencedResource } from "../../terraform/references/referenced-resources";
import {
  isFalse,
  isLiteralText,
  isSet,
  isTrue,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** Key material that others hold lets them decrypt the data, or make it unreadable, without any KMS permission. */
export const keyMaterialAsDeclared: Claim<Posture> = {
  name: "key-material-as-declared",
  title: "KMS alone holds the key material",
  meaning:
    "KMS generates the material of every key of the stack and holds it in this region only, unless the posture declares another origin.",
  details: [
    "Imported material, custom key stores, external key stores, multi-Region keys and replica keys must be declared.",
    "A custom key store is declared by its ID, or by its name where the stack creates it.",
    "Which key encrypts which data has a claim of its own.",
  ],
  remedy:
    "Create the key as an aws_kms_key without a custom key store and without multi_region. Otherwise declare its origin in key_origins of the posture.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az", "bootstrap"],
  controls: ["NIST.800-53.r5 SC-12", "NIST.800-53.r5 SC-12(6)"],
  decide({ configuration, posture }) {
    const declared = posture.keyOrigins ?? [];
    const keys = Object.entries(originsByType).flatMap(([type, originsOf]) =>
      resourcesOfType(configuration, type).map((key) => ({ key, origins: originsOf(key.values, configuration) })),
    );
    return verdictOf(
      mergeFindings([
        findingsForEach(keys, ({ key, origins }) => judgeKey(key, origins, declared)),
        notApplicable("this configuration has no KMS key", "key"),
      ]),
    );
  },
};

/** What a key says about its material: an origin to be declared, or text that is not understood. */
type Origin = { readonly kind: "origin"; readonly name: string } | { readonly kind: "unknown"; readonly text: string };

const imported: Origin = { kind: "origin", name: "imported" };
const multiRegion: Origin = { kind: "origin", name: "multi-region" };

const originsByType: Readonly<
  Record<string, (values: JsonObject, configuration: TerraformConfiguration) => readonly Origin[]>
> = {
  aws_kms_key: (values, configuration) => [
    ...keyStoreOrigin(values, configuration),
    ...multiRegionOrigin(values.multi_region),
  ],
  aws_kms_external_key: (values) => [imported, ...multiRegionOrigin(values.multi_region)],
  aws_kms_replica_key: () => [multiRegion],
  aws_kms_replica_external_key: () => [imported, multiRegion],
  aws_kms_custom_key_store: ({ custom_key_store_name: name }) => [keyStoreNamed(name)],
};

function keyStoreOrigin(values: JsonObject, configuration: TerraformConfiguration): readonly Origin[] {
  const { custom_key_store_id: id, xks_key_id: externalKey } = values;
  if (!isSet(id)) {
    return isSet(externalKey) ? [{ kind: "unknown", text: "xks_key_id is set without a custom key store" }] : [];
  }
  const store = referencedResource(configuration, id);
  return [keyStoreNamed(store === undefined ? id : store.values.custom_key_store_name)];
}

function keyStoreNamed(name: Json | undefined): Origin {
  return isLiteralText(name)
    ? { kind: "origin", name: `key-store:${name}` }
    : { kind: "unknown", text: `the custom key store is ${JSON.stringify(name ?? null)}` };
}

function multiRegionOrigin(value: Json | undefined): readonly Origin[] {
  if (!isSet(value) || isFalse(value)) {
    return [];
  }
  return [isTrue(value) ? multiRegion : { kind: "unknown", text: `multi_region is ${JSON.stringify(value)}` }];
}

function judgeKey({ address }: Resource, origins: readonly Origin[], declared: readonly string[]): Findings {
  return origins.length === 0
    ? proof("KMS generates and holds the key material", address)
    : findingsForEach(origins, (origin) => {
        if (origin.kind === "unknown") {
          return doubt(`${address}: ${origin.text}`, address);
        }
        return declared.includes(origin.name)
          ? proof(`the key material is ${origin.name}, as declared`, address)
          : counterexample(`the key material is ${origin.name}, which is not declared`, address);
      });
}
