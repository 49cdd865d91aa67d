import { execFile } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

type Environment = Readonly<Record<string, string | undefined>>;

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ofMacOs = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser of the system: that of `CHROME_PATH`, or Chromium or Chrome on the `PATH`; `undefined` where there is none. */
export function chromiumOf({ CHROME_PATH: chosen, PATH: path = "" }: Environment): string | undefined {
  const found = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return (chosen ? [chosen] : [...found, ofMacOs]).find(isProgram);
}

/** The sandbox of Chromium refuses the root user, as which containers often run. */
export const chromiumArguments: readonly string[] = [
  "--disable-gpu",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** A picture and its size in CSS pixels. */
export interface SizedSvg {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** A picture that is as sharp on a dense screen. */
const PIXELS_PER_CSS_PIXEL = 2;
const TIMEOUT_MS = 120_000;

/**
 * The picture as PNG, with two pixels for each CSS pixel. The browser of the system draws it, with its fonts.
 *
 * @throws when there is no browser, or it draws nothing
 */
export async function pngOf({ text, width, height }: SizedSvg, environment: Environment): Promise<Uint8Array> {
  const browser = chromiumOf(environment);
  if (browser === undefined) {
    throw new Error(
      "--format png: needs Chromium or Chrome, got none; install one, name it in CHROME_PATH, or pass --format svg",
    );
  }
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-png-"));
  const [picture, shot] = [join(folder, "picture.svg"), join(folder, "picture.png")];
  try {
    writeFileSync(picture, text);
    await promisify(execFile)(
      browser,
      [
        ...chromiumArguments,
        ...["--headless", "--hide-scrollbars", "--no-first-run", `--user-data-dir=${join(folder, "profile")}`],
        ...[
          `--force-device-scale-factor=${PIXELS_PER_CSS_PIXEL}`,
          `--window-size=${Math.ceil(width)},${Math.ceil(height)}`,
        ],
        ...[`--screenshot=${shot}`, pathToFileURL(picture).href],
      ],
      { timeout: TIMEOUT_MS },
    );
    return readFileSync(shot);
  } catch {
    throw new Error(`--format png: ${browser} drew nothing; name another browser in CHROME_PATH, or pass --format svg`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
