import { setFlagsFromString } from "node:v8";

/** V8 enlarges its young generation by this factor whenever much of it survives a collection. The default is the second. */
const GROWTH = { none: 1, byDefault: 2 } as const;

/**
 * V8 collects its old generation when it has grown by so many percent. By default it may grow to the fourfold, and most of that is
 * garbage: half of the memory of a configuration with 1,600 roles.
 */
const OLD_GENERATION_PERCENT = { limited: 50, byDefault: 0 } as const;

/** Versions of Node.js whose V8 has both options, and reads them whenever it would enlarge a generation. */
const KNOWN_VERSIONS: readonly string[] = ["20", "22", "24"];

/** Above this many bytes of Terraform, V8's own choice is faster: a stack has 150 to 300 KB. */
const LARGE_INPUT = 500_000;

let isSmall = false;
let inputBytes = 0;

/**
 * Keeps V8's young generation at the size that it has when Terraform is read, 4 MB, where V8 would enlarge it to 16 MB: a fifth of the
 * memory of one `verify`. Half of it would be collected twice as often, for 3 % more CPU. Only for the process of a command, which ends
 * soon. Compiled code is kept only under V8's own options, so these are restored when the process ends, before anything else happens then.
 */
export function keepYoungGenerationSmall(): void {
  if (KNOWN_VERSIONS.includes(process.versions.node.split(".")[0] ?? "")) {
    isSmall = true;
    process.prependOnceListener("exit", () => {
      setGrowth(GROWTH.byDefault);
      setOldGenerationPercent(OLD_GENERATION_PERCENT.byDefault);
    });
  }
}

/** Counts bytes of Terraform that are read. For large inputs the young generation may grow again, and the old one less than by default. */
export function countInput(bytes: number): void {
  inputBytes += bytes;
  if (!isSmall) {
    return;
  }
  if (inputBytes <= LARGE_INPUT) {
    setGrowth(GROWTH.none);
    return;
  }
  isSmall = false;
  setGrowth(GROWTH.byDefault);
  setOldGenerationPercent(OLD_GENERATION_PERCENT.limited);
}

function setGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function setOldGenerationPercent(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
