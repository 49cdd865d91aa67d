import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

const literalCharacters = 10;

const addressPattern = formattedString("an address pattern");

/** The fields of {@link acceptedFindingSchema}. A file of several stacks may also name the stack. */
export const acceptedFindingFields = {
  claim: z
    .string()
    .min(1)
    .optional()
    .describe("Name of the claim that does not hold. Default: none, so that finding names a difference of review."),
  finding: z
    .string("write the text of the finding, as reports print it")
    .refine((text) => text.split("*").some((part) => part.trim().length >= literalCharacters), {
      error: `write ${literalCharacters} characters or more in a row, without *`,
    })
    .describe("Text of the evidence or the difference, as reports print it; * stands for any text."),
  address: z
    .union([addressPattern, z.array(addressPattern).min(1)], {
      error: "write a pattern or a list of them, each with a module or a resource type first: aws_subnet.legacy_*",
    })
    .optional()
    .describe(
      "Terraform address that each address of the finding must match, or a list; * stands for any text. Default: none, for a finding that has no address; finding is then its whole text.",
    ),
  reason: formattedString("one line of text").describe("Why it is accepted. Every report prints it."),
  owner: formattedString("one line of text").describe("Team or person that is responsible for it."),
  until: formattedString("a date").describe(
    "Last day on which it is accepted, such as 2027-01-31. Reports warn 14 days before.",
  ),
} as const;

/** A finding that the owners accept until a day. The one format of environments and of policy files. */
export const acceptedFindingSchema = fields("acceptedFinding", acceptedFindingFields);
