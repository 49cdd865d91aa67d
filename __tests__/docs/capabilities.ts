/** `kept` as it is, `fixed` where it had a fault, `replaced` where it was obsolete or unsafe. */
type Judgement = "kept" | "fixed" | "replaced";

/** The capabilities of each source system by number, and what was decided of them. */
const JUDGED: Readonly<Record<string, Readonly<Record<Judgement, readonly number[]>>>> = {
  S0: { kept: [1, 2, 4, 6, 11], fixed: [3, 8, 9, 10], replaced: [5, 7] },
  S1: { kept: [1, 3, 4, 6, 7, 11, 14, 15, 19, 20], fixed: [2, 5, 8, 9, 10, 12, 13, 16, 17, 18, 21], replaced: [] },
  S2: {
    kept: [2, 5, 8, 13, 26, 27, 33],
    fixed: [1, 3, 4, 6, 7, 9, 10, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 28, 29, 31, 32],
    replaced: [11, 12, 25, 30],
  },
  S3: {
    kept: [14, 24],
    fixed: [2, 5, 9, 10, 11, 12, 13, 15, 17, 22, 23, 25, 26],
    replaced: [1, 3, 4, 6, 7, 8, 16, 18, 19, 20, 21],
  },
  S4: {
    kept: [4, 17, 20, 24, 29, 30],
    fixed: [1, 2, 3, 5, 6, 7, 9, 10, 11, 12, 13, 15, 16, 21, 22, 23, 25, 26, 27, 28],
    replaced: [8, 14, 18, 19],
  },
};

/** Ids such as `S2.10`, in order, of the capabilities that were judged so. */
export function capabilities(...judgements: readonly Judgement[]): readonly string[] {
  return Object.entries(JUDGED).flatMap(([system, judged]) =>
    judgements
      .flatMap((judgement) => judged[judgement])
      .sort((one, other) => one - other)
      .map((number) => `${system}.${number}`),
  );
}

/** Weaknesses of the source systems. */
export const WEAKNESSES = ["W1", "W1b", ...Array.from({ length: 35 }, (_, index) => `W${index + 2}`)];

/** Controls of AWS Security Hub that speak of what the stacks hold, and `D`, our own where it has none. */
export const SECURITY_CONTROLS = Object.entries({
  NetworkFirewall: ["1", "2", "3", "4", "5", "6", "9", "10"],
  EC2: "2 3 4 6 7 8 9 10 15 16 17 18 19 21 24 55 56 57 58 60 172 180".split(" "),
  EFS: ["1", "2", "6", "7", "8"],
  IAM: ["1", "5", "21"],
  KMS: ["1", "2", "3", "5"],
  Lambda: ["1", "2", "5"],
  S3: ["1", "2", "3", "5", "6", "8", "9", "10", "11", "12", "13", "14", "15", "17", "20", "22", "23"],
  SageMaker: ["1", "2", "3", "4", "5", "8", "9-25"],
  ServiceCatalog: ["1"],
  SQS: ["1", "3"],
  SSM: ["1", "2", "3", "4", "6", "7"],
}).flatMap(([service, numbers]) => numbers.map((number) => `${service}.${number}`));

export const OWN_CONTROLS = ["D-1", "D-2", "D-3", "D-4", "D-5"];
