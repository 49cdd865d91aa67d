import v8 from "node:v8";
import { optimizeLate } from "../../cli/late-optimization";

test("jest starts its workers with the V8 option by which a command optimizes late, or with none where a command sets none", () => {
  const set = jest.spyOn(v8, "setFlagsFromString").mockImplementation(() => undefined);
  optimizeLate();
  const ofCommands = set.mock.calls.map(([option]) => option);
  set.mockRestore();

  expect(process.execArgv.filter((option) => /budget|invocation-count/.test(option))).toEqual(ofCommands);
});
