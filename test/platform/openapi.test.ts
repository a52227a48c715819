import { expect, it } from 'vitest'
import { openApiDocument } from '../../src/platform/openapi.ts'
import { endpoints } from '../../src/record/endpoints.ts'

it('describes every endpoint of the table, with its limit and both of its bodies', () => {
  const { paths } = openApiDocument('https://platform.test/') as {
    readonly paths: Readonly<Record<string, { readonly post: object }>>
  }
  expect(Object.keys(paths).sort()).toEqual(
    Object.values(endpoints)
      .map(({ address }) => `/${address}`)
      .sort(),
  )
  for (const [name, { address, requestBytes }] of Object.entries(endpoints)) {
    expect(paths[`/${address}`]?.post).toMatchObject({
      operationId: name,
      requestBody: {
        description: expect.stringContaining(`at most ${requestBytes} bytes`) as string,
        content: { 'application/jose': { schema: { contentSchema: { $schema: expect.any(String) as string } } } },
      },
      responses: { '200': { content: { 'application/json': { schema: { type: 'object' } } } } },
    })
  }
})
