const UTF_16_MARK = [0xff, 0xfe];

/** The columns of a list, as the server names them. */
export const COLUMNS = [
  'email',
  'name',
  'roles',
  'alias',
  'languages',
  'topics',
  'capacity_units',
  'channels',
  'works_from_home',
] as const;
export type Column = (typeof COLUMNS)[number];

/**
 * The text of a list as spreadsheets save it: UTF-8, UTF-16 with its mark, or else Windows-1252. Its lines end alike, so
 * that everybody counts the same lines.
 */
export function listText(bytes: Uint8Array): string {
  return decoded(bytes).replace(/\r\n?/g, '\n');
}

function decoded(bytes: Uint8Array): string {
  if (UTF_16_MARK.every((byte, place) => bytes[place] === byte)) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A list with nobody on it. The mark in front lets spreadsheets read æ, ø and å. */
export function emptyList(): Blob {
  return new Blob([`\uFEFF${COLUMNS.join(';')}\r\n`], { type: 'text/csv;charset=utf-8' });
}

export function isColumn(word: string): word is Column {
  return COLUMNS.some((column) => column === word);
}
