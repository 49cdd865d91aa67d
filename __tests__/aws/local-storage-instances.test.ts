import { ProcessingInstanceType, ProductionVariantInstanceType, TrainingInstanceType } from "@aws-sdk/client-sagemaker";
import { hasLocalStorage, localStorageFamilies } from "../../aws/local-storage-instances";

const instanceTypes: readonly string[] = [
  ...Object.values(TrainingInstanceType),
  ...Object.values(ProcessingInstanceType),
  ...Object.values(ProductionVariantInstanceType),
];

test("Every family with local disks has an instance type that the SageMaker API accepts.", () => {
  const unknown = localStorageFamilies.filter(
    (family) => !instanceTypes.some((type) => type.startsWith(`ml.${family}.`)),
  );

  expect(unknown).toEqual([]);
});

test.each(["ml.g5.xlarge", "ml.g4dn.12xlarge", "ml.p4d.24xlarge", "ml.p5.48xlarge", "ml.trn1.2xlarge", "ml.m5d.large"])(
  "The volume of %s is a local disk, which takes no key.",
  (type) => {
    expect(hasLocalStorage(type)).toBe(true);
  },
);

test.each(["ml.m5.large", "ml.p3.2xlarge", "ml.inf2.xlarge", "ml.g5", "g5.xlarge", "ml.g5x.xlarge", ""])(
  "The volume of %j is not known to be a local disk, so it needs a key.",
  (type) => {
    expect(hasLocalStorage(type)).toBe(false);
  },
);
