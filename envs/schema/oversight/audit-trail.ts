import { z } from "zod";
import { fields } from "../fields";

/** No trail in the stack. Most organizations record API calls of every account with one trail. */
const accountTrailSchema = fields("accountTrail", {
  kind: z
    .literal("account")
    .describe("No trail in the stack: a trail of the account or the organization is relied on, and not checked."),
});

/** A trail of the stack. Costs 1 USD a month for its key and 0.10 USD per 100,000 data events. */
const ownTrailSchema = fields("ownTrail", {
  kind: z
    .literal("own")
    .describe("A CloudTrail trail with its own KMS key and locked bucket, and with log file validation."),
  events: z
    .enum(["data", "all"])
    .default("data")
    .describe(
      "data: reads and writes of objects in the buckets of the environment. all: also management events of every Region, which cost 2 USD per 100,000 if another trail records them.",
    ),
});

/** Which trail records access to objects: one of the account, or one of the stack. */
export const auditTrailSchema = z.discriminatedUnion("kind", [accountTrailSchema, ownTrailSchema]);
