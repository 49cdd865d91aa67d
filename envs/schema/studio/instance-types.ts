import { z } from "zod";
import { fields } from "../fields";
import { formattedString } from "../string-formats";

/** One policy holds the lists of all uses; a family is one entry. */
const MOST_TYPES = 20;

function typesFor(use: string): z.ZodOptional<z.ZodArray<z.ZodType<string, string>>> {
  return z
    .array(formattedString("a SageMaker instance type or family"))
    .min(1)
    .max(MOST_TYPES)
    .optional()
    .describe(`Types for ${use}, such as ml.m5.large or ml.m5.*. Default: every type.`);
}

/** Instance types that users may use, by use. */
export const instanceTypesSchema = fields("instanceTypes", {
  apps: typesFor("JupyterLab and Code Editor in spaces"),
  training: typesFor("training and tuning jobs. A list denies AutoML, which chooses its own types"),
  processing: typesFor("processing jobs and monitoring schedules"),
  transform: typesFor("batch transform jobs"),
  endpoints: typesFor("endpoints"),
});
