declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** Operations by tag, as collections of Immutable.js. */
  export interface Operations {
    map(change: (group: Group) => Group): Operations;
    filter(keep: (group: Group) => boolean): Operations;
  }
  interface Group {
    get(name: 'operations'): Entries;
    update(name: 'operations', change: (entries: Entries) => Entries): Group;
  }
  interface Entries {
    readonly size: number;
    filter(keep: (entry: { getIn(path: readonly string[]): unknown }) => boolean): Entries;
  }

  /** Draws an OpenAPI document into the element `dom_id` selects. */
  export default function swaggerUi(options: Readonly<Record<string, unknown>>): void;
}
