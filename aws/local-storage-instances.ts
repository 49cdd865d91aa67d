/**
 * Families of SageMaker instances for jobs and endpoints with local NVMe disks. The hardware encrypts these disks with keys that never leave it and
 * that are destroyed when the instance stops. SageMaker refuses a volume key for them.
 *
 * A family that is missing here needs a volume key, so a new one is refused until it is added.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ssd-instance-store.html
 */
export const localStorageFamilies: readonly string[] = [
  ...["c5d", "c6gd", "dl1", "g4dn", "g5", "g6", "g6e", "m5d", "m6gd"],
  ...["p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200"],
  ...["r5d", "r6gd", "r7gd", "trn1", "trn1n", "trn2"],
];

/** Patterns of their instance types, `ml.g5.*`. */
export const localStorageInstanceTypes: readonly string[] = localStorageFamilies.map((family) => `ml.${family}.*`);

/** Whether the volume of an instance type is a local disk, as of `ml.g5.xlarge`. */
export function hasLocalStorage(instanceType: string): boolean {
  const [prefix, family = "", size] = instanceType.split(".");
  return prefix === "ml" && size !== undefined && localStorageFamilies.includes(family);
}
