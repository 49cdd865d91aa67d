import { rehearse } from "../../cli/rehearse";

void rehearse(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
