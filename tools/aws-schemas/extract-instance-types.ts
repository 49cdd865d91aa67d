import type { FactSource } from "../../constraints/schemas/schema-facts";
import type { Wheel } from "./wheel";

/** Use of instances -> the enumeration of its instance types in SageMaker's service model. */
const ENUMERATIONS = {
  apps: "AppInstanceType",
  training: "TrainingInstanceType",
  processing: "ProcessingInstanceType",
  transform: "TransformInstanceType",
  endpoints: "ProductionVariantInstanceType",
} as const;

/** The table of `aws/instance-types.ts`: the sizes of each family of instances, by use. */
export function extractInstanceTypes(botocore: Wheel, sources: readonly FactSource[], day: string): object {
  const models = botocore.files((path) => /\/data\/sagemaker\/[^/]+\/service-2\.json/.test(path));
  const { shapes } = JSON.parse(models.get([...models.keys()].sort().at(-1) ?? "") ?? "{}") as {
    readonly shapes: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
  };
  const uses = Object.entries(ENUMERATIONS).map(([use, shape]) => {
    const types = shapes[shape]?.enum;
    if (types === undefined) {
      throw new Error(
        `sagemaker:${shape}: is no enumeration in ${botocore.name} ${botocore.version}; correct the table`,
      );
    }
    return [use, sizesByFamily(types)] as const;
  });
  return { extracted: day, sources, uses: Object.fromEntries(uses) };
}

/** `ml.m5.large` is the size `large` of `m5`. Values of another form, such as `system`, are no instances. */
function sizesByFamily(types: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const families = new Map<string, string[]>();
  for (const type of [...types].sort()) {
    const [, family, size] = /^ml\.([a-z][a-z0-9-]*)\.([a-z0-9-]+)$/.exec(type) ?? [];
    if (family !== undefined && size !== undefined) {
      families.set(family, [...(families.get(family) ?? []), size]);
    }
  }
  return Object.fromEntries([...families].sort(([one], [other]) => (one < other ? -1 : 1)));
}
