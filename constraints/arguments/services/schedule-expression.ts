/** Fields of a cron expression of EventBridge: names, and lowest and highest number. */
const FIELDS = [
  { name: "minutes", low: 0, high: 59, names: [] },
  { name: "hours", low: 0, high: 23, names: [] },
  { name: "day of month", low: 1, high: 31, names: [] },
  { name: "month", low: 1, high: 12, names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ") },
  { name: "day of week", low: 1, high: 7, names: "SUN MON TUE WED THU FRI SAT".split(" ") },
  { name: "year", low: 1970, high: 2199, names: [] },
] as const;
const RATE = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/;
const AT = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/;

/**
 * What is wrong with a schedule expression: `cron(...)`, `rate(...)` or `at(...)`.
 *
 * @returns `undefined` for a valid one
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function scheduleProblem(expression: string): string | undefined {
  const [, count, unit = ""] = RATE.exec(expression) ?? [];
  if (count !== undefined) {
    const fits = Number(count) > 0 && (count === "1") === !unit.endsWith("s");
    return fits ? undefined : "a rate is a positive number with a unit in the same number, such as rate(5 minutes)";
  }
  if (AT.test(expression)) {
    return undefined;
  }
  const [, body] = /^cron\((.*)\)$/.exec(expression) ?? [];
  return body === undefined ? "must be cron(...), rate(...) or at(...)" : cronProblem(body.trim().split(/\s+/));
}

function cronProblem(parts: readonly string[]): string | undefined {
  if (parts.length !== FIELDS.length) {
    return `a cron expression has ${FIELDS.length} fields, but this one has ${parts.length}`;
  }
  const wrong = FIELDS.find((field, at) => !isField(parts[at] ?? "", field));
  if (wrong !== undefined) {
    return `the field "${wrong.name}" of the cron expression is not valid`;
  }
  const [, , dayOfMonth = "", , dayOfWeek = ""] = parts;
  return (dayOfMonth === "?") === (dayOfWeek === "?")
    ? 'exactly one of "day of month" and "day of week" must be ?'
    : undefined;
}

function isField(text: string, { name, low, high, names }: (typeof FIELDS)[number]): boolean {
  if (text === "?") {
    return name.startsWith("day");
  }
  const isNumber = (part: string): boolean => {
    const at = (names as readonly string[]).indexOf(part.toUpperCase());
    const number = at >= 0 ? at + low : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    return number >= low && number <= high;
  };
  return text.split(",").every((item) => {
    const [range = "", step] = item.split("/");
    const ends = range === "*" ? [] : range.split("-");
    const special = name.startsWith("day") && /^(L|LW|\d{1,2}W|\w+L|\w+#[1-5])$/.test(range);
    return (step === undefined || /^\d+$/.test(step)) && ends.length <= 2 && (special || ends.every(isNumber));
  });
}
