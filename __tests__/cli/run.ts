import { main } from "../../cli/main";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, with the output collected. */
export async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    environment,
  });
  return { code, out, err };
}
