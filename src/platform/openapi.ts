/** The record API as an OpenAPI 3.1 document, made of the table that till and service go by. */
import * as z from 'zod/mini'
import { endpoints, type EndpointName } from '../record/endpoints.ts'
import { mediaTypes, problemSchema, problemStatus } from '../record/protocol.ts'

const summaries: Readonly<Record<EndpointName, string>> = {
  records: 'Take one record in; answers where its sale stands now',
  answers: 'What changed since a cursor: late refusals, reviews settled',
  entitlements: 'What an entitlement is worth now',
  serials: 'Whether serials are free, held or redeemed',
  sales: 'Find sales with their records',
  imports: 'Take in a part of an exported outbox of the store, for review',
  tills: 'Enrol a key with a one-time code',
  head: 'Where the till’s chain ends',
}

const stamped =
  ' Its protected header carries `at` (RFC 3339, now) and `nonce` (16 random bytes, base64url) beside `alg`, `kid` and `typ`; it is good for ten minutes.'

/** @param base address of the API, ends in `/` */
export function openApiDocument(base: string): object {
  const problem = { [mediaTypes.problem]: { schema: jsonSchema(problemSchema) } }
  const refusals = Object.fromEntries(
    [...new Set(Object.values(problemStatus))].map((status) => [
      String(status),
      { description: titleOf(status), content: problem },
    ]),
  )
  const paths = Object.entries(summaries).map(([name, summary]): [string, object] => {
    const { address, request, answer, requestBytes } = endpoints[name as EndpointName]
    return [
      `/${address}`,
      {
        post: {
          operationId: name,
          summary,
          requestBody: {
            required: true,
            description: `Compact JWS (RFC 7515), ES256 by the till’s key, over the canonical JSON (RFC 8785) of this payload; at most ${requestBytes} bytes.${name === 'records' ? '' : stamped}`,
            content: {
              [mediaTypes.request]: {
                schema: { type: 'string', contentMediaType: 'application/json', contentSchema: jsonSchema(request) },
              },
            },
          },
          responses: {
            '200': { description: 'Answered', content: { [mediaTypes.answer]: { schema: jsonSchema(answer) } } },
            ...refusals,
          },
        },
      },
    ]
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Trade-in platform: record API', version: '1' },
    servers: [{ url: base }],
    paths: Object.fromEntries(paths),
  }
}

function jsonSchema(schema: z.ZodMiniType): unknown {
  return z.toJSONSchema(schema, { io: 'input' })
}

function titleOf(status: number): string {
  return Object.entries(problemStatus)
    .filter(([, each]) => each === status)
    .map(([code]) => code)
    .join(', ')
}
