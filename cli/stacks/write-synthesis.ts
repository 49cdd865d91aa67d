import { pipeline } from "../../envs/pipeline";
import type { ValidEnvironments } from "../../envs/validation/parse-environments";
import { synthesize } from "../../stacks/synthesize";
import { projectFolder } from "../shared/project";
import {
  forgetSynthesisSources,
  readSynthesisSources,
  recordSynthesisSources,
} from "../shared/sources/synthesis-sources";
import { environmentFile } from "./places-of-input";

/**
 * Synthesizes environments, and publishes every stack or none. The sources are read first, so that an edit during the synthesis makes
 * it out of date; no record stays next to stacks of other sources.
 *
 * @param outdir folder that the stacks are published to
 * @param mayPublish judges the folder of the finished synthesis
 * @returns whether the stacks were published
 */
export function writeSynthesis(
  environments: ValidEnvironments,
  outdir: string,
  mayPublish: (finished: string) => boolean,
): boolean {
  const sources = readSynthesisSources(projectFolder);
  let isPublished = false;
  const publishIf = (finished: string): boolean => {
    isPublished = mayPublish(finished);
    if (isPublished) {
      forgetSynthesisSources(outdir);
    }
    return isPublished;
  };
  const fileOf = (name: string) => environmentFile(name, projectFolder)?.file;
  synthesize({ ...environments, pipeline, outdir, fileOf, publishIf });
  if (isPublished) {
    recordSynthesisSources(outdir, sources);
  }
  return isPublished;
}
