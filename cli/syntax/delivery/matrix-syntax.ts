import type { CommandSyntax } from "../../shared/command-syntax";

/** Forms in which `matrix` prints environments. */
export const matrixFormats = ["json", "github", "gitlab"] as const;

/** What the jobs of a child pipeline do: each kind has a hidden job `.perimeter-KIND` in the template. */
export const gitlabJobs = ["plan", "drift"] as const;

/** One of {@link gitlabJobs}. */
export type GitlabJob = (typeof gitlabJobs)[number];

export const matrixSyntax = {
  name: "matrix",
  usage: ["BEFORE AFTER [options]", "STACKS [options]"],
  summary: "print the environments that a pipeline must plan",
  description: `Compares two output folders of cdktf synth by digest, and prints the environments whose Terraform or assets differ, as JSON.
With one folder it prints every environment. Bootstrap stacks are left out. No resource is read, so a fleet takes seconds.
They are in the order in which they can be applied: an inspection environment comes after the environments that it connects, and before one
that it does not connect yet.

github is the matrix of a job. gitlab is a child pipeline with one job for each environment.`,
  arguments: [
    { placeholder: "BEFORE", description: "the earlier synthesis", completion: "file" },
    { placeholder: "AFTER", description: "the later synthesis", completion: "file" },
    { placeholder: "STACKS", description: "one synthesis, of which every environment is printed", completion: "file" },
  ],
  options: {
    format: {
      type: "string",
      default: "json",
      value: "FORMAT",
      description: "what reads the environments",
      completion: matrixFormats,
    },
    approved: {
      type: "string",
      value: "DIGESTS",
      description: "github: only these environments, each with the digest of its changes, as ENV=DIGEST",
    },
    stages: {
      type: "string",
      value: "COUNT",
      description:
        "github: outputs stage_1 and so on for jobs of which each waits for the one before it, with --approved",
    },
    "finished-jobs": {
      type: "string",
      value: "FILE",
      description:
        "github: jobs of the run that have ended, one JSON object a line. What waits for an environment that they did not apply is left out",
      completion: "file",
    },
    template: {
      type: "string",
      default: ".gitlab/perimeter.gitlab-ci.yml",
      value: "FILE",
      description: "gitlab: file with the hidden jobs",
      completion: "file",
    },
    job: {
      type: "string",
      default: "plan",
      value: "JOB",
      description: `gitlab: what each job does, ${gitlabJobs.join(" or ")}`,
      completion: gitlabJobs,
    },
    approval: { type: "boolean", default: false, description: "gitlab: a person must approve before it ends" },
  },
  exitCodes: { 0: "printed, also when nothing differs", 2: "could not run" },
  examples: [
    "studio-perimeter matrix main/cdktf.out cdktf.out",
    "studio-perimeter matrix main/cdktf.out cdktf.out --format github",
    "studio-perimeter matrix cdktf.out --format github --approved dev=3b5f...e1",
    'studio-perimeter matrix cdktf.out --format github --approved "dev=3b5f...e1 hub=91c0...aa" --stages 3 >> "$GITHUB_OUTPUT"',
    'studio-perimeter matrix cdktf.out --format github --approved "$DEPLOYMENTS" --stages 3 --finished-jobs jobs.jsonl',
    "studio-perimeter matrix cdktf.out --format gitlab --job drift",
  ],
} as const satisfies CommandSyntax;
