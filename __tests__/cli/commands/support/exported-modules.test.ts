import { exportedModule } from "../../../../cli/commands/support/exported-modules";

test("An environment without Studio has no module, which one line says.", () => {
  expect(() => exportedModule({ name: "hub", kind: "environment" }, "release")).toThrow(
    "hub: kind: has no module, got inspection; deploy the environment from this project",
  );
});
