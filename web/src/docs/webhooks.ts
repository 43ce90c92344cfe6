/** The schema of webhooks, as far as it is looked at here. */
export interface WebhookSchemas {
  readonly description: string;
  readonly oneOf: readonly { readonly title: string; readonly description: string }[];
}

/** The schema of webhooks as an OpenAPI document, which is what the reference can draw. */
export function webhooksDocument(schemas: WebhookSchemas) {
  const webhooks = schemas.oneOf.map((schema) => [
    schema.title,
    {
      post: {
        operationId: schema.title,
        summary: schema.description,
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { '2XX': { description: 'You have it.' } },
      },
    },
  ]);
  return {
    openapi: '3.1.1',
    info: { title: 'Webhooks of Veiviser', version: '1', description: schemas.description },
    webhooks: Object.fromEntries(webhooks) as Record<string, unknown>,
  };
}
