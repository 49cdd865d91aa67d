import { readFileSync } from "node:fs";

/** The text of a file, or no text where there is no file. */
export function textIfPresent(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return "";
    }
    throw error;
  }
}
