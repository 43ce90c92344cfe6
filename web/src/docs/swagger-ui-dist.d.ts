declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** Draws an OpenAPI document into the element `dom_id` selects. */
  export default function swaggerUi(options: Readonly<Record<string, string | number | boolean | (() => void)>>): void;
}
