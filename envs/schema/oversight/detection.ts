import { z } from "zod";
import { fields } from "../fields";

const noDetectionSchema = fields("noDetection", {
  kind: z.literal("off").describe("Nothing is watched: only preventive controls."),
});

/** Detective controls behind the preventive ones. Costs 1 USD a month for the key of the topic. */
const detectionSchema = fields("detection", {
  kind: z
    .literal("on")
    .describe(
      "EventBridge rules find a job, model, notebook or domain outside the VPC, and a changed bucket or firewall, and tell an SNS topic. A trail must record management events.",
    ),
  configRules: z
    .enum(["none", "account-recorder"])
    .default("none")
    .describe(
      "account-recorder: also AWS Config rules. They need a configuration recorder in the account and Region, and cost 0.001 USD for each evaluation.",
    ),
});

/** Whether the stack watches changes of the perimeter with EventBridge rules and AWS Config. */
export const detectiveControlsSchema = z.discriminatedUnion("kind", [noDetectionSchema, detectionSchema]);
