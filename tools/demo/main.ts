import { describeError } from "../../cli/shared/describe-error";
import { untilInterrupted } from "../../cli/shared/interruption";
import { environments } from "../../envs";
import { demo } from "./demo";

const terminal = {
  out: (text: string): void => void process.stdout.write(text),
  err: (text: string): void => void process.stderr.write(text),
  color: false,
  environment: process.env,
};

untilInterrupted((signal) => demo(process.argv.slice(2), { environments, terminal, signal })).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    terminal.err(`${describeError(error)}\n`);
    process.exitCode = 2;
  },
);
