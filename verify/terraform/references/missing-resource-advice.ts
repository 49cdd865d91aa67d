/** A reference to a managed resource without an instance key, in the module in which it is written. */
const managedReference =
  /^\$\{(?:module\.[\w-]+\.)*(?!(?:data|module|var|local|each|count|self|path|terraform)\.)([a-z]\w*\.[\w-]+)\.[\w.-]+\}$/;

/**
 * What to do about something that the configuration names and does not have. A reference to a resource is no ID of something elsewhere:
 * Terraform refuses it unless the same module declares the resource, so that its name is wrong.
 *
 * @param value the ID or the reference
 */
export function missingResourceAdvice(value: unknown): string {
  const [, name] = managedReference.exec(typeof value === "string" ? value : "") ?? [];
  return name === undefined
    ? "join the state that has it with --join"
    : `no resource has the name ${name}: correct the reference, or declare the resource`;
}
