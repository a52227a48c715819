/** The record API as an OpenAPI 3.1 document, made of the very schemas that requests are held to. */
import * as z from 'zod/mini'
import {
  addresses,
  answersRequestSchema,
  answerSchema,
  answersSchema,
  enrolledSchema,
  enrolRequestSchema,
  entitlementRequestSchema,
  entitlementSchema,
  findRequestSchema,
  findSchema,
  headRequestSchema,
  mediaTypes,
  problemSchema,
  problemStatus,
  serialsRequestSchema,
  serialsSchema,
} from '../record/protocol.ts'
import { maxRecordBytes, recordSchema } from '../record/schema.ts'

interface Route {
  readonly summary: string
  readonly request: z.ZodMiniType
  readonly answer: z.ZodMiniType
}

const routes: Readonly<Record<keyof typeof addresses, Route>> = {
  records: {
    summary: 'Take one record in; answers where its sale stands now',
    request: recordSchema,
    answer: answerSchema,
  },
  answers: {
    summary: 'What changed since a cursor: late refusals, reviews settled',
    request: answersRequestSchema,
    answer: answersSchema,
  },
  entitlements: {
    summary: 'What an entitlement is worth now',
    request: entitlementRequestSchema,
    answer: entitlementSchema,
  },
  serials: {
    summary: 'Whether serials are free, held or redeemed',
    request: serialsRequestSchema,
    answer: serialsSchema,
  },
  sales: { summary: 'Find sales with their records', request: findRequestSchema, answer: findSchema },
  tills: { summary: 'Enrol a key with a one-time code', request: enrolRequestSchema, answer: enrolledSchema },
  head: { summary: 'Where the till’s chain ends', request: headRequestSchema, answer: enrolledSchema },
}

/** @param base address of the API, ends in `/` */
export function openApiDocument(base: string): object {
  const problem = { [mediaTypes.problem]: { schema: jsonSchema(problemSchema) } }
  const refusals = Object.fromEntries(
    [...new Set(Object.values(problemStatus))].map((status) => [
      String(status),
      { description: titleOf(status), content: problem },
    ]),
  )
  const paths = Object.entries(routes).map(([name, { summary, request, answer }]): [string, object] => [
    `/${addresses[name as keyof typeof addresses]}`,
    {
      post: {
        operationId: name,
        summary,
        requestBody: {
          required: true,
          description: `Compact JWS (RFC 7515), ES256 by the till’s key, over the canonical JSON (RFC 8785) of this payload; at most ${maxRecordBytes} bytes.`,
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
  ])
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
