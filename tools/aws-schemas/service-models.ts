import type { ValueFacts } from "../../constraints/schemas/schema-facts";
import type { SchemaNode, SchemaSource } from "./schema-node";
import type { Wheel } from "./wheel";

/** A shape of a service model. */
interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

interface ServiceModel {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** The newest service models that botocore ships. A schema is `service:Operation`, the input of the operation. */
export function serviceModels(botocore: Wheel): SchemaSource {
  const loaded = new Map<string, ServiceModel>();
  const modelOf = (service: string): ServiceModel => {
    const known = loaded.get(service);
    if (known !== undefined) {
      return known;
    }
    const versions = botocore.files((path) => new RegExp(`/data/${service}/[^/]+/service-2\\.json`).test(path));
    const newest = versions.get([...versions.keys()].sort().at(-1) ?? "");
    if (newest === undefined) {
      throw new Error(`${service}: is not in ${botocore.name} ${botocore.version}; correct the mapping`);
    }
    const model = JSON.parse(newest) as ServiceModel;
    loaded.set(service, model);
    return model;
  };
  return {
    root(schema) {
      const [service = "", operation = ""] = schema.split(":");
      const model = modelOf(service);
      const input = model.operations[operation]?.input?.shape;
      if (input === undefined) {
        throw new Error(`${schema}: is no operation with an input; correct the mapping`);
      }
      return shapeNode(service, model, input);
    },
  };
}

function shapeNode(service: string, model: ServiceModel, name: string): SchemaNode {
  const shape: Shape = model.shapes[name] ?? { type: "string" };
  const inner = shape.member ?? shape.value;
  return {
    name: `${service}:${name}`,
    facts: factsOf(shape),
    required: shape.required ?? [],
    exclusive: [],
    members: () =>
      new Map(
        Object.entries(shape.members ?? {}).map(([key, { shape: member }]) => [
          key,
          () => shapeNode(service, model, member),
        ]),
      ),
    items: () => (inner === undefined ? undefined : shapeNode(service, model, inner.shape)),
  };
}

const LENGTHS: Readonly<
  Record<string, readonly ["minLength" | "minItems" | "minimum", "maxLength" | "maxItems" | "maximum"]>
> = {
  string: ["minLength", "maxLength"],
  list: ["minItems", "maxItems"],
  map: ["minItems", "maxItems"],
  integer: ["minimum", "maximum"],
  long: ["minimum", "maximum"],
  double: ["minimum", "maximum"],
  float: ["minimum", "maximum"],
};

function factsOf({ type, enum: values, pattern, min, max }: Shape): ValueFacts {
  const [least, most] = LENGTHS[type] ?? [];
  return {
    // The services match a pattern against the whole value, whether the model anchors it or not.
    ...(pattern === undefined ? {} : { pattern: `^(?:${pattern})$` }),
    ...(values === undefined ? {} : { enum: values }),
    ...(least !== undefined && min !== undefined && !(min === 0 && least !== "minimum") ? { [least]: min } : {}),
    ...(most !== undefined && max !== undefined ? { [most]: max } : {}),
  };
}
