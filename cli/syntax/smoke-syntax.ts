import type { CommandSyntax } from "../shared/command-syntax";

export const smokeSyntax = {
  name: "smoke",
  usage: ["ENV [options]"],
  summary: "check a deployed environment from inside or outside",
  description: `Prints the commands that show whether a deployed environment works and holds: endpoints resolve to private addresses, the own
bucket works, another one is refused, the internet is as far away as the allow-list says, a Studio URL opens only inside.
With --run it runs them: it needs the AWS CLI, curl and git, and the credentials of the position. Checks of position studio
write one object named studio-perimeter-smoke to the data bucket and delete it.`,
  arguments: [{ placeholder: "ENV", description: "name of an environment of envs/", completion: "environment" }],
  options: {
    from: {
      type: "string",
      default: "studio",
      value: "POSITION",
      description: "a terminal in Studio, a person's machine inside the network, or a person's machine on the internet",
      completion: ["studio", "client", "outside"],
    },
    run: { type: "boolean", description: "run the checks instead of printing them" },
    json: { type: "boolean", description: "print checks, or their results, as JSON" },
    url: {
      type: "string",
      value: "URL",
      description: "for outside, and for client with self-service: a presigned Studio URL that was just issued inside",
    },
    timeout: { type: "string", default: "30", value: "SECONDS", description: "time for each check, 1 to 600" },
    dns: {
      type: "string",
      value: "ADDRESS[:PORT]",
      description: "DNS server to ask (default: those of the system)",
    },
  },
  needsCheckout: true,
  exitCodes: {
    0: "printed; with --run, every check passed",
    1: "a check failed or is undecided",
    2: "a check could not run",
  },
  examples: [
    "studio-perimeter smoke staging",
    "studio-perimeter smoke staging --from client --run",
    "studio-perimeter smoke staging --from outside --run --url https://...",
  ],
} as const satisfies CommandSyntax;
