/** One line of what changed: where, and the values before and after. A side that is absent had nothing. */
export interface Change {
  path: string[];
  old?: unknown;
  new?: unknown;
}

type Bag = Readonly<Record<string, unknown>>;

/** What differs between two JSON values of any shape, line by line. A week of hours is told day by day. */
export function changesOf(before: unknown, after: unknown, path: string[] = []): Change[] {
  const [old, now] = isWeek(before) || isWeek(after) ? [byDay(before), byDay(after)] : [before, after];
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  const fields = (value: unknown): Bag | undefined => (isNothing(value) ? {} : isBag(value) ? value : undefined);
  const [some, others] = [fields(old), fields(now)];
  if (isList(old) && isList(now)) return ofLists(old, now, path);
  if (isList(old) && isNothing(now)) return ofLists(old, undefined, path);
  if (isNothing(old) && isList(now)) return ofLists(undefined, now, path);
  return some && others ? ofFields(some, others, path) : [change(path, old, now)];
}

function isWeek(value: unknown): value is readonly Bag[] {
  return isList(value) && value.length > 0 && value.every((one) => isSpan(one) && 'weekday' in one);
}

function isSpan(value: unknown): value is Bag {
  return isBag(value) && 'opens' in value && 'closes' in value;
}

/** The intervals of each day of each service, by `national/chat/1`. */
function byDay(week: unknown): unknown {
  if (!isWeek(week)) return isList(week) ? undefined : week;
  const days: Record<string, Bag[]> = {};
  for (const { queue, channel, weekday, ...span } of week) {
    const key = [queue, channel, weekday].join('/');
    const told = Object.fromEntries(Object.entries(span).filter(([, value]) => !isNothing(value)));
    days[key] = [...(days[key] ?? []), told];
  }
  return days;
}

/** Whether a value has fields. */
export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofFields(before: Bag, after: Bag, path: string[]): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changesOf(before[name], after[name], [...path, name]));
}

/** Lists of plain values and of hours stay whole, an empty one too; of others, each thing that went stands beside one that came. */
function ofLists(old: readonly unknown[] | undefined, now: readonly unknown[] | undefined, path: string[]): Change[] {
  const [before, after] = [old ?? [], now ?? []];
  if ([...before, ...after].every((one) => !isBag(one) || isSpan(one))) return [change(path, old, now)];
  const gone = without(before, after);
  const come = without(after, before);
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, place) =>
    change(path, gone[place], come[place]),
  );
}

function without(list: readonly unknown[], others: readonly unknown[]): unknown[] {
  const texts = new Set(others.map((one) => JSON.stringify(one)));
  return list.filter((one) => !texts.has(JSON.stringify(one)));
}

function change(path: string[], old: unknown, now: unknown): Change {
  return { path, ...(isNothing(old) ? {} : { old }), ...(isNothing(now) ? {} : { new: now }) };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
