import { startPostgres } from '../support/postgres.ts'
import { describeAuthorityPeople } from './platform-admin.ts'
import { platformSuite } from './platform-suite.ts'
import { startSqlPlatform } from './sql-platform.ts'

platformSuite(
  'the reference platform on PostgreSQL',
  async () => {
    const server = await startPostgres()
    const platform = await startSqlPlatform(server.url)
    return {
      ...platform,
      async dispose() {
        await platform.dispose()
        await server.stop()
      },
    }
  },
  describeAuthorityPeople,
)
