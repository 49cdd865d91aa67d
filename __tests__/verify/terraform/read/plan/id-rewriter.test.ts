import { idRewriter, type ResourceWithIds } from "../../../../../verify/terraform/read/plan/id-rewriter";

const store = (module: string): ResourceWithIds => ({
  address: `${module}.aws_codeartifact_repository.store`,
  mode: "managed",
  type: "aws_codeartifact_repository",
  values: { repository: "store" },
});

const internal = (module: string): ResourceWithIds => ({
  address: `${module}.aws_codeartifact_repository.internal`,
  mode: "managed",
  type: "aws_codeartifact_repository",
  values: { repository: "internal" },
  dependencies: [`${module.replace(/\[.*\]/, "")}.aws_codeartifact_repository.store`],
});

test("where instances of a module have resources of one name, an argument refers to the one in its own instance", () => {
  const modules = ['module.m["a"]', 'module.m["b"]'];
  const rewriter = idRewriter(modules.flatMap((module) => [store(module), internal(module)]));

  expect(modules.map((module) => rewriter.rewrite("store", internal(module)))).toEqual(
    modules.map((module) => `\${${module}.aws_codeartifact_repository.store.repository}`),
  );
});
